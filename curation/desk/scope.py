"""Whose desk it is: the communities that a curator looks at, all that they curate or the one that they chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from communities.models import CommunityPage
from communities.permissions import standing
from curation.querysets import curated
from people.models import User

Rows = TypeVar("Rows", bound=QuerySet[Any])
LISTED = 200  # communities in the filter


@dataclass(frozen=True, slots=True)
class Desk:
    """What one curator sees; `chosen` is None for all of their communities."""

    user: User
    communities: tuple[CommunityPage, ...]
    chosen: CommunityPage | None

    def of(self, rows: Any, path: str = "community") -> Any:
        """The rows of this desk alone; `path` leads from a row to its community."""
        if self.chosen is not None:
            return rows.filter(**{path: self.chosen.pk})
        if standing(self.user).is_administrator:
            return rows
        if len(self.communities) == LISTED:  # there may be more
            return rows.filter(curated(self.user, f"{path}__"))
        # Their numbers, and no join: so that the index of the order is read, and not every row of open communities.
        return rows.filter(**{f"{path}__in": [community.pk for community in self.communities]})

    @property
    def query(self) -> str:
        """What an address of the desk ends with, so that the choice stays."""
        return f"?community={self.chosen.slug}" if self.chosen else ""


def desk_of(user: User, slug: str = "") -> Desk:
    """The desk of this person, of one community when `slug` names one. One query beside the standing.

    Raises PermissionDenied for who curates nowhere, Http404 for a community that this person does not curate.
    """
    if not standing(user).curates_somewhere:
        raise PermissionDenied("Only curators have a desk.")
    rows = CommunityPage.objects.filter(curated(user, "")).defer("charter", "purpose").order_by("title", "pk")
    communities = tuple(rows[:LISTED])
    if not slug:
        return Desk(user, communities, None)
    chosen = (
        next((found for found in communities if found.slug == slug), None) or rows.filter(slug=slug).first()
    )
    if chosen is None:
        raise Http404
    return Desk(user, communities, chosen)
