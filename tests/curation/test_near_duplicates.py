"""Published job aids that say much the same are found as groups."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.signals import page_unpublished

from curation.actions.practices import add_source, make_practice
from curation.actions.promotion import promote_practice
from curation.likeness.job_aids import near_duplicates
from curation.models import JobAidPage
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from curation.promotion.pieces import Role
from curation.signals import job_aid_published
from people.models import User
from tests.curation.conftest import Ward
from tests.queries import queries

pytestmark = pytest.mark.django_db
RunTasks = Callable[..., int]
AsUser = Callable[[User], Client]


def published(ward: Ward, title: str, *, page: bool = False) -> JobAidPage:
    practice = make_practice(user=ward.cast.adam, community=ward.community, title=title, summary="")
    add_source(user=ward.cast.adam, practice=practice, source=ward.page if page else ward.answer, anchor="")
    chosen = [Chosen(piece, Role.STEP, is_used=True) for piece in all_pieces(keyed_sources(practice))]
    aid = promote_practice(user=ward.cast.adam, practice=practice, title=title, purpose="", chosen=chosen)
    JobAidPage.objects.filter(pk=aid.pk).update(live=True, number=1)
    job_aid_published.send(sender=JobAidPage, job_aid=aid)
    return aid


def part_of_the_desk(browser: Client) -> str:
    """The line of near-duplicates in the navigation, as it reads."""
    page = browser.get("/curation/").content.decode()
    [line] = set(re.findall(r'href="/curation/alike/"[^>]*>(.*?)</a>', page, flags=re.DOTALL))
    return " ".join(re.sub(r"<[^>]+>", " ", line).split())


def titles(ward: Ward) -> list[set[str]]:
    seen = JobAidPage.objects.curated_by(ward.cast.cora)
    return [{aid.title for aid in group.job_aids} for group in near_duplicates(seen)]


def test_job_aids_that_say_the_same_are_one_group(ward: Ward, hidden_ward: Ward, run_tasks: RunTasks) -> None:
    published(ward, "Scan an insulin pen")
    published(ward, "Scanning an insulin pen")
    published(ward, "Scan at the bedside", page=True)
    published(hidden_ward, "Scan a secret pen")

    run_tasks()

    assert titles(ward) == [{"Scan an insulin pen", "Scanning an insulin pen"}]
    [group] = near_duplicates(JobAidPage.objects.curated_by(ward.cast.cora))
    assert 45 <= group.percent <= 100


def test_one_that_is_withdrawn_is_no_duplicate_any_more(ward: Ward, run_tasks: RunTasks) -> None:
    published(ward, "Scan an insulin pen")
    second = published(ward, "Scanning an insulin pen")
    run_tasks()
    before = titles(ward)

    JobAidPage.objects.filter(pk=second.pk).update(live=False)
    page_unpublished.send(sender=JobAidPage, instance=second)
    run_tasks()

    assert before
    assert titles(ward) == []


def test_the_desk_counts_the_pairs_that_a_curator_may_see(
    ward: Ward, hidden_ward: Ward, run_tasks: RunTasks, as_user: AsUser
) -> None:
    published(ward, "Scan an insulin pen")
    published(hidden_ward, "Scan a secret pen")
    published(hidden_ward, "Scanning a secret pen")
    run_tasks()
    before = part_of_the_desk(as_user(ward.cast.cora))

    published(ward, "Scanning an insulin pen")
    run_tasks()

    assert before == "Near-duplicates"
    assert part_of_the_desk(as_user(ward.cast.cora)) == "Near-duplicates , waiting: 1"


def test_groups_are_read_in_two_queries(ward: Ward, run_tasks: RunTasks) -> None:
    for number in range(4):
        published(ward, f"Scan an insulin pen {number}")
    run_tasks()
    seen = JobAidPage.objects.curated_by(ward.cast.cora)

    with queries(at_most=2):
        [group] = near_duplicates(seen)

    assert len(group.job_aids) == 4
