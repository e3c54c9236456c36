"""What an engine outside the database still has to be told: rows written in the transaction of each change."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from search.backends import search_backend
from search.backends.base import AlreadyRebuilding, EngineDown
from search.models import IndexChange

logger = logging.getLogger(__name__)


def note(entry_ids: Iterable[int], *, is_gone: bool = False) -> None:
    """These entries changed. A worker tells the engine soon, and whatever becomes of that, within the minute."""
    changes = [IndexChange(entry_id=entry_id, is_gone=is_gone) for entry_id in entry_ids]
    if changes:
        IndexChange.objects.bulk_create(changes, batch_size=500)
        transaction.on_commit(tell_soon, robust=True)


def waiting() -> tuple[int, datetime | None]:
    """How many changes wait, and since when."""
    first = IndexChange.objects.order_by("pk").values_list("at", flat=True).first()
    return (IndexChange.objects.count(), first) if first else (0, None)


def tell_soon() -> None:
    """Once for any number of changes. After the commit: a task that runs before it would see none of them."""
    if not DBTaskResult.objects.ready().filter(task_path=tell_engine.module_path).exists():
        tell_engine.enqueue()


@task()
def tell_engine() -> None:
    """Tell the engine what it was not told yet. While it does not answer, the changes wait."""
    try:
        search_backend().catch_up()
    except EngineDown as reason:
        logger.warning("The search engine cannot be told of changes now; they wait: %s", reason)
    except AlreadyRebuilding as reason:
        logger.info("%s", reason)
