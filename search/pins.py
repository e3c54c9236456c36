"""Things that curators put first for a question, for those who may read them."""

from __future__ import annotations

from django.db.models import Q

from search.backends.base import Ranked, SearchQuery
from search.kinds import Kind
from search.language import words
from search.models import Pin, SearchEntry
from search.ranking import Near

MOST_SHOWN = 3
MAX_QUESTION = 100  # characters; longer ones are asked once
Thing = tuple[str, int]


def question_of(query: SearchQuery) -> str:
    """What was asked as pins are kept by it: folded words, without those that say nothing. Empty: no pin is for it."""
    question = " ".join(word for term in query.terms for word in words(term.typed))
    return question if not query.excluded and len(question) <= MAX_QUESTION else ""


def pinned(query: SearchQuery, near: Near) -> dict[Thing, Pin]:
    """What is pinned for this question and may be known by who asks: at most MOST_SHOWN, those of their own
    communities first. One query by the index search_pin_once. Newest first, nothing stands before what is newer."""
    question = "" if query.newest_first else question_of(query)
    if not question:
        return {}
    may = Q(community__in=query.readable) | Q(kind=Kind.COMMUNITY, community__in=query.known)
    found = sorted(
        Pin.objects.filter(may, question=question).select_related("pinned_by"),
        key=lambda pin: (pin.community_id not in near.communities, pin.pk),
    )
    return {(pin.kind, pin.thing_id): pin for pin in found[:MOST_SHOWN]}


def without_places(folded: dict[Thing, list[Ranked]], query: SearchQuery) -> int:
    """Give pinned things that the words do not find the entry at their beginning; returns how many those are.

    Where the answer is narrowed, only what was found under the filters stays. One query, none when there is no pin.
    """
    empty = [thing for thing, places in folded.items() if not places]
    begin = Q(pk__in=[])
    for kind, thing_id in () if query.filters else empty:
        begin |= Q(kind=kind, thing_id=thing_id, place="")
    entries = SearchEntry.objects.filter(begin, _readable(query)) if empty and not query.filters else ()
    for entry in entries:
        folded[entry.kind, entry.thing_id].append(Ranked(entry.pk, entry.kind, entry.thing_id, 0.0))
    for thing in empty:
        if not folded[thing]:
            del folded[thing]
    return len(entries)


def _readable(query: SearchQuery) -> Q:
    """The thing may stand in another community now than its pin says."""
    return Q(community__in=query.readable) | Q(kind=Kind.COMMUNITY, community__in=query.known)
