"""Bringing in threads that were written elsewhere: as fast as rows can be made, and safe to run again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from communities.actions.threads import excerpt_of
from communities.models import CommunityPage, Post, PostVersion, Thread
from communities.signals import post_saved, thread_saved
from communities.states import ThreadKind
from core.sanitize import CLEANER_VERSION, BodyTooLarge, clean_body
from people.models import User


@dataclass(frozen=True, slots=True)
class Brought:
    """A post as the source has it. `source_name` finds it again; `author_name` says who wrote it there."""

    source_name: str
    body: str
    created_at: datetime
    author: User | None = None
    author_name: str = ""
    score: int = 0
    is_accepted: bool = False


@dataclass(slots=True)
class BroughtIn:
    """What came of it: how many posts are new, and which were refused and why."""

    thread: Thread
    created: bool
    posts: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def bring_in_thread(
    *,
    community: CommunityPage,
    source_name: str,
    title: str,
    opening: Brought,
    replies: Iterable[Brought] = (),
    kind: str = ThreadKind.QUESTION,
    tags: Iterable[str] = (),
    is_closed: bool = False,
) -> BroughtIn:
    """Make a thread with its posts, in the order given; one that was brought in before gets the posts it lacks.

    Bodies are sanitised here. A reply that is too large is refused alone; an opening raises BodyTooLarge.
    """
    body = clean_body(opening.body)
    thread, created = Thread.objects.select_for_update().get_or_create(
        community=community,
        source_name=source_name,
        defaults={
            "kind": kind,
            "title": title,
            "author": opening.author,
            "author_name": "" if opening.author else opening.author_name,
            "created_at": opening.created_at,
            "last_post_at": opening.created_at,
            "last_poster": opening.author,
            "excerpt": excerpt_of(body),
            "is_closed": is_closed,
        },
    )
    if created:
        thread.tags.add(*tags)
    result = BroughtIn(thread, created)
    present = set(thread.posts.exclude(source_name="").values_list("source_name", flat=True))
    wanted = [each for each in [opening, *replies] if each.source_name not in present]
    posts = _make_posts(thread, wanted, result)
    _count(thread, posts, created=created)
    _accept(thread, wanted, posts)
    if created or posts:
        thread_saved.send(sender=Thread, thread=thread, created=created)
    for post in posts:
        post_saved.send(sender=Post, post=post, created=True)
    return result


def _make_posts(thread: Thread, wanted: Sequence[Brought], result: BroughtIn) -> list[Post]:
    posts: list[Post] = []
    for each in wanted:
        try:
            body = clean_body(each.body)
        except BodyTooLarge as error:
            result.refused.append((each.source_name, str(error)))
            continue
        posts.append(_unsaved(thread, each, body, position=thread.next_position + len(posts)))
    Post.objects.bulk_create(posts)
    PostVersion.objects.bulk_create(
        PostVersion(post=post, number=1, body=post.body, editor=post.author, created_at=post.created_at)
        for post in posts
    )
    result.posts = len(posts)
    return posts


def _unsaved(thread: Thread, each: Brought, body: str, *, position: int) -> Post:
    return Post(
        thread=thread,
        position=position,
        author=each.author,
        author_name="" if each.author else each.author_name,
        body=body,
        cleaner_version=CLEANER_VERSION,
        created_at=each.created_at,
        thanks_count=each.score,
        source_name=each.source_name,
    )


def _count(thread: Thread, posts: Sequence[Post], *, created: bool) -> None:
    if not posts:
        return
    last = max(posts, key=lambda post: post.created_at)
    Thread.objects.filter(pk=thread.pk).update(
        next_position=F("next_position") + len(posts),
        reply_count=F("reply_count") + len(posts) - (1 if created else 0),
    )
    Thread.objects.filter(pk=thread.pk, last_post_at__lte=last.created_at).update(
        last_post_at=last.created_at, last_poster=last.author
    )
    thread.refresh_from_db(fields=["next_position", "reply_count", "last_post_at", "last_poster"])


def _accept(thread: Thread, wanted: Sequence[Brought], posts: Sequence[Post]) -> None:
    """The source's accepted answer, unless somebody here chose one."""
    chosen = {each.source_name for each in wanted if each.is_accepted}
    answer = next((post for post in posts if post.source_name in chosen and not post.is_opening), None)
    if answer is None or not thread.is_question or thread.is_answered:
        return
    thread.accepted_post, thread.accepted_at = answer, answer.created_at
    thread.save(update_fields=["accepted_post", "accepted_at"])
