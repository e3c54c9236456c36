"""People who decide, edit and promote at the same moment: each thing happens once, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.utils import timezone

from communities.actions.wiki import save_wiki_page
from communities.models import WikiPage
from communities.permissions import forget_standing
from curation.actions.feedback import say_how_it_went
from curation.actions.joining import join_job_aid
from curation.actions.practices import NotNow
from curation.actions.promotion import promote_practice
from curation.models import (
    CurationSettings,
    DriftAlert,
    Feedback,
    JobAidPage,
    JobAidVersion,
    Joining,
    Provenance,
    ReviewState,
)
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from curation.promotion.pieces import Role
from curation.reviewing.workflow import ReviewProblem, decide, send_to_review
from curation.upkeep.drift import check_drift
from people.models import User
from tests.conftest import Cast
from tests.curation.conftest import Ward, a_ward
from tests.curation.drafts import a_draft, edit_draft, published
from tests.curation.reviewing import agree
from tests.factories import MembershipFactory, UserFactory

AT_ONCE = 4


@pytest.fixture
def ward(transactional_db: None, cast: Cast) -> Ward:
    assert connection.vendor != "sqlite" or not connection.is_in_memory_db()
    return a_ward(cast, slug="ward-nursing", title="Ward nursing")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all of it at the same moment, each on a connection of its own; an exception is an answer."""
    together = Barrier(len(acts))

    def act(one: Callable[[], object]) -> object:
        together.wait()
        try:
            return one()
        except (ReviewProblem, PermissionDenied, NotNow) as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def a_curator(ward: Ward, name: str) -> User:
    return UserFactory(username=name, display_name=name.title(), curator=True)


def an_expert(ward: Ward, name: str) -> User:
    user = UserFactory(username=name, display_name=name.title())
    MembershipFactory(user=user, community=ward.community, is_expert=True)
    forget_standing(user)
    return user


def approval(ward: Ward, draft: JobAidPage, user: User) -> Callable[[], object]:
    until = timezone.localdate() + timedelta(days=30)
    seen = JobAidPage.objects.get(pk=draft.pk).latest_revision_id
    return lambda: decide(user=user, job_aid=draft, approve=True, seen_revision=seen, verified_until=until)


def test_two_reviewers_who_approve_at_once_make_one_version(ward: Ward) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, ward.cast.eli)

    answers = at_once(
        *(approval(ward, draft, a_curator(ward, name)) for name in ("ada", "ben", "cem", "dan"))
    )

    assert sum(isinstance(answer, ReviewState) for answer in answers) == 1
    assert JobAidVersion.objects.filter(job_aid=draft).count() == 1
    assert JobAidPage.objects.get(pk=draft.pk).number == 1


def test_approving_in_the_admin_at_once_makes_one_version(ward: Ward) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, ward.cast.eli)
    state = ReviewState.objects.waiting().get()
    until = timezone.localdate() + timedelta(days=30)

    def press(user: User) -> Callable[[], object]:
        mine = ReviewState.objects.get(pk=state.pk)  # as it was when the page was drawn
        task = mine.task.specific
        return lambda: task.on_action(mine, user, "approve", owner="", verified_until=until.isoformat())

    answers = at_once(*(press(a_curator(ward, name)) for name in ("ada", "ben", "cem", "dan")))

    assert sum(answer is None for answer in answers) == 1
    assert JobAidVersion.objects.filter(job_aid=draft).count() == 1


def test_experts_who_agree_at_once_are_each_counted_and_pass_it_on_once(ward: Ward) -> None:
    CurationSettings.objects.create(community=ward.community, expert_quorum=3)
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    experts = [an_expert(ward, name) for name in ("ada", "ben", "cem", "dan")]

    at_once(*(partial(agree, draft, expert) for expert in experts))

    states = ReviewState.objects.filter(job_aid=draft)
    assert states.get(stage="experts").votes.count() == 3
    assert states.get(stage="approval").status == ReviewState.STATUS_IN_PROGRESS


def test_what_is_approved_while_the_editor_saves_is_what_was_read(ward: Ward) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, ward.cast.eli)
    words = draft.steps[0].value["title"]

    approved, _ = at_once(
        approval(ward, draft, ward.cast.lou), lambda: edit_draft(draft, ward.cast.cora, "Unread words")
    )

    job_aid = JobAidPage.objects.get(pk=draft.pk)
    assert job_aid.live is isinstance(approved, ReviewState)
    if job_aid.live:
        assert job_aid.steps[0].value["title"] == words
    assert job_aid.get_latest_revision_as_object().steps[0].value["title"] == "Unread words"


def test_feedback_sent_twice_at_once_counts_once(ward: Ward) -> None:
    job_aid = published(ward)

    at_once(
        *(lambda: say_how_it_went(user=ward.cast.nia, job_aid=job_aid, worked=True) for _ in range(AT_ONCE))
    )

    assert Feedback.objects.filter(job_aid=job_aid, user=ward.cast.nia).count() == 1


def test_a_source_edited_twice_quickly_opens_one_alert(ward: Ward) -> None:
    published(ward)
    for words in ("Scan the smallest unit.", "Scan the unit dose."):
        page = WikiPage.objects.get(pk=ward.page.pk)
        before = "Scan the medicine." if "Scan the medicine." in page.body else "Scan the smallest unit."
        body = page.body.replace(before, words)
        save_wiki_page(page=page, user=ward.cast.ana, title=page.title, body=body, base_edition=page.edition)

    at_once(*(lambda: check_drift(WikiPage.objects.get(pk=ward.page.pk)) for _ in range(AT_ONCE)))

    assert DriftAlert.objects.get().new_text == "Scan the unit dose."


def test_a_practice_promoted_twice_at_once_makes_one_job_aid(ward: Ward) -> None:
    practice = ward.practice()
    chosen = [Chosen(piece, piece.role, piece.is_used) for piece in all_pieces(keyed_sources(practice))]
    token = uuid4()

    def promote() -> object:
        return promote_practice(
            user=ward.cast.cora, practice=practice, title="Pen", purpose="", chosen=chosen, submission=token
        ).pk

    answers = at_once(*(promote for _ in range(AT_ONCE)))

    assert len(set(answers)) == 1
    assert JobAidPage.objects.count() == 1


def test_of_two_curators_who_promote_and_join_at_once_one_wins_and_the_other_is_told(ward: Ward) -> None:
    aid = a_draft(ward, title="Scan a pen")
    practice = ward.practice(source=ward.question, title="Another practice")
    chosen = [Chosen(piece, Role.STEP, is_used=True) for piece in all_pieces(keyed_sources(practice))]
    mia = a_curator(ward, "mia")

    def promote() -> object:
        return promote_practice(
            user=ward.cast.cora, practice=practice, title="Pen again", purpose="", chosen=chosen
        )

    def join() -> object:
        return join_job_aid(user=mia, practice=practice, job_aid=aid, chosen=chosen)

    answers = at_once(promote, join, promote, join)

    assert sum(isinstance(answer, JobAidPage) for answer in answers) == 1
    told = [str(answer) for answer in answers if isinstance(answer, NotNow)]
    assert len(told) == 3
    assert all("promoted already" in words for words in told)
    made = Provenance.objects.exclude(job_aid=aid).count() + Joining.objects.count()
    assert made == 1
