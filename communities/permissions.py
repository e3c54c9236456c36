"""Who may do what in a community: section 4 of the design as one table, and the policies that ask it.

A role is what a person is *in one community*. A verb is allowed when one of the person's roles is in its row.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from communities.models import (
    Attachment,
    CommunityPage,
    Invitation,
    Membership,
    Post,
    StartItem,
    Thread,
    WikiPage,
)
from communities.states import Access, MembershipState
from core.policy import can, require
from people.models import User

EXPLORING = (
    "This is still being tried out, so nobody flags it yet. "
    "Who wrote it releases it when it is ready; then you can."
)


class Role(enum.Enum):
    VISITOR = "visitor"
    SIGNED_IN = "signed in"
    MEMBER = "member"
    EXPERT = "expert"
    FACILITATOR = "facilitator"
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"


class Verb(enum.StrEnum):
    VIEW = "view"  # know of it and read it
    KNOW = "know"  # know that the community is there: its name, purpose and how to join
    JOIN = "join"
    ADD = "add"  # post, write wiki pages, upload
    CHANGE = "change"  # edit wiki pages; of posts only one's own
    FLAG = "flag"
    ACCEPT = "accept"  # an answer
    ENDORSE = "endorse"  # a practice
    MODERATE = "moderate"  # pin, close, remove; approve members; edit the charter
    CURATE = "curate"  # decide flags, run practices, promote, own job aids
    REVIEW = "review"  # approve a job aid (never its own last editor: the review task sees to that)


_AT_WORK = frozenset({Role.MEMBER, Role.EXPERT, Role.FACILITATOR, Role.CURATOR, Role.ADMINISTRATOR})

ALLOWED: dict[str, frozenset[Role]] = {
    Verb.JOIN: frozenset({Role.SIGNED_IN}),
    Verb.ADD: _AT_WORK,
    Verb.CHANGE: _AT_WORK,
    Verb.FLAG: _AT_WORK,
    Verb.ACCEPT: frozenset({Role.EXPERT, Role.FACILITATOR, Role.ADMINISTRATOR}),
    Verb.ENDORSE: frozenset({Role.EXPERT, Role.CURATOR}),
    Verb.MODERATE: frozenset({Role.FACILITATOR, Role.ADMINISTRATOR}),
    Verb.CURATE: frozenset({Role.CURATOR, Role.ADMINISTRATOR}),
    Verb.REVIEW: frozenset({Role.EXPERT, Role.CURATOR, Role.ADMINISTRATOR}),
}


@dataclass(frozen=True)
class Standing:
    """What one person is in all communities: read once per request, asked everywhere."""

    user: Any
    memberships: tuple[Membership, ...]  # the active ones, by title, each with its community
    requests: frozenset[int]  # communities that the person asked to join
    _roles: dict[int, frozenset[Role]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_administrator(self) -> bool:
        return bool(self.user.is_active and getattr(self.user, "is_superuser", False))

    @property
    def community_ids(self) -> list[int]:
        return [membership.community_id for membership in self.memberships]

    def membership_in(self, community: CommunityPage) -> Membership | None:
        return next((m for m in self.memberships if m.community_id == community.pk), None)

    def has_asked_to_join(self, community: CommunityPage) -> bool:
        return community.pk in self.requests

    def roles_in(self, community: CommunityPage) -> frozenset[Role]:
        """The person's roles in this community; a member has MEMBER beside the special ones."""
        if community.pk not in self._roles:  # a page asks of each of its posts
            self._roles[community.pk] = self._found_roles(community)
        return self._roles[community.pk]

    def _found_roles(self, community: CommunityPage) -> frozenset[Role]:
        if not self.user.is_authenticated or not self.user.is_active:
            return frozenset({Role.VISITOR})
        roles = {Role.SIGNED_IN}
        if self.is_administrator:
            roles.add(Role.ADMINISTRATOR)
        membership = self.membership_in(community)
        if membership:
            roles.add(Role.MEMBER)
            if membership.is_expert:
                roles.add(Role.EXPERT)
            if membership.is_facilitator:
                roles.add(Role.FACILITATOR)
        if (membership and membership.is_curator) or (
            self.user.is_curator and (membership or community.access == Access.OPEN)
        ):
            roles.add(Role.CURATOR)
        return frozenset(roles)

    def allows(self, verb: str, community: CommunityPage) -> bool:
        """Whether the person may do this in this community."""
        roles = self.roles_in(community)
        if verb == Verb.VIEW:
            return self._may_read(community, roles)
        if verb == Verb.KNOW:
            return self._may_read(community, roles) or (
                Role.SIGNED_IN in roles and community.access == Access.ON_REQUEST
            )
        if verb == Verb.JOIN and Role.MEMBER in roles:
            return False
        if verb == Verb.JOIN and community.access == Access.PRIVATE:
            return Role.ADMINISTRATOR in roles
        return not roles.isdisjoint(ALLOWED.get(verb, frozenset({Role.ADMINISTRATOR})))

    @staticmethod
    def _may_read(community: CommunityPage, roles: frozenset[Role]) -> bool:
        if not roles.isdisjoint(_AT_WORK):
            return True
        if community.access != Access.OPEN:
            return False
        return community.is_public or Role.SIGNED_IN in roles

    @property
    def curates_somewhere(self) -> bool:
        """Whether the desk has anything for this person."""
        if not self.user.is_authenticated or not self.user.is_active:
            return False
        return self.is_administrator or self.user.is_curator or any(m.is_curator for m in self.memberships)

    @property
    def moderates_somewhere(self) -> bool:
        return self.is_administrator or any(m.is_facilitator for m in self.memberships)

    def moderated(self, prefix: str = "") -> Q:
        """The condition on a community that this person runs it."""
        run = [m.community_id for m in self.memberships if m.is_facilitator]
        return Q(**{f"{prefix}pk__isnull": False}) if self.is_administrator else Q(**{f"{prefix}pk__in": run})

    def readable(self, prefix: str = "") -> Q:
        """The condition on a community at `prefix` ("community__") that this person may read it."""
        if self.is_administrator:
            return Q()
        if not self.user.is_authenticated or not self.user.is_active:
            return Q(**{f"{prefix}access": Access.OPEN, f"{prefix}is_public": True})
        return Q(**{f"{prefix}access": Access.OPEN}) | Q(**{f"{prefix}pk__in": self.community_ids})

    def known(self, prefix: str = "") -> Q:
        """The condition on a community that this person may know of it: readable, or on request."""
        if self.user.is_authenticated and self.user.is_active and not self.is_administrator:
            return self.readable(prefix) | Q(**{f"{prefix}access": Access.ON_REQUEST})
        return self.readable(prefix)


