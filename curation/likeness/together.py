"""Which flagged places lie together, changed by one at a time: whoever does holds the shelf of the community first.

Then rows by primary key. So two of them wait for each other in one place only, and never in a circle. A single row
that is changed alone (a flag, a claim) needs no more than its own lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, Q

from curation.models import Flag, FlaggedPlace, LikeShelf


def hold_groups(places: Sequence[FlaggedPlace]) -> None:
    """Hold the groups of these places until the transaction ends; call it before any of their rows is locked."""
    communities = sorted({place.community_id for place in places})
    for community in communities:
        LikeShelf.objects.get_or_create(kind=LikeShelf.Kind.FLAGS, community_id=community)
    hold_shelves(communities)
    own = [place.pk for place in places]
    leaders = FlaggedPlace.objects.filter(pk__in=own).exclude(alike=None).values_list("alike", flat=True)
    first = {*own, *leaders}
    together = FlaggedPlace.objects.filter(Q(pk__in=first) | Q(alike__in=first))
    list(together.select_for_update().order_by("pk").values_list("pk", flat=True))


def hold_shelves(communities: Iterable[int]) -> None:
    """The same for all groups of these communities, where there are any."""
    shelves = LikeShelf.objects.filter(kind=LikeShelf.Kind.FLAGS, community__in=communities)
    list(shelves.select_for_update().order_by("pk").values_list("pk", flat=True))


def count_people(places: Iterable[int]) -> None:
    """How many people flagged each or a place under it, each once; who left the site counts once a flag."""
    for pk in sorted(places):
        flags = Flag.objects.filter(Q(place=pk) | Q(place__alike=pk))
        people = flags.aggregate(
            known=Count("author", distinct=True), gone=Count("pk", filter=Q(author=None))
        )
        FlaggedPlace.objects.filter(pk=pk).update(people_together=people["known"] + people["gone"])
