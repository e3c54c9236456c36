"""Search in PostgreSQL: a stored tsvector with a GIN index. Where it is outgrown, Elasticsearch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from search.backends.base import RANKED, Ranking, SearchQuery, Variant
from search.backends.sql import ENTRIES, TRUST_WEIGHT, Matching, Sql, allowed, browsing, rank, rows
from search.language import SIGNS, without_signs, words

SIGNS_IN_SQL = SIGNS.replace("'", "''").replace("%", "%%")
# ts_rank gives the mean over the words, and of a phrase alone something else: hence the word that nobody writes, and
# the factor in `matching`. Divides by the logarithm of the length, so that a long post does not win by its length.
RANK = "ts_rank('{{0.05, 0.2, 0.5, 1.0}}', e.{column}, {words} || 'qnone'::tsquery, 1)"
# As in the index search_entry_titles.
_READ = f"translate(e.title || ' ' || e.former, '{SIGNS_IN_SQL}', repeat(' ', {len(SIGNS)}))"
TITLE = f"to_tsvector('commonplace_titles', {_READ})"
STEMS, AS_WRITTEN = "words", "exact"  # columns
CONFIGURATION = {STEMS: "commonplace_words", AS_WRITTEN: "commonplace_titles"}


def _any(variants: Iterable[Variant]) -> dict[str, Sql]:
    """What to match in each column. phraseto_tsquery takes any text as words: nothing typed is syntax."""
    by_column: defaultdict[str, list[str]] = defaultdict(list)
    for variant in variants:
        by_column[AS_WRITTEN if variant.is_exact else STEMS].append(without_signs(variant.text))
    return {
        column: (
            "(" + " || ".join([f"phraseto_tsquery('{CONFIGURATION[column]}', %s)"] * len(texts)) + ")",
            texts,
        )
        for column, texts in by_column.items()
    }


def _has_any(variants: Iterable[Variant]) -> Sql:
    matches = _any(variants)
    sql = " OR ".join(f"e.{column} @@ {words}" for column, (words, _) in matches.items())
    return f"({sql})", [value for _, values in matches.values() for value in values]


def _score(query: SearchQuery) -> Sql:
    """Each weight by itself, added up."""
    by_weight: defaultdict[float, list[Variant]] = defaultdict(list)
    for term in query.terms:
        for variant in term.variants:
            by_weight[variant.weight].append(variant)
    scores, values = [], []
    for weight, variants in by_weight.items():
        for column, (asked, texts) in _any(variants).items():
            factor = weight * (len(texts) + 1)
            scores.append(f"{factor:.3f} * {RANK.format(column=column, words=asked)}")
            values += texts
    return " + ".join(scores), values


def matching(query: SearchQuery) -> Matching:
    conditions = [_has_any(term.variants) for term in query.terms if term.is_required]
    if query.excluded:
        unwanted, values = _has_any(query.excluded)
        conditions.append((f"NOT {unwanted}", values))
    if query.is_browsing:
        return browsing(tuple(conditions))
    finds = _has_any(variant for term in query.finding for variant in term.variants)
    return Matching(source=(ENTRIES, []), score=_score(query), conditions=(finds, *conditions))


def match_title_beginning(query: SearchQuery) -> str:
    """Every word in the title; the last one as a beginning, since it is still being typed."""
    typed = [word for term in query.terms for word in words(term.typed)]
    return " & ".join(f"'{word}'" for word in typed) + ":*" if typed else ""


def _stands(text: str) -> str:
    """Of several words, those that the stems leave out ("over") have to stand there as they are written."""
    stems = "phraseto_tsquery('commonplace_words', %s)"
    if " " not in text:
        return f"e.words @@ {stems}"
    whole = 2 * len(text.split()) - 1  # words, and what joins them
    written = "e.exact @@ phraseto_tsquery('commonplace_titles', %s)"
    return f"e.words @@ {stems} AND (numnode({stems}) >= {whole} OR {written})"


class PostgresqlSearch:
    def rank(self, query: SearchQuery, *, count: bool) -> Ranking:
        return rank(query, matching(query), limit=RANKED, count=count)

    def found_words(self, query: SearchQuery, asked: list[str]) -> set[str]:
        may, may_values = allowed(query)
        said = [without_signs(word) for word in asked]
        there = [
            f"EXISTS (SELECT 1 FROM search_searchentry e WHERE {_stands(text)} AND {may})" for text in said
        ]
        values = [value for text in said for value in (*[text] * (1 + 2 * (" " in text)), *may_values)]
        (found,) = rows(f"SELECT {', '.join(there)}", values)
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
