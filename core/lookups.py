"""Numbers that no database holds, asked for by an address or a form, find nothing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BigIntegerField
from django.db.models.fields.related_lookups import RelatedExact


class HeldExact(RelatedExact):
    """Django does so for plain numbers; that of a page is a relation, on which SQLite overflows instead."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if isinstance(self.rhs, int) and abs(self.rhs) > BigIntegerField.MAX_BIGINT:
            raise EmptyResultSet
        return super().as_sql(compiler, connection)
