"""Search in PostgreSQL: a stored tsvector with a GIN index. Where it is outgrown, Elasticsearch."""

from __future__ import annotations

from collections.abc import Iterable

from search.backends.base import RANKED, Ranking, SearchQuery, Variant
from search.backends.sql import BROWSED, TRUST_WEIGHT, Sql, allowed, rank, rows
from search.language import words

# Divides by the logarithm of the length, so that a long post does not win by its length.
RANK = "ts_rank('{0.05, 0.2, 0.5, 1.0}', e.words, q.words, 1)"
TITLE = "to_tsvector('commonplace_titles', e.title || ' ' || e.former)"  # as in the index search_entry_titles


def _any(variants: Iterable[Variant]) -> Sql:
    """phraseto_tsquery takes any text as words: nothing typed is syntax."""
    texts = [variant.text for variant in variants]
    return "(" + " || ".join(["phraseto_tsquery('commonplace_words', %s)"] * len(texts)) + ")", texts


def matching(query: SearchQuery) -> Sql:
    """What is required, joined by AND; without it any of the terms; nothing that is excluded."""
    required = [_any(term.variants) for term in query.terms if term.is_required]
    chosen = required or [_any(term.variants) for term in query.terms]
    asked = (" && " if required else " || ").join(sql for sql, _ in chosen)
    values = [value for _, more in chosen for value in more]
    if not query.excluded:
        return asked, values
    without, excluded = _any(query.excluded)
    return f"({asked}) && !! {without}", [*values, *excluded]


def browsing(query: SearchQuery) -> Sql:
    """Where to look without words."""
    if not query.excluded:
        return f"FROM search_searchentry e WHERE {BROWSED}", []
    without, values = _any(query.excluded)
    return f"FROM search_searchentry e WHERE {BROWSED} AND NOT e.words @@ {without}", values


def match_title_beginning(query: SearchQuery) -> str:
    """Every word in the title; the last one as a beginning, since it is still being typed."""
    typed = [word for term in query.terms for word in words(term.typed)]
    return " & ".join(f"'{word}'" for word in typed) + ":*" if typed else ""


class PostgresqlSearch:
    def rank(self, query: SearchQuery, *, count: bool) -> Ranking:
        if query.is_browsing:
            source, values = browsing(query)
            return rank(query, source=source, score="0.0", values=values, limit=RANKED, count=count)
        match, values = matching(query)
        return rank(
            query,
            source=f"FROM search_searchentry e, (SELECT {match} AS words) q WHERE e.words @@ q.words",
            score=f"{RANK} * {TRUST_WEIGHT}",
            values=values,
            limit=RANKED,
            count=count,
        )

    def found_words(self, query: SearchQuery, asked: list[str]) -> set[str]:
        may, may_values = allowed(query)
        there = f"""EXISTS (SELECT 1 FROM search_searchentry e
            WHERE e.words @@ phraseto_tsquery('commonplace_words', %s) AND {may})"""
        values = [value for word in asked for value in (word, *may_values)]
        (found,) = rows(f"SELECT {', '.join([there] * len(asked))}", values)
        return {word for word, is_there in zip(asked, found, strict=True) if is_there}

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        match = match_title_beginning(query)
        if not match:
            return []
        may, may_values = allowed(query)
        found = rows(
            f"""SELECT e.id FROM search_searchentry e, to_tsquery('commonplace_titles', %s) q
                WHERE e.place = '' AND {TITLE} @@ q AND {may}
                ORDER BY ts_rank({TITLE}, q, 1) * {TRUST_WEIGHT} DESC, e.id LIMIT %s""",
            [match, *may_values, limit],
        )
        return [row[0] for row in found]

    def rebuild(self) -> None:
        """Nothing to do: the database keeps its index, and lets nobody write the words of a row."""

    def faults(self) -> int:
        return 0
