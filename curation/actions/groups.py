"""Places that lie together on the desk because they say much the same: one leads, the others lie under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Count, Q

from communities.permissions import Verb
from core.policy import require
from curation.actions.flags import decline_place
from curation.models import Flag, FlaggedPlace
from people.models import User


@transaction.atomic
def take_out_of_group(*, user: User, place: FlaggedPlace) -> None:
    """Let a place lie by itself; it is put under another again only when its words change. Safe to run again."""
    require(user, Verb.CURATE, place)
    hold_groups([place])
    leave_group(FlaggedPlace.objects.select_for_update().get(pk=place.pk))


@transaction.atomic
def decline_together(*, user: User, places: Sequence[FlaggedPlace], reason: str) -> None:
    """Decline places with one reason, which all who flagged them read. Raises AlreadyDecided: then none is."""
    hold_groups(places)
    for place in places:
        leave_group(decline_place(user=user, place=place, reason=reason))


def hold_groups(places: Sequence[FlaggedPlace]) -> None:
    """Lock the groups of these places, in one order: so that two decisions on one group wait, and never for each
    other."""
    leaders = {place.alike_id or place.pk for place in places} | {place.pk for place in places}
    together = FlaggedPlace.objects.filter(Q(pk__in=leaders) | Q(alike__in=leaders))
    list(together.select_for_update().order_by("pk").values_list("pk", flat=True))


def leave_group(place: FlaggedPlace) -> None:
    """Those that it leaves behind stay together, under its leader or under the next. Within a transaction."""
    left = place.alike_id
    waiting = FlaggedPlace.objects.select_for_update().waiting().filter(alike=place.pk)
    behind = list(waiting.order_by("-people_count", "first_at", "pk").values_list("pk", flat=True))
    FlaggedPlace.objects.filter(Q(pk=place.pk) | Q(alike=place.pk)).update(alike=None)
    FlaggedPlace.objects.filter(pk__in=behind[1:]).update(alike=next(iter(behind), None))
    place.alike = None
    _count_people(pk for pk in (place.pk, left, *behind[:1]) if pk)


def _count_people(places: Iterable[int]) -> None:
    """How many people flagged each or a place under it, each once; who left the site counts once a flag."""
    for pk in places:
        flags = Flag.objects.filter(Q(place=pk) | Q(place__alike=pk))
        people = flags.aggregate(
            known=Count("author", distinct=True), gone=Count("pk", filter=Q(author=None))
        )
        FlaggedPlace.objects.filter(pk=pk).update(people_together=people["known"] + people["gone"])
