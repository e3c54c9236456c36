"""A ward whose people talk: each of the cast in the role of the story."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from communities.actions.threads import open_thread, reply_to_thread
from communities.models import CommunityPage, Post, Thread
from people.models import User
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory


@pytest.fixture
def ward(cast: Cast) -> CommunityPage:
    community = CommunityFactory(title="Ward nursing", slug="ward-nursing")
    MembershipFactory(user=cast.ana, community=community)
    MembershipFactory(user=cast.nia, community=community)
    MembershipFactory(user=cast.fay, community=community, facilitator=True)
    MembershipFactory(user=cast.eli, community=community, expert=True)
    return community


@pytest.fixture
def question(cast: Cast, ward: CommunityPage) -> Thread:
    return open_thread(
        user=cast.ana,
        community=ward,
        kind="question",
        title="Insulin pen will not scan",
        body="<p>It says Product not recognised.</p>",
    )


@pytest.fixture
def answer(cast: Cast, question: Thread) -> Post:
    return reply_to_thread(user=cast.eli, thread=question, body="<p>Scan the flag label on the cap.</p>")


@pytest.fixture
def talk(question: Thread) -> Callable[..., list[Post]]:
    """`talk(nia, 40)` adds so many replies of a person to the question."""

    def talk(user: User, times: int) -> list[Post]:
        return [
            reply_to_thread(
                user=user, thread=question, body=f"<p>Reply number {n}, with a <strong>word</strong>.</p>"
            )
            for n in range(times)
        ]

    return talk
