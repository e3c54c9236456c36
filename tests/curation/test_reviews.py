"""Two stages of a review: who decides in which, what an edit does to it, and that it never waits for nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture

from communities.models import Membership
from communities.permissions import forget_standing
from cop_site.schedule import enqueue_due_tasks
from curation.actions.remarks import make_remark
from curation.models import CurationSettings, JobAidPage, ReviewState, ReviewVote
from curation.signals import review_asked, review_cancelled, review_decided, review_overdue
from curation.workflow import ReviewProblem, decide, send_to_review, take_back, waiting_review
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.reviewing import agree, approve, newest, publish
from tests.curation.test_job_aids import a_draft, edit_draft, published
from tests.factories import MembershipFactory, UserFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


@pytest.fixture
def draft(ward: Ward) -> JobAidPage:
    """Written by cora and sent to review."""
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    return draft


def an_expert(ward: Ward, name: str, **roles: bool) -> User:
    user = UserFactory(username=name, display_name=name.title())
    MembershipFactory(user=user, community=ward.community, is_expert=True, **roles)
    forget_standing(user)
    return user


def page_of(browser: Client, draft: JobAidPage) -> str:
    return browser.get(f"{draft.get_absolute_url()}draft/").content.decode()


def say(browser: Client, draft: JobAidPage, act: str = "approve", **form: Any) -> Any:
    data = {"seen": newest(draft), **form}
    return browser.post(f"{draft.get_absolute_url()}draft/{act}/", data, follow=True)


def in_60_days() -> str:
    return (timezone.localdate() + timedelta(days=60)).isoformat()


# -- who decides -------------------------------------------------------------------------------------------
def test_experts_first_then_a_curator_and_nobody_in_both_stages(
    ward: Ward, draft: JobAidPage, as_user: AsUser
) -> None:
    both = an_expert(ward, "bea", is_curator=True)

    too_early = say(as_user(ward.cast.lou), draft, verified_until=in_60_days())
    say(as_user(both), draft, comment="Right on 6A.")
    again = say(as_user(both), draft, verified_until=in_60_days(), comment="And published?")
    by_expert = say(as_user(ward.cast.eli), draft, verified_until=in_60_days())
    done = say(as_user(ward.cast.lou), draft, verified_until=in_60_days())

    assert "Experts read it first." in too_early.content.decode()
    assert again.status_code == 409
    assert "You agreed in the expert review, so somebody else approves." in again.content.decode()
    assert "“And published?”" in again.content.decode()
    assert "A curator who did not write it approves." in by_expert.content.decode()
    assert "Approved and published." in done.content.decode()
    assert JobAidPage.objects.get(pk=draft.pk).verified_by == ward.cast.lou


def test_as_many_experts_as_the_community_wants_must_agree(ward: Ward, as_user: AsUser) -> None:
    CurationSettings.objects.create(community=ward.community, expert_quorum=2)
    bea = an_expert(ward, "bea")
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)

    one = say(as_user(ward.cast.eli), draft).content.decode()
    twice = say(as_user(ward.cast.eli), draft)
    two = say(as_user(bea), draft).content.decode()

    assert "Noted. 1 more must agree." in one
    assert "1 of 2 agreed" in one
    assert twice.status_code == 409
    assert "You have said what you think of it." in twice.content.decode()
    assert "A curator who did not write it approves." in two
    assert "Waits for" in two
    assert "Lou Marsh" in two


def test_asking_for_changes_ends_the_round_for_all(ward: Ward, as_user: AsUser) -> None:
    CurationSettings.objects.create(community=ward.community, expert_quorum=2)
    bea = an_expert(ward, "bea")
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, ward.cast.eli)

    say(as_user(bea), draft, "changes", comment="Step 2 is for the old pens.")
    late = say(as_user(ward.cast.eli), draft, comment="Fine.")
    edit_draft(draft, ward.cast.cora, "Turn the new pen")
    say(as_user(ward.cast.cora), draft, "send")
    after = page_of(as_user(bea), draft)

    assert "Nothing waits for review here" in late.content.decode()
    assert "“Fine.”" in late.content.decode()
    assert "0 of 2 agreed" in after
    assert "Agree" in after
    assert ReviewVote.objects.filter(approve=False, comment="Step 2 is for the old pens.").exists()


def test_after_changes_asked_at_the_approval_experts_read_again(ward: Ward, draft: JobAidPage) -> None:
    agree(draft, ward.cast.eli)
    decide(user=ward.cast.lou, job_aid=draft, approve=False, seen_revision=newest(draft), comment="Shorter.")
    edit_draft(draft, ward.cast.cora, "Turn it")

    send_to_review(user=ward.cast.cora, job_aid=draft)

    state = waiting_review(draft)
    assert state is not None
    assert (state.stage, state.revision_id) == ("experts", newest(draft))


def test_a_community_without_approval_publishes_with_the_last_experts_word(
    ward: Ward, as_user: AsUser
) -> None:
    CurationSettings.objects.create(community=ward.community, needs_approval=False, expert_quorum=2)
    bea = an_expert(ward, "bea")
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)

    first = page_of(as_user(ward.cast.eli), draft)
    say(as_user(ward.cast.eli), draft)
    without = say(as_user(bea), draft)
    done = say(as_user(bea), draft, verified_until=in_60_days())

    assert "Verified until" not in first
    assert without.status_code == 422
    assert "Choose the day until which the owner stands for it" in without.content.decode()
    assert "Approved and published." in done.content.decode()
    assert JobAidPage.objects.get(pk=draft.pk).verified_by == bea


def test_a_community_that_asks_no_experts_goes_straight_to_the_approval(ward: Ward) -> None:
    CurationSettings.objects.create(community=ward.community, expert_quorum=0)
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)

    published = approve(draft, ward.cast.lou)

    assert published.live


# -- too few -----------------------------------------------------------------------------------------------
def test_a_curator_stands_in_for_a_missing_expert_and_does_not_approve_then(
    ward: Ward, as_user: AsUser
) -> None:
    Membership.objects.filter(user=ward.cast.eli).update(is_expert=False)
    forget_standing(ward.cast.eli)
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)

    shown = page_of(as_user(ward.cast.lou), draft)
    say(as_user(ward.cast.lou), draft)
    again = page_of(as_user(ward.cast.lou), draft)

    assert "There are too few experts here." in shown
    assert "who does so cannot approve it afterwards" in shown
    assert "You agreed in the expert review, so somebody else approves." in again
    assert "Waits for an administrator:" in again
    assert "Make somebody else a curator" in again
    assert "Adam Haddad" in again
    assert approve(draft, ward.cast.adam).live


def test_curators_stand_in_only_for_the_experts_that_are_missing(ward: Ward, as_user: AsUser) -> None:
    CurationSettings.objects.create(community=ward.community, expert_quorum=2)
    moe = UserFactory(username="moe", curator=True)
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)

    say(as_user(ward.cast.lou), draft)
    second = say(as_user(moe), draft)
    state = ReviewState.objects.waiting().get(job_aid=draft)
    agree(draft, ward.cast.eli)

    assert second.status_code == 409
    assert "Experts read it first." in second.content.decode()
    assert state.stage == "experts"
    assert approve(draft, moe).live


def test_where_nobody_is_left_the_page_says_so(ward: Ward, as_user: AsUser) -> None:
    User.objects.filter(pk=ward.cast.adam.pk).update(is_superuser=False)
    User.objects.filter(pk=ward.cast.lou.pk).update(is_curator=False)
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, ward.cast.eli)

    shown = page_of(as_user(ward.cast.cora), draft)

    assert "Nobody can decide." in shown
    assert "Make somebody else a curator" in shown


@pytest.mark.parametrize("stage", ["experts", "approval"])
def test_what_the_list_says_and_what_the_door_lets_through_are_one(
    ward: Ward, draft: JobAidPage, stage: str
) -> None:
    if stage == "approval":
        agree(draft, ward.cast.eli)
    able = {
        user.username
        for user in User.objects.all()
        if ReviewState.objects.for_person(user).filter(job_aid=draft).exists()
    }

    expected = {"experts": {"eli", "adam"}, "approval": {"lou", "adam"}}[stage]
    assert able == expected
    for user in User.objects.exclude(username__in=able):
        with pytest.raises((PermissionDenied, ReviewProblem)):
            agree(draft, user)


def test_who_just_lost_the_role_decides_nothing(ward: Ward, draft: JobAidPage, as_user: AsUser) -> None:
    browser = as_user(ward.cast.eli)
    browser.get(f"{draft.get_absolute_url()}draft/")
    Membership.objects.filter(user=ward.cast.eli).update(is_expert=False)

    answer = say(browser, draft, comment="All of it is right, I tried it twice.")

    assert answer.status_code == 404
    assert "All of it is right, I tried it twice." in answer.content.decode()
    assert not ReviewVote.objects.exists()


# -- the words that were read ------------------------------------------------------------------------------
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


# -- days --------------------------------------------------------------------------------------------------
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
