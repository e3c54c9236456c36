"""Search in PostgreSQL: a stored tsvector with a GIN index. Where it is outgrown, Elasticsearch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from search.backends.base import MARK_END, MARK_START, RANKED, Counted, Marked, Ranked, Ranking, SearchQuery
from search.backends.sql import TRUST_WEIGHT, Sql, allowed, chosen
from search.models import SearchEntry
from search.terms import Terms

# Divides by the logarithm of the length, so that a long post does not win by its length.
RANK = "ts_rank('{0.1, 0.2, 0.5, 1.0}', e.words, q.words, 1)"


def match_any(terms: Terms) -> Sql:
    """Words joined by OR. phraseto_tsquery takes any text as words: nothing typed is syntax."""
    return " || ".join(["phraseto_tsquery('english', %s)"] * len(terms.all)), list(terms.all)


def beginning(word: str) -> str:
    """The letters of a word, as the argument of to_tsquery: 'wor':* ."""
    return "'" + "".join(letter for letter in word if letter.isalnum()) + "':*"


class PostgresqlSearch:
    def rank(self, query: SearchQuery) -> Ranking:
        may, may_values = allowed(query)
        filters, filter_values = chosen(query)
        match, match_values = match_any(query.terms)
        order = "e.updated_at DESC" if query.newest_first else "score DESC"
        source = (
            f"""FROM search_searchentry e, (SELECT {match} AS words) q WHERE e.words @@ q.words AND {may}"""
        )
        places = self._rows(
            f"""SELECT e.id, {RANK} * {TRUST_WEIGHT} AS score {source} AND {filters}
                ORDER BY {order}, e.id LIMIT %s""",
            [*match_values, *may_values, *filter_values, RANKED],
        )
        counts = self._rows(
            f"""SELECT e.kind, e.community_id, COUNT(DISTINCT e.thing_id) {source}
                GROUP BY e.kind, e.community_id""",
            [*match_values, *may_values],
        )
        return Ranking([Ranked(row[0], float(row[1])) for row in places], [Counted(*row) for row in counts])

    def mark(self, query: SearchQuery, entries: Iterable[SearchEntry]) -> dict[int, Marked]:
        ids = [entry.pk for entry in entries]
        match, match_values = match_any(query.terms)
        stops = f"StartSel={MARK_START}, StopSel={MARK_END}"
        rows = self._rows(
            f"""SELECT e.id, ts_headline('english', e.title, q.words, %s),
                    ts_headline('english', e.place_title, q.words, %s),
                    ts_headline('english', e.text, q.words, %s)
                FROM search_searchentry e, (SELECT {match} AS words) q WHERE e.id = ANY(%s)""",
            [
                f"{stops}, HighlightAll=true",
                f"{stops}, HighlightAll=true",
                f"{stops}, MaxFragments=1, MaxWords=32, MinWords=12",
                *match_values,
                ids,
            ],
        )
        return {row[0]: Marked(*row[1:]) for row in rows}

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        may, may_values = allowed(query)
        *whole, last = query.terms.all
        match = " && ".join(["plainto_tsquery('simple', %s)"] * len(whole) + ["to_tsquery('simple', %s)"])
        rows = self._rows(
            f"""SELECT MIN(e.id) FROM search_searchentry e
                WHERE e.position = 0 AND to_tsvector('simple', e.title) @@ ({match}) AND {may}
                GROUP BY e.kind, e.thing_id ORDER BY MAX({TRUST_WEIGHT}) DESC, MIN(e.id) LIMIT %s""",
            [*whole, beginning(last), *may_values, limit],
        )
        return [row[0] for row in rows]

    @staticmethod
    def _rows(sql: str, values: list[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
