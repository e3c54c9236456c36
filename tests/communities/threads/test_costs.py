"""What pages of talk cost: queries, work and bytes, the same however much was written."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from django.test import Client

from communities.actions.threads import accept_answer, open_thread, react_to_post
from communities.models import CommunityPage, Post, Thread
from tests.conftest import Cast
from tests.factories import UserFactory
from tests.queries import queries

Talk = Callable[..., list[Post]]


@pytest.fixture
def ana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ana)
    return client


def python_calls(page: Callable[[], Any]) -> int:
    """How many Python functions are called to make a page; noise of the machine does not move it."""
    count = 0

    def profile(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(profile)
    try:
        page()
    finally:
        sys.setprofile(None)
    return count


def many_threads(ward: CommunityPage, cast: Cast, number: int) -> None:
    for n in range(number):
        open_thread(
            user=[cast.ana, cast.nia, cast.eli][n % 3],
            community=ward,
            kind=["question", "discussion", "note"][n % 3],
            title=f"What I noticed on night {n}",
            body="<p>A few words about it, and what came of it in the end.</p>",
        )


def test_a_thread_page_asks_the_same_few_queries_at_any_length(
    ana: Client, cast: Cast, question: Thread, answer: Post, talk: Talk
) -> None:
    accept_answer(user=cast.ana, post=answer)
    address = question.get_absolute_url()
    ana.get(address)

    with queries(at_most=12) as short:
        ana.get(address)
    for post in talk(cast.nia, 70):
        react_to_post(user=cast.eli, post=post, kind="thanks", on=True)
        react_to_post(user=cast.eli, post=post, kind="worked", on=True)
    with queries(at_most=12) as long:
        ana.get(address)
    with queries(at_most=12) as deep:
        ana.get(f"{address}?after=40")

    assert len(short) == len(long) == len(deep)


@pytest.mark.parametrize("show", ["", "unanswered", "question"])
def test_a_list_of_threads_asks_the_same_few_queries_at_any_length(
    ana: Client, cast: Cast, ward: CommunityPage, show: str
) -> None:
    many_threads(ward, cast, 6)
    address = f"/communities/ward-nursing/threads/?show={show}"
    ana.get(address)

    with queries(at_most=12) as short:
        ana.get(address)
    many_threads(ward, cast, 75)
    with queries(at_most=12) as long:
        response = ana.get(address)

    assert len(short) == len(long)
    assert len(response.context["shown"]) == 20


def test_twenty_posts_are_drawn_with_little_work(
    ana: Client, cast: Cast, question: Thread, talk: Talk
) -> None:
    talk(cast.nia, 25)
    address = question.get_absolute_url()
    ana.get(address)  # templates are read once in the life of a process

    assert python_calls(lambda: ana.get(address)) <= 50_000


def test_twenty_threads_are_listed_with_little_work(ana: Client, cast: Cast, ward: CommunityPage) -> None:
    many_threads(ward, cast, 25)
    address = "/communities/ward-nursing/threads/"
    ana.get(address)

    assert python_calls(lambda: ana.get(address)) <= 35_000


def test_a_thread_page_of_twenty_posts_is_light(
    client: Client, cast: Cast, ward: CommunityPage, question: Thread, talk: Talk
) -> None:
    talk(UserFactory(display_name="Priyanka Venkataraghavan-Hollingsworth", is_superuser=True), 25)
    client.force_login(cast.fay)  # a facilitator has the most buttons

    page = client.get(question.get_absolute_url())

    assert page.content.count(b'class="post"') == 20
    assert len(page.content) < 60_000


def test_a_reply_is_written_with_few_queries(ana: Client, question: Thread) -> None:
    address = f"{question.get_absolute_url()}reply/"
    ana.post(address, {"body": "<p>First.</p>"})

    with queries(at_most=14):
        ana.post(address, {"body": "<p>Second.</p>", "submission": "0b5a1e0e-3e4b-4a35-9d2c-3f1f5d2f9a01"})
