"""Questions to this app's tables. Every view starts from `visible_to`."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from communities.permissions import standing
from core.policy import VisibleQuerySet
from curation.querysets import EVERYTHING, curated, reviewed
from notifications.states import Audience


def may_be_shown(user: Any) -> Q:
    """The condition on a notice that this person may still know of what it says."""
    readable = standing(user).readable("community__") or EVERYTHING
    audience = (
        Q(audience=Audience.READERS)
        | Q(audience=Audience.REVIEWERS) & reviewed(user)
        | Q(audience=Audience.CURATORS) & curated(user)
        | Q(audience=Audience.FACILITATORS) & standing(user).moderated("community__")
    )
    known = standing(user).known("community__")
    return Q(community=None) | (readable & audience) | (Q(audience=Audience.KNOWERS) & known)


class NoticeQuerySet(VisibleQuerySet[Any]):
    def unread(self) -> Self:
        """Uses the partial index notifications_unread."""
        return self.filter(read_at=None)
