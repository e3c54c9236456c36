"""Flagged places as they wait for a decision: with those that are alike, their reasons, and what their authors ask."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Prefetch, Q, Window
from django.db.models.functions import Coalesce, RowNumber

from curation.desk.scope import Desk
from curation.models import Flag, FlaggedPlace, Refusal
from curation.places.anchors import block_of
from curation.places.described import place_url, with_sources
from curation.states import FlagReason, FlagState, RefusalState

SAYINGS = 2
LIKES = 3
QUOTE_CHARS = 280
MOST_PEOPLE_FIRST = ("-people_together", "-newest_at", "-pk")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A flagged place as a row of the queue, with the places that lie under it."""

    place: FlaggedPlace
    url: str
    quote: str
    sayings: list[str]
    kinds: list[tuple[FlagReason, int]]
    alike: list[FlaggedPlace]
    refusal: Refusal | None

    @property
    def is_contradicted(self) -> bool:
        return any(kind == FlagReason.CONTRADICTS for kind, _ in self.kinds)

    @property
    def flags(self) -> int:
        return sum(number for _, number in self.kinds)

    @property
    def more_sayings(self) -> int:
        return max(0, self.flags - len(self.sayings))

    @property
    def more_alike(self) -> int:
        return self.alike[0].number - len(self.alike) if self.alike else 0  # type: ignore[attr-defined]


def waiting(desk: Desk) -> Any:
    """Places that lead a group, or stand alone, and wait. Uses the indexes curation_flagged_groups and, for one
    community, curation_flagged_in_community."""
    return desk.of(FlaggedPlace.objects.waiting().filter(alike=None))


def queue(desk: Desk) -> Any:
    """The same with what a row shows: its source, its newest words, who took it on, what the community expects."""
    spoken = Flag.objects.exclude(reason="").order_by("-created_at", "-pk")[:SAYINGS]
    rows = waiting(desk).select_related("community__curation_settings", "claimed_by")
    return with_sources(rows).prefetch_related(Prefetch("flags", queryset=spoken, to_attr="newest_flags"))


def rows_of(places: Sequence[FlaggedPlace]) -> list[Waiting]:
    """Places from `queue` as they are read. Three queries: those alike, the reasons, the refusals."""
    alike = alike_of(places)
    kinds = kinds_of(places)
    refusals = refusals_of(places)
    return [
        Waiting(
            place=place,
            url=place_url(place.source, place.anchor),
            quote="" if is_removed(place) else _excerpt(place),
            sayings=[flag.reason for flag in place.newest_flags],  # type: ignore[attr-defined]
            kinds=kinds[place.pk],
            alike=alike[place.pk],
            refusal=refusals.get(place.pk),
        )
        for place in places
    ]


def is_removed(place: FlaggedPlace) -> bool:
    """Whether it is in a post that was removed: its words are not shown any more."""
    return place.post is not None and place.post.is_removed


def alike_of(places: Sequence[FlaggedPlace], most: int = LIKES) -> dict[int, list[FlaggedPlace]]:
    """The first places that wait under each of these, most people first; `number` is how many there are. One query."""
    found: dict[int, list[FlaggedPlace]] = defaultdict(list)
    rows = FlaggedPlace.objects.waiting().filter(alike__in=[place.pk for place in places])
    order = (F("people_count").desc(), F("pk").asc())
    nth = Window(RowNumber(), partition_by=F("alike"), order_by=order)
    number = Window(Count("pk"), partition_by=F("alike"))
    first = rows.annotate(nth=nth, number=number).filter(nth__lte=most)
    for row in with_sources(first).order_by("alike", "nth"):
        found[row.alike_id or 0].append(row)
    return found


def kinds_of(places: Sequence[FlaggedPlace]) -> dict[int, list[tuple[FlagReason, int]]]:
    """How many flags of each reason, at each place and those under it, the most given first."""
    here = [place.pk for place in places]
    leader = Coalesce("place__alike", "place")
    together = FlaggedPlace.objects.filter(Q(pk__in=here) | Q(alike__in=here, state=FlagState.OPEN))
    flags = Flag.objects.filter(place__in=together.values("pk"))
    counted: dict[int, Counter[FlagReason]] = defaultdict(Counter)
    for place, kind, number in flags.order_by().values_list(leader, "kind").annotate(number=Count("pk")):
        counted[place][FlagReason(kind)] += number
    return defaultdict(list, {place: kinds.most_common() for place, kinds in counted.items()})


def refusals_of(places: Sequence[FlaggedPlace]) -> dict[int, Refusal]:
    """What authors ask, by place: that nothing of it be used, or nothing of what it is in. One query."""
    about = Q(pk__in=[])
    for name in FlaggedPlace.SOURCE_FIELDS:
        ids = {getattr(place, f"{name}_id") for place in places} - {None}
        about |= Q(**{f"{name}__in": ids}) if ids else Q(pk__in=[])
    standing = Refusal.objects.filter(about).exclude(state=RefusalState.DECLINED).select_related("asked_by")
    found = {}
    for place in places:
        for refusal in standing:
            same = getattr(refusal, f"{place.kind}_id") == getattr(place, f"{place.kind}_id")
            if same and (refusal.anchor == "" or block_of(refusal.anchor) == block_of(place.anchor)):
                found[place.pk] = refusal
    return found


def _excerpt(place: FlaggedPlace) -> str:
    """The words as one line, without the heading that the label says already."""
    first, _, rest = place.quote.partition("\n")
    words = rest if rest and place.label.endswith(f"§ {first}") else place.quote
    return " ".join(words[:QUOTE_CHARS].split())
