"""Asking to join, and being answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from communities.actions.community import join_community
from communities.actions.joining import decline_request
from communities.models import CommunityPage, JoinAnswer, Membership
from notifications.models import Notice
from tests.communities.community.test_entering import as_, text_of
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory

HOME = "/communities/medicines/"
DECLINE = f"{HOME}members/stranger/decline/"
REASON = "Only who prescribes. Pharmacy questions go to the open ward."


@pytest.fixture
def medicines(cast: Cast) -> CommunityPage:
    community = CommunityFactory(title="Medicines", slug="medicines", on_request=True)
    MembershipFactory(user=cast.fay, community=community, facilitator=True)
    MembershipFactory(user=cast.ana, community=community)
    return community


@pytest.fixture
def stranger(cast: Cast, medicines: CommunityPage) -> Client:
    client = as_(cast.stranger)
    client.post(f"{HOME}join/", {"note": "I start on Monday."})
    return client


def notices(person: Client) -> str:
    return text_of(person, "/notifications/")


def test_who_is_declined_reads_why_and_is_told(
    cast: Cast, stranger: Client, run_tasks: Callable[..., int]
) -> None:
    fay = as_(cast.fay)
    asked = text_of(fay, DECLINE)

    fay.post(DECLINE, {"reason": REASON})
    run_tasks()

    assert "I start on Monday." in asked
    closed = text_of(stranger, HOME)
    assert f"You were not let in. {REASON} You may ask again." in closed
    assert "Ask again" in closed
    assert f"You were not let into Medicines: “{REASON}”" in notices(stranger)
    assert [message.to for message in mail.outbox if "not let into" in message.subject] == [
        [cast.stranger.email]
    ]


def test_who_is_let_in_is_told(cast: Cast, stranger: Client, run_tasks: Callable[..., int]) -> None:
    as_(cast.fay).post(f"{HOME}members/stranger/approve/")
    run_tasks()

    assert "You are a member of Medicines" in notices(stranger)
    assert stranger.get(f"{HOME}members/").status_code == 200


def test_who_runs_it_is_told_of_a_request_and_nobody_else(
    cast: Cast, stranger: Client, run_tasks: Callable[..., int]
) -> None:
    run_tasks()

    assert "Sam Stranger asks to join Medicines: “I start on Monday.”" in notices(as_(cast.fay))
    assert not Notice.objects.exclude(user=cast.fay).exists()


def test_what_a_request_said_is_not_shown_to_who_stopped_running_it(
    cast: Cast, stranger: Client, run_tasks: Callable[..., int]
) -> None:
    run_tasks()

    Membership.objects.filter(user=cast.fay).update(is_facilitator=False)

    assert "Sam Stranger" not in notices(as_(cast.fay))


def test_a_request_is_not_declined_without_a_reason(cast: Cast, stranger: Client) -> None:
    answer = as_(cast.fay).post(DECLINE, {"reason": "  "})

    assert answer.status_code == 422
    assert "Write why: the person reads it" in answer.content.decode()
    assert Membership.objects.requested().filter(user=cast.stranger).exists()


def test_who_asks_again_is_shown_with_the_earlier_answer(cast: Cast, stranger: Client) -> None:
    fay = as_(cast.fay)
    fay.post(DECLINE, {"reason": REASON})

    stranger.post(f"{HOME}join/", {"note": "I prescribe now."})

    members = text_of(fay, f"{HOME}members/")
    assert "I prescribe now." in members
    assert f"declined before: “{REASON}”" in members
    assert "You asked to join." in text_of(stranger, HOME)


def test_a_declined_person_who_may_not_know_of_it_any_more_is_not_shown_its_name(
    cast: Cast, stranger: Client, medicines: CommunityPage, run_tasks: Callable[..., int]
) -> None:
    as_(cast.fay).post(DECLINE, {"reason": REASON})
    run_tasks()

    CommunityPage.objects.filter(pk=medicines.pk).update(access="private")

    assert "Medicines" not in notices(stranger)


def test_a_member_is_not_declined(cast: Cast, medicines: CommunityPage) -> None:
    member = Membership.objects.get(user=cast.ana)

    answer = as_(cast.fay).post(f"{HOME}members/ana/decline/", {"reason": REASON})
    decline_request(user=cast.fay, membership=member, reason=REASON)

    assert answer.status_code == 404
    assert Membership.objects.active().filter(user=cast.ana).exists()
    assert not JoinAnswer.objects.exists()


def test_an_open_community_asks_nobody(cast: Cast, run_tasks: Callable[..., int]) -> None:
    community = CommunityFactory()
    MembershipFactory(user=cast.fay, community=community, facilitator=True)

    join_community(user=cast.stranger, community=community)
    run_tasks()

    assert not Notice.objects.exists()
