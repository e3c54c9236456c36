from __future__ import annotations

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from communities.querysets import CommunityContentQuerySet
from screencasts.states import ScreencastState


class ScreencastQuerySet(CommunityContentQuerySet[Any]):
    def ready(self) -> Self:
        return self.filter(state=ScreencastState.READY)

    def listed_for(self, user: Any) -> Self:
        """What plays, and what this person sent and does not play yet."""
        return self.filter(Q(state=ScreencastState.READY) | Q(author_id=user.pk or 0))

    def newest_first(self) -> Self:
        """Uses the index screencasts_newest."""
        return self.order_by("-created_at", "-pk")

    def with_people(self) -> Self:
        return self.select_related("author")

    def with_caption_mark(self) -> Self:
        """Adds `has_captions`."""
        tracks = self.model._meta.get_field("tracks").related_model
        return self.annotate(has_captions=Exists(tracks.objects.filter(screencast=OuterRef("pk"))))
