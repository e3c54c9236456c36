from __future__ import annotations

from typing import Any, Self

from communities.querysets import CommunityContentQuerySet
from screencasts.states import ScreencastState


class ScreencastQuerySet(CommunityContentQuerySet[Any]):
    def ready(self) -> Self:
        return self.filter(state=ScreencastState.READY)

    def newest_first(self) -> Self:
        """Uses the index screencasts_newest."""
        return self.order_by("-created_at", "-pk")
