"""Questions to this app's tables. Every view starts from `visible_to`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from communities.states import MembershipState
from core.policy import VisibleQuerySet

M = TypeVar("M", bound=models.Model)


HAS_A_ROLE = Q(is_facilitator=True) | Q(is_expert=True) | Q(is_curator=True)


class VisiblePageQuerySet(VisibleQuerySet[Any], PageQuerySet):
    """A Wagtail page queryset that can be narrowed to what a person may know of."""

    @classmethod
    def as_page_manager(cls) -> PageManager:
        return PageManager.from_queryset(cls)()


class CommunityQuerySet(VisiblePageQuerySet):
    def by_title(self) -> Self:
        return self.order_by("title", "pk")


class WikiPageQuerySet(VisiblePageQuerySet):
    def in_community(self, community: Any) -> Self:
        return self.filter(community=community)

    def at(self, community: Any, wiki_path: str) -> Self:
        """The page at an address. Uses the index on url_path that migration 0003 makes."""
        return self.filter(url_path=self.model.url_path_of(community, wiki_path))


class WikiEditionQuerySet(models.QuerySet[Any]):
    """Lines of history; who may see the page sees all of them, so views find the page first."""

    def of(self, page: Any) -> Self:
        return self.filter(page=page)

    def with_people(self) -> Self:
        return self.select_related("editor")


class CommunityContentQuerySet(VisibleQuerySet[M]):
    """Rows that stand in a community."""

    def in_community(self, community: Any) -> Self:
        return self.filter(community=community)

    def newest_in(self, community_ids: Iterable[int], *, order: tuple[str, ...], size: int) -> Self:
        """The first rows of these communities together, in `order`. Each community is asked for its own first
        rows by its own index: one order over all of them would sort every row that they have."""
        first = Q(pk__in=[])
        for community_id in community_ids:
            first |= Q(pk__in=self.filter(community_id=community_id).order_by(*order).values("pk")[:size])
        return self.filter(first).order_by(*order)[:size]


class MembershipQuerySet(CommunityContentQuerySet[Any]):
    def active(self) -> Self:
        return self.filter(state=MembershipState.ACTIVE)

    def requested(self) -> Self:
        return self.filter(state=MembershipState.REQUESTED)

    def with_a_role(self) -> Self:
        """Facilitators, experts and curators. Uses the partial index communities_member_roles."""
        return self.filter(HAS_A_ROLE).order_by("-is_facilitator", "-is_expert", "pk")

    def without_a_role(self) -> Self:
        return self.exclude(HAS_A_ROLE)

    def with_people(self) -> Self:
        return self.select_related("user")

    def with_earlier_answers(self) -> Self:
        """Adds `declined_before`: why the person was not let in the last time, if so."""
        answers = self.model._meta.get_field("community").related_model._meta.get_field("join_answers")
        earlier = answers.related_model.objects.filter(
            community=OuterRef("community"), user=OuterRef("user"), approved=False
        )
        return self.annotate(declined_before=Subquery(earlier.order_by("-pk").values("reason")[:1]))


class ThreadQuerySet(CommunityContentQuerySet[Any]):
    def latest_first(self) -> Self:
        """Uses the index communities_thread_latest."""
        return self.order_by("-last_post_at", "-pk")

    def pinned(self) -> Self:
        """Uses the index communities_thread_list."""
        return self.filter(is_pinned=True).order_by("-last_post_at", "-pk")

    def unanswered(self) -> Self:
        """Uses the partial index communities_thread_unanswered."""
        return self.filter(kind="question", accepted_post=None)

    def with_people(self) -> Self:
        return self.select_related("author")


class PostQuerySet(VisibleQuerySet[Any]):
    def in_thread(self, thread: Any) -> Self:
        return self.filter(thread=thread)

    def in_order(self) -> Self:
        """Uses the unique index communities_post_position."""
        return self.order_by("position")

    def after(self, position: int) -> Self:
        return self.filter(position__gt=position)

    def with_people(self) -> Self:
        return self.select_related("author")
