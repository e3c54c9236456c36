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

AT_ONCE = f"{__name__}.AtOnce"


class AtOnce(ElasticsearchSearch):
    """Tells the engine of every change before each question, as a worker does within seconds."""

    def rank(self, query: SearchQuery, *, count: bool = True) -> Ranking:
        self.settle()
        return super().rank(query, count=count)

    def found_words(self, query: SearchQuery, words: Iterable[str]) -> set[str]:
        self.settle()
        return super().found_words(query, words)

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        self.settle()
        return super().suggest(query, limit=limit)

    def faults(self) -> Faults:
        self.settle()
        return super().faults()

    def settle(self) -> None:
        if IndexChange.objects.exists():
            self.catch_up()
            with working() as engine:
                engine.indices.refresh(index=indices.READ.name)


@contextmanager
def engine_in_use(settings: Any, url: str, prefix: str = "") -> Iterator[ElasticsearchSearch]:
    """The settings name an engine with an empty index of its own."""
    settings.ELASTICSEARCH_URL = url
    settings.SEARCH_INDEX = f"{prefix}{uuid4().hex[:8]}"
    settings.SEARCH_BACKEND = AT_ONCE
    breaker.answered()
    backend = AtOnce()
    backend.rebuild(lambda done: None)
    yield backend
    breaker.answered()
    remove_indices(url, settings.SEARCH_INDEX)
