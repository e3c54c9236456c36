"""Elasticsearch as a test wants it: an index of its own, and whatever was written can be found at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from search.backends.base import Faults, Ranking, SearchQuery
from search.backends.elasticsearch import ElasticsearchSearch, indices
from search.backends.elasticsearch.connection import breaker, working
from search.models import IndexChange
from tests.elasticsearch.rest import remove_indices


class Engine(ElasticsearchSearch):
    def settle(self) -> None:
        """Whatever the engine was told can be found."""
        with working() as engine:
            engine.indices.refresh(index=indices.READ.name)


class AtOnce(Engine):
    """Tells the engine of every change before each question, as a worker does within seconds."""

    def rank(self, query: SearchQuery, *, count: bool = True) -> Ranking:
        self.tell()
        return super().rank(query, count=count)

    def found_words(self, query: SearchQuery, words: Iterable[str]) -> set[str]:
        self.tell()
        return super().found_words(query, words)

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        self.tell()
        return super().suggest(query, limit=limit)

    def faults(self) -> Faults:
        self.tell()
        return super().faults()

    def tell(self) -> None:
        if IndexChange.objects.exists():
            self.catch_up()
            self.settle()


@contextmanager
def engine_in_use(settings: Any, url: str, prefix: str = "", *, settle: bool = True) -> Iterator[Engine]:
    """The settings name an engine with an empty index of its own; with `settle` it is told of changes at once."""
    kind = AtOnce if settle else Engine
    settings.ELASTICSEARCH_URL = url
    settings.SEARCH_PATIENCE = 20  # a busy machine is no fault
    settings.SEARCH_INDEX = f"{prefix}{uuid4().hex[:8]}"
    settings.SEARCH_BACKEND = f"{kind.__module__}.{kind.__name__}"
    breaker.answered()
    backend = kind()
    backend.rebuild(lambda done: None)
    yield backend
    breaker.answered()
    remove_indices(url, settings.SEARCH_INDEX)
