"""Writing in threads: each action checks, locks, changes, and tells."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import Truncator

from communities.models import CommunityPage, Post, PostVersion, Reaction, Thread
from communities.permissions import Verb, may_retitle
from communities.signals import post_reacted, post_saved, thread_saved
from communities.states import COUNTER_OF_REACTION
from core.blocks import plain_text
from core.policy import require
from core.sanitize import CLEANER_VERSION, clean_body
from people.models import User

EXCERPT_CHARS = 280
MOST_PINNED = 10  # all of them stand on the first page of the list


class ThreadIsClosed(Exception):
    """Nobody replies in a closed thread; whoever wrote meanwhile must keep the words."""


class TooManyPinned(Exception):
    """MOST_PINNED threads of the community are pinned already."""


class NotAnAnswer(Exception):
    """What was chosen cannot answer: it is the question itself, was removed, or the thread asks nothing."""


# -- writing -----------------------------------------------------------------------------------------------
@transaction.atomic
def open_thread(
    *,
    user: User,
    community: CommunityPage,
    kind: str,
    title: str,
    body: str,
    tags: Iterable[str] = (),
    is_exploring: bool = False,
    submission: uuid.UUID | None = None,
) -> Thread:
    """Start a thread with its opening post. The same `submission` twice gives the same thread."""
    require(user, Verb.ADD, community)
    now = timezone.now()
    clean = clean_body(body)
    thread, created = Thread.objects.get_or_create(
        author=user,
        submission=submission or uuid.uuid4(),
        defaults={
            "community": community,
            "kind": kind,
            "title": title,
            "created_at": now,
            "last_post_at": now,
            "last_poster": user,
            "next_position": 2,
            "excerpt": excerpt_of(clean),
            "is_exploring": is_exploring,
        },
    )
    if not created:
        return thread
    thread.tags.add(*tags)
    post = _write_post(thread=thread, position=1, user=user, body=clean, now=now)
    thread_saved.send(sender=Thread, thread=thread, created=True)
    post_saved.send(sender=Post, post=post, created=True)
    return thread


@transaction.atomic
def reply_to_thread(*, user: User, thread: Thread, body: str, submission: uuid.UUID | None = None) -> Post:
    """Add a post at the end; the row of the thread is locked, so positions are dense whoever else writes.

    The same `submission` twice gives the same post. Raises ThreadIsClosed, or Thread.DoesNotExist.
    """
    require(user, Verb.ADD, thread)
    clean = clean_body(body)  # before the lock: others wait for it
    locked = Thread.objects.select_for_update().get(pk=thread.pk)
    if submission and (sent := Post.objects.filter(author=user, submission=submission).first()):
        return sent
    if locked.is_closed:
        raise ThreadIsClosed
    now = timezone.now()
    post = _write_post(
        thread=thread, position=locked.next_position, user=user, body=clean, now=now, submission=submission
    )
    Thread.objects.filter(pk=thread.pk).update(
        next_position=F("next_position") + 1,
        reply_count=F("reply_count") + 1,
        last_post_at=now,
        last_poster=user,
    )
    post_saved.send(sender=Post, post=post, created=True)
    return post


@transaction.atomic
def edit_post(*, user: User, post: Post, body: str) -> Post:
    """Write a new version of one's own post; those before stay. The same words again change nothing."""
    require(user, Verb.CHANGE, post)
    locked = Post.objects.select_for_update().get(pk=post.pk)
    clean = clean_body(body, previous=locked.body)
    if clean == locked.body:
        return post
    now = timezone.now()
    post.body, post.cleaner_version = clean, CLEANER_VERSION
    post.version, post.edited_at = locked.version + 1, now
    post.save(update_fields=["body", "cleaner_version", "version", "edited_at"])
    _keep_version(post, editor=user, now=now)
    if post.is_opening:
        Thread.objects.filter(pk=post.thread_id).update(excerpt=excerpt_of(clean))
    post_saved.send(sender=Post, post=post, created=False)
    return post


@transaction.atomic
def retitle_thread(*, user: User, thread: Thread, title: str, tags: Iterable[str]) -> Thread:
    """Change title and tags: the author's, or a facilitator's to do."""
    if not may_retitle(user, thread):
        raise PermissionDenied("Only its author or a facilitator changes the title of a thread.")
    thread.title = title
    thread.save(update_fields=["title"])
    thread.tags.set(list(tags))
    thread_saved.send(sender=Thread, thread=thread, created=False)
    return thread


