"""Questions to this app's tables. Every view starts from `visible_to`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from communities.querysets import CommunityContentQuerySet, VisiblePageQuerySet
from core.policy import VisibleQuerySet
from curation.states import DriftState, FlagState


class CurationQuerySet(VisibleQuerySet[Any]):
    """Rows that hang on something in a community."""


class FlaggedPlaceQuerySet(CommunityContentQuerySet[Any]):
    def waiting(self) -> Self:
        """Uses the index curation_flagged_queue."""
        return self.filter(state=FlagState.OPEN)


class PracticeQuerySet(CommunityContentQuerySet[Any]):
    def in_state(self, state: str) -> Self:
        """Uses the index curation_practice_board."""
        return self.filter(state=state)


class JobAidQuerySet(VisiblePageQuerySet):
    def in_community(self, community: Any) -> Self:
        return self.filter(community=community)

    def published(self) -> Self:
        return self.filter(live=True)

    def unverified(self, today: date) -> Self:
        """Published, and nobody says today that they are still right."""
        return self.published().exclude(verified_until__gte=today)


class ProvenanceQuerySet(VisibleQuerySet[Any]):
    def taken_from(self, source: Any) -> Self:
        """Uses the index on the foreign key of the source."""
        name = source._meta.model_name
        return self.filter(**{"wiki_page" if name == "wikipage" else name: source})

    def attached(self) -> Self:
        return self.filter(detached_at=None)


class DriftAlertQuerySet(VisibleQuerySet[Any]):
    def open(self) -> Self:
        """Uses the index curation_drift_open."""
        return self.filter(state=DriftState.OPEN)

    def in_communities(self, ids: Sequence[int]) -> Self:
        return self.filter(provenance__job_aid__community__in=ids)
