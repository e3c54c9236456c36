"""Things that curators put first for a question, for those who may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from search.backends.base import Ranked, SearchQuery
from search.kinds import Kind
from search.language import words
from search.models import Pin, SearchEntry
from search.ranking import Near

MOST_SHOWN = 3
MAX_QUESTION = 100  # characters; longer ones are asked once
Thing = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pin, and the entry at the beginning of its thing, if this person may know of that."""

    pk: int
    community_id: int
    kind: str
    thing_id: int
    entry_id: int | None

    @property
    def thing(self) -> Thing:
        return self.kind, self.thing_id


def question_of(query: SearchQuery) -> str:
    """What was asked as pins are kept by it: folded words, without those that say nothing. Empty: no pin is for it."""
    question = " ".join(word for term in query.terms for word in words(term.typed))
    return question if not query.excluded and len(question) <= MAX_QUESTION else ""


def kept_for(query: SearchQuery) -> QuerySet[Pin, Any] | None:
    """What is pinned for this question and may be known by who asks, as the columns of Pinned. By the index
    search_pin_once. Newest first, nothing stands before what is newer."""
    question = "" if query.newest_first else question_of(query)
    if not question:
        return None
    may = _may(query)
    # The thing may stand in another community now than its pin says.
    begin = SearchEntry.objects.filter(may, kind=OuterRef("kind"), thing_id=OuterRef("thing_id"), place="")
    return Pin.objects.filter(may, question=question).values_list(
        "pk", "community_id", "kind", "thing_id", Subquery(begin.values("pk")[:1])
    )


def _may(query: SearchQuery) -> Q:
    return Q(community__in=query.readable) | Q(kind=Kind.COMMUNITY, community__in=query.known)


def first(pins: Iterable[Pinned], near: Near) -> dict[Thing, Pinned]:
    """At most MOST_SHOWN, those of one's own communities first."""
    ordered = sorted(pins, key=lambda pin: (pin.community_id not in near.communities, pin.pk))
    return {pin.thing: pin for pin in ordered[:MOST_SHOWN]}


def without_places(folded: dict[Thing, list[Ranked]], pins: dict[Thing, Pinned], query: SearchQuery) -> int:
    """Give pinned things that the words do not find the entry at their beginning; returns how many those are. Where
    the answer is narrowed, only what was found under the filters stays."""
    given = 0
    for thing, pin in pins.items():
        if folded[thing]:
            continue
        if query.filters or pin.entry_id is None:
            del folded[thing]
        else:
            folded[thing].append(Ranked(pin.entry_id, *thing, 0.0))
            given += 1
    return given
