"""Places folded into the things that they are in, for the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from search.backends import fallback, search_backend
from search.backends.base import Counted, EngineDown, Ranked, Ranking, SearchBackend, SearchQuery
from search.expansion import Expanded, expand, put_right
from search.explaining import Why, why
from search.heard import Heard, hear
from search.kinds import Kind
from search.marking import MARK_START, Marked, Marker
from search.meaning.fusion import with_meaning
from search.models import SearchEntry
from search.pins import Pinned, Thing, first, without_places
from search.ranking import NOBODY, Near, order

PER_PAGE = 20
PLACES_SHOWN = 3
PLACES_READ = 10  # of a thing whose title has the words: those that say them too are not always the first


@dataclass(frozen=True)
class Place:
    """A place inside a thing, with the words found marked."""

    entry: SearchEntry
    marked: Marked
    score: float = 0.0

    @property
    def says_it(self) -> bool:
        """Whether a word of the question stands in it, and not only in the title of the thing."""
        return MARK_START in self.marked.place_title or MARK_START in self.marked.excerpt

    @property
    def is_titled_so(self) -> bool:
        return MARK_START in self.marked.title or MARK_START in self.marked.former


@dataclass(frozen=True)
class Hit:
    """A thing that was found: its best place first. `first` is the place that it owes its rank to, `added_at` when the
    newest of its places came, `pin` what keeps it on top, `why` why it stands here."""

    best: Place
    places: tuple[Place, ...]
    more_places: int
    first: Place
    added_at: datetime
    pin: Pinned | None = None
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
    """One page of things, best first; a page beyond the last is the last. At most five queries, with meaning six,
    however much is found. `as_typed`: without words that mean the same and without any guess. When the engine does
    not answer, the site's own database does."""
    heard = hear(query, as_typed=as_typed)
    try:
        return _find(search_backend(), query, heard, page, near, explain, engine_is_down=False)
    except EngineDown:
        return _find(fallback(), query, heard, page, near, explain, engine_is_down=True)


def best_places(backend: SearchBackend, query: SearchQuery, near: Near = NOBODY) -> list[Ranked]:
    """Places in the order in which the page shows them, not yet folded."""
    query = expand(backend, query).query
    return _ordered(backend, backend.rank(query, count=False), query, near)


def _ordered(backend: SearchBackend, ranking: Ranking, query: SearchQuery, near: Near) -> list[Ranked]:
    if query.newest_first or query.is_browsing:
        return ranking.places
    places, rows = with_meaning(backend, query, ranking.places)
    return order(places, near, rows=rows)


def _find(
    backend: SearchBackend,
    typed: SearchQuery,
    heard: Heard,
    page: int,
    near: Near,
    explain: bool,
    *,
    engine_is_down: bool,
) -> Results:
    asked = expand(backend, typed, heard)
    query = asked.query
    ranking = backend.rank(query)
    pins = first(heard.pins, near)
    folded: dict[Thing, list[Ranked]] = {thing: [] for thing in pins}
    for place in _ordered(backend, ranking, query, near):
        folded.setdefault((place.kind, place.thing_id), []).append(place)
    unfound = without_places(folded, pins, query)
    last_page = max(1, -(-len(folded) // PER_PAGE))
    page = min(page, last_page)
    shown = dict(list(folded.items())[(page - 1) * PER_PAGE : page * PER_PAGE])
    hits = _hits(query, shown, pins)
    if explain:
        hits = [replace(hit, why=why(query, hit.first.entry, hit.first.score, near)) for hit in hits]
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


def _hits(query: SearchQuery, shown: dict[Thing, list[Ranked]], pins: dict[Thing, Pinned]) -> list[Hit]:
    looked_at = [place.entry_id for group in shown.values() for place in group[:PLACES_READ]]
    others = [place.entry_id for group in shown.values() for place in group[PLACES_READ:]]
    wanted = Q(pk__in=looked_at) | Q(pk__in=others, place="")
    entries = {
        entry.pk: entry for entry in SearchEntry.objects.select_related("author", "community").filter(wanted)
    }
    marker = Marker(query)
    hits = []
    for thing, group in shown.items():
        # one that is not there has gone since it was ranked
        there = [(place, entries[place.entry_id]) for place in group if place.entry_id in entries]
        places = [Place(entry, marker.mark(entry), place.score) for place, entry in there[: PLACES_SHOWN + 1]]
        if places and places[0].is_titled_so:
            more = there[len(places) :]
            places += [Place(entry, marker.mark(entry), place.score) for place, entry in more]
        if places:
            hits.append(_hit(places, len(group) - len(places), pins.get(thing)))
    return hits


def _hit(places: list[Place], others: int, pin: Pinned | None) -> Hit:
    """Of a thing whose title has the words, only the places that say them too, or its beginning: every other place
    was found by the title alone. `others` are the places that were not looked at."""
    titled = places[0].is_titled_so
    telling = [place for place in places if place.says_it]
    if titled and len(telling) < len(places):
        others = 0
    shown = telling or [place for place in places if titled and not place.entry.place] or places
    inside = [place for place in shown if place.entry.place]
    return Hit(
        best=shown[0],
        places=tuple(inside[:PLACES_SHOWN]),
        more_places=len(inside[PLACES_SHOWN:]) + others,
        first=places[0],
        added_at=max(place.entry.added_at for place in places),
        pin=pin,
    )


def suggestions(query: SearchQuery, *, limit: int = 8, as_typed: bool = False) -> list[SearchEntry]:
    """Things whose title begins as the person types, best first; where none does, with slips put right, unless
    `as_typed`. Two queries more for that."""
    try:
        ids = _suggested(search_backend(), query, limit, as_typed)
    except EngineDown:
        ids = _suggested(fallback(), query, limit, as_typed)
    entries = SearchEntry.objects.select_related("community").in_bulk(ids)
    return [entries[pk] for pk in ids if pk in entries]


def _suggested(backend: SearchBackend, query: SearchQuery, limit: int, as_typed: bool) -> list[int]:
    ids = backend.suggest(query, limit=limit)
    if ids or as_typed or not query.terms:
        return ids
    meant = put_right(backend, query)
    return backend.suggest(meant, limit=limit) if meant else []
