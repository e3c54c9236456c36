"""The log of searches: gathered in memory, and written in batches after a page was sent.

For counting, and no accepted write: a server that is killed forgets the last seconds.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone
from django.utils.crypto import get_random_string

from communities.models import CommunityPage
from people.models import User
from search.kinds import Kind
from search.models import Asked

BATCH = 100
HELD = 5000  # more than that come only when nothing can be written
KEPT = timedelta(days=365)
_AT_ONCE = 5000
_TRIES = 3  # another process may still hold the search of which something was opened

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class NewSearch:
    """A search to be written. `came_from` is the slug of a community, counted when it is among the `readable`."""

    key: uuid.UUID
    question: str
    words: str
    user_id: int | None
    community_id: int | None
    came_from: str
    readable: tuple[int, ...]
    at: datetime
    things: int
    follows: uuid.UUID | None


@dataclass(frozen=True)
class Opened:
    """Something that was found was opened."""

    key: uuid.UUID
    at: datetime
    kind: Kind
    thing: int
    position: int
    tries: int = 0


_lock = threading.Lock()
_searches: list[NewSearch] = []
_opened: dict[uuid.UUID, Opened] = {}
_since = time.monotonic()


def note(search: NewSearch) -> None:
    """Hold it until it is written; costs no query."""
    with _lock:
        if len(_searches) < HELD:
            _searches.append(search)


def note_opened(opened: Opened) -> None:
    """Of each search what was opened first, however often it is told."""
    with _lock:
        if len(_opened) < HELD:
            _opened.setdefault(opened.key, opened)


@receiver(request_finished)
def write_when_due(**kwargs: object) -> None:
    """After a page was sent: write when enough has gathered or enough time has passed."""
    if settings.SEARCHES_HELD_SECONDS is None or not (_searches or _opened):
        return
    enough = len(_searches) + len(_opened) >= BATCH
    if enough or time.monotonic() - _since >= settings.SEARCHES_HELD_SECONDS:
        write()


@atexit.register
def write_at_the_end() -> None:
    if settings.configured and getattr(settings, "SEARCHES_HELD_SECONDS", None) is not None:
        write()


def write() -> int:
    """Write what has gathered; returns how many searches. A failure is logged and drops them: nobody waits for it."""
    global _since
    with _lock:
        searches, opened = _searches[:], list(_opened.values())
        _searches.clear()
        _opened.clear()
        _since = time.monotonic()
    if not searches and not opened:
        return 0
    try:
        with transaction.atomic():
            _write_searches(searches)
            late = _write_opened(opened)
    except DatabaseError:
        logger.warning("%d searches were not noted", len(searches), exc_info=True)
        return 0
    for one in late:
        note_opened(one)
    return len(searches)


def forget_held() -> None:
    """Drop what has gathered."""
    with _lock:
        _searches.clear()
        _opened.clear()


def _write_searches(searches: list[NewSearch]) -> None:
    slugs = {one.came_from for one in searches if one.came_from}
    named = {one.community_id for one in searches if one.community_id}
    ids = dict(CommunityPage.objects.filter(Q(slug__in=slugs) | Q(pk__in=named)).values_list("slug", "pk"))
    there = frozenset(ids.values())
    people = set(User.objects.filter(pk__in={one.user_id for one in searches}).values_list("pk", flat=True))
    searches = [
        one if one.user_id in people else replace(one, user_id=None) for one in searches
    ]  # who left since
    askers = _askers(searches)
    rows = [
        Asked(
            key=one.key,
            question=one.question,
            words=one.words,
            user_id=one.user_id,
            asker=askers.get((one.user_id, one.words), ""),
            community_id=made_in if (made_in := _community(one, ids)) in there else None,
            at=one.at,
            things=one.things,
        )
        for one in searches
    ]
    Asked.objects.bulk_create(rows, batch_size=BATCH)
    after: dict[Any, uuid.UUID] = {one.key: one.follows for one in searches if one.follows}
    if after:
        before = dict(Asked.objects.filter(key__in=after.values()).values_list("key", "pk"))
        again = [row for row in rows if row.key in after]
        for row in again:
            row.follows_id = before.get(after[row.key])
        Asked.objects.bulk_update(again, ["follows"], batch_size=BATCH)


def _community(search: NewSearch, ids: dict[str, int]) -> int | None:
    """Where it was made; of a place that this person may not read, nothing is said."""
    made_in = search.community_id or ids.get(search.came_from)
    return made_in if made_in in search.readable else None


def _askers(searches: Iterable[NewSearch]) -> dict[tuple[int | None, str], str]:
    """Something by chance for each person and words, the same as when this person last asked them."""
    pairs = {(one.user_id, one.words) for one in searches if one.user_id and one.words}
    people, said = {user for user, _ in pairs}, {words for _, words in pairs}
    known = Asked.objects.filter(user__in=people, words__in=said).exclude(asker="").order_by("at")
    found = {(user, words): asker for user, words, asker in known.values_list("user_id", "words", "asker")}
    return {pair: found.get(pair) or get_random_string(16) for pair in pairs}


def _write_opened(opened: list[Opened]) -> list[Opened]:
    """The first thing that was opened of each search counts. Returns those whose search is not there yet."""
    late = []
    there = set(Asked.objects.filter(key__in={one.key for one in opened}).values_list("key", flat=True))
    for one in opened:
        if one.key not in there:
            late += [Opened(**{**vars(one), "tries": one.tries + 1})] if one.tries < _TRIES else []
            continue
        Asked.objects.filter(key=one.key, clicked_at=None).update(
            clicked_at=one.at, clicked_kind=one.kind, clicked_thing=one.thing, clicked_position=one.position
        )
    return late


# -- what is forgotten -------------------------------------------------------------------------------------
def forget_names() -> int:
    """Who searched is known for SEARCH_NAMES_KEPT_DAYS, what was searched for a year. Safe to run again."""
    now = timezone.now()
    known = Asked.objects.filter(user__isnull=False)
    old = known.filter(at__lt=now - timedelta(days=settings.SEARCH_NAMES_KEPT_DAYS))
    forgotten = 0
    while batch := list(old.order_by("at").values_list("pk", flat=True)[:_AT_ONCE]):
        forgotten += Asked.objects.filter(pk__in=batch).update(user=None)
    gone = Asked.objects.filter(at__lt=now - KEPT).order_by("at").values_list("pk", flat=True)
    while batch := list(gone[:_AT_ONCE]):
        Asked.objects.filter(pk__in=batch).delete()
    return forgotten
