"""Who read what, once a month each: gathered in memory, and written in batches after a page was sent.

Evidence and no accepted write: a server that is killed forgets the last seconds. `Reading` never names a time or
an address, and its rows are dropped after KEPT_DAYS days.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections import OrderedDict
from datetime import date
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import DatabaseError
from django.db.models import Count
from django.dispatch import receiver
from django.utils import timezone

from communities.signals import was_read
from curation.models import Reading
from people.models import User

BATCH = 200
KEPT_DAYS = 400
REMEMBERED = 20_000  # what was written lately is not written again

logger = logging.getLogger(__name__)
_Key = tuple[str, int, int, date]
_lock = threading.Lock()
_waiting: set[_Key] = set()
_written: OrderedDict[_Key, None] = OrderedDict()
_since = time.monotonic()


@receiver(was_read)
def note(kind: str, pk: int, user: Any, **kwargs: Any) -> None:
    """Remember that this person reads this thing; costs no query."""
    key = (kind, pk, user.pk, timezone.localdate().replace(day=1))
    with _lock:
        if key not in _written:
            _waiting.add(key)


@receiver(request_finished)
def write_when_due(**kwargs: Any) -> None:
    """After a page was sent: write when enough has gathered or enough time has passed."""
    if settings.READS_HELD_SECONDS is None or not _waiting:
        return
    if len(_waiting) >= BATCH or time.monotonic() - _since >= settings.READS_HELD_SECONDS:
        write()


@atexit.register
def write_at_the_end() -> None:
    if settings.configured and settings.READS_HELD_SECONDS is not None:
        write()


def write() -> int:
    """Write what has gathered; returns how many rows. A failure is logged and drops them: nobody waits for it."""
    global _since
    with _lock:
        rows = sorted(_waiting)
        _waiting.clear()
        _since = time.monotonic()
    if not rows:
        return 0
    try:
        people = set(User.objects.filter(pk__in={row[2] for row in rows}).values_list("pk", flat=True))
        rows = [row for row in rows if row[2] in people]  # the others left since
        Reading.objects.bulk_create(
            [Reading(kind=kind, object_id=pk, user_id=user, month=month) for kind, pk, user, month in rows],
            ignore_conflicts=True,
            batch_size=BATCH,
        )
    except DatabaseError:
        logger.warning("What %d people read was not counted", len(rows), exc_info=True)
        return 0
    with _lock:
        _written.update(dict.fromkeys(rows))
        while len(_written) > REMEMBERED:
            _written.popitem(last=False)
    return len(rows)


def forget() -> None:
    """Drop what has gathered and what is remembered."""
    with _lock:
        _waiting.clear()
        _written.clear()


def readers_of(kind: str, ids: Any, *, since: date) -> dict[int, int]:
    """How many people read each of these since the month of a day. Reads the index of curation_reading_once."""
    rows = Reading.objects.filter(kind=kind, object_id__in=ids, month__gte=since.replace(day=1))
    counted = rows.order_by().values("object_id").annotate(people=Count("user", distinct=True))
    return dict(counted.values_list("object_id", "people"))
