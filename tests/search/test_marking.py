"""The words that were found, as they are marked in a hit."""

from __future__ import annotations

from search.backends.base import SearchQuery
from search.marking import MARK_END, MARK_START, Marker
from search.models import SearchEntry
from search.terms import read_terms


def marker(text: str) -> Marker:
    return Marker(SearchQuery(terms=read_terms(text).terms, readable=(), known=(), people=False))


def shown(text: str) -> str:
    return text.replace(MARK_START, "[").replace(MARK_END, "]")


def test_each_word_found_is_marked_and_the_rest_is_as_it_was() -> None:
    found = SearchEntry(
        title="<b>Pens</b> & caps", place_title="The pén", text="x " * 200 + "scanning a pen now"
    )

    marked = marker("pen scan").mark(found)

    assert shown(marked.title) == "<b>[Pens]</b> & caps"
    assert shown(marked.place_title) == "The [pén]"
    assert "[scanning] a [pen] now" in shown(marked.excerpt)
    assert marked.excerpt.startswith("…")
    assert len(marked.excerpt) < 300


def test_without_a_word_in_the_text_its_beginning_is_shown() -> None:
    text = "First words of it. " + "More of it. " * 40

    assert marker("pen").mark(SearchEntry(title="A pen", text=text)).excerpt.startswith("First words of it.")
    assert marker("pen").mark(SearchEntry(title="A pen", text="")).excerpt == ""
