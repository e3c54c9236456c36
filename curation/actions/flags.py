"""Saying "this works, look at it", taking it back, and declining it with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from communities.permissions import Verb
from core.policy import require
from curation.likeness.together import hold_groups
from curation.models import Flag, FlaggedPlace
from curation.models.place import Source
from curation.places.anchors import marked_words
from curation.places.described import PlaceText, place_key, read_place
from curation.signals import place_decided, place_flagged
from curation.states import FlagReason, FlagState
from people.models import User


class AlreadyDecided(ValueError):
    """Another curator decided on the place meanwhile, or nobody flags it any more; the message says which."""

    def __init__(self, place: FlaggedPlace | None) -> None:
        if place is None:
            super().__init__("Whoever flagged this place took the flag back, so there is nothing to decide.")
            return
        became = (
            f"It is in the practice “{place.practice}”."
            if place.practice
            else f"It was declined: {place.decline_reason}"
        )
        super().__init__(f"This place was decided already. {became}")


@transaction.atomic
def flag_place(
    *, user: User, source: Source, anchor: str, kind: str = FlagReason.WORKS, reason: str = ""
) -> Flag:
    """Flag a place for the curators; flagging it again changes kind and words. Raises PlaceGone.

    A place that was declined comes back to the desk when somebody else flags it.
    """
    require(user, Verb.FLAG, source)
    place = _place_for(read_flagged(source, anchor))
    said = {"kind": kind, "reason": reason}
    flag, created = Flag.objects.update_or_create(
        place=place, author=user, defaults=said, create_defaults=said | {"created_at": timezone.now()}
    )
    if created:
        _count_one_more(place)
        place_flagged.send(sender=FlaggedPlace, place=place, flag=flag)
    return flag


@transaction.atomic
def withdraw_flag(*, user: User, flag: Flag) -> None:
    """Take one's own flag back. A place that nobody flags any more leaves the desk. Safe to run again."""
    hold_groups(list(FlaggedPlace.objects.filter(pk=flag.place_id)))
    place = FlaggedPlace.objects.filter(pk=flag.place_id).first()
    if place is None or not Flag.objects.filter(pk=flag.pk, author=user).delete()[0]:
        return
    _count(place, -1)
    FlaggedPlace.objects.filter(pk=place.pk, people_count__lte=0, state=FlagState.OPEN).delete()


def read_flagged(source: Source, anchor: str) -> PlaceText:
    """A place as it reads now; marked words are those that were flagged there first. Raises PlaceGone."""
    if marked_words(anchor) is None:
        return read_place(source, anchor)
    flagged = FlaggedPlace.objects.filter(**place_key(source, anchor)).values_list("quote", flat=True).first()
    read = read_place(source, anchor, flagged or "")
    return read if not flagged or read.quote == flagged else read_place(source, anchor)


@transaction.atomic
def decline_place(*, user: User, place: FlaggedPlace, reason: str) -> FlaggedPlace:
    """Decide that a place is no practice; all who flagged it read the reason. Raises AlreadyDecided."""
    require(user, Verb.CURATE, place)
    place = locked_and_open(place)
    place.state = FlagState.DECLINED
    place.decline_reason = reason
    place.decided_by, place.decided_at = user, timezone.now()
    place.save(update_fields=["state", "decline_reason", "decided_by", "decided_at"])
    place_decided.send(sender=FlaggedPlace, place=place, user=user)
    return place


def locked_and_open(place: FlaggedPlace) -> FlaggedPlace:
    """The row again, locked. Raises AlreadyDecided unless it still waits."""
    rows = FlaggedPlace.objects.select_for_update(of=("self",)).select_related("practice")
    locked = rows.filter(pk=place.pk).first()
    if locked is None:
        raise AlreadyDecided(None)
    if locked.state != FlagState.OPEN:
        raise AlreadyDecided(locked)
    return locked


def _place_for(read: PlaceText) -> FlaggedPlace:
    """The row of the place, locked; it says what the newest flag was about."""
    now = timezone.now()
    place, _ = FlaggedPlace.objects.get_or_create(
        **place_key(read.source, read.anchor),
        defaults=read.as_fields() | {"community": read.source.community, "first_at": now, "newest_at": now},
    )
    locked = FlaggedPlace.objects.select_for_update().filter(pk=place.pk).first()
    if locked is None:  # whoever alone flagged it took the flag back at this moment
        return _place_for(read)
    if locked.digest != read.digest:
        FlaggedPlace.objects.filter(pk=place.pk).update(**read.as_fields())
    return locked


def _count_one_more(place: FlaggedPlace) -> None:
    _count(place, 1, newest_at=timezone.now())
    again = {"state": FlagState.OPEN, "first_at": timezone.now(), "claimed_by": None, "due_on": None}
    FlaggedPlace.objects.filter(pk=place.pk, state=FlagState.DECLINED).update(**again)
    place.refresh_from_db(fields=["people_count", "people_together", "newest_at", "state"])


def _count(place: FlaggedPlace, people: int, **also: datetime) -> None:
    """Change how many flagged it. The place that it lies under is counted by the task that groups it again."""
    rows = FlaggedPlace.objects.filter(pk=place.pk)
    people_count, together = F("people_count") + people, F("people_together") + people
    rows.update(people_count=people_count, people_together=together, **also)
