"""A notice is its person's alone, and only as long as they may know of what it says."""

from __future__ import annotations

from typing import Any

from wagtail.permissions import register_permission_policy

from communities.permissions import CommunityContentPolicy, Verb, standing
from notifications.models import Notice
from notifications.querysets import may_be_shown
from notifications.states import Audience


class NoticePolicy(CommunityContentPolicy):
    def narrow(self, queryset: Any, user: Any) -> Any:
        if not user.is_authenticated:
            return queryset.none()
        return queryset.filter(may_be_shown(user), user=user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        mine = user.is_authenticated and instance.user_id == user.pk
        if action == Verb.VIEW and instance.audience == Audience.KNOWERS:
            action = Verb.KNOW
        return mine and (instance.community is None or standing(user).allows(action, instance.community))


def register() -> None:
    """Called when the app is ready."""
    register_permission_policy(Notice, NoticePolicy(Notice))
