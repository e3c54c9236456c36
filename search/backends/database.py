"""The embedded default: search in the site's own database, whichever it is. Writing a row indexes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from search.backends.base import EngineState, Faults, Ranking, SearchQuery
from search.backends.postgresql import PostgresqlSearch
from search.backends.sqlite import SqliteSearch
from search.models import SearchEntry

DIALECTS: dict[str, type[SqliteSearch] | type[PostgresqlSearch]] = {
    "sqlite": SqliteSearch,
    "postgresql": PostgresqlSearch,
}

# How many times as much by meaning is proposed as is asked for, so that enough is left of it.
UNFILTERED, FILTERED = 3, 20


class DatabaseSearch:
    def __init__(self) -> None:
        self._dialect = DIALECTS[connection.vendor]()

    def rank(self, query: SearchQuery, *, count: bool = True) -> Ranking:
        return self._dialect.rank(query, count=count) if query.terms or query.filters else Ranking()

    def found_words(self, query: SearchQuery, words: Iterable[str]) -> set[str]:
        asked = list(words)
        return self._dialect.found_words(query, asked) if asked else set()

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        return self._dialect.suggest(query, limit=limit)

    def nearest(self, query: SearchQuery, vector: Any, *, limit: int) -> list[int]:
        from search.meaning.matrix import matrix  # its packages are optional

        return matrix().nearest(query, vector, limit * (FILTERED if query.filters else UNFILTERED))

    def wrote(self, entries: Iterable[SearchEntry]) -> None:
        """Nothing to do: triggers (SQLite) or a generated column (PostgreSQL) keep the index."""

    def removed(self, entry_ids: Iterable[int]) -> None:
        """Nothing to do, as for `wrote`."""

    def catch_up(self) -> None:
        """Nothing to do, as for `wrote`."""

    def rebuild(self, say: Callable[[int], None]) -> None:
        self._dialect.rebuild()

    def faults(self) -> Faults:
        return Faults(old=self._dialect.faults())

    def repair(self) -> None:
        """A full-text index is mended as a whole."""
        if self._dialect.faults():
            self._dialect.rebuild()

    @contextmanager
    def apart(self) -> Iterator[Callable[[], None]]:
        with transaction.atomic():
            try:
                yield lambda: None
            finally:
                transaction.set_rollback(True)

    def plain(self, text: str, query: SearchQuery, *, limit: int) -> list[int]:
        return []

    def state(self) -> EngineState:
        return EngineState()
