"""What reading and saving cost, at two sizes of the wiki and of a page's history."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from communities.actions.wiki import create_wiki_page
from communities.models import CommunityPage, WikiPage
from tests.communities.wiki.conftest import edited, form_in, wiki_of
from tests.conftest import Cast
from tests.queries import queries

AsPerson = Callable[..., Client]

WORDS_OF_SECTION = "Scan the patient first, then the medicine, and read the screen aloud. " * 15


def long_body() -> str:
    """About 1,000 words in six sections, with lists, as a page of a ward has."""
    section = "<p>{0}</p><ol><li>Open the chart.</li><li>Scan.</li></ol>"
    parts = [f"<h2>Section {n}</h2>{section.format(WORDS_OF_SECTION)}" for n in range(6)]
    return "<p>How we scan.</p>" + "".join(parts)


@pytest.fixture
def grow(cast: Cast, ward: CommunityPage, scanning: WikiPage) -> Callable[[int, int], WikiPage]:
    """`grow(pages, revisions)`: so many pages beside and below the page, and so many revisions of it."""

    def grow(pages: int, revisions: int) -> WikiPage:
        wiki, page = wiki_of(ward), WikiPage.objects.get(pk=scanning.pk)
        for number in range(pages):
            create_wiki_page(
                parent=(wiki, page)[number % 2],
                user=cast.eli,
                title=f"Page {WikiPage.objects.count()}",
                body="<p>x</p>",
            )
            page = WikiPage.objects.get(pk=page.pk)
        for number in range(revisions):
            page = edited(page, (cast.ana, cast.eli)[number % 2], page.body, f"<p>Words {number}</p>")
        return page

    return grow


@pytest.mark.parametrize("name", ["wiki_page", "wiki_history", "wiki_edit", "wiki_new_below"])
def test_a_page_asks_the_same_few_queries_in_a_small_and_a_large_wiki(
    cast: Cast, as_person: AsPerson, grow: Callable[[int, int], WikiPage], name: str
) -> None:
    page, ana = grow(10, 2), as_person(cast.ana)
    ana.get(page.address(name))
    with queries(at_most=12) as small:
        ana.get(page.address(name))

    page = grow(120, 40)
    with queries(at_most=12) as large:
        ana.get(page.address(name))

    assert len(small) == len(large)


def test_the_index_asks_the_same_few_queries_in_a_small_and_a_large_wiki(
    cast: Cast, as_person: AsPerson, grow: Callable[[int, int], WikiPage]
) -> None:
    grow(10, 0)
    ana = as_person(cast.ana)
    ana.get("/communities/ward/wiki/")
    with queries(at_most=12) as small:
        ana.get("/communities/ward/wiki/")

    grow(150, 0)
    with queries(at_most=12) as large:
        answer = ana.get("/communities/ward/wiki/")

    assert len(small) == len(large)
    assert "More pages" in answer.content.decode()


def test_saving_asks_at_most_30_queries(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    edited(scanning, cast.ana, "cm", "centimetres")
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "body")
    fields["body"] = fields["body"].replace("centimetres", "fingers")

    with queries(at_most=30):
        answer = ana.post(action, fields)

    assert answer.status_code == 302


def test_reading_1000_words_is_little_work(cast: Cast, ward: CommunityPage, as_person: AsPerson) -> None:
    page = create_wiki_page(parent=wiki_of(ward), user=cast.ana, title="Long", body=long_body())
    ana = as_person(cast.ana)
    ana.get(page.get_absolute_url())

    calls = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        answer = ana.get(page.get_absolute_url())
    finally:
        sys.setprofile(None)

    assert answer.status_code == 200
    assert calls <= 25_000, f"{calls:,} Python calls"


def test_reading_neither_parses_nor_cleans(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    ana.get(scanning.get_absolute_url())
    seen = set()

    def look(frame: Any, event: str, argument: Any) -> None:
        seen.add(frame.f_globals.get("__name__", "").split(".")[0])
        seen.add(frame.f_globals.get("__name__", ""))

    sys.setprofile(look)
    try:
        ana.get(scanning.get_absolute_url())
    finally:
        sys.setprofile(None)

    assert not seen & {"lxml", "bleach", "nh3", "core.sanitize", "core.blocks", "core.tree"}
