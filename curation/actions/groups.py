"""Places that lie together on the desk because they say much the same: one leads, the others lie under it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from communities.permissions import Verb
from core.policy import require
from curation.actions.flags import decline_place
from curation.likeness.together import count_people, hold_groups
from curation.models import FlaggedPlace
from people.models import User


@transaction.atomic
def take_out_of_group(*, user: User, place: FlaggedPlace) -> None:
    """Let a place lie by itself; it is put under another again only when its words change. Safe to run again."""
    require(user, Verb.CURATE, place)
    hold_groups([place])
    for held in FlaggedPlace.objects.filter(pk=place.pk):
        leave_group(held)


@transaction.atomic
def decline_together(*, user: User, places: Sequence[FlaggedPlace], reason: str) -> None:
    """Decline places with one reason, which all who flagged them read. Raises AlreadyDecided: then none is."""
    hold_groups(places)
    for place in places:
        leave_group(decline_place(user=user, place=place, reason=reason))


def leave_group(place: FlaggedPlace) -> None:
    """Those that it leaves behind stay together, under its leader or under the next. Within a transaction."""
    left = place.alike_id
    waiting = FlaggedPlace.objects.select_for_update().waiting().filter(alike=place.pk)
    behind = list(waiting.order_by("-people_count", "first_at", "pk").values_list("pk", flat=True))
    FlaggedPlace.objects.filter(Q(pk=place.pk) | Q(alike=place.pk)).update(alike=None)
    FlaggedPlace.objects.filter(pk__in=behind[1:]).update(alike=next(iter(behind), None))
    place.alike = None
    count_people(pk for pk in (place.pk, left, *behind[:1]) if pk)
