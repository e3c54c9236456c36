"""Access, filters and counts as SQL over `search_searchentry e`, for both databases."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from search.backends.base import FACETS, LABELS, Counted, Filters, Ranked, Ranking, SearchQuery
from search.backends.facets import COLUMNS, beginning_of, counts, things, under
from search.backends.weights import KIND_WEIGHTS, TRUST_WEIGHTS

Sql = tuple[str, list[Any]]
ENTRIES = "search_searchentry e"


def _weights(column: str, weights: dict[str, float]) -> str:
    cases = " ".join(f"WHEN '{label}' THEN {weight}" for label, weight in weights.items())
    return f"CASE {column} {cases} ELSE 1.0 END"


TRUST_WEIGHT = f"{_weights('e.trust', TRUST_WEIGHTS)} * {_weights('e.kind', KIND_WEIGHTS)}"


def one_of(column: str, values: Iterable[Any]) -> Sql:
    """`column IN (…)`; false for no values."""
    values = list(values)
    if not values:
        return "1 = 0", []
    return f"{column} IN ({', '.join(['%s'] * len(values))})", values


# However many they are, they take one place in a statement.
_AMONG = {
    "sqlite": "{} IN (SELECT value FROM json_each(%s))",
    "postgresql": "{} IN (SELECT value::bigint FROM json_array_elements_text(%s::json))",
}


def allowed(query: SearchQuery) -> Sql:
    """What this person may know of."""
    among = _AMONG[connection.vendor].format("e.community_id")
    people = "e.kind = 'person'" if query.people else "1 = 0"
    return (
        f"((e.kind <> 'community' AND {among}) OR (e.kind = 'community' AND {among}) OR {people})",
        [json.dumps(query.readable), json.dumps(query.known)],
    )


def _holds(facet: str, filters: Filters) -> Sql:
    """Whether an entry has one of the values that a facet is narrowed to."""
    wanted = getattr(filters, facet)
    if facet not in LABELS:
        return one_of(f"e.{COLUMNS[facet]}", wanted)
    condition, values = one_of("l.value", wanted)
    return (
        f"""EXISTS (SELECT 1 FROM search_searchlabel l
            WHERE l.entry_id = e.id AND l.facet = '{facet}' AND {condition})""",
        values,
    )


def _in_days(filters: Filters) -> Sql:
    """Days are those of the site's time zone."""
    parts, values = ["1 = 1"], []
    if filters.after:
        parts.append("e.updated_at >= %s")
        values.append(beginning_of(filters.after))
    if filters.before:
        parts.append("e.updated_at < %s")
        values.append(beginning_of(filters.before + timedelta(days=1)))
    return " AND ".join(parts), values


def under_all_filters(query: SearchQuery) -> Sql:
    """What this person may know of and chose, as one condition on `e`."""
    parts = [allowed(query), _in_days(query.filters)]
    parts += [_holds(facet, query.filters) for facet in FACETS if getattr(query.filters, facet)]
    return f"({' AND '.join(sql for sql, _ in parts)})", [value for _, values in parts for value in values]


@dataclass(frozen=True)
class Matching:
    """What a database knows of words: where entries `e` come from, their score (higher is better), and what they have
    to hold."""

    source: Sql
    score: Sql
    conditions: tuple[Sql, ...]


def browsing(conditions: tuple[Sql, ...]) -> Matching:
    """What stands for a thing that no words were asked of: its beginning, and of talk whatever was said."""
    beginnings: Sql = ("(e.place = '' OR e.kind = 'thread')", [])
    return Matching((ENTRIES, []), ("0.0", []), (beginnings, *conditions))


def rank(query: SearchQuery, matching: Matching, *, limit: int, count: bool) -> Ranking:
    """Places, counts and total of what matches and what this person may know of, in one statement."""
    held = {facet: _holds(facet, query.filters) for facet in FACETS if getattr(query.filters, facet)}
    if query.filters.after or query.filters.before:
        held["date"] = _in_days(query.filters)
    columns = "".join(f", ({condition}) AS has_{facet}" for facet, (condition, _) in held.items())
    conditions = [allowed(query), *matching.conditions]
    matched = f"""matched AS MATERIALIZED (
        SELECT e.id, e.kind, e.thing_id, e.community_id, e.trust, e.author_id, e.state, e.updated_at,
            ({matching.score[0]}) * {TRUST_WEIGHT} AS score{columns}
        FROM {matching.source[0]} WHERE {" AND ".join(sql for sql, _ in conditions)})"""
    newest = "updated_at DESC NULLS LAST"
    order = newest if query.newest_first or query.is_browsing else "score DESC"
    best = f"matched WHERE {under(held)}"
    if query.is_browsing:
        best = f"""(SELECT *, ROW_NUMBER() OVER (PARTITION BY kind, thing_id ORDER BY {newest}, id) AS nth
            FROM matched WHERE {under(held)}) each_place WHERE nth = 1"""
    places = f"""SELECT 'place' AS facet, id, kind, thing_id, score, 0 AS things
        FROM {best} ORDER BY {order}, id LIMIT {limit}"""
    all_values = [
        value
        for _, values in (matching.score, *held.values(), matching.source, *conditions)
        for value in values
    ]
    tables, selects = [matched], [f"SELECT * FROM ({places}) best"]
    if count:
        counting, count_values = counts(list(held))
        tables.append(things(list(held)))
        selects += counting
        all_values += count_values
    found = rows(f"WITH {', '.join(tables)} {' UNION ALL '.join(selects)}", all_values)
    return _ranking(found, by_score=not (query.newest_first or query.is_browsing))


def _ranking(found: list[Any], *, by_score: bool) -> Ranking:
    places = [
        Ranked(pk, kind, thing, float(score)) for what, pk, kind, thing, score, _ in found if what == "place"
    ]
    if by_score:
        places.sort(key=lambda place: (-place.score, place.entry_id))
    return Ranking(
        places=places,
        counts=[
            Counted(what, pk if what in ("community", "author") else kind, things)
            for what, pk, kind, _, _, things in found
            if what in FACETS or (what == "date" and things)
        ],
        total=next((things for what, *_, things in found if what == "total"), 0),
    )


def rows(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
