"""Search in SQLite: FTS5 tables ranked by BM25, in the database of the site."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DatabaseError, connection

from search.backends.base import RANKED, Ranking, SearchQuery, Variant
from search.backends.sql import BROWSED, TRUST_WEIGHT, Sql, allowed, rank, rows
from search.backends.weights import FORMER, MORE, PLACE_TITLE, TEXT, TITLE
from search.language import words

TABLES = ("search_fts", "search_titles")
BM25 = f"bm25(search_fts, {TITLE}, {PLACE_TITLE}, {TEXT}, {FORMER}, {MORE})"  # lower is better


def quoted(term: str) -> str:
    """A term as an FTS5 string: whatever is typed is words to find, never syntax."""
    return '"' + term.replace('"', '""') + '"'


def _any(variants: Iterable[Variant]) -> str:
    return " OR ".join(quoted(variant.text) for variant in variants)


def matching(query: SearchQuery) -> str:
    """What is required, joined by AND; without it any of the terms; nothing that is excluded."""
    required = [f"({_any(term.variants)})" for term in query.terms if term.is_required]
    others = [_any(term.variants) for term in query.terms if not term.is_required]
    asked = " AND ".join(required) or " OR ".join(others)
    return f"({asked}) NOT ({_any(query.excluded)})" if query.excluded else asked


def browsing(query: SearchQuery) -> Sql:
    """Where to look without words."""
    if not query.excluded:
        return f"FROM search_searchentry e WHERE {BROWSED}", []
    without = "e.id NOT IN (SELECT rowid FROM search_fts WHERE search_fts MATCH %s)"
    return f"FROM search_searchentry e WHERE {BROWSED} AND {without}", [_any(query.excluded)]


def match_title_beginning(query: SearchQuery) -> str:
    """Every word in the title; the last one as a beginning, since it is still being typed."""
    typed = [word for term in query.terms for word in words(term.typed)]
    return " AND ".join(quoted(word) for word in typed) + "*" if typed else ""


class SqliteSearch:
    def rank(self, query: SearchQuery, *, count: bool) -> Ranking:
        if query.is_browsing:
            source, values = browsing(query)
            return rank(query, source=source, score="0.0", values=values, limit=RANKED, count=count)
        return rank(
            query,
            source="FROM search_fts JOIN search_searchentry e ON e.id = search_fts.rowid WHERE search_fts MATCH %s",
            score=f"-{BM25} * {TRUST_WEIGHT}",
            values=[matching(query)],
            limit=RANKED,
            count=count,
        )

    def found_words(self, query: SearchQuery, asked: list[str]) -> set[str]:
        may, may_values = allowed(query)
        there = f"""EXISTS (SELECT 1 FROM search_fts JOIN search_searchentry e ON e.id = search_fts.rowid
            WHERE search_fts MATCH %s AND {may})"""
        values = [value for word in asked for value in (quoted(word), *may_values)]
        (found,) = rows(f"SELECT {', '.join([there] * len(asked))}", values)
        return {word for word, is_there in zip(asked, found, strict=True) if is_there}

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        match = match_title_beginning(query)
        if not match:
            return []
        may, may_values = allowed(query)
        found = rows(
            f"""SELECT e.id, -bm25(search_titles) * {TRUST_WEIGHT} AS score
                FROM search_titles JOIN search_searchentry e ON e.id = search_titles.rowid
                WHERE search_titles MATCH %s AND {may} ORDER BY score DESC, e.id LIMIT %s""",
            [match, *may_values, limit],
        )
        return [row[0] for row in found]

    def rebuild(self) -> None:
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")

    def faults(self) -> int:
        return sum(not self._is_sound(table) for table in TABLES)

    @staticmethod
    def _is_sound(table: str) -> bool:
        """Whether the index says what the rows say; FTS5 answers by an error, and changes nothing."""
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            return False
        return True
