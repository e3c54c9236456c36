"""What this app adds to "what is new" and to profiles: threads, replies and wiki pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from communities.models import Membership, Post, Thread, WikiPage
from people.activity import Activity, Scope, register_activity
from people.models import User
from people.profile import Belonging, register_belongings


def threads(scope: Scope) -> Iterable[Activity]:
    """Threads by their last post; of one person, those that the person opened."""
    rows = Thread.objects.visible_to(scope.viewer)
    if scope.author is not None:
        rows = rows.filter(author=scope.author).order_by("-created_at", "-pk")[: scope.size]
    elif scope.community_ids is not None:
        rows = rows.newest_in(scope.community_ids, order=("-last_post_at", "-pk"), size=scope.size)
    else:
        rows = rows.latest_first()[: scope.size]
    for thread in rows.select_related("author", "community"):
        yield Activity(
            moment=thread.created_at if scope.author else thread.last_post_at,
            url=thread.get_absolute_url(),
            title=thread.title,
            kind=thread.get_kind_display(),
            kind_icon=thread.icon,
            community_id=thread.community_id,
            place=_place(scope, thread.community),
            person=None if scope.author else thread.author,
            state=_state(thread),
            count=thread.reply_count,
            count_icon="message-square",
            count_one="reply",
            count_many="replies",
        )


def replies(scope: Scope) -> Iterable[Activity]:
    """The newest reply of one person in each thread; "what is new" has the threads themselves."""
    if scope.author is None:
        return
    rows = Post.objects.visible_to(scope.viewer).filter(author=scope.author, position__gt=1, is_removed=False)
    rows = rows.select_related("thread__community").order_by("-created_at")[: scope.size]
    newest_in_thread = {post.thread_id: post for post in reversed(rows)}
    for post in newest_in_thread.values():
        accepted = post.thread.accepted_post_id == post.pk
        yield Activity(
            moment=post.created_at,
            url=post.get_absolute_url(),
            title=post.thread.title,
            kind="Accepted answer" if accepted else "Reply",
            kind_icon="circle-check" if accepted else "message-square",
            community_id=post.thread.community_id,
            place=_place(scope, post.thread.community),
        )


def wiki_pages(scope: Scope) -> Iterable[Activity]:
    """Wiki pages by their last save; of one person, those that the person helped to write."""
    rows = WikiPage.objects.visible_to(scope.viewer).live().defer("body", "sections")
    if scope.author is not None:
        rows = rows.filter(contributions__person=scope.author)
    elif scope.community_ids is not None:
        rows = rows.filter(community__in=scope.community_ids)
    rows = rows.select_related("last_editor", "community").order_by("-last_published_at", "-pk")
    for page in rows[: scope.size]:
        if page.saved_at is None:
            continue
        yield Activity(
            moment=page.saved_at,
            url=page.get_absolute_url(),
            title=page.title,
            kind="Wiki page",
            kind_icon="book-open",
            community_id=page.community_id,
            place=_place(scope, page.community),
            person=None if scope.author else page.last_editor,
        )


def memberships(viewer: Any, person: User) -> Iterable[Belonging]:
    """The communities that a person is in, of those that the viewer may read."""
    rows = Membership.objects.visible_to(viewer).active().filter(user=person).select_related("community")
    for membership in rows.order_by("community__title"):
        yield Belonging(community=membership.community, role=membership.role_words)


def _place(scope: Scope, community: Any) -> str:
    return "" if scope.is_one_community else community.title


def _state(thread: Thread) -> str:
    if not thread.is_question:
        return ""
    return "answered" if thread.is_answered else "waiting" if not thread.reply_count else ""


def register() -> None:
    """Called when the app is ready."""
    for source in (threads, replies, wiki_pages):
        register_activity(source)
    register_belongings(memberships)
