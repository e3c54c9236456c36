"""How many things have each value of a facet, as SQL over `matched`: the places that were found.

Places are folded into things once; authors and days alone differ between the places of a thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

from search.backends.base import FACET_VALUES, LABELS, PERIODS

COLUMNS = {
    "kind": "kind",
    "community": "community_id",
    "trust": "trust",
    "author": "author_id",
    "state": "state",
}
_ANY = {"sqlite": "MAX({})", "postgresql": "BOOL_OR({})"}


def beginning_of(day: date) -> Any:
    """When a day of the site's time zone begins, as the database compares it."""
    moment = datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)
    return moment if connection.vendor == "postgresql" else moment.strftime("%Y-%m-%d %H:%M:%S")


def under(facets: Iterable[str]) -> str:
    """A place that has what these facets are narrowed to."""
    return " AND ".join([f"has_{facet}" for facet in facets]) or "1 = 1"


def _others(on: list[str], facet: str) -> str:
    return under(each for each in on if each != facet)


def things(on: list[str]) -> str:
    """Each thing with what its places share, whether one of them is under all filters (`is_in`), and under all but
    those of a facet (`but_kind`)."""
    any_place = _ANY[connection.vendor]
    held = [f"{any_place.format(under(on))} AS is_in"] if on else []
    held += [f"{any_place.format(_others(on, facet))} AS but_{facet}" for facet in on if len(on) > 1]
    newest = f"MAX(CASE WHEN {_others(on, 'date')} THEN updated_at END)" if on else "MAX(updated_at)"
    columns = ", ".join(["", *held])
    return f"""things AS MATERIALIZED (
        SELECT kind, thing_id, MIN(id) AS id, MAX(community_id) AS community_id, MAX(trust) AS trust,
            MAX(state) AS state, {newest} AS newest{columns}
        FROM matched GROUP BY thing_id, kind)"""


def counts(on: list[str]) -> tuple[list[str], list[Any]]:
    """Rows like those of places: the value stands in `id` for communities and people, in `kind` for all others."""
    selects = [
        f"SELECT 'total', 0, '', 0, 0.0, COUNT(*) FROM things WHERE {_in(on)}",
        *(_of_column(facet, on) for facet in COLUMNS),
        _of_labels(on),
        *(
            f"SELECT 'date', 0, '{period}', 0, 0.0, COUNT(*) FROM things WHERE newest >= %s"
            for period in PERIODS
        ),
    ]
    return selects, [beginning_of(timezone.localdate() - timedelta(days=days)) for days in PERIODS.values()]


def _in(on: list[str], facet: str = "") -> str:
    """A thing under all filters, or all but those of a facet."""
    if facet in on:
        return f"but_{facet}" if len(on) > 1 else "1 = 1"
    return "is_in" if on else "1 = 1"


def _of_column(facet: str, on: list[str]) -> str:
    column = COLUMNS[facet]
    is_id = column.endswith("_id")
    there = f"{column} IS NOT NULL" if is_id else f"{column} <> ''"
    source = f"things WHERE {_in(on, facet)} AND {there}"
    if facet == "author":
        source = f"""(SELECT DISTINCT thing_id, author_id, kind FROM matched
            WHERE {there} AND {_others(on, facet)}) written"""
    return f"""SELECT * FROM (SELECT '{facet}' AS facet, {column if is_id else 0} AS id,
            {"''" if is_id else column} AS kind, 0 AS thing_id, 0.0 AS score, COUNT(*) AS things
        FROM {source} GROUP BY {column} ORDER BY things DESC, {column} LIMIT {FACET_VALUES}) {facet}_counts"""


def _of_labels(on: list[str]) -> str:
    """All labels in one pass."""
    chosen = [f"(l.facet = '{facet}' AND {_in(on, facet)})" for facet in LABELS if facet in on]
    others = ", ".join(f"'{facet}'" for facet in LABELS if facet not in on)
    chosen += [f"(l.facet IN ({others}) AND {_in(on)})"] if others else []
    return f"""SELECT facet, 0, value, 0, 0.0, things FROM (
            SELECT facet, value, things,
                ROW_NUMBER() OVER (PARTITION BY facet ORDER BY things DESC, value) AS nth
            FROM (SELECT l.facet, l.value, COUNT(*) AS things
                FROM things t CROSS JOIN search_searchlabel l
                WHERE l.entry_id = t.id AND ({" OR ".join(chosen)}) GROUP BY l.facet, l.value) labels) ordered
        WHERE nth <= {FACET_VALUES}"""
