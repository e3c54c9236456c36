"""Trying something out in peace: what is exploring cannot be flagged until it is released."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from communities.permissions import may_release
from communities.signals import exploring_changed
from people.models import User


@transaction.atomic
def set_exploring(*, user: User, thing: Any, exploring: bool) -> None:
    """Keep a community, page, thread, post or recording from being flagged, or release it. Safe to run again."""
    if thing.is_exploring == exploring:
        return
    if not may_release(user, thing):
        raise PermissionDenied("Only who may edit this releases it.")
    type(thing).objects.filter(pk=thing.pk).update(is_exploring=exploring)
    thing.is_exploring = exploring
    exploring_changed.send(sender=type(thing), thing=thing)
