"""Places folded into the things that they are in, for the page."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from search.backends import fallback, search_backend
from search.backends.base import Counted, EngineDown, Ranked, Ranking, SearchBackend, SearchQuery
from search.kinds import Kind
from search.marking import Marked, Marker
from search.models import SearchEntry
from search.ranking import NOBODY, Near, order

logger = logging.getLogger(__name__)
PER_PAGE = 20
PLACES_SHOWN = 3


@dataclass(frozen=True)
class Place:
    """A place inside a thing, with the words found marked."""

    entry: SearchEntry
    marked: Marked


@dataclass(frozen=True)
class Hit:
    """A thing that was found: its best place first."""

    best: Place
    places: tuple[Place, ...]
    more_places: int

    @property
    def entry(self) -> SearchEntry:
        return self.best.entry

    @property
    def quotes_places(self) -> bool:
        """Whether each place shows its own words: what somebody said has no heading that would tell."""
        return bool(self.places) and self.entry.kind in (Kind.THREAD, Kind.SCREENCAST)

    @property
    def address(self) -> str:
        """Where the whole thing begins."""
        return self.entry.url.partition("#")[0].partition("?")[0]


@dataclass(frozen=True)
class Results:
    """One page of things. `total` counts all that match; of very many only the best can be paged through."""

    hits: list[Hit]
    total: int
    counts: list[Counted]
    page: int
    last_page: int
    reachable: int
    engine_is_down: bool

    @property
    def ends_early(self) -> bool:
        return self.page == self.last_page and self.total > self.reachable


def find(query: SearchQuery, *, page: int = 1, near: Near = NOBODY) -> Results:
    """One page of things, best first; a page beyond the last is the last. At most five queries, however much is
    found. When the engine does not answer, the site's own database does."""
    try:
        return _find(search_backend(), query, page, near, engine_is_down=False)
    except EngineDown:
        logger.warning("The search engine does not answer; the database searches.", exc_info=True)
        return _find(fallback(), query, page, near, engine_is_down=True)


def best_places(backend: SearchBackend, query: SearchQuery, near: Near = NOBODY) -> list[Ranked]:
    """Places in the order in which the page shows them, not yet folded."""
    return _ordered(backend.rank(query, count=False), query, near)


def _ordered(ranking: Ranking, query: SearchQuery, near: Near) -> list[Ranked]:
    if query.newest_first or query.is_browsing:
        return ranking.places
    return order(ranking.places, near)


def _find(
    backend: SearchBackend, query: SearchQuery, page: int, near: Near, *, engine_is_down: bool
) -> Results:
    ranking = backend.rank(query)
    folded: dict[tuple[str, int], list[int]] = {}
    for place in _ordered(ranking, query, near):
        folded.setdefault((place.kind, place.thing_id), []).append(place.entry_id)
    last_page = max(1, -(-len(folded) // PER_PAGE))
    page = min(page, last_page)
    shown = list(folded.values())[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Results(
        hits=_hits(query, shown),
        total=max(ranking.total, len(folded)),
        counts=ranking.counts,
        page=page,
        last_page=last_page,
        reachable=len(folded),
        engine_is_down=engine_is_down,
    )


def _hits(query: SearchQuery, shown: list[list[int]]) -> list[Hit]:
    ids = [pk for group in shown for pk in group[: PLACES_SHOWN + 1]]
    entries = SearchEntry.objects.select_related("author", "community").in_bulk(ids)
    marker = Marker(query)
    hits = []
    for group in shown:
        places = [
            Place(entries[pk], marker.mark(entries[pk]))
            for pk in group[: PLACES_SHOWN + 1]
            if pk in entries  # it may have gone since it was ranked
        ]
        if places:
            inside = tuple(place for place in places if place.entry.place)[:PLACES_SHOWN]
            hits.append(Hit(places[0], inside, max(0, len(group) - len(places))))
    return hits


def suggestions(query: SearchQuery, *, limit: int = 8) -> list[SearchEntry]:
    """Things whose title begins as the person types, best first."""
    try:
        ids = search_backend().suggest(query, limit=limit)
    except EngineDown:
        ids = fallback().suggest(query, limit=limit)
    entries = SearchEntry.objects.select_related("community").in_bulk(ids)
    return [entries[pk] for pk in ids if pk in entries]
