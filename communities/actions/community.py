"""Making, changing, joining and leaving communities."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from communities.models import CommunitiesPage, CommunityPage, Membership, WikiIndexPage
from communities.models.community import CLOTHS
from communities.permissions import Verb, forget_standing, standing
from communities.signals import community_changed, join_asked, membership_changed
from communities.states import Access, MembershipState
from communities.tree import add_child_page
from core.policy import can, require
from people.models import User

ROLES = ("is_facilitator", "is_expert", "is_curator")


class LastFacilitator(Exception):
    """The only facilitator of a community would be gone, and nobody could let people in any more."""


@transaction.atomic
def create_community(*, title: str, slug: str, user: User | None = None, **fields: Any) -> CommunityPage:
    """Make a community with its wiki. A `user`, who must be an administrator, becomes its facilitator."""
    if user is not None and not standing(user).is_administrator:
        raise PermissionDenied("Only an administrator makes a community.")
    shelf = CommunitiesPage.objects.get()
    cloth = (CommunityPage.objects.count()) % CLOTHS + 1
    community = CommunityPage(title=title, slug=slug, cloth=cloth, owner=user, **fields)
    community.first_published_at = community.last_published_at = timezone.now()
    add_child_page(parent=Page.objects.get(pk=shelf.pk), child=community)
    add_child_page(parent=Page.objects.get(pk=community.pk), child=WikiIndexPage(title="Wiki", slug="wiki"))
    if user is not None:
        add_member(user=user, community=community, is_facilitator=True)
    community_changed.send(sender=CommunityPage, community=community)
    return community


@transaction.atomic
def edit_community(*, user: User, community: CommunityPage, **fields: Any) -> CommunityPage:
    """Change what a community says of itself and who may enter; only an administrator lets visitors in.

    Published as a revision, so that Wagtail's editor starts from it. Only an open community stays public.
    """
    require(user, Verb.MODERATE, community)
    if fields.get("is_public") and not standing(user).is_administrator and not community.is_public:
        raise PermissionDenied("Only an administrator lets visitors read a community.")
    edited = CommunityPage.objects.select_for_update(of=("self",)).get(pk=community.pk)
    for name, value in fields.items():
        setattr(edited, name, value)
    edited.is_public = edited.is_public and edited.access == Access.OPEN
    revision = edited.save_revision(user=user, log_action=True)
    revision.publish(user=user, skip_permission_checks=True)  # its receiver sends community_changed
    forget_standing(user)
    return CommunityPage.objects.get(pk=community.pk)


# -- coming and going --------------------------------------------------------------------------------------
@transaction.atomic
def add_member(*, user: User, community: CommunityPage, **roles: bool) -> Membership:
    """Make a person a member, with roles; a request of theirs is thereby granted. Safe to run again."""
    membership, created = Membership.objects.select_for_update().get_or_create(user=user, community=community)
    joins = created or membership.state != MembershipState.ACTIVE
    membership.state = MembershipState.ACTIVE
    membership.is_welcomed = membership.is_welcomed and not joins
    for name, value in roles.items():
        setattr(membership, name, value)
    membership.save()
    if joins:
        CommunityPage.objects.filter(pk=community.pk).update(member_count=F("member_count") + 1)
    forget_standing(user)
    _tell(membership)
    return membership


@transaction.atomic
def join_community(*, user: User, community: CommunityPage, note: str = "") -> Membership:
    """Join an open community, or ask to join one on request; an administrator need not ask. Safe twice."""
    if (present := Membership.objects.filter(user=user, community=community).first()) is not None:
        return present
    require(user, Verb.JOIN, community)
    if community.access == Access.OPEN or standing(user).is_administrator:
        return add_member(user=user, community=community)
    membership, created = Membership.objects.get_or_create(
        user=user,
        community=community,
        defaults={"state": MembershipState.REQUESTED, "request_note": note},
    )
    if created:
        forget_standing(user)
        _tell(membership)
        join_asked.send(sender=Membership, membership=membership)
    return membership


@transaction.atomic
def leave_community(*, user: User, community: CommunityPage) -> None:
    """Give up one's membership, or one's request. What the person wrote stays. Safe to run again."""
    membership = locked_membership(community, user_id=user.pk)
    if membership is not None:
        end_membership(membership)
        forget_standing(user)


@transaction.atomic
def let_in(*, user: User, person: User, community: CommunityPage) -> Membership:
    """A facilitator makes somebody a member who need not ask: the only way into a private community."""
    require(user, Verb.MODERATE, community)
    return add_member(user=person, community=community)


@transaction.atomic
def set_roles(*, user: User, membership: Membership, **roles: bool) -> Membership:
    """Say what a member is; who curates is said by those who curate. Raises LastFacilitator."""
    require(user, Verb.MODERATE, membership.community)
    present = locked_membership(membership.community, pk=membership.pk)
    if present is None or present.state != MembershipState.ACTIVE:
        raise Membership.DoesNotExist
    if roles.get("is_curator", present.is_curator) != present.is_curator:
        require(user, Verb.CURATE, present.community)
    if present.is_facilitator and not roles.get("is_facilitator", True):
        _keep_a_facilitator(present)
    for name in ROLES:
        setattr(present, name, roles.get(name, getattr(present, name)))
    present.save(update_fields=ROLES)
    _tell(present)
    return present


@transaction.atomic
def remove_member(*, user: User, membership: Membership) -> None:
    """End somebody's membership. What the person wrote stays. Raises LastFacilitator."""
    require(user, Verb.MODERATE, membership.community)
    present = locked_membership(membership.community, pk=membership.pk)
    if present is not None:
        end_membership(present)


def may_name_curators(user: User, community: CommunityPage) -> bool:
    """Whether this person decides who curates here."""
    return can(user, Verb.CURATE, community)


def locked_membership(community: CommunityPage, **lookup: Any) -> Membership | None:
    """The membership or request, held until the transaction ends."""
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "community")
        .filter(community=community, **lookup)
        .first()
    )


def end_membership(membership: Membership) -> None:
    """Delete a locked membership or request, and tell. Raises LastFacilitator."""
    if membership.state == MembershipState.ACTIVE:
        _keep_a_facilitator(membership)
        CommunityPage.objects.filter(pk=membership.community_id).update(member_count=F("member_count") - 1)
    membership.delete()
    _tell(membership)


def _keep_a_facilitator(membership: Membership) -> None:
    if not membership.is_facilitator:
        return
    others = Membership.objects.active().filter(community_id=membership.community_id, is_facilitator=True)
    # Locked together, so that two facilitators cannot leave at the same moment.
    if not any(other.pk != membership.pk for other in others.select_for_update()):
        raise LastFacilitator


def _tell(membership: Membership) -> None:
    """Send the news; a membership that ended has no pk any more."""
    membership_changed.send(sender=Membership, membership=membership)
