"""Search in SQLite: FTS5 tables ranked by BM25, in the database of the site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import DatabaseError, connection

from search.backends.base import RANKED, Ranking, SearchQuery, Term, Variant
from search.backends.sql import ENTRIES, TRUST_WEIGHT, Matching, Sql, allowed, browsing, rank, rows
from search.backends.weights import FORMER, MORE, PLACE_TITLE, TEXT, TITLE
from search.language import words

TABLES = ("search_fts", "search_exact", "search_titles")
AS_WRITTEN = 0.15  # beside the stem of a word: worth a hundredth of nDCG@10
LOOKED_AT = 1_000  # of the best by stems: to score all of them would take half as long again
WEIGHTS = f"{TITLE}, {PLACE_TITLE}, {TEXT}, {FORMER}, {MORE}"


def quoted(term: str) -> str:
    """A term as an FTS5 string: whatever is typed is words to find, never syntax."""
    return '"' + term.replace('"', '""') + '"'


def table_of(variant: Variant) -> str:
    """Stems, or words as they are written."""
    return "search_exact" if variant.is_exact else "search_fts"


def _any(variants: Iterable[Variant]) -> dict[str, str]:
    """What to match in each table."""
    by_table: defaultdict[str, list[str]] = defaultdict(list)
    for variant in variants:
        by_table[table_of(variant)].append(quoted(variant.text))
    return {table: " OR ".join(texts) for table, texts in by_table.items()}


def _has_any(variants: Iterable[Variant]) -> Sql:
    matches = _any(variants)
    among = " UNION ALL ".join(f"SELECT rowid FROM {table} WHERE {table} MATCH %s" for table in matches)
    return f"e.id IN ({among})", [*matches.values()]


def _scored(terms: Iterable[Term], where: str = "") -> list[Sql]:
    """Id and score of the rows that have any of these terms: a statement for each weight and table."""
    by_weight: defaultdict[float, list[Variant]] = defaultdict(list)
    for term in terms:
        for variant in term.variants:
            by_weight[variant.weight].append(variant)
    return [
        (
            f"""SELECT rowid AS id, {weight:.3f} * -bm25({table}, {WEIGHTS}) AS score
            FROM {table} WHERE {table} MATCH %s{where}""",
            [match],
        )
        for weight, variants in by_weight.items()
        for table, match in _any(variants).items()
    ]


def _as_written(terms: Iterable[Term]) -> list[Term]:
    """What stands there exactly as typed says a little more than its stem; not of one word alone, for which synonyms
    and longer words are to be found too."""
    words = [term.typed for term in terms if not term.is_required and term.typed.isalpha()]
    return [Term((Variant(word, AS_WRITTEN, is_exact=True),)) for word in words] if len(words) > 1 else []


def _scores(query: SearchQuery) -> Sql:
    """Id and score of what has any of the words that find: each weight by itself, added up."""
    finding = _scored(query.finding)
    # The sign keeps SQLite from asking the index for one row after the other.
    adding = _scored(query.adding, " AND +rowid IN (SELECT id FROM finding)")
    best = f"SELECT id FROM finding ORDER BY score DESC LIMIT {LOOKED_AT}"
    adding += _scored(_as_written(query.finding), f" AND +rowid IN ({best})")
    if len(finding) == 1 and not adding:
        return finding[0]
    parts = ["SELECT id, score FROM finding", *(sql for sql, _ in adding)]
    return (
        f"""WITH finding AS MATERIALIZED ({" UNION ALL ".join(sql for sql, _ in finding)})
        SELECT id, SUM(score) AS score FROM ({" UNION ALL ".join(parts)}) GROUP BY id""",
        [value for _, values in [*finding, *adding] for value in values],
    )


def matching(query: SearchQuery) -> Matching:
    conditions = [_has_any(term.variants) for term in query.terms if term.is_required]
    if query.excluded:
        unwanted, values = _has_any(query.excluded)
        conditions.append((f"NOT {unwanted}", values))
    if query.is_browsing:
        return browsing(tuple(conditions))
    scores, values = _scores(query)
    # The index holds all that is asked of an entry; its row, with all its text, is ten times as long.
    return Matching(
        source=(f"({scores}) h CROSS JOIN {ENTRIES} INDEXED BY search_entry_found", values),
        score=("h.score", []),
        conditions=(("e.id = h.id", []), *conditions),
    )


def match_title_beginning(query: SearchQuery) -> str:
    """Every word in the title; the last one as a beginning, since it is still being typed."""
    typed = [word for term in query.terms for word in words(term.typed)]
    return " AND ".join(quoted(word) for word in typed) + "*" if typed else ""


class SqliteSearch:
    def rank(self, query: SearchQuery, *, count: bool) -> Ranking:
        return rank(query, matching(query), limit=RANKED, count=count)

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
