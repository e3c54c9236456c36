"""The engine's index compared with the rows."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any, TypeVar

from search import outbox
from search.backends.base import Faults
from search.backends.elasticsearch import indices
from search.backends.elasticsearch.catching_up import catch_up
from search.backends.elasticsearch.connection import IndexMissing, working
from search.backends.elasticsearch.documents import document, rows
from search.models import IndexChange, SearchEntry

BATCH = 1_000
T = TypeVar("T")
ROW, HELD = "row", "held"
Digest = tuple[int, str, str]  # of an entry: its id, where this was read, the digest there


def faults() -> Faults:
    return Faults(**Counter(fault for _, fault in _faulty()))


def repair() -> None:
    """Tell the engine what differs, and only that, as if it had changed now."""
    with working() as engine:
        if not engine.indices.exists_alias(name=indices.READ.name):
            raise IndexMissing
    for batch in _batches(_faulty()):
        outbox.note(pk for pk, fault in batch if fault != "lost")
        outbox.note((pk for pk, fault in batch if fault == "lost"), is_gone=True)
    while IndexChange.objects.exists():
        catch_up()


def _faulty() -> Iterator[tuple[int, str]]:
    """Ids of entries and what is wrong with them. Both sides are read in the order of their ids, a batch at a time."""
    by_entry = groupby(heapq.merge(_rows(), _held()), key=lambda read: read[0])
    differ = (pk for pk, sides in by_entry if not _are_the_same([digest for _, _, digest in sides]))
    for batch in _batches(differ):
        yield from _looked_at_again(batch)


def _are_the_same(digests: list[str]) -> bool:
    return len(digests) == 2 and digests[0] == digests[1]


def _looked_at_again(ids: list[int]) -> Iterator[tuple[int, str]]:
    """Rows are written while this reads: only what differs now too, and does not wait to be told, is a fault."""
    with working() as engine:
        engine.options(ignore_status=404).indices.refresh(index=indices.READ.name)
    waiting = set(IndexChange.objects.filter(entry_id__in=ids).values_list("entry_id", flat=True))
    now = {pk: digest for pk, _, digest in _read(rows().filter(pk__in=ids))}
    held = {pk: digest for pk, _, digest in _page({"terms": {"entry": ids}})}
    for pk in ids:
        if pk not in waiting and now.get(pk) != held.get(pk):
            yield pk, "missing" if pk not in held else "old" if pk in now else "lost"


def _rows() -> Iterator[Digest]:
    last = 0
    while page := list(_read(rows().filter(pk__gt=last).order_by("pk")[:BATCH])):
        yield from page
        last = page[-1][0]


def _read(entries: Iterable[SearchEntry]) -> Iterator[Digest]:
    for entry in entries:
        yield entry.pk, ROW, document(entry)["digest"]


def _held() -> Iterator[Digest]:
    last = 0
    while page := _page({"range": {"entry": {"gt": last}}}):
        yield from page
        last = page[-1][0]


def _page(query: dict[str, Any]) -> list[Digest]:
    """Of an engine without an index: nothing."""
    try:
        with working() as engine:
            answer = engine.search(
                index=indices.READ.name,
                query=query,
                sort=["entry"],
                size=BATCH,
                source=False,
                stored_fields="_none_",
                docvalue_fields=[{"field": "entry"}, {"field": "digest"}],
                track_total_hits=False,
            )
    except IndexMissing:
        return []
    fields = [hit["fields"] for hit in answer["hits"]["hits"]]
    return [(held["entry"][0], HELD, held["digest"][0]) for held in fields]


def _batches(items: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(items, BATCH)):
        yield batch
