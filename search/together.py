"""Several small questions in one statement: each by itself takes longer to ask than to answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

_AS_JSON = {
    "sqlite": "json_group_array(json_array({}))",
    "postgresql": "COALESCE(json_agg(json_build_array({}))::text, '[]')",
}


@dataclass(frozen=True)
class Select:
    """A statement that selects so many columns of texts, numbers and nothing: what JSON can hold."""

    sql: str
    values: tuple[Any, ...]
    columns: int


def select(asked: QuerySet[Any, Any]) -> Select | None:
    """The statement of a `values_list`; None where Django knows that there is nothing."""
    compiler = asked.query.get_compiler(connection=connection)
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return None
    return Select(sql, tuple(values), len(compiler.select))


def together(asked: Mapping[str, QuerySet[Any, Any] | Select | None]) -> dict[str, list[list[Any]]]:
    """The rows of each by its name, in its order. One query, none where there is nothing to ask."""
    found: dict[str, list[list[Any]]] = {name: [] for name in asked}
    tables: list[str] = []
    selects: list[str] = []
    values: list[Any] = []
    for name, each in asked.items():
        each = select(each) if isinstance(each, QuerySet) else each
        if each is None:
            continue
        columns = ", ".join(f"c{number}" for number in range(each.columns))
        rows = _AS_JSON[connection.vendor].format(columns)
        tables.append(f"{name}({columns}) AS ({each.sql})")
        selects.append(f"SELECT '{name}', {rows} FROM {name}")  # noqa: S608
        values += each.values
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(tables)} {' UNION ALL '.join(selects)}", values)
            found |= {name: json.loads(rows) for name, rows in cursor.fetchall()}
    return found
