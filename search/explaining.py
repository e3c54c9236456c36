"""Why a thing stands where it stands, for curators: which words found it, and what its score was multiplied by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search.backends.base import SearchQuery, Term, Variant
from search.language import stem, words
from search.models import SearchEntry
from search.ranking import Line, Near, explain


@dataclass(frozen=True, slots=True)
class Why:
    """`said` are the ways to say what was asked that stand in the place: how each came about, and its words."""

    said: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


def why(query: SearchQuery, entry: SearchEntry, score: float, near: Near) -> Why:
    """No query. A place without any of the words stands there because it is pinned, or because of what it means."""
    ways = tuple((_how(term, variant), variant.text) for term, variant in said(query, entry))
    return Why(ways, tuple(explain(entry, score, near)) if score else ())


def _how(term: Term, variant: Variant) -> str:
    return variant.how or ("typed" if variant == term.variants[0] else "another form")


def said(query: SearchQuery, entry: SearchEntry) -> Iterator[tuple[Term, Variant]]:
    """The ways to say what was asked whose words all stand in an entry."""
    there = {
        stem(word)
        for text in (entry.title, entry.place_title, entry.text, entry.former, entry.more)
        for word in words(text)
    }
    for term in query.terms:
        for variant in term.variants:
            stems = {stem(word) for word in words(variant.text)}
            if stems and stems <= there:
                yield term, variant
