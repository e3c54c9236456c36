"""Who may do what: the one door to the policies that each app registers with Wagtail's registry.

A verb is a word of `communities.permissions.Verb`. What a person may not *view* does not exist for them: views answer
404. What they may view but not do raises PermissionDenied: 403.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from wagtail.permissions import policy_registry

M = TypeVar("M", bound=models.Model)


def can(user: Any, verb: str, obj: models.Model) -> bool:
    """Whether this person may do this to this object."""
    return policy_registry.get(obj).user_has_permission_for_instance(user, verb, obj)


def require(user: Any, verb: str, obj: models.Model) -> None:
    """Raise PermissionDenied unless this person may do this to this object."""
    if not can(user, verb, obj):
        raise PermissionDenied  # without words: the page that refuses has them


class VisibleQuerySet(models.QuerySet[M]):
    """A queryset of things that not everybody may know of; views start from `visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Only what this person may know of."""
        return policy_registry.get_by_type(self.model).narrow(self, user)
