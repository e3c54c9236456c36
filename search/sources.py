"""What the finder of sources, on the page of a practice, is told of the index."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from communities.models import CommunityPage
from curation.sources.finder import Found
from search.backends.base import Filters
from search.forms import what_may_be_found
from search.kinds import Kind
from search.marking import MARK_END, MARK_START
from search.models import SearchEntry
from search.results import Place, find, suggestions

_KINDS = (Kind.WIKI, Kind.THREAD, Kind.SCREENCAST)
_UNMARKED = str.maketrans("", "", MARK_START + MARK_END)


def places_in(user: Any, community: CommunityPage, words: str) -> list[Found]:
    """Things whose title begins so, then places that say so: of this community, as far as the person may read it."""
    query = what_may_be_found(user, words)
    here = tuple(pk for pk in query.readable if pk == community.pk)
    if not query.terms or not here:
        return []
    query = replace(
        query, readable=here, known=(), people=False, filters=Filters(kind=_KINDS, community=here)
    )
    titles = [_found(entry, "") for entry in suggestions(query, as_typed=True) if entry.kind in _KINDS]
    places = [place for hit in find(query).hits for place in (hit.places or (hit.best,))]
    return [*titles, *(_place(place) for place in places)]


def _place(place: Place) -> Found:
    return _found(place.entry, place.marked.excerpt.translate(_UNMARKED))


def _found(entry: SearchEntry, text: str) -> Found:
    return Found(entry.title, entry.place_title, text, entry.one_of, entry.icon, entry.url)
