"""Access and filters as SQL conditions over `search_searchentry e`, for both databases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from search.backends.base import SearchQuery
from search.backends.weights import KIND_WEIGHTS, TRUST_WEIGHTS

Sql = tuple[str, list[Any]]


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


def allowed(query: SearchQuery) -> Sql:
    """What this person may know of."""
    readable, readable_ids = one_of("e.community_id", query.readable)
    known, known_ids = one_of("e.community_id", query.known)
    people = "e.kind = 'person'" if query.people else "1 = 0"
    return f"((e.kind <> 'community' AND {readable}) OR (e.kind = 'community' AND {known}) OR {people})", [
        *readable_ids,
        *known_ids,
    ]


def chosen(query: SearchQuery) -> Sql:
    """The filters that the person set."""
    parts, values = ["1 = 1"], []
    for column, wanted in (("e.kind", query.kinds), ("e.community_id", query.communities)):
        if wanted:
            sql, ids = one_of(column, wanted)
            parts.append(sql)
            values += ids
    return " AND ".join(parts), values


def rows(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
