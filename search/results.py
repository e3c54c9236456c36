"""Places folded into the things that they are in, for the page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search.backends import fallback, search_backend
from search.backends.base import Counted, EngineDown, Ranked, Ranking, SearchBackend, SearchQuery
from search.expansion import Expanded, expand
from search.explaining import Why, why
from search.kinds import Kind
from search.marking import Marked, Marker
from search.meaning.fusion import with_meaning
from search.models import Pin, SearchEntry
from search.pins import Thing, pinned, without_places
from search.ranking import NOBODY, Near, order

PER_PAGE = 20
PLACES_SHOWN = 3


@dataclass(frozen=True)
class Place:
    """A place inside a thing, with the words found marked."""

    entry: SearchEntry
    marked: Marked
    score: float = 0.0


@dataclass(frozen=True)
class Hit:
    """A thing that was found: its best place first. `pin` is what keeps it on top, `why` why it stands here."""

    best: Place
    places: tuple[Place, ...]
    more_places: int
    pin: Pin | None = None
    why: Why | None = None

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
    asked: Expanded

    @property
    def ends_early(self) -> bool:
        return self.page == self.last_page and self.total > self.reachable


def find(
    query: SearchQuery, *, page: int = 1, near: Near = NOBODY, explain: bool = False, as_typed: bool = False
) -> Results:
    """One page of things, best first; a page beyond the last is the last. At most ten queries, with meaning
    twelve, however much is found. When the engine does not answer, the site's own database does."""
    try:
        asked = expand(search_backend(), query, as_typed=as_typed)
        return _find(search_backend(), asked, page, near, explain, engine_is_down=False)
    except EngineDown:
        asked = expand(fallback(), query, as_typed=as_typed)
        return _find(fallback(), asked, page, near, explain, engine_is_down=True)


def best_places(backend: SearchBackend, query: SearchQuery, near: Near = NOBODY) -> list[Ranked]:
    """Places in the order in which the page shows them, not yet folded."""
    query = expand(backend, query).query
    return _ordered(backend, backend.rank(query, count=False), query, near)


def _ordered(backend: SearchBackend, ranking: Ranking, query: SearchQuery, near: Near) -> list[Ranked]:
    if query.newest_first or query.is_browsing:
        return ranking.places
    return order(with_meaning(backend, query, ranking).places, near)


def _find(
    backend: SearchBackend, asked: Expanded, page: int, near: Near, explain: bool, *, engine_is_down: bool
) -> Results:
    query = asked.query
    ranking = backend.rank(query)
    pins = pinned(asked.typed, near)
    folded: dict[Thing, list[Ranked]] = {thing: [] for thing in pins}
    for place in _ordered(backend, ranking, query, near):
        folded.setdefault((place.kind, place.thing_id), []).append(place)
    unfound = without_places(folded, query)
    last_page = max(1, -(-len(folded) // PER_PAGE))
    page = min(page, last_page)
    shown = dict(list(folded.items())[(page - 1) * PER_PAGE : page * PER_PAGE])
    hits = _hits(query, shown, pins)
    if explain:
        hits = [replace(hit, why=why(query, hit.entry, hit.best.score, near)) for hit in hits]
    return Results(
        hits=hits,
        total=max(ranking.total + unfound, len(folded)),
        counts=ranking.counts,
        page=page,
        last_page=last_page,
        reachable=len(folded),
        engine_is_down=engine_is_down,
        asked=asked,
    )


def _hits(query: SearchQuery, shown: dict[Thing, list[Ranked]], pins: dict[Thing, Pin]) -> list[Hit]:
    ids = [place.entry_id for group in shown.values() for place in group[: PLACES_SHOWN + 1]]
    entries = SearchEntry.objects.select_related("author", "community").in_bulk(ids)
    marker = Marker(query)
    hits = []
    for thing, group in shown.items():
        places = [
            Place(entries[place.entry_id], marker.mark(entries[place.entry_id]), place.score)
            for place in group[: PLACES_SHOWN + 1]
            if place.entry_id in entries  # it may have gone since it was ranked
        ]
        if places:
            inside = tuple(place for place in places if place.entry.place)[:PLACES_SHOWN]
            hits.append(Hit(places[0], inside, max(0, len(group) - len(places)), pins.get(thing)))
    return hits


def suggestions(query: SearchQuery, *, limit: int = 8) -> list[SearchEntry]:
    """Things whose title begins as the person types, best first."""
    try:
        ids = search_backend().suggest(query, limit=limit)
    except EngineDown:
        ids = fallback().suggest(query, limit=limit)
    entries = SearchEntry.objects.select_related("community").in_bulk(ids)
    return [entries[pk] for pk in ids if pk in entries]
