"""What is there already, while somebody types the title of a thread, a request or a wiki page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from communities.alike import Alike
from communities.models import CommunityPage
from search.backends import fallback, search_backend
from search.backends.base import EngineDown, Filters, Ranked, SearchQuery
from search.expansion import put_right
from search.explaining import said
from search.forms import what_may_be_found
from search.kinds import Kind
from search.models import SearchEntry
from search.ranking import Near, order
from search.related import alike

KINDS = (Kind.JOB_AID, Kind.THREAD, Kind.WIKI)
SHOWN = 5
LOOKED_AT = 15  # the best things: one further down has few of the words
PLACES = 3  # of each thing: the one that says most of the title is not always the first
SAYS_ENOUGH = 0.5  # of what was typed


def similar_to(user: Any, community: CommunityPage, title: str) -> list[Alike]:
    """Threads, job aids and sections of wiki pages that say at least half of a title, those of this community first;
    each at its best place. At most five queries; where nothing is like it, five more for slips that are put right."""
    query = replace(what_may_be_found(user, title), filters=Filters(kind=KINDS), excluded=())
    if not query.terms:
        return []
    if found := _similar(query, community):
        return found
    meant = _put_right(query)
    return _similar(meant, community) if meant else []


def _put_right(query: SearchQuery) -> SearchQuery | None:
    try:
        return put_right(search_backend(), query)
    except EngineDown:
        return put_right(fallback(), query)


def _similar(query: SearchQuery, community: CommunityPage) -> list[Alike]:
    near = Near(communities=frozenset({community.pk}))
    folded: dict[tuple[str, int], list[int]] = {}
    for place in order(_ranked(query), near):
        folded.setdefault((place.kind, place.thing_id), []).append(place.entry_id)
    things = [ids[:PLACES] for ids in list(folded.values())[:LOOKED_AT]]
    entries = SearchEntry.objects.select_related("community").in_bulk(pk for ids in things for pk in ids)
    found = []
    for ids in things:
        places = [(_share_said(query, entries[pk]), entries[pk]) for pk in ids if pk in entries]
        share, best = max(places, key=lambda place: place[0], default=(0.0, None))
        if best is not None and share >= SAYS_ENOUGH:
            found.append(best)
    return [alike(entry) for entry in found[:SHOWN]]


def _ranked(query: SearchQuery) -> list[Ranked]:
    try:
        return search_backend().rank(query, count=False).places
    except EngineDown:
        return fallback().rank(query, count=False).places


def _share_said(query: SearchQuery, entry: SearchEntry) -> float:
    """How much of what was typed an entry says, from 0 to 1."""
    terms = {term.typed for term, _ in said(query, entry)}
    return len(terms) / len({term.typed for term in query.terms})
