"""Numbers that no database holds, asked for by an address or a form, find nothing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BigIntegerField
from django.db.models.fields.related_lookups import RelatedExact
from django.db.models.lookups import In


class HeldExact(RelatedExact):
    """Django does so for plain numbers; that of a page is a relation, on which SQLite overflows instead."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not _is_held(self.rhs):
            raise EmptyResultSet
        return super().as_sql(compiler, connection)


class HeldIn(In):
    """The same for one of several, such as what a form of many choices sends."""

    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if self.rhs_is_direct_value():
            self.rhs = [value for value in self.rhs if _is_held(value)]
        return super().process_rhs(compiler, connection)


def _is_held(value: Any) -> bool:
    return not isinstance(value, int) or abs(value) <= BigIntegerField.MAX_BIGINT
