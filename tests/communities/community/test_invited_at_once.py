"""Several people come in at the same moment, on the database that this suite runs on."""

from __future__ import annotations

import pytest

from communities.actions.invitations import InvitationOver, accept_invitation, invite_by_link
from communities.models import CommunityPage, Invitation, Membership
from people.models import User
from tests.communities.wiki.test_at_once import all_at_once
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


def come_in(invitation: Invitation, people: list[User]) -> list[bool]:
    def accept(number: int) -> bool:
        try:
            accept_invitation(user=people[number], invitation=invitation)
        except InvitationOver:
            return False
        return True

    return all_at_once(accept, len(people))


@pytest.fixture
def community(cast: Cast) -> CommunityPage:
    made = CommunityFactory(private=True)
    MembershipFactory(user=cast.fay, community=made, facilitator=True)
    return made


def test_an_invitation_for_one_lets_in_one_of_two_at_once(cast: Cast, community: CommunityPage) -> None:
    invitation, _ = invite_by_link(user=cast.fay, community=community, days=1, is_single=True)
    people = [UserFactory() for _ in range(PEOPLE)]

    let_in = come_in(invitation, people)

    assert let_in.count(True) == 1
    assert Membership.objects.filter(community=community).count() == 2
    assert CommunityPage.objects.get(pk=community.pk).member_count == 1


def test_an_invitation_for_many_counts_everybody_who_comes_at_once(
    cast: Cast, community: CommunityPage
) -> None:
    invitation, _ = invite_by_link(user=cast.fay, community=community, days=1, is_single=False)
    people = [UserFactory() for _ in range(PEOPLE)]

    assert all(come_in(invitation, people))

    assert Invitation.objects.get().uses == PEOPLE
    assert CommunityPage.objects.get(pk=community.pk).member_count == PEOPLE
