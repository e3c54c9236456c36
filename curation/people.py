"""Who decides in a community: the verbs of `communities.permissions` as people, administrators aside."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from communities.models import CommunityPage
from communities.states import Access, MembershipState
from people.models import User


def curators_of(community: CommunityPage) -> QuerySet[User]:
    """Verb.CURATE: its own curators, and those of the site where they come in."""
    return _active(_curates(community))


def experts_of(community: CommunityPage) -> QuerySet[User]:
    return _active(_is_expert(community))


def reviewers_of(community: CommunityPage) -> QuerySet[User]:
    """Verb.REVIEW: its experts and those who curate there."""
    return _active(_is_expert(community) | _curates(community))


def nearest_curators_of(community: CommunityPage) -> list[User]:
    """Its own curators; those of the site where it has none; administrators where nobody else curates."""
    own = _active(_inside(community) & Q(memberships__is_curator=True))
    return list(own or curators_of(community) or _active(Q(is_superuser=True)))


def _active(able: Q) -> QuerySet[User]:
    return User.objects.filter(able, is_active=True).distinct().order_by("pk")


def _inside(community: CommunityPage) -> Q:
    return Q(memberships__community=community, memberships__state=MembershipState.ACTIVE)


def _is_expert(community: CommunityPage) -> Q:
    return _inside(community) & Q(memberships__is_expert=True)


def _curates(community: CommunityPage) -> Q:
    of_the_site = (
        Q(is_curator=True) if community.access == Access.OPEN else _inside(community) & Q(is_curator=True)
    )
    return _inside(community) & Q(memberships__is_curator=True) | of_the_site
