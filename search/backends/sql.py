"""Access and filters as SQL conditions over `search_searchentry e`, for both databases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search.backends.base import SearchQuery

Sql = tuple[str, list[Any]]

# Verified job aids first among places that match as well; see docs/features/search.md.
TRUST_WEIGHT = """CASE e.trust WHEN 'verified' THEN 1.5 WHEN 'endorsed' THEN 1.2 WHEN 'emerging' THEN 1.1
    WHEN 'outdated' THEN 0.7 ELSE 1.0 END * CASE e.kind WHEN 'job_aid' THEN 1.2 ELSE 1.0 END"""


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
