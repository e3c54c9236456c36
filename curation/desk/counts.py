"""How many lie there, in one query, and never more counted than can be said: a page costs the same at any size."""

from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery
from wagtail.models import Page

MOST = 99


class _Capped(Subquery):
    """How many rows the sliced queryset has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()


def capped_counts(**rows: QuerySet[Any]) -> dict[str, int]:
    """The number of rows of each queryset by its name; MOST + 1 stands for "more than MOST". One query."""
    numbers = {
        f"n_{name}": _Capped(found.order_by().values("pk")[: MOST + 1]) for name, found in rows.items()
    }
    one_row = (
        Page.objects.filter(depth=1).order_by("pk").annotate(**numbers)
    )  # the root of the tree is always there
    return dict(zip(rows, one_row.values_list(*numbers)[0], strict=True)) if rows else {}


def in_words(number: int) -> str:
    """`7`, `99+`."""
    return f"{MOST}+" if number > MOST else str(number)
