"""Inviting people by mail and by link, and coming in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from communities.actions.invitations import InvitationOver, accept_invitation, invite_by_link
from communities.models import CommunityPage, Invitation, Membership
from people.models import User
from tests.communities.community.test_entering import as_, text_of
from tests.conftest import Cast
from tests.factories import PASSWORD, CommunityFactory, MembershipFactory

ADDRESS = "/communities/pilot/invitations/"
LINK = re.compile(r"/invitations/by/[\w-]+/")
RunTasks = Callable[..., int]


@pytest.fixture
def pilot(cast: Cast) -> CommunityPage:
    community = CommunityFactory(title="Pilot board", slug="pilot", purpose="Try it first.", private=True)
    MembershipFactory(user=cast.fay, community=community, facilitator=True)
    return community


@pytest.fixture
def fay(cast: Cast, pilot: CommunityPage) -> Client:
    return as_(cast.fay)


def a_link(fay: Client, who: str = "one", days: int = 7) -> str:
    page = fay.post(ADDRESS, {"act": "link", "days": days, "is_single": who}).content.decode()
    return LINK.search(page)[0]


def a_mail(fay: Client, run_tasks: RunTasks, *addresses: str) -> str:
    fay.post(ADDRESS, {"act": "mail", "addresses": "\n".join(addresses), "days": 7})
    run_tasks()
    return LINK.search(str(mail.outbox[-1].body))[0]


def is_in(user: User, community: CommunityPage) -> bool:
    return Membership.objects.active().filter(user=user, community=community).exists()


# -- by link -----------------------------------------------------------------------------------------------
def test_a_link_lets_one_person_into_a_private_community(
    cast: Cast, pilot: CommunityPage, fay: Client
) -> None:
    link = a_link(fay)
    stranger = as_(cast.stranger)

    shown = text_of(stranger, link)
    joined = stranger.post(link, follow=True).content.decode()
    later = as_(cast.nia).get(link)

    assert "Fay Adeyemi invites you to Pilot board Try it first." in shown
    assert "You are a member of Pilot board." in joined
    assert is_in(cast.stranger, pilot)
    assert later.status_code == 404
    assert "Pilot board" not in later.content.decode()
    assert as_(cast.nia).post(link).status_code == 404
    assert not is_in(cast.nia, pilot)


def test_a_link_for_many_lets_everybody_in_until_it_is_over(
    cast: Cast, pilot: CommunityPage, fay: Client
) -> None:
    link = a_link(fay, "many")
    for person in (cast.ana, cast.nia):
        as_(person).post(link)

    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    as_(cast.lee).post(link)

    assert is_in(cast.ana, pilot)
    assert is_in(cast.nia, pilot)
    assert not is_in(cast.lee, pilot)
    assert "2 people came in" in text_of(fay, ADDRESS)


def test_a_link_that_is_taken_back_lets_nobody_in(cast: Cast, pilot: CommunityPage, fay: Client) -> None:
    link = a_link(fay, "many")
    as_(cast.ana).post(link)

    fay.post(f"{ADDRESS}{Invitation.objects.get().pk}/revoke/")

    assert as_(cast.nia).get(link).status_code == 404
    assert is_in(cast.ana, pilot)
    assert "Taken back" in text_of(fay, ADDRESS)


def test_a_member_uses_nothing_up(cast: Cast, pilot: CommunityPage, fay: Client) -> None:
    link = a_link(fay)

    answer = fay.post(link)

    assert answer["Location"] == "/communities/pilot/"
    assert Invitation.objects.get().is_open


def test_the_token_is_kept_nowhere(cast: Cast, fay: Client, run_tasks: RunTasks) -> None:
    links = [a_link(fay), a_mail(fay, run_tasks, "new@example.org")]

    kept = str(list(Invitation.objects.values())) + str(list(DBTaskResult.objects.values()))
    for link in links:
        token = link.strip("/").rpartition("/")[2]
        assert len(token) >= 43
        assert token not in kept
        assert token not in text_of(fay, ADDRESS)


def test_a_token_that_was_never_made_names_nothing(client: Client, pilot: CommunityPage) -> None:
    answer = client.get("/invitations/by/AAAA/")

    assert answer.status_code == 404
    assert "Pilot" not in answer.content.decode()


def test_who_asked_to_join_comes_in_by_an_invitation(cast: Cast) -> None:
    community = CommunityFactory(on_request=True)
    MembershipFactory(user=cast.fay, community=community, facilitator=True)
    MembershipFactory(user=cast.ana, community=community, requested=True)
    invitation, _ = invite_by_link(user=cast.fay, community=community, days=1, is_single=True)

    accept_invitation(user=cast.ana, invitation=invitation)

    assert is_in(cast.ana, community)
    with pytest.raises(InvitationOver):
        accept_invitation(user=cast.nia, invitation=invitation)


# -- by mail -----------------------------------------------------------------------------------------------
def test_a_mail_lets_in_who_has_the_address_and_nobody_else(
    cast: Cast, pilot: CommunityPage, fay: Client, run_tasks: RunTasks
) -> None:
    link = a_mail(fay, run_tasks, cast.ana.email.upper())

    other = as_(cast.stranger).post(link)
    as_(cast.ana).post(link)

    assert [message.to for message in mail.outbox] == [[cast.ana.email]]
    assert "Fay Adeyemi invites you to the community “Pilot board”" in mail.outbox[0].body
    assert other.status_code == 403
    assert "This invitation is for another address" in other.content.decode()
    assert not is_in(cast.stranger, pilot)
    assert is_in(cast.ana, pilot)


def test_somebody_new_signs_up_and_comes_in(
    client: Client, pilot: CommunityPage, fay: Client, run_tasks: RunTasks
) -> None:
    link = a_mail(fay, run_tasks, "new@example.org")
    assert "Open an account" in text_of(client, link)

    client.post(
        "/accounts/signup/",
        {"display_name": "Noa New", "email": "new@example.org", "password1": PASSWORD, "next": link},
    )
    EmailAddress.objects.filter(email="new@example.org").update(verified=True)
    signed_in = client.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})
    page = client.get(signed_in["Location"]).content.decode()
    joined = client.post(signed_in["Location"], follow=True).content.decode()

    assert "Fay Adeyemi invites you to" in page
    assert "You are a member of Pilot board." in joined


def test_an_invitation_waits_on_the_home_of_who_has_the_address(
    cast: Cast, pilot: CommunityPage, fay: Client, run_tasks: RunTasks
) -> None:
    a_mail(fay, run_tasks, cast.ana.email)
    ana, mine = as_(cast.ana), f"/invitations/mine/{Invitation.objects.get().pk}/"

    assert "You are invited to Pilot board" in text_of(ana, "/")
    assert "Pilot board" not in text_of(as_(cast.nia), "/")
    assert as_(cast.nia).get(mine).status_code == 404
    assert as_(cast.nia).post(mine).status_code == 404
    ana.post(mine)
    assert is_in(cast.ana, pilot)
    assert "You are invited to" not in text_of(ana, "/")


def test_an_address_that_is_not_confirmed_opens_nothing(
    cast: Cast, pilot: CommunityPage, fay: Client, run_tasks: RunTasks
) -> None:
    link = a_mail(fay, run_tasks, "boss@example.org")
    EmailAddress.objects.create(user=cast.stranger, email="boss@example.org", verified=False)

    as_(cast.stranger).post(link)

    assert not is_in(cast.stranger, pilot)
    assert "You are invited to" not in text_of(as_(cast.stranger), "/")


def test_inviting_an_address_again_sends_a_new_link_and_ends_the_old_one(
    cast: Cast, pilot: CommunityPage, fay: Client, run_tasks: RunTasks
) -> None:
    first = a_mail(fay, run_tasks, cast.ana.email)
    second = a_mail(fay, run_tasks, cast.ana.email, cast.ana.email)

    assert Invitation.objects.count() == 1
    assert len(mail.outbox) == 2
    assert as_(cast.ana).get(first).status_code == 404
    assert as_(cast.ana).get(second).status_code == 200


@pytest.mark.parametrize(
    ("addresses", "message"),
    [
        ("", "Write at least one address"),
        ("ana@example.org, not-an-address", "This is no e-mail address: not-an-address"),
        (" ".join(f"a{n}@example.org" for n in range(51)), "Write up to 50 addresses at once. There are 51."),
    ],
)
def test_a_mistake_in_the_addresses_is_said_and_nobody_is_invited(
    fay: Client, addresses: str, message: str
) -> None:
    answer = fay.post(ADDRESS, {"act": "mail", "addresses": addresses, "days": 7})

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Invitation.objects.exists()


def test_only_who_runs_it_invites(cast: Cast, pilot: CommunityPage) -> None:
    MembershipFactory(user=cast.ana, community=pilot, expert=True)

    assert as_(cast.ana).get(ADDRESS).status_code == 403
    assert as_(cast.ana).post(ADDRESS, {"act": "link", "days": 7, "is_single": "one"}).status_code == 403
    assert as_(cast.stranger).get(ADDRESS).status_code == 404
