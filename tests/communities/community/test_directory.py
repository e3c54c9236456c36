"""The directory: which communities fit a person, and why."""

from __future__ import annotations

import pytest

from communities.models import CommunityPage
from people.models import User
from tests.communities.community.test_entering import as_, text_of
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.queries import queries

ADDRESS = "/communities/"


@pytest.fixture
def ana(cast: Cast) -> User:
    cast.ana.job_title, cast.ana.workplace = "Nurse", "Ward 4B"
    cast.ana.about = "Scanners that do not pair, and what to do about it"
    cast.ana.save()
    return cast.ana


def filled(title: str, *, nurses: int = 0, of_4b: int = 0, **fields: object) -> CommunityPage:
    community = CommunityFactory(title=title, purpose="Better work.", **fields)
    for job, place in [("nurse", "")] * nurses + [("clerk", "ward 4b")] * of_4b:
        MembershipFactory(user=UserFactory(job_title=job, workplace=place), community=community)
    return community


def test_communities_that_fit_stand_first_with_the_reason(ana: User) -> None:
    filled("Accounts")
    filled("Handover", of_4b=2)
    filled("Rounds", nurses=1)
    filled("Scanners at the bedside")

    page = text_of(as_(ana), ADDRESS)

    order = [
        page.index(title) for title in ("Handover", "Rounds", "Scanners at", "Others to join", "Accounts")
    ]
    assert order == sorted(order)
    assert "2 people from Ward 4B are in it" in page
    assert "1 member does what you do: Nurse" in page
    assert "about scanners, as in your profile" in page
    assert page.count("Handover") == 2  # its title, and the name of its button


def test_members_of_a_closed_community_are_no_reason(ana: User) -> None:
    filled("Medicines", of_4b=2, nurses=2, on_request=True)
    filled("Pilot board of scanners", of_4b=2, private=True)
    filled("Scanners on request", on_request=True)

    page = text_of(as_(ana), ADDRESS)

    assert "from Ward 4B" not in page
    assert "what you do" not in page
    assert "Pilot board" not in page
    assert page.index("For you") < page.index("Scanners on request") < page.index("Others to join")
    assert page.index("Others to join") < page.index("Medicines")


def test_who_closed_their_account_is_no_colleague(ana: User) -> None:
    community = filled("Handover")
    gone = UserFactory(workplace="Ward 4B", is_active=False)
    MembershipFactory(user=gone, community=community)

    assert "from Ward 4B" not in text_of(as_(ana), ADDRESS)


def test_ones_own_communities_are_not_offered(ana: User) -> None:
    community = filled("Scanners", of_4b=1)
    MembershipFactory(user=ana, community=community)

    assert "For you" not in text_of(as_(ana), ADDRESS)


def test_an_empty_profile_is_asked_for(cast: Cast) -> None:
    filled("Handover")

    assert "Say what you do and where." in text_of(as_(cast.stranger), ADDRESS)


def test_the_directory_asks_the_same_few_queries_at_any_size(ana: User) -> None:
    filled("Handover", of_4b=1, nurses=1)
    client = as_(ana)
    with queries(at_most=10) as few:
        client.get(ADDRESS)
    for n in range(8):
        filled(f"Scanners {n}", of_4b=2, nurses=2)

    with queries(at_most=10) as many:
        client.get(ADDRESS)

    assert len(many) == len(few)
