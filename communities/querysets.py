"""Questions to this app's tables. Every view starts from `visible_to`."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from communities.states import MembershipState
from core.policy import VisibleQuerySet

M = TypeVar("M", bound=models.Model)


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


class MembershipQuerySet(CommunityContentQuerySet[Any]):
    def active(self) -> Self:
        return self.filter(state=MembershipState.ACTIVE)

    def requested(self) -> Self:
        return self.filter(state=MembershipState.REQUESTED)

    def with_people(self) -> Self:
        return self.select_related("user")


class ThreadQuerySet(CommunityContentQuerySet[Any]):
    def latest_first(self) -> Self:
        """Uses the index communities_thread_latest."""
        return self.order_by("-last_post_at", "-pk")

    def unanswered(self) -> Self:
        return self.filter(kind="question", accepted_post=None)

    def with_people(self) -> Self:
        return self.select_related("author", "last_poster")


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
