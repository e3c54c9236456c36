"""Threads written elsewhere come in whole, once, with whoever wrote them named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from communities.actions.thread_import import Brought, BroughtIn, bring_in_thread
from communities.models import CommunityPage, PostVersion, Thread
from core.sanitize import MAX_BODY_CHARS, BodyTooLarge
from tests.conftest import Cast

LONG_AGO = datetime(2019, 3, 4, 12, tzinfo=UTC)


def brought(number: int, body: str = "<p>Words</p>", **more: object) -> Brought:
    return Brought(
        source_name=f"dump/{number}",
        body=body,
        created_at=LONG_AGO + timedelta(days=number),
        author_name=f"writer {number}",
        **more,  # type: ignore[arg-type]
    )


def bring(ward: CommunityPage, *replies: Brought, opening: Brought | None = None) -> BroughtIn:
    return bring_in_thread(
        community=ward,
        source_name="dump/1",
        title="How do I unlock a record?",
        opening=opening or brought(1, "<p>It says locked.</p><script>alert(1)</script>", score=7),
        replies=replies,
        tags=["records"],
    )


def test_a_thread_comes_in_with_its_times_writers_votes_and_answer(
    client: Client, cast: Cast, ward: CommunityPage
) -> None:
    client.force_login(cast.ana)

    result = bring(ward, brought(2, score=-2), brought(3, "<p>Ask the desk.</p>", is_accepted=True))

    page = client.get(result.thread.get_absolute_url()).content.decode()
    assert "writer 1" in page
    assert "wrote this elsewhere" in page
    assert "4 March 2019" not in page  # the day after: one day for each number
    assert "5 March 2019" in page
    assert "alert(1)" not in page
    assert "Go to the accepted answer by writer 3" in page
    assert page.count("Accepted answer") == 1
    assert PostVersion.objects.filter(post__thread=result.thread).count() == 3


def test_bringing_a_thread_in_again_adds_only_what_is_new(ward: CommunityPage) -> None:
    first = bring(ward, brought(2))

    again = bring(ward, brought(2), brought(3))

    thread = Thread.objects.get()
    assert (first.created, first.posts) == (True, 2)
    assert (again.created, again.posts) == (False, 1)
    assert [post.position for post in thread.posts.order_by("position")] == [1, 2, 3]
    assert (thread.reply_count, thread.next_position) == (2, 4)
    assert thread.last_post_at == LONG_AGO + timedelta(days=3)


def test_a_reply_that_is_too_large_is_refused_alone(ward: CommunityPage) -> None:
    result = bring(ward, brought(2, "x" * (MAX_BODY_CHARS + 1)), brought(3))

    assert [name for name, _ in result.refused] == ["dump/2"]
    assert "split it in two" in result.refused[0][1]
    assert [post.position for post in result.thread.posts.order_by("position")] == [1, 2]


def test_a_thread_whose_opening_is_too_large_does_not_come_in(ward: CommunityPage) -> None:
    with pytest.raises(BodyTooLarge):
        bring(ward, opening=brought(1, "x" * (MAX_BODY_CHARS + 1)))

    assert not Thread.objects.exists()
