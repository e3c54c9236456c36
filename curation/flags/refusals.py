"""What its author asked not to be used: of one's own post or recording that binds, of a wiki page once honoured."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from core import blocks
from curation.models import Refusal
from curation.models.place import SOURCE_FIELDS, Place, Source
from curation.places.anchors import block_of
from curation.places.described import PlaceGone, field_of
from curation.states import RefusalState
from screencasts.models import Screencast

BINDING = Q(state=RefusalState.HONOURED) | Q(state=RefusalState.OPEN, wiki_page=None)


class Refused(PlaceGone):
    """Its author asked that it not be used; the message is for the curator."""

    def __init__(self, refusal: Refusal) -> None:
        why = f": “{refusal.reason}”" if refusal.reason else "."
        super().__init__(f"{refusal.asked_by.name} asked that these words not be used{why}")


def refusal_of(source: Source, anchor: str) -> Refusal | None:
    """The refusal that keeps this place from being used, if one stands. One query."""
    rows = Refusal.objects.filter(BINDING, **{field_of(source): source}).select_related("asked_by")
    return next((refusal for refusal in rows if overlap(source, refusal.anchor, anchor)), None)


def require_usable(source: Source, anchor: str) -> None:
    """Raise Refused when a refusal keeps this place from being used."""
    if refusal := refusal_of(source, anchor):
        raise Refused(refusal)


def refused_among(places: Iterable[Place]) -> dict[tuple[str, int, str], Refusal]:
    """The refusals that stand on these very places, or on all of their source, by kind, source and anchor.

    One query, and no body is read: for lists. `refusal_of` knows the parts of a section too.
    """
    keys = {(place.kind, getattr(place, f"{place.kind}_id"), place.anchor) for place in places if place.kind}
    wanted = Q(pk__in=[])
    for field in SOURCE_FIELDS:
        wanted |= Q(**{f"{field}__in": {pk for kind, pk, _ in keys if kind == field}})
    standing: dict[tuple[str, int], list[Refusal]] = {}
    for refusal in Refusal.objects.filter(BINDING).filter(wanted).order_by("pk") if keys else ():
        standing.setdefault((refusal.kind, getattr(refusal, f"{refusal.kind}_id")), []).append(refusal)
    return {
        (kind, pk, anchor): refusal
        for kind, pk, anchor in keys
        for refusal in standing.get((kind, pk), ())
        if refusal.anchor == "" or block_of(refusal.anchor) == block_of(anchor)
    }


def overlap(source: Source, refused: str, asked: str) -> bool:
    """Whether two anchors of one source have words in common."""
    if isinstance(source, Screencast) or not refused or not asked or block_of(refused) == block_of(asked):
        return True
    return not _inside(source.body, refused).isdisjoint(_inside(source.body, asked))


def _inside(body: str, anchor: str) -> set[str]:
    """The ids of the blocks at an anchor; of a whole thread, all of its opening post."""
    html = blocks.place_html(body, block_of(anchor))
    return {block.id for block in blocks.blocks(body if html is None else html)}