# -- answers and reactions ----------------------------------------------------------------------------------
@transaction.atomic
def accept_answer(*, user: User, post: Post) -> Thread:
    """Make a reply the answer to its question, in place of another. Raises NotAnAnswer."""
    require(user, Verb.ACCEPT, post.thread)
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    current = Post.objects.get(pk=post.pk)
    if not thread.is_question or current.is_opening or current.is_removed:
        raise NotAnAnswer
    return _set_answer(thread, post=current, user=user)


@transaction.atomic
def take_back_answer(*, user: User, thread: Thread) -> Thread:
    """Leave the question without an accepted answer."""
    require(user, Verb.ACCEPT, thread)
    return _set_answer(Thread.objects.select_for_update().get(pk=thread.pk), post=None, user=None)


@transaction.atomic
def react_to_post(*, user: User, post: Post, kind: str, on: bool) -> None:
    """Say "thanks" or "worked for me" of somebody else's post, or take it back. Twice changes nothing."""
    require(user, Verb.ADD, post)
    if post.author_id == user.pk or post.is_removed:
        raise PermissionDenied("Nobody thanks themselves, nor for what was removed.")
    if on:
        changed = int(Reaction.objects.get_or_create(post=post, user=user, kind=kind)[1])
    else:
        changed = -Reaction.objects.filter(post=post, user=user, kind=kind).delete()[0]
    if changed:
        counter = COUNTER_OF_REACTION[kind]
        Post.objects.filter(pk=post.pk).update(**{counter: F(counter) + changed})
        post_reacted.send(sender=Post, post=post, kind=kind)


# -- moderation --------------------------------------------------------------------------------------------
@transaction.atomic
def close_thread(*, user: User, thread: Thread, closed: bool) -> None:
    """Stop replies, or let them go on."""
    _moderate(user, thread, is_closed=closed)


@transaction.atomic
def pin_thread(*, user: User, thread: Thread, pinned: bool) -> None:
    """Keep a thread on top of the list, or let it move with the others. Raises TooManyPinned."""
    if pinned and not thread.is_pinned:
        already = Thread.objects.in_community(thread.community).pinned().values_list("pk", flat=True)
        if len(already[:MOST_PINNED]) == MOST_PINNED:
            raise TooManyPinned
    _moderate(user, thread, is_pinned=pinned)


@transaction.atomic
def remove_post(*, user: User, post: Post, removed: bool) -> None:
    """Hide the words of a post from all but facilitators, or show them again. Its place stays."""
    require(user, Verb.MODERATE, post)
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    current = Post.objects.select_for_update().get(pk=post.pk)
    if current.is_removed == removed:
        return
    post.is_removed, post.removed_by = removed, user if removed else None
    post.save(update_fields=["is_removed", "removed_by"])
    if post.is_opening:
        excerpt = "" if removed else excerpt_of(current.body)
        Thread.objects.filter(pk=thread.pk).update(excerpt=excerpt)
    else:
        Thread.objects.filter(pk=thread.pk).update(reply_count=F("reply_count") + (-1 if removed else 1))
    if removed and thread.accepted_post_id == post.pk:
        _set_answer(thread, post=None, user=None)
    post_saved.send(sender=Post, post=post, created=False)


# -- shared ------------------------------------------------------------------------------------------------
def excerpt_of(body: str) -> str:
    """The first words of a clean body, as a list shows them."""
    return Truncator(" ".join(plain_text(body).split())).chars(EXCERPT_CHARS)


def _write_post(
    *,
    thread: Thread,
    position: int,
    user: User,
    body: str,
    now: datetime,
    submission: uuid.UUID | None = None,
) -> Post:
    post = Post.objects.create(
        thread=thread,
        position=position,
        author=user,
        body=body,
        cleaner_version=CLEANER_VERSION,
        created_at=now,
        submission=submission,
    )
    _keep_version(post, editor=user, now=now)
    return post


def _keep_version(post: Post, *, editor: User, now: datetime) -> None:
    PostVersion.objects.create(post=post, number=post.version, body=post.body, editor=editor, created_at=now)


def _set_answer(thread: Thread, *, post: Post | None, user: User | None) -> Thread:
    if thread.accepted_post_id == (post.pk if post else None):
        return thread
    thread.accepted_post, thread.accepted_by = post, user
    thread.accepted_at = timezone.now() if post else None
    thread.save(update_fields=["accepted_post", "accepted_by", "accepted_at"])
    thread_saved.send(sender=Thread, thread=thread, created=False)
    return thread


def _moderate(user: User, thread: Thread, **flags: bool) -> None:
    require(user, Verb.MODERATE, thread)
    Thread.objects.filter(pk=thread.pk).update(**flags)
    for name, value in flags.items():
        setattr(thread, name, value)
    thread_saved.send(sender=Thread, thread=thread, created=False)
