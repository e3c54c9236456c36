"""What this app does when others change its pages."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from communities.models import CommunityPage
from communities.signals import community_changed


@receiver([page_published, page_unpublished], sender=CommunityPage)
def tell_of_community(instance: CommunityPage, **kwargs: Any) -> None:
    """Access can change in the site and in Wagtail's editor: both publish."""
    community_changed.send(sender=CommunityPage, community=instance)
