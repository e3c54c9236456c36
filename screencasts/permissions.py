from __future__ import annotations

from typing import Any

from wagtail.permissions import register_permission_policy

from communities.permissions import CommunityContentPolicy, Verb, standing
from screencasts.models import Screencast


class ScreencastPolicy(CommunityContentPolicy):
    """The author changes a recording of theirs, and so do those who moderate."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        allowed = super().user_has_permission_for_instance(user, action, instance)
        if action == Verb.CHANGE and allowed and instance.author_id != user.pk:
            return standing(user).allows(Verb.MODERATE, instance.community)
        return allowed


def register() -> None:
    """Called when the app is ready."""
    register_permission_policy(Screencast, ScreencastPolicy(Screencast))
