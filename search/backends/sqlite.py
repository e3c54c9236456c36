"""Search in SQLite: an FTS5 table ranked by BM25, in the database of the site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from search.backends.base import MARK_END, MARK_START, RANKED, Counted, Marked, Ranked, Ranking, SearchQuery
from search.backends.sql import TRUST_WEIGHT, allowed, chosen
from search.models import SearchEntry
from search.terms import Terms

BM25 = "bm25(search_fts, 6.0, 3.0, 1.0)"  # title, place title, text; lower is better


def quoted(term: str) -> str:
    """A term as an FTS5 string: whatever is typed is words to find, never syntax."""
    return '"' + term.replace('"', '""') + '"'


def match_any(terms: Terms) -> str:
    """Words joined by OR: a question in plain words finds what has most of them."""
    return " OR ".join(quoted(term) for term in terms.all)


def match_title_beginning(terms: Terms) -> str:
    """Every word in the title; the last one as a beginning, since it is still being typed."""
    *whole, last = terms.all
    parts = [quoted(word) for word in whole] + [quoted(last) + "*"]
    return "{title} : (" + " AND ".join(parts) + ")"


class SqliteSearch:
    def rank(self, query: SearchQuery) -> Ranking:
        may, may_values = allowed(query)
        filters, filter_values = chosen(query)
        match = match_any(query.terms)
        order = "e.updated_at DESC" if query.newest_first else "score DESC"
        places = self._rows(
            f"""SELECT e.id, -{BM25} * {TRUST_WEIGHT} AS score
                FROM search_fts JOIN search_searchentry e ON e.id = search_fts.rowid
                WHERE search_fts MATCH %s AND {may} AND {filters} ORDER BY {order}, e.id LIMIT %s""",
            [match, *may_values, *filter_values, RANKED],
        )
        counts = self._rows(
            f"""SELECT e.kind, e.community_id, COUNT(DISTINCT e.thing_id)
                FROM search_fts JOIN search_searchentry e ON e.id = search_fts.rowid
                WHERE search_fts MATCH %s AND {may} GROUP BY e.kind, e.community_id""",
            [match, *may_values],
        )
        return Ranking([Ranked(*row) for row in places], [Counted(*row) for row in counts])

    def mark(self, query: SearchQuery, entries: Iterable[SearchEntry]) -> dict[int, Marked]:
        ids = [entry.pk for entry in entries]
        wanted = ", ".join(["%s"] * len(ids)) or "NULL"
        rows = self._rows(
            f"""SELECT rowid, highlight(search_fts, 0, %s, %s), highlight(search_fts, 1, %s, %s),
                    snippet(search_fts, 2, %s, %s, '…', 32)
                FROM search_fts WHERE search_fts MATCH %s AND rowid IN ({wanted})""",
            [*[MARK_START, MARK_END] * 3, match_any(query.terms), *ids],
        )
        return {row[0]: Marked(*row[1:]) for row in rows}

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        may, may_values = allowed(query)
        rows = self._rows(
            f"""SELECT MIN(id) FROM (
                    SELECT e.id, e.kind, e.thing_id, -{BM25} * {TRUST_WEIGHT} AS score
                    FROM search_fts JOIN search_searchentry e ON e.id = search_fts.rowid
                    WHERE search_fts MATCH %s AND e.position = 0 AND {may}
                    ORDER BY score DESC LIMIT 50) AS best
                GROUP BY kind, thing_id ORDER BY MAX(score) DESC LIMIT %s""",
            [match_title_beginning(query.terms), *may_values, limit],
        )
        return [row[0] for row in rows]

    @staticmethod
    def _rows(sql: str, values: list[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
