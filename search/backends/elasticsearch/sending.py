"""Documents on their way to the engine, in bulk; what it is too busy for is sent again, a little later each time."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Any

from elasticsearch import ApiError, TransportError, helpers

from search.backends.base import EngineDown
from search.backends.elasticsearch.connection import (
    NOT_THERE,
    OVERLOADED,
    PATIENCE_OF_WORK,
    IndexMissing,
    client,
)
from search.backends.elasticsearch.documents import document
from search.models import SearchEntry

logger = logging.getLogger(__name__)
PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)  # seconds before each further attempt
AT_ONCE = 500  # documents in one request
MOST_BYTES = 10 * 1024 * 1024
NEWER_IS_THERE = 409

Action = dict[str, Any]


def writing(entry: SearchEntry, *, to: str, version: int) -> Action:
    return _action("index", entry.pk, to, version) | {"_source": document(entry)}


def deleting(entry_id: int, *, of: str, version: int) -> Action:
    return _action("delete", entry_id, of, version)


def _action(what: str, entry_id: int, alias: str, version: int) -> Action:
    """Of two versions the engine keeps the higher, in whatever order they arrive; the same may come again."""
    return {
        "_op_type": what,
        "_index": alias,
        "_id": str(entry_id),
        "version": version,
        "version_type": "external_gte",
    }


def send(actions: Iterable[Action]) -> None:
    """Returns when the engine has all of them; raises EngineDown when it does not take them for some seconds."""
    left = list(actions)
    for pause in (*PAUSES, None):
        left, reason = _attempt(left)
        if not left:
            return
        if pause is None or isinstance(reason, IndexMissing):
            raise reason
        time.sleep(pause)


def _attempt(actions: list[Action]) -> tuple[list[Action], EngineDown]:
    """Those that have to be sent again, and why."""
    left: list[Action] = []
    reason = EngineDown("The engine takes no changes")
    sent = helpers.streaming_bulk(
        client(seconds=PATIENCE_OF_WORK),
        actions,
        chunk_size=AT_ONCE,
        max_chunk_bytes=MOST_BYTES,
        raise_on_error=False,
        raise_on_exception=False,
        require_alias=True,  # an engine that lost its data would else make an index of its own liking
    )
    for action, (is_done, item) in zip(actions, sent, strict=True):
        if not is_done and (failure := _failure(action, next(iter(item.values())))):
            left.append(action)
            reason = failure
    return left, reason


def _failure(action: Action, answer: dict[str, Any]) -> EngineDown | None:
    """Why this has to be sent again; None when it need not be."""
    error, status = answer.get("error"), answer.get("status")
    exception = answer.get("exception")
    if isinstance(exception, TransportError):
        return EngineDown(str(exception))
    if isinstance(exception, ApiError):
        status = exception.status_code
    if status == NEWER_IS_THERE or (status == NOT_THERE and not error):
        return None  # what was to be deleted is not there
    if status == NOT_THERE:
        return IndexMissing()
    if status in OVERLOADED:
        return EngineDown(str(error))
    logger.error("The engine refuses entry %s: %s", action["_id"], error)
    return None  # sent again, it would be refused again, and hold up all others; an audit tells of it
