"""Streams of blocks as a browser sends them: what is damaged on its way gets a message, and nothing is saved.

Wagtail 8.0.1 reads the fields of a stream unchecked: a missing count, or a word for a number, ends in an error 500.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError, ListValue
from wagtail.blocks.stream_block import StreamBlockValidationError, StreamValue

MOST = 1_000  # read of one stream; each kind has a smaller limit of its own, and a message for it
DAMAGED = "Part of this did not arrive, and nothing was saved. What arrived stands here: check it, then save."
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)


class _Sent:
    """The parts of one stream that arrived, and whether they are all that it says it has."""

    def __init__(self, data: Mapping[str, Any], prefix: str) -> None:
        self.data = data
        numbers = takewhile(lambda index: self._came(f"{prefix}-{index}"), range(MOST))
        found = [(f"{prefix}-{index}", index) for index in numbers]
        self.is_damaged = _number(data.get(f"{prefix}-count")) != len(found)
        # A part that was deleted still comes, without what was in it.
        self.parts = [part for _, part in sorted(map(self._placed, found)) if not data.get(f"{part}-deleted")]

    def _came(self, part: str) -> bool:
        return any(f"{part}-{name}" in self.data for name in ("deleted", "order", "type", "id"))

    def _placed(self, found: tuple[str, int]) -> tuple[tuple[int, int], str]:
        part, index = found
        order = _number(self.data.get(f"{part}-order"))
        if order is None:
            self.is_damaged = True
        return (index if order is None else order, index), part


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, str | int) and _NUMBER.fullmatch(str(value)) else None


class CleanStreamBlock(blocks.StreamBlock):
    """A stream that never writes down raw data as it came in: each child is read first, and so is cleaned.

    Every child has an id of its own, well-formed: provenance and branches name it.
    """

    def get_prep_value(self, value: Any) -> list[dict[str, Any]]:
        for _ in value or ():
            pass  # reading a child turns its raw data into its value
        return super().get_prep_value(value)

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], prefix: str
    ) -> StreamValue:
        sent, children = _Sent(data, prefix), []
        for part in sent.parts:
            kind = str(data.get(f"{part}-type", ""))
            block = self.child_blocks.get(kind)
            if block is None:
                sent.is_damaged = True
                continue
            value = block.value_from_datadict(data, files, f"{part}-value")
            children.append((kind, value, data.get(f"{part}-id")))
        stream = StreamValue(self, _with_own_ids(children))
        stream.is_damaged = sent.is_damaged
        return stream

    def clean(self, value: StreamValue) -> StreamValue:
        try:
            cleaned = super().clean(value)
        except StreamBlockValidationError as errors:
            if _is_damaged(value):
                errors.non_block_errors.append(ValidationError(DAMAGED))
            raise
        if _is_damaged(value):
            raise StreamBlockValidationError(non_block_errors=[ValidationError(DAMAGED)])
        return cleaned


class CleanListBlock(blocks.ListBlock):
    """A list within a block, read with the same care."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], prefix: str
    ) -> ListValue:
        sent = _Sent(data, prefix)
        children = [
            ListValue.ListChild(
                self.child_block,
                self.child_block.value_from_datadict(data, files, f"{part}-value"),
                id=data.get(f"{part}-id") or None,
            )
            for part in sent.parts
        ]
        found = ListValue(self, bound_blocks=children)
        found.is_damaged = sent.is_damaged
        return found

    def clean(self, value: ListValue) -> ListValue:
        if _is_damaged(value):
            raise ListBlockValidationError(non_block_errors=[ValidationError(DAMAGED)])
        return super().clean(value)


def _is_damaged(value: Any) -> bool:
    return getattr(value, "is_damaged", False)


def _with_own_ids(children: list[tuple[str, Any, Any]]) -> list[tuple[str, Any, str | None]]:
    """Without the ids that are malformed or taken: Wagtail then gives new ones."""
    taken: set[str] = set()
    found: list[tuple[str, Any, str | None]] = []
    for kind, value, sent in children:
        own = _uuid(sent)
        own = None if own in taken else own
        found.append((kind, value, own))
        if own:
            taken.add(own)
    return found


def _uuid(value: Any) -> str | None:
    try:
        return str(UUID(value))
    except (TypeError, ValueError, AttributeError):
        return None
