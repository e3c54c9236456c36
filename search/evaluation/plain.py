"""What to compare with: BM25 with English stems over title and text, all words of a question joined by OR."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from search.language import words


class PlainBm25:
    """FTS5 in memory, beside whichever database the site has."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def answers(self, question: str, limit: int) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(question)))
        if not asked:
            return []
        found = self._connection.execute(
            "SELECT name FROM plain WHERE plain MATCH ? ORDER BY bm25(plain), rowid LIMIT ?", (asked, limit)
        )
        return [name for (name,) in found]


@contextmanager
def plain_bm25(documents: Iterable[tuple[str, tuple[str, str]]]) -> Iterator[PlainBm25]:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE plain USING fts5("
            "name UNINDEXED, text, tokenize='porter unicode61 remove_diacritics 2')"
        )
        connection.executemany(
            "INSERT INTO plain VALUES (?, ?)",
            ((name, f"{title}\n{text}") for name, (title, text) in documents),
        )
        yield PlainBm25(connection)
    finally:
        connection.close()
