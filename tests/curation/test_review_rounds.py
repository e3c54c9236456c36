"""A round of review: the words that were read, its days, its news and its costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture

from cop_site.schedule import enqueue_due_tasks
from curation.actions.remarks import make_remark
from curation.models import CurationSettings, JobAidPage, ReviewState, ReviewVote
from curation.reviewing.workflow import ReviewProblem, send_to_review, take_back
from curation.signals import review_asked, review_cancelled, review_decided, review_overdue
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, edit_draft, published
from tests.curation.reviewing import agree, an_expert, approve, in_60_days, newest, page_of, publish, say
from tests.queries import queries

pytestmark = pytest.mark.django_db

AsUser = Callable[[User], Client]


# -- the words that were read ----------------------------------------------------------------------------------
def test_an_edit_begins_the_review_again_and_says_so(ward: Ward, draft: JobAidPage, as_user: AsUser) -> None:
    agree(draft, ward.cast.eli)

    edit_draft(draft, ward.cast.cora, "Turn it twice")
    shown = page_of(as_user(ward.cast.eli), draft)
    by_curator = say(as_user(ward.cast.lou), draft, verified_until=in_60_days())

    assert "The draft was edited after" in shown
    assert "so the review began again with the new words" in shown
    assert "0 of 1 agreed" in shown
    assert by_curator.status_code == 409
    agree(draft, ward.cast.eli)
    assert approve(draft, ward.cast.lou).steps[0].value["title"] == "Turn it twice"


def test_the_editor_does_not_save_over_words_that_are_in_review(ward: Ward, draft: JobAidPage) -> None:
    sent = JobAidPage.objects.get(pk=draft.pk)
    read = sent.latest_revision
    agree(draft, ward.cast.eli)
    newer = sent.get_latest_revision_as_object()
    newer.steps[0].value["title"] = "Saved by itself"

    newer.save_revision(user=ward.cast.cora, overwrite_revision=read)

    read.refresh_from_db()
    assert "Saved by itself" not in str(read.content)
    assert newest(draft) != read.pk
    assert ReviewState.objects.waiting().get(job_aid=draft).stage == "experts"


def test_a_draft_is_taken_back_under_a_reviewer_whose_words_are_kept(
    ward: Ward, draft: JobAidPage, as_user: AsUser
) -> None:
    heard = []
    review_cancelled.connect(lambda **news: heard.append(news["user"]), weak=False, dispatch_uid="heard")

    back = say(as_user(ward.cast.cora), draft, "take-back").content.decode()
    late = say(as_user(ward.cast.eli), draft, comment="The label is white, not grey.")
    review_cancelled.disconnect(dispatch_uid="heard")

    assert "Taken back." in back
    assert late.status_code == 409
    assert "somebody decided or took it back meanwhile" in late.content.decode()
    assert "The label is white, not grey." in late.content.decode()
    assert heard == [ward.cast.cora]
    send_to_review(user=ward.cast.cora, job_aid=draft)
    assert ReviewState.objects.waiting().get(job_aid=draft).stage == "experts"


def test_a_review_cancelled_in_the_admin_keeps_the_reviewers_words(
    ward: Ward, draft: JobAidPage, as_user: AsUser
) -> None:
    agree(draft, ward.cast.eli)
    state = ReviewState.objects.waiting().get(job_aid=draft)
    url = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk])
    state.workflow_state.cancel(user=ward.cast.cora)

    answer = as_user(ward.cast.lou).post(url, {"comment": "Fine <b>words</b>"}, follow=True)

    assert "Nothing waits for review here" in answer.content.decode()
    assert "“Fine &lt;b&gt;words&lt;/b&gt;”" in answer.content.decode()
    assert not JobAidPage.objects.get(pk=draft.pk).live


def test_both_stages_go_through_wagtails_own_buttons(ward: Ward, draft: JobAidPage, as_user: AsUser) -> None:
    lola = an_expert(ward, "lola", is_curator=True)
    for user, form in (
        (lola, {"comment": "Tried it."}),
        (ward.cast.lou, {"verified_until": in_60_days(), "owner": "", "comment": ""}),
    ):
        state = ReviewState.objects.waiting().get(job_aid=draft)
        url = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk])
        asked = as_user(user).get(url).json()["html"]
        as_user(user).post(f"{url}?seen={newest(draft)}", form)
        assert ("Verified until" in asked) is (user is ward.cast.lou)

    job_aid = JobAidPage.objects.get(pk=draft.pk)
    assert (job_aid.live, job_aid.verified_by) == (True, ward.cast.lou)
    assert ReviewVote.objects.get(user=lola).comment == "Tried it."


# -- days ------------------------------------------------------------------------------------------------------
def test_each_stage_has_a_day_and_says_when_it_passed(
    ward: Ward, draft: JobAidPage, as_user: AsUser, time_machine: TimeMachineFixture
) -> None:
    due = ReviewState.objects.get(job_aid=draft).due_on

    before = page_of(as_user(ward.cast.eli), draft)
    time_machine.move_to(timezone.now() + timedelta(days=8))
    after = page_of(as_user(ward.cast.eli), draft)
    agree(draft, ward.cast.eli)

    assert due == timezone.localdate() - timedelta(days=1)
    assert f'<time datetime="{due.isoformat()}">' in before
    assert "Overdue" not in before
    assert "Overdue since" in after
    assert ReviewState.objects.waiting().get(job_aid=draft).due_on == timezone.localdate() + timedelta(days=7)


def test_a_review_that_is_overdue_is_said_again_each_week(
    ward: Ward, draft: JobAidPage, run_tasks: Callable[..., int], time_machine: TimeMachineFixture
) -> None:
    heard = []
    review_overdue.connect(lambda **news: heard.append(news["state"]), weak=False, dispatch_uid="heard")
    said: list[int] = []

    for days in (6, 2, 1, 7):
        time_machine.move_to(timezone.now() + timedelta(days=days))
        enqueue_due_tasks()
        run_tasks()
        said.append(len(heard))
    review_overdue.disconnect(dispatch_uid="heard")

    assert said == [0, 1, 1, 2]
    assert heard[0].job_aid == draft


def test_each_word_and_each_stage_is_news(ward: Ward) -> None:
    heard: list[Any] = []
    review_asked.connect(lambda **news: heard.append(news["state"].stage), weak=False, dispatch_uid="a")
    review_decided.connect(
        lambda **news: heard.append((news["user"], news["approved"])), weak=False, dispatch_uid="d"
    )

    publish(a_draft(ward), editor=ward.cast.cora, expert=ward.cast.eli, curator=ward.cast.lou)
    review_asked.disconnect(dispatch_uid="a")
    review_decided.disconnect(dispatch_uid="d")

    assert heard == ["experts", "approval", (ward.cast.eli, True), (ward.cast.lou, True)]


def test_sending_twice_is_one_review_and_an_empty_draft_is_none(ward: Ward) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    once = ReviewState.objects.filter(job_aid=draft).count()
    take_back(user=ward.cast.cora, job_aid=draft)
    words = draft.get_latest_revision_as_object()
    words.steps = []
    words.save_revision(user=ward.cast.cora)

    with pytest.raises(ReviewProblem, match="at least one step"):
        send_to_review(user=ward.cast.cora, job_aid=draft)
    assert once == 1


@pytest.mark.parametrize("stage", ["experts", "approval"])
def test_the_page_of_a_draft_asks_little_however_many_spoke(ward: Ward, as_user: AsUser, stage: str) -> None:
    CurationSettings.objects.create(community=ward.community, expert_quorum=6)
    experts = [an_expert(ward, f"expert{number}") for number in range(8)]
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, experts[0])
    reader = ward.cast.lou if stage == "approval" else ward.cast.eli
    browser = as_user(reader)
    page_of(browser, draft)

    with queries(at_most=12) as few:
        page_of(browser, draft)
    for expert in experts[1:5]:
        agree(draft, expert)
    with queries(at_most=12) as many:
        page_of(browser, draft)

    assert len(many) == len(few)


def test_the_draft_of_a_published_job_aid_asks_little_however_much_it_changes(
    ward: Ward, as_user: AsUser
) -> None:
    """It is compared with what is published, and what reviewers said stands beside its steps."""
    job_aid = published(ward, a_draft(ward))
    browser = as_user(ward.cast.eli)
    asked = []
    for steps in (1, 8):
        draft = job_aid.get_latest_revision_as_object()
        for number in range(steps):
            draft.steps.append(("step", {"title": f"Look again {number}", "text": "<p>And again.</p>"}))
        draft.save_revision(user=ward.cast.cora, log_action=True)
        job_aid = JobAidPage.objects.get(pk=job_aid.pk)
        send_to_review(user=ward.cast.cora, job_aid=job_aid)
        for block in job_aid.get_latest_revision_as_object().steps:
            make_remark(user=ward.cast.eli, job_aid=job_aid, step=str(block.id), text="Which light?")
        page_of(browser, job_aid)
        with queries(at_most=12) as captured:
            page = page_of(browser, job_aid)
        asked.append(len(captured))

    assert "What this draft changes" in page
    assert page.count("Which light?") >= 12
    assert asked[0] == asked[1]
