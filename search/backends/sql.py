"""Access, filters and counts as SQL over `search_searchentry e`, for both databases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

from search.backends.base import (
    FACET_VALUES,
    FACETS,
    LABELS,
    PERIODS,
    Counted,
    Filters,
    Ranked,
    Ranking,
    SearchQuery,
)
from search.backends.weights import KIND_WEIGHTS, TRUST_WEIGHTS

Sql = tuple[str, list[Any]]
COLUMNS = {
    "kind": "kind",
    "community": "community_id",
    "trust": "trust",
    "author": "author_id",
    "state": "state",
}
# What stands for a thing that no words were asked of: its beginning, and of talk whatever was said.
BROWSED = "(e.place = '' OR e.kind = 'thread')"


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
        values.append(_begin(filters.after))
    if filters.before:
        parts.append("e.updated_at < %s")
        values.append(_begin(filters.before + timedelta(days=1)))
    return " AND ".join(parts), values


def _begin(day: date) -> Any:
    moment = datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)
    return moment if connection.vendor == "postgresql" else moment.strftime("%Y-%m-%d %H:%M:%S")


def rank(
    query: SearchQuery, *, source: str, score: str, values: list[Any], limit: int, count: bool
) -> Ranking:
    """Places, counts and total in one statement. `source` is FROM … WHERE … over `e`, which `values` belong to;
    `score` is an expression there, higher is better."""
    may, may_values = allowed(query)
    on = [facet for facet in FACETS if getattr(query.filters, facet)]
    held = [_holds(facet, query.filters) for facet in on]
    if query.filters.after or query.filters.before:
        on.append("date")
        held.append(_in_days(query.filters))
    columns = "".join(
        f", ({condition}) AS has_{facet}" for facet, (condition, _) in zip(on, held, strict=True)
    )
    matched = f"""matched AS MATERIALIZED (
        SELECT e.id, e.kind, e.thing_id, e.community_id, e.trust, e.author_id, e.state, e.updated_at,
            {score} AS score{columns}
        {source} AND {may})"""
    newest = "updated_at DESC NULLS LAST"
    order = newest if query.newest_first or query.is_browsing else "score DESC"
    under = _under(on)
    best = f"matched WHERE {under}"
    if query.is_browsing:
        best = f"""(SELECT *, ROW_NUMBER() OVER (PARTITION BY kind, thing_id ORDER BY {newest}, id) AS nth
            FROM matched WHERE {under}) each_place WHERE nth = 1"""
    parts = [
        f"""SELECT * FROM (SELECT 'place' AS facet, id, kind, thing_id, score, 0 AS things
            FROM {best} ORDER BY {order}, id LIMIT {limit}) best"""
    ]
    more_values: list[Any] = []
    if count:
        parts.append(
            f"""SELECT 'total', 0, '', 0, 0.0, COUNT(*)
                FROM (SELECT DISTINCT kind, thing_id FROM matched WHERE {under}) things"""
        )
        parts += [_counts(facet, _under([each for each in on if each != facet])) for facet in FACETS]
        undated = _under([each for each in on if each != "date"])
        parts += [_within(period, undated) for period in PERIODS]
        more_values = [_begin(timezone.localdate() - timedelta(days=days)) for days in PERIODS.values()]
    found = rows(
        f"WITH {matched} {' UNION ALL '.join(parts)}",
        [*[value for _, more in held for value in more], *values, *may_values, *more_values],
    )
    places = [
        Ranked(pk, kind, thing, float(score)) for what, pk, kind, thing, score, _ in found if what == "place"
    ]
    if not (query.newest_first or query.is_browsing):
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


def _under(facets: Iterable[str]) -> str:
    return " AND ".join(["1 = 1", *(f"has_{facet}" for facet in facets)])


def _counts(facet: str, under: str) -> str:
    """Rows like those of places: the value stands in `id` for communities and people, in `kind` for all others."""
    if facet in LABELS:
        return f"""SELECT * FROM (SELECT '{facet}' AS facet, 0 AS id, l.value AS kind, 0 AS thing_id, 0.0 AS score,
                COUNT(DISTINCT m.kind || ' ' || m.thing_id) AS things
            FROM matched m JOIN search_searchlabel l ON l.entry_id = m.id AND l.facet = '{facet}'
            WHERE {under} GROUP BY l.value ORDER BY things DESC, l.value LIMIT {FACET_VALUES}) labels"""
    column = COLUMNS[facet]
    is_id = column.endswith("_id")
    there = f"{column} IS NOT NULL" if is_id else f"{column} <> ''"
    return f"""SELECT * FROM (SELECT '{facet}' AS facet, {column if is_id else 0} AS id,
            {"''" if is_id else column} AS kind, 0 AS thing_id, 0.0 AS score,
            COUNT(DISTINCT kind || ' ' || thing_id) AS things
        FROM matched WHERE {under} AND {there} GROUP BY {column} ORDER BY things DESC, {column}
        LIMIT {FACET_VALUES}) counts"""


def _within(period: str, under: str) -> str:
    return f"""SELECT 'date', 0, '{period}', 0, 0.0, COUNT(DISTINCT kind || ' ' || thing_id)
        FROM matched WHERE {under} AND updated_at >= %s"""


def rows(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
