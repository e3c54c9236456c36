"""Search in PostgreSQL: a stored tsvector with a GIN index. Where it is outgrown, Elasticsearch."""

from __future__ import annotations

from search.backends.base import MARK_END, MARK_START, RANKED, Counted, Marked, Ranked, Ranking, SearchQuery
from search.backends.sql import TRUST_WEIGHT, Sql, allowed, chosen, rows
from search.terms import Terms

# Divides by the logarithm of the length, so that a long post does not win by its length.
RANK = "ts_rank('{0.1, 0.2, 0.5, 1.0}', e.words, q.words, 1)"
TITLE = "to_tsvector('commonplace_titles', e.title)"  # as in the index search_entry_titles


def match_any(terms: Terms) -> Sql:
    """Words joined by OR. phraseto_tsquery takes any text as words: nothing typed is syntax."""
    return " || ".join(["phraseto_tsquery('commonplace_words', %s)"] * len(terms.all)), list(terms.all)


def match_title_beginning(terms: Terms) -> str:
    """Every word in the title; the last one as a beginning, since it is still being typed."""
    return " & ".join(f"'{word}'" for word in terms.plain) + ":*"


class PostgresqlSearch:
    def rank(self, query: SearchQuery) -> Ranking:
        may, may_values = allowed(query)
        filters, filter_values = chosen(query)
        match, match_values = match_any(query.terms)
        order = "e.updated_at DESC NULLS LAST" if query.newest_first else "score DESC"
        source = (
            f"""FROM search_searchentry e, (SELECT {match} AS words) q WHERE e.words @@ q.words AND {may}"""
        )
        places = rows(
            f"""SELECT e.id, e.kind, e.thing_id, {RANK} * {TRUST_WEIGHT} AS score {source} AND {filters}
                ORDER BY {order}, e.id LIMIT %s""",
            [*match_values, *may_values, *filter_values, RANKED],
        )
        counts = rows(
            f"""SELECT e.kind, e.community_id, COUNT(DISTINCT e.thing_id) {source}
                GROUP BY e.kind, e.community_id""",
            [*match_values, *may_values],
        )
        return Ranking(
            [Ranked(pk, kind, thing_id, float(score)) for pk, kind, thing_id, score in places],
            [Counted(*row) for row in counts],
        )

    def mark(self, query: SearchQuery, ids: list[int]) -> dict[int, Marked]:
        match, match_values = match_any(query.terms)
        stops = f"StartSel={MARK_START}, StopSel={MARK_END}"
        found = rows(
            f"""SELECT e.id, ts_headline('commonplace_words', e.title, q.words, %s),
                    ts_headline('commonplace_words', e.place_title, q.words, %s),
                    ts_headline('commonplace_words', e.text, q.words, %s)
                FROM search_searchentry e, (SELECT {match} AS words) q WHERE e.id = ANY(%s)""",
            [
                f"{stops}, HighlightAll=true",
                f"{stops}, HighlightAll=true",
                f"{stops}, MaxFragments=1, MaxWords=32, MinWords=12, ShortWord=0",
                *match_values,
                ids,
            ],
        )
        return {row[0]: Marked(*row[1:]) for row in found}

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        may, may_values = allowed(query)
        found = rows(
            f"""SELECT e.id FROM search_searchentry e, to_tsquery('commonplace_titles', %s) q
                WHERE e.place = '' AND {TITLE} @@ q AND {may}
                ORDER BY ts_rank({TITLE}, q, 1) * {TRUST_WEIGHT} DESC, e.id LIMIT %s""",
            [match_title_beginning(query.terms), *may_values, limit],
        )
        return [row[0] for row in found]

    def rebuild(self) -> None:
        """Nothing to do: the database keeps its index, and lets nobody write the words of a row."""

    def faults(self) -> int:
        return 0
