"""Many people reply at the same moment: no place is given twice, no reply is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from communities.actions.threads import open_thread, reply_to_thread
from communities.models import Thread
from people.models import User
from tests.factories import CommunityFactory, MembershipFactory

PEOPLE = 20


@pytest.fixture
def talked_in(transactional_db: None) -> tuple[Thread, list[User]]:
    community = CommunityFactory()
    people = [MembershipFactory(community=community).user for _ in range(PEOPLE)]
    thread = open_thread(
        user=people[0], community=community, kind="discussion", title="Slow terminals", body="<p>Why?</p>"
    )
    return thread, people


def test_twenty_replies_at_once_get_twenty_places(talked_in: tuple[Thread, list[User]]) -> None:
    thread, people = talked_in
    assert connection.vendor != "sqlite" or not connection.is_in_memory_db()

    def reply(user: User) -> int:
        try:
            return reply_to_thread(user=user, thread=thread, body=f"<p>{user.name}</p>").position
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        places = list(pool.map(reply, people))

    thread.refresh_from_db()
    assert sorted(places) == list(range(2, PEOPLE + 2))
    assert thread.reply_count == PEOPLE
    assert thread.next_position == PEOPLE + 2
    assert thread.posts.count() == PEOPLE + 1
    assert thread.last_poster_id == thread.posts.latest("position").author_id
