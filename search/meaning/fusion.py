"""Two orders made one: by words and by meaning, joined by the ranks that a place has in them.

Reciprocal rank fusion: G. V. Cormack, C. L. A. Clarke and S. Büttcher, "Reciprocal rank fusion outperforms Condorcet
and individual rank learning methods", SIGIR 2009, 758-759.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings

from search.backends.base import RANKED, Ranked, SearchBackend, SearchQuery
from search.ranking import Row, rows_under

K = 60
MEANING = 0.5  # how much a rank by meaning counts beside one by words: a static model knows less
WORDS_NEEDED = 4  # below that, words alone do better
NEAREST = 100


def may_be_asked(query: SearchQuery) -> bool:
    """Whether meaning is asked: of questions in plain words, not of what must or must not be there."""
    return (
        bool(settings.SEARCH_MEANING)
        and len(query.terms) >= WORDS_NEEDED
        and not query.excluded
        and not query.newest_first
        and not any(term.is_required for term in query.terms)
    )


def with_meaning(
    backend: SearchBackend, query: SearchQuery, places: list[Ranked]
) -> tuple[list[Ranked], dict[int, Row] | None]:
    """The places by words, joined with the nearest by meaning where that is asked, and the rows of all of them: these
    say which of the nearest may be found. One query, beside that of the engine."""
    proposed = _proposed(backend, query) if may_be_asked(query) else []
    if not proposed:
        return places, None
    rows, there = rows_under({*proposed, *(place.entry_id for place in places)}, query)
    _forget(set(proposed) - there)
    near = [pk for pk in proposed if pk in rows][:NEAREST]
    meant = [Ranked(pk, rows[pk].kind, rows[pk].thing_id, 0.0) for pk in near]
    return fused([place for place in places if place.entry_id in rows], meant), rows


def _proposed(backend: SearchBackend, query: SearchQuery) -> list[int]:
    from search.meaning.model import embed  # its packages are optional

    (vector,) = embed([" ".join(term.typed for term in query.terms)])
    return backend.nearest(query, vector, limit=NEAREST) if vector.any() else []


def _forget(entry_ids: set[int]) -> None:
    """So that what went takes nobody's place the next time."""
    from search.meaning.matrix import matrix

    matrix().forget(entry_ids)


def fused(by_words: Sequence[Ranked], by_meaning: Sequence[Ranked]) -> list[Ranked]:
    """Each place gets the score that the place at its new rank had by words, so that what else counts in the order
    counts as much as it does without meaning."""
    joined: dict[int, float] = {}
    places: dict[int, Ranked] = {}
    for weight, order in ((1.0, by_words), (MEANING, by_meaning)):
        for rank, place in enumerate(order, start=1):
            joined[place.entry_id] = joined.get(place.entry_id, 0.0) + weight / (K + rank)
            places.setdefault(place.entry_id, place)
    best = sorted(places.values(), key=lambda place: (-joined[place.entry_id], place.entry_id))[:RANKED]
    return [
        replace(place, score=score) for place, score in zip(best, _scores(by_words, len(best)), strict=True)
    ]


def _scores(by_words: Sequence[Ranked], count: int) -> list[float]:
    """Those of words, going on in ever smaller steps where there are fewer."""
    scores = [place.score for place in by_words[:count]]
    last = scores[-1] if scores else 1.0
    return scores + [last * K / (K + rank) for rank in range(1, count - len(scores) + 1)]
