"""How many lie there, in one query, and never more counted than can be said: a page costs the same at any size."""

from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from people.models import User

MOST = 99


class _Capped(Subquery):
    """How many rows the sliced queryset has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()


def capped_counts(user: User, **rows: QuerySet[Any]) -> dict[str, int]:
    """The number of rows of each queryset by its name; MOST + 1 stands for "more than MOST". One query."""
    numbers = {f"n_{name}": _Capped(found.order_by().values("pk")[: MOST + 1]) for name, found in rows.items()}
    counted = User.objects.filter(pk=user.pk).values_list(*numbers.values()).get() if numbers else ()
    return dict(zip(rows, counted, strict=True))


def in_words(number: int) -> str:
    """`7`, `99+`."""
    return f"{MOST}+" if number > MOST else str(number)
