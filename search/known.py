"""What a person may know of, as far as a question can name it: communities, labels and people. Nothing else is
offered, and what is hidden is answered like what is not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from communities.models import CommunityPage
from communities.permissions import Verb, standing
from people.models import User
from search.backends.base import LABELS
from search.models import SearchLabel

SOME = 300  # values of a label that a mistyped one is compared with


@dataclass(frozen=True)
class Known:
    """`communities` are those whose name may be known, their own first; `readable` their ids as far as read."""

    user: Any
    communities: dict[int, CommunityPage] = field(repr=False)
    readable: tuple[int, ...] = ()

    @property
    def people(self) -> bool:
        return bool(self.user.is_authenticated)

    def labels(self) -> QuerySet[SearchLabel]:
        """Those of entries that the person may read. Uses the index search_label_value."""
        return SearchLabel.objects.filter(entry__community_id__in=self.readable)

    def values(self, asked: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Labels that are called so, as (facet, value); of a release its number is enough. One query."""
        called = [_called(facet, value) for facet, value in asked if facet in LABELS]
        if not called:
            return []
        found = self.labels().filter(reduce(or_, called)).values_list("facet", "value")
        return list(found.order_by("facet", "value").distinct()[:SOME])

    def values_like(self, asked: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Labels that begin with the same letter, to compare what may be mistyped with. One query."""
        alike = [Q(facet=facet, value__istartswith=value[:1]) for facet, value in asked]
        found = self.labels().filter(reduce(or_, alike)).values_list("facet", "value")
        return list(found.order_by("facet", "value").distinct()[:SOME])

    def people_called(self, names: Iterable[str]) -> list[User]:
        """By @handle or by name. One query."""
        names = list(names)
        if not self.people or not names:
            return []
        called = [Q(username__iexact=name) | Q(display_name__iexact=name) for name in names]
        found = User.objects.filter(reduce(or_, called), is_active=True)
        return list(found.only("username", "display_name").order_by("username")[:SOME])

    def people_like(self, names: Iterable[str]) -> list[User]:
        alike = [Q(username__istartswith=name[:1]) | Q(display_name__istartswith=name[:1]) for name in names]
        if not self.people or not alike:
            return []
        found = User.objects.filter(reduce(or_, alike), is_active=True)
        return list(found.only("username", "display_name").order_by("username")[:SOME])


def known_to(user: Any) -> Known:
    """One query, after that for their standing."""
    own = standing(user)
    mine = set(own.community_ids)
    found = CommunityPage.objects.live().filter(own.known()).only("access", "is_public", "slug", "title")
    communities = sorted(found, key=lambda each: (each.pk not in mine, each.title))
    return Known(
        user=user,
        communities={community.pk: community for community in communities},
        readable=tuple(each.pk for each in communities if own.allows(Verb.VIEW, each)),
    )


def _called(facet: str, value: str) -> Q:
    spellings = {value, value.lower(), value.title(), value.upper(), value[:1].upper() + value[1:]}
    called = Q(value__in=spellings)
    if facet == "release":
        called |= Q(value__iendswith=f" {value}")
    return called & Q(facet=facet)
