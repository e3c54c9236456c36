"""The way to the engine: with little patience where a person waits, and whatever goes wrong is EngineDown."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError

from search.backends.base import EngineDown
from search.backends.elasticsearch.breaker import Breaker

logger = logging.getLogger(__name__)
PATIENCE_OF_WORK = 30.0  # seconds, of what nobody waits for
OVERLOADED = {429, 502, 503, 504}
NOT_THERE = 404

breaker = Breaker()
_patience: ContextVar[float | None] = ContextVar("patience", default=None)


class IndexMissing(EngineDown):
    """The engine answers and has no index: it was never built, or the engine lost it."""

    def __init__(self) -> None:
        super().__init__("The engine has no index; run: manage.py search_rebuild --index-only")


@cache
def _client(url: str) -> Elasticsearch:
    return Elasticsearch(url, max_retries=0)


def client(*, seconds: float) -> Elasticsearch:
    return _client(settings.ELASTICSEARCH_URL).options(request_timeout=seconds)


@contextmanager
def patient() -> Iterator[None]:
    """Where nobody waits for an answer."""
    before = _patience.set(PATIENCE_OF_WORK)
    try:
        yield
    finally:
        _patience.reset(before)


@contextmanager
def asking() -> Iterator[Elasticsearch]:
    """For what a person waits for: raises EngineDown at once while the breaker is open."""
    if not breaker.lets_through():
        raise EngineDown("The engine did not answer a moment ago")
    try:
        yield client(seconds=_patience.get() or settings.SEARCH_PATIENCE)
    except TransportError as error:
        breaker.failed(error)
        raise EngineDown(str(error)) from error
    except ApiError as error:
        if error.status_code in OVERLOADED:
            breaker.failed(error)
            raise EngineDown(str(error)) from error
        breaker.answered()
        if error.status_code == NOT_THERE:
            raise IndexMissing from error
        logger.exception("The search engine refuses a question of ours")
        raise EngineDown(str(error)) from error
    except BaseException:
        breaker.was_cut_off()
        raise
    else:
        breaker.answered()


@contextmanager
def working() -> Iterator[Elasticsearch]:
    """For commands and tasks: patient, and without the breaker, since whoever works wants to know."""
    try:
        yield client(seconds=PATIENCE_OF_WORK)
    except TransportError as error:
        raise EngineDown(str(error)) from error
    except ApiError as error:
        if error.status_code == NOT_THERE:
            raise IndexMissing from error
        raise EngineDown(str(error)) from error