def standing(user: Any) -> Standing:
    """What this person is in all communities; one query, kept on the user object for the request."""
    if not user.is_authenticated:
        return Standing(user, (), frozenset())
    # Not `user.__dict__`: of request.user, a lazy object, that is another one than the person's.
    if not hasattr(user, "_standing"):
        found = Membership.objects.filter(user=user).select_related("community")
        rows = list(found.order_by("community__title"))
        user._standing = Standing(
            user,
            tuple(row for row in rows if row.state == MembershipState.ACTIVE),
            frozenset(row.community_id for row in rows if row.state == MembershipState.REQUESTED),
        )
    return user._standing


def hidden_paths(user: Any) -> list[str]:
    """Where in Wagtail's tree the communities stand that this person may not read; for its admin."""
    mine = standing(user)
    if mine.is_administrator:
        return []
    return list(CommunityPage.objects.exclude(mine.readable()).values_list("path", flat=True))


def forget_standing(user: Any) -> None:
    """Read the memberships again at the next question: they were changed in this request."""
    if hasattr(user, "_standing"):
        del user._standing


class CommunityPolicy(BasePermissionPolicy):
    """Asks the table for the community itself."""

    prefix = ""
    community_path: tuple[str, ...] = ()

    def community_of(self, instance: Any) -> CommunityPage:
        for name in self.community_path:
            instance = getattr(instance, name)
        return instance

    def narrow(self, queryset: Any, user: Any) -> Any:
        """Only the rows that this person may know of."""
        return queryset.filter(standing(user).known(self.prefix))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == Verb.FLAG and is_exploring(instance):
            return False
        return standing(user).allows(action, self.community_of(instance))

    def user_has_permission(self, user: Any, action: str) -> bool:
        """On some instance: used by Wagtail's admin to show a menu; only administrators manage rows there."""
        return standing(user).is_administrator

    def users_with_any_permission(self, actions: list[str]) -> QuerySet[User]:
        return User.objects.filter(is_active=True, is_superuser=True)

    def instances_user_has_any_permission_for(self, user: Any, actions: list[str]) -> QuerySet[Model]:
        return self.narrow(self.model._default_manager.all(), user)

    def users_with_any_permission_for_instance(self, actions: list[str], instance: Any) -> QuerySet[User]:
        return User.objects.filter(is_active=True, is_superuser=True)


