"""What a community expects of its curators."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from communities.models import CommunityPage
from communities.permissions import Verb
from core.policy import can
from curation.models import CurationSettings
from people.models import User


def may_set_targets(user: Any, community: CommunityPage) -> bool:
    """Facilitators and curators of the community, and administrators."""
    return can(user, Verb.MODERATE, community) or can(user, Verb.CURATE, community)


@transaction.atomic
def set_targets(*, user: User, community: CommunityPage, **targets: Any) -> CurationSettings:
    """Change the targets of a community. Raises PermissionDenied for who neither moderates nor curates there."""
    if not may_set_targets(user, community):
        raise PermissionDenied
    settings, _ = CurationSettings.objects.update_or_create(community=community, defaults=targets)
    return settings
