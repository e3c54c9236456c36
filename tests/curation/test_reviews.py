"""Who decides in a review of two stages, and who stands in where too few are left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from communities.models import Membership
from communities.permissions import forget_standing
from curation.models import CurationSettings, JobAidPage, ReviewState, ReviewVote
from curation.reviewing.workflow import ReviewProblem, decide, send_to_review, waiting_review
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, edit_draft
from tests.curation.reviewing import agree, an_expert, approve, in_60_days, newest, page_of, say
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

AsUser = Callable[[User], Client]


# -- who decides -----------------------------------------------------------------------------------------------
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


# -- too few ---------------------------------------------------------------------------------------------------
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
