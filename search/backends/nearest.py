"""The nearest by meaning in the site's own database: the memory of this process proposes, the rows decide."""

from __future__ import annotations

from typing import Any

from search.backends.base import Ranked, SearchQuery
from search.backends.sql import rows, under_all_filters
from search.meaning.matrix import matrix

PROPOSED, NARROWED = 300, 2_000  # proposals: enough that some are left when filters are on


def nearest(query: SearchQuery, vector: Any, *, limit: int) -> list[Ranked]:
    """At most two queries."""
    ids = matrix().nearest(query, vector, NARROWED if query.filters else PROPOSED)
    if not ids:
        return []
    there, values = under_all_filters(query)
    listed = ", ".join(str(int(pk)) for pk in ids)
    found = {
        pk: (kind, thing, bool(may))
        for pk, kind, thing, may in rows(
            f"SELECT e.id, e.kind, e.thing_id, {there} FROM search_searchentry e WHERE e.id IN ({listed})",
            values,
        )
    }
    matrix().forget(pk for pk in ids if pk not in found)
    kept = [(pk, *found[pk][:2]) for pk in ids if pk in found and found[pk][2]]
    return [Ranked(pk, kind, thing, 1 / rank) for rank, (pk, kind, thing) in enumerate(kept[:limit], start=1)]
