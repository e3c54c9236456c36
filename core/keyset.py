"""Pages of a long list found by the last row seen: no counting, no skipping, the same cost at any depth."""

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Field, Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

M = TypeVar("M", bound=Model)

_MAX_CURSOR = 4_000
_SURROGATE = re.compile("[\ud800-\udfff]")
_BAD_CURSOR = "This link to a page of the list is not valid. Start again at the first page."


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[M]):
    """One page of rows, with the cursors that `after` takes to go on and back; None at either end."""

    items: list[M]
    next: str | None
    previous: str | None


def keyset_page(
    queryset: QuerySet[M], *, order: tuple[str, ...], after: str | None, size: int
) -> KeysetPage[M]:
    """Return the page of at most `size` rows that the cursor `after` names, the first without one.

    `order` names fields, `-` for descending, across foreign keys with `__`, and annotations that are never
    null; its last must be unique.
    Rows without a value come last, in either direction. One query. A cursor that this list did not
    hand out raises ValueError, with a message that a person can read.
    """
    keys = [_Key.named(queryset, name) for name in order]
    backward, values = _read(after, keys) if after else (False, None)
    rows = queryset.order_by(*(key.ordering(backward=backward) for key in keys))
    if values is not None:
        rows = rows.filter(_beyond(keys, values, backward=backward))
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    has_next = more or backward
    has_previous = more if backward else bool(after)
    return KeysetPage(
        items=found,
        next=_cursor(keys, found[-1], backward=False) if found and has_next else None,
        previous=_cursor(keys, found[0], backward=True) if found and has_previous else None,
    )


@dataclass(frozen=True, slots=True)
class _Key:
    path: str
    descending: bool
    field: Field[Any, Any]

    @classmethod
    def named(cls, queryset: QuerySet[Any], name: str) -> "_Key":
        path = name.removeprefix("-")
        if path in queryset.query.annotations:
            output: Any = queryset.query.annotations[path].output_field
            return cls(path=path, descending=name.startswith("-"), field=output)
        model: Any = queryset.model
        field: Any = None
        for part in path.split(LOOKUP_SEP):
            field = model._meta.pk if part == "pk" else model._meta.get_field(part)
            model = field.related_model or model
        return cls(path=path, descending=name.startswith("-"), field=field)

    def ordering(self, *, backward: bool) -> Any:
        column = F(self.path)
        descending = self.descending != backward
        if not self.field.null:
            return column.desc() if descending else column.asc()
        ends = {"nulls_first": True} if backward else {"nulls_last": True}
        return column.desc(**ends) if descending else column.asc(**ends)

    def value(self, row: Model) -> Any:
        value: Any = row
        for part in self.path.split(LOOKUP_SEP):
            value = None if value is None else getattr(value, part)
        return value.pk if isinstance(value, Model) else value

    def strictly_beyond(self, value: Any, *, backward: bool) -> Q | None:
        """Rows after `value` in the direction of reading, or None when there can be none."""
        if value is None:
            return Q((f"{self.path}__isnull", False)) if backward else None
        compare = "lt" if self.descending != backward else "gt"
        beyond = Q((f"{self.path}__{compare}", value))
        if self.field.null and not backward:
            beyond |= Q((f"{self.path}__isnull", True))
        return beyond

    def equal(self, value: Any) -> Q:
        return Q((f"{self.path}__isnull", True)) if value is None else Q((self.path, value))


def _beyond(keys: Sequence[_Key], values: Sequence[Any], *, backward: bool) -> Q:
    condition = Q(pk__in=[])
    same = Q()
    for key, value in zip(keys, values, strict=True):
        step = key.strictly_beyond(value, backward=backward)
        if step is not None:
            condition |= same & step
        same &= key.equal(value)
    return condition


def _cursor(keys: Sequence[_Key], row: Model, *, backward: bool) -> str:
    values = [int(backward), *(key.value(row) for key in keys)]
    payload = json.dumps(values, cls=_Exact, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(payload.encode()).decode().rstrip("=")


class _Exact(DjangoJSONEncoder):
    """Django's own encoder cuts microseconds, and a cut time skips or repeats rows."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _read(cursor: str, keys: Sequence[_Key]) -> tuple[bool, list[Any]]:
    """Return direction and values; every value must be one that its field can hold."""
    try:
        if len(cursor) > _MAX_CURSOR:
            raise ValueError("too long")
        payload = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        backward, *values = json.loads(payload.decode())
        if backward not in (0, 1) or len(values) != len(keys):
            raise ValueError("another list")
        return bool(backward), [_stored(key, value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError, ValidationError) as error:
        raise ValueError(_BAD_CURSOR) from error


def _stored(key: _Key, value: Any) -> Any:
    if value is None:
        if not key.field.null:
            raise ValueError("missing")
        return None
    if isinstance(value, (list, dict)):
        raise ValueError("not a value")
    if isinstance(value, str) and ("\x00" in value or _SURROGATE.search(value)):
        raise ValueError("not a text that a database holds")
    field: Any = key.field
    field = field.target_field if field.is_relation else field
    python = field.to_python(value)
    field.run_validators(python)
    return python
