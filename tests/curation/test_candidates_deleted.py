"""A post or page that is deleted for good leaves its candidates without its words and its numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from curation.actions.candidates import dismiss_candidate
from curation.actions.practices import NotNow
from curation.candidates.search import find_candidates
from curation.models import Candidate
from curation.states import CandidateState
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.test_candidates import open_candidates, told

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
Run = Callable[..., int]


def test_what_is_deleted_for_good_leaves_no_word_and_no_number(
    ward: Ward, as_user: AsUser, run_tasks: Run
) -> None:
    posts = told(ward, ward.cast.ana, ward.cast.lee, ward.cast.eli)
    find_candidates()
    [found] = open_candidates()
    named_after = next(post for post in posts if found.title[:20] in post.body)
    run_tasks()

    named_after.delete()

    browser = as_user(ward.cast.cora)
    at_once = browser.get("/curation/candidates/").content.decode()
    run_tasks()
    later = browser.get("/curation/candidates/").content.decode()
    assert found.title not in at_once
    assert "Without a title" in at_once
    assert "2 places" in later
    assert "Without a title" not in later
    found.refresh_from_db()
    assert (found.evidence["places"], found.evidence["authors"]) == (2, 2)


def test_without_a_worker_the_night_settles_it(ward: Ward) -> None:
    posts = told(ward, ward.cast.ana, ward.cast.lee)
    find_candidates()
    [found] = open_candidates()

    posts[0].thread.delete()
    find_candidates()

    assert open_candidates() == []
    assert Candidate.objects.get(pk=found.pk).state == CandidateState.FORMING


def test_curator_who_dismisses_what_fell_apart_reads_so(ward: Ward) -> None:
    posts = told(ward, ward.cast.ana, ward.cast.lee)
    find_candidates()
    [found] = open_candidates()
    posts[0].delete()
    find_candidates()

    with pytest.raises(NotNow, match="Too few of its places are left"):
        dismiss_candidate(user=ward.cast.cora, candidate=found, reason="No use.")
