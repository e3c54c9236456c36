"""Flagged places that say much the same lie together on the desk: under one of them, their people counted once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from curation.likeness.shelf import Shelf
from curation.likeness.together import count_people, hold_groups
from curation.likeness.words import count, words_of
from curation.models import FlaggedPlace, LikeShelf, LikeText
from curation.states import FlagState

ALIKE = 0.25  # likeness from which on flagged places lie together; docs/features/likeness.md says how it was chosen
WITHIN = 0.8  # of two places in one post or page: so much of the smaller one's weight stands in the other
FEWEST_WORDS = 3
_SAME_SOURCE = 50  # flagged places of one post, page or recording that are looked at


@transaction.atomic
def lie_together(place_id: int) -> None:
    """Put a place under the one that it is most like, or count its people again.

    Call it when a place was flagged, decided, or said something else. Whoever lay under a place that is decided
    lies under the next of them. While its words are the same it stays where it is: a curator may have put it there.
    Safe to run twice and at once; the place may have gone meanwhile.
    """
    known = FlaggedPlace.objects.filter(pk=place_id).first()
    if known is None:
        return
    hold_groups([known])
    place = FlaggedPlace.objects.filter(pk=place_id).first()
    if place is None:  # whoever flagged it took the flag back at this moment
        return
    shelf = Shelf.hold(LikeShelf.Kind.FLAGS, known.community_id)
    text = LikeText.objects.filter(flagged_place=place).first()
    words = words_of(place.quote) if place.state == FlagState.OPEN else b""
    if text is not None and bytes(text.words) == words:
        count_people([place.pk, *([place.alike_id] if place.alike_id else [])])
        return
    if text is not None:
        shelf.take_off([text])
    _leave(place)
    if place.state == FlagState.OPEN:
        _lie_under(place, _most_like(place, words, shelf))
    shelf.close()


def _most_like(place: FlaggedPlace, words: bytes, shelf: Shelf) -> FlaggedPlace | None:
    """The waiting place that it is most like, or None."""
    found = shelf.put([LikeText(flagged_place=place, words=words)], least=ALIKE)[0]
    if count(words) < FEWEST_WORDS:
        return None
    within = [
        other for other in _of_same_source(place) if _stands_within(words, words_of(other.quote), shelf)
    ]
    if within:
        return within[0]
    owners = dict(
        LikeText.objects.filter(pk__in=[pk for pk, _ in found.matches]).values_list("pk", "flagged_place")
    )
    waiting = FlaggedPlace.objects.waiting().in_bulk(list(owners.values()))
    likes = (waiting.get(owners.get(pk)) for pk, _ in found.matches)
    return next((like for like in likes if like is not None), None)


def _of_same_source(place: FlaggedPlace) -> Iterable[FlaggedPlace]:
    same = {f"{place.kind}_id": getattr(place, f"{place.kind}_id")}
    rows = FlaggedPlace.objects.waiting().filter(**same).exclude(pk=place.pk)
    return rows.order_by("-people_together", "pk")[:_SAME_SOURCE]


def _stands_within(one: bytes, other: bytes, shelf: Shelf) -> bool:
    return min(count(one), count(other)) >= FEWEST_WORDS and shelf.scale.containment(one, other) >= WITHIN


def _lie_under(place: FlaggedPlace, like: FlaggedPlace | None) -> None:
    if like is None:
        return
    FlaggedPlace.objects.filter(pk=place.pk).update(alike=like.alike_id or like.pk)
    count_people([place.pk, like.alike_id or like.pk])


def _leave(place: FlaggedPlace) -> None:
    """Let it lie alone; those under it lie under the one of them with most people."""
    left = place.alike_id
    under = list(FlaggedPlace.objects.filter(alike=place).order_by("-people_count", "first_at", "pk"))
    FlaggedPlace.objects.filter(Q(pk=place.pk) | Q(alike=place)).update(alike=None)
    if under:
        FlaggedPlace.objects.filter(pk__in=[one.pk for one in under[1:]]).update(alike=under[0].pk)
    count_people(pk for pk in (place.pk, left, *(one.pk for one in under[:1])) if pk is not None)


def look_for_another(left: FlaggedPlace) -> list[int]:
    """Those that lie under a place which goes: as if their words were new, they find another next time."""
    under = list(left.likes.values_list("pk", flat=True))
    LikeText.objects.filter(flagged_place__in=under).update(words=b"")
    return under
