from __future__ import annotations

from communities.models import CommunityPage, Membership
from communities.permissions import forget_standing
from people.models import User


def close_welcome(*, user: User, community: CommunityPage) -> None:
    """The person has read it: it is not shown again. Safe to run again."""
    Membership.objects.filter(user=user, community=community).update(is_welcomed=True)
    forget_standing(user)
