"""Making and joining communities."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from wagtail.models import Page

from communities.models import CommunitiesPage, CommunityPage, Membership, WikiIndexPage
from communities.models.community import CLOTHS
from communities.permissions import Verb, forget_standing, standing
from communities.signals import community_changed, membership_changed
from communities.states import Access, MembershipState
from communities.tree import add_child_page
from core.policy import require
from people.models import User


@transaction.atomic
def create_community(*, title: str, slug: str, user: User | None = None, **fields: Any) -> CommunityPage:
    """Make a community with its wiki. With a `user` (an administrator), that person becomes its facilitator."""
    if user is not None and not standing(user).is_administrator:
        raise PermissionDenied("Only an administrator makes a community.")
    shelf = CommunitiesPage.objects.get()
    cloth = (CommunityPage.objects.count()) % CLOTHS + 1
    community = CommunityPage(title=title, slug=slug, cloth=cloth, owner=user, **fields)
    add_child_page(parent=Page.objects.get(pk=shelf.pk), child=community)
    add_child_page(parent=Page.objects.get(pk=community.pk), child=WikiIndexPage(title="Wiki", slug="wiki"))
    if user is not None:
        add_member(user=user, community=community, is_facilitator=True)
    community_changed.send(sender=CommunityPage, community=community)
    return community


@transaction.atomic
def add_member(*, user: User, community: CommunityPage, **roles: bool) -> Membership:
    """Make a person a member, with roles; a request of theirs is thereby granted. Safe to run again."""
    membership, created = Membership.objects.select_for_update().get_or_create(user=user, community=community)
    joins = created or membership.state != MembershipState.ACTIVE
    membership.state = MembershipState.ACTIVE
    for name, value in roles.items():
        setattr(membership, name, value)
    membership.save()
    if joins:
        CommunityPage.objects.filter(pk=community.pk).update(member_count=F("member_count") + 1)
    forget_standing(user)
    membership_changed.send(sender=Membership, membership=membership)
    return membership


@transaction.atomic
def join_community(*, user: User, community: CommunityPage, note: str = "") -> Membership:
    """Join an open community, or ask to join one on request. Joining or asking twice changes nothing."""
    if (present := Membership.objects.filter(user=user, community=community).first()) is not None:
        return present
    require(user, Verb.JOIN, community)
    if community.access == Access.OPEN:
        return add_member(user=user, community=community)
    membership = Membership.objects.create(
        user=user, community=community, state=MembershipState.REQUESTED, request_note=note
    )
    forget_standing(user)
    membership_changed.send(sender=Membership, membership=membership)
    return membership
