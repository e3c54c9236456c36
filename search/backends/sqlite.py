"""Search in SQLite: FTS5 tables ranked by BM25, in the database of the site."""

from __future__ import annotations

from django.db import DatabaseError, connection

from search.backends.base import (
    MARK_END,
    MARK_START,
    RANKED,
    Counted,
    Marked,
    Ranked,
    Ranking,
    SearchQuery,
)
from search.backends.sql import TRUST_WEIGHT, allowed, chosen, rows
from search.backends.weights import PLACE_TITLE, TEXT, TITLE
from search.terms import Terms

TABLES = ("search_fts", "search_titles")
BM25 = f"bm25(search_fts, {TITLE}, {PLACE_TITLE}, {TEXT})"  # lower is better


def quoted(term: str) -> str:
    """A term as an FTS5 string: whatever is typed is words to find, never syntax."""
    return '"' + term.replace('"', '""') + '"'


def match_any(terms: Terms) -> str:
    """Words joined by OR: a question in plain words finds what has most of them."""
    return " OR ".join(quoted(term) for term in terms.all)


def match_title_beginning(terms: Terms) -> str:
    """Every word in the title; the last one as a beginning, since it is still being typed."""
    return " AND ".join(quoted(word) for word in terms.plain) + "*"


class SqliteSearch:
    def rank(self, query: SearchQuery) -> Ranking:
        may, may_values = allowed(query)
        filters, filter_values = chosen(query)
        match = match_any(query.terms)
        order = "e.updated_at DESC NULLS LAST" if query.newest_first else "score DESC"
        places = rows(
            f"""SELECT e.id, e.kind, e.thing_id, -{BM25} * {TRUST_WEIGHT} AS score
                FROM search_fts JOIN search_searchentry e ON e.id = search_fts.rowid
                WHERE search_fts MATCH %s AND {may} AND {filters} ORDER BY {order}, e.id LIMIT %s""",
            [match, *may_values, *filter_values, RANKED],
        )
        counts = rows(
            f"""SELECT e.kind, e.community_id, COUNT(DISTINCT e.thing_id)
                FROM search_fts JOIN search_searchentry e ON e.id = search_fts.rowid
                WHERE search_fts MATCH %s AND {may} GROUP BY e.kind, e.community_id""",
            [match, *may_values],
        )
        return Ranking([Ranked(*row) for row in places], [Counted(*row) for row in counts])

    def mark(self, query: SearchQuery, ids: list[int]) -> dict[int, Marked]:
        wanted = ", ".join(["%s"] * len(ids))
        found = rows(
            f"""SELECT rowid, highlight(search_fts, 0, %s, %s), highlight(search_fts, 1, %s, %s),
                    snippet(search_fts, 2, %s, %s, '…', 32)
                FROM search_fts WHERE search_fts MATCH %s AND rowid IN ({wanted})""",
            [*[MARK_START, MARK_END] * 3, match_any(query.terms), *ids],
        )
        return {row[0]: Marked(*row[1:]) for row in found}

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        may, may_values = allowed(query)
        found = rows(
            f"""SELECT e.id, -bm25(search_titles) * {TRUST_WEIGHT} AS score
                FROM search_titles JOIN search_searchentry e ON e.id = search_titles.rowid
                WHERE search_titles MATCH %s AND {may} ORDER BY score DESC, e.id LIMIT %s""",
            [match_title_beginning(query.terms), *may_values, limit],
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