class CommunityContentPolicy(CommunityPolicy):
    """Asks the table for a thing that stands in a community: read what the community lets you read."""

    prefix = "community__"
    community_path: tuple[str, ...] = ("community",)

    def narrow(self, queryset: Any, user: Any) -> Any:
        return queryset.filter(standing(user).readable(self.prefix))


class ThreadPolicy(CommunityContentPolicy):
    """The asker accepts an answer too."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        allowed = super().user_has_permission_for_instance(user, action, instance)
        if action == Verb.ACCEPT and not allowed and user.is_authenticated and instance.author_id == user.pk:
            return super().user_has_permission_for_instance(user, Verb.ADD, instance)
        return allowed


class PostPolicy(CommunityContentPolicy):
    """Only the author changes a post; a removed post is kept from all but those who moderate."""

    prefix = "thread__community__"
    community_path = ("thread", "community")

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        allowed = super().user_has_permission_for_instance(user, action, instance)
        if action == Verb.CHANGE:
            return allowed and instance.author_id == user.pk and not instance.is_removed
        if action in {Verb.ACCEPT, Verb.FLAG} and instance.is_removed:
            return False
        return allowed


def is_exploring(thing: Any) -> bool:
    """Whether this is still tried out, by itself or because what it stands in is: then nobody flags it."""
    around = (thing, getattr(thing, "thread", None), getattr(thing, "community", None))
    return any(getattr(each, "is_exploring", False) for each in around)


def require_flaggable(user: Any, thing: Any) -> None:
    """Raise PermissionDenied, which says so when it is only that the thing was not released yet."""
    if is_exploring(thing) and standing(user).allows(Verb.FLAG, thing.community):
        raise PermissionDenied(EXPLORING)
    require(user, Verb.FLAG, thing)


def may_release(user: User, thing: Any) -> bool:
    """Whether this person says that a thing is exploring, or is not any more."""
    if isinstance(thing, CommunityPage):
        return can(user, Verb.MODERATE, thing)
    return may_retitle(user, thing) if isinstance(thing, Thread) else can(user, Verb.CHANGE, thing)


def may_retitle(user: User, thread: Thread) -> bool:
    """Whether this person may change the title: as its author while a member, or as a facilitator."""
    return can(user, Verb.MODERATE, thread) or (
        user.is_authenticated and thread.author_id == user.pk and can(user, Verb.ADD, thread)
    )


def register() -> None:
    """Called when the app is ready."""
    register_permission_policy(CommunityPage, CommunityPolicy(CommunityPage))
    register_permission_policy(WikiPage, CommunityContentPolicy(WikiPage))
    register_permission_policy(Attachment, CommunityContentPolicy(Attachment))
    register_permission_policy(Membership, CommunityContentPolicy(Membership))
    register_permission_policy(Invitation, CommunityContentPolicy(Invitation))
    register_permission_policy(StartItem, CommunityContentPolicy(StartItem))
    register_permission_policy(Thread, ThreadPolicy(Thread))
    register_permission_policy(Post, PostPolicy(Post))
