"""Keeping the entries equal to what they were made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from search.backends import search_backend
from search.backends.base import Faults
from search.findables import FINDABLES, place_of_post, thread_entries
from search.kinds import Kind
from search.models import SearchEntry, SearchLabel, SearchVector
from search.related import make_soon
from search.vocabulary import learn
from search.writing import other_forms

COMPARED = (
    *("community_id", "author_id", "title", "place_title", "text", "url"),
    *("trust", "trust_more", "state", "release", "former", "more", "labels"),
)
WRITTEN = (*(name.removesuffix("_id") for name in COMPARED), "updated_at")
DELETED_AT_ONCE = 5_000
KEY = ("kind", "thing_id", "place")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # the marks around found words are among them

Say = Callable[[int], None]


def quietly(done: int) -> None:
    """Nobody watches."""


# -- one thing ---------------------------------------------------------------------------------------------
@transaction.atomic
def refresh(kind: str, thing_id: int) -> int:
    """Make the entries of one thing right; returns how many rows changed. Safe to run twice, or at once."""
    thing = _thing(kind, thing_id, lock=True)
    entries = FINDABLES[kind].entries(thing) if thing is not None else ()
    changed = write(SearchEntry.objects.filter(kind=kind, thing_id=thing_id), entries)
    if changed:
        make_soon(kind, thing_id)
    return changed


@transaction.atomic
def refresh_post(thread_id: int, position: int) -> int:
    """Make the entry of one post right: what a reply or an edit costs does not grow with the thread."""
    thread = _thing(Kind.THREAD, thread_id, lock=True)
    entries = thread_entries(thread, position=position) if thread is not None else ()
    present = SearchEntry.objects.filter(kind=Kind.THREAD, thing_id=thread_id, place=place_of_post(position))
    return write(present, entries)


def forget(kind: str, thing_ids: Iterable[int], **place: str) -> None:
    """Drop entries in the transaction of the change: what nobody may find any more waits for no worker."""
    _delete(SearchEntry.objects.filter(kind=kind, thing_id__in=thing_ids, **place))


def forget_community(community_id: int) -> None:
    """Drop everything that stands in a community."""
    _delete(SearchEntry.objects.filter(community_id=community_id))


def _delete(rows: QuerySet[SearchEntry]) -> None:
    gone = list(rows.values_list("pk", flat=True))
    for start in range(0, len(gone), DELETED_AT_ONCE):
        some = gone[start : start + DELETED_AT_ONCE]
        SearchEntry.objects.filter(pk__in=some).delete()
        search_backend().removed(some)


def _thing(kind: str, thing_id: int, *, lock: bool = False) -> Any:
    """The row; locked, so that of two workers the later one writes what it reads later."""
    rows = FINDABLES[kind].rows().filter(pk=thing_id)
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


def _by_place(entries: Iterable[SearchEntry]) -> dict[str, SearchEntry]:
    """Entries as they will be stored, by place; of two for one place the first."""
    wanted: dict[str, SearchEntry] = {}
    for entry in entries:
        entry.title = _CONTROLS.sub(" ", entry.title)[:255]
        entry.place_title = _CONTROLS.sub(" ", entry.place_title)[:300]
        entry.text = _CONTROLS.sub(" ", entry.text)
        entry.more = other_forms("\n".join([entry.title, entry.place_title, entry.text, entry.former]))
        wanted.setdefault(entry.place, entry)
    return wanted


def prepared(entries: Iterable[SearchEntry]) -> list[SearchEntry]:
    """The rows of one thing as they will be stored."""
    return list(_by_place(entries).values())


def _same(one: SearchEntry, other: SearchEntry) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in COMPARED)


def write(rows: QuerySet[SearchEntry], entries: Iterable[SearchEntry]) -> int:
    """Make the rows of one thing equal to these entries; returns how many changed."""
    present, wanted = {entry.place: entry for entry in rows}, _by_place(entries)
    gone = [entry.pk for place, entry in present.items() if place not in wanted]
    changed, redated, labelled = [], [], []
    for place, entry in wanted.items():
        before = present.get(place)
        if before is None or not _same(entry, before):
            changed.append(entry)
            if entry.labels != (before.labels if before else []):
                labelled.append(entry)
        elif entry.updated_at != before.updated_at:
            entry.pk = before.pk
            redated.append(entry)
    SearchEntry.objects.filter(pk__in=gone).delete()
    SearchEntry.objects.bulk_update(redated, ["updated_at"], batch_size=100)
    SearchEntry.objects.bulk_create(
        changed, batch_size=100, update_conflicts=True, unique_fields=KEY, update_fields=WRITTEN
    )
    _write_labels(labelled)
    if settings.SEARCH_MEANING:  # made anew by the task that is under way, or by a rebuild
        SearchVector.objects.filter(entry__in=changed).delete()
    learn(changed)
    if gone:
        search_backend().removed(gone)
    if written := [*changed, *redated]:
        search_backend().wrote(written)
    return len(gone) + len(written)


def _write_labels(entries: list[SearchEntry]) -> None:
    if entries:
        SearchLabel.objects.filter(entry__in=entries).delete()
        SearchLabel.objects.bulk_create(
            SearchLabel(entry=entry, facet=facet, value=value)
            for entry in entries
            for facet, value in entry.labels
        )


# -- many things -------------------------------------------------------------------------------------------
def things() -> Iterator[tuple[str, int]]:
    """Every findable thing, kind by kind."""
    for kind, findable in FINDABLES.items():
        for pk in findable.rows().order_by("pk").values_list("pk", flat=True).iterator():
            yield kind, pk


def refresh_all(pairs: Iterable[tuple[str, int]], say: Say = quietly) -> int:
    """Refresh each of these (kind, id); returns how many rows changed."""
    changed = 0
    for done, (kind, thing_id) in enumerate(pairs, start=1):
        changed += refresh(kind, thing_id)
        say(done)
    return changed


def lost() -> list[tuple[str, int]]:
    """Things that have entries but cannot be found any more."""
    missing = []
    for kind, findable in FINDABLES.items():
        ids = set(SearchEntry.objects.filter(kind=kind).values_list("thing_id", flat=True).distinct())
        ids -= set(findable.rows().values_list("pk", flat=True))
        missing += [(kind, thing_id) for thing_id in sorted(ids)]
    return missing


def in_community(community_id: int) -> list[tuple[str, int]]:
    """Everything of a community that has entries."""
    found = SearchEntry.objects.filter(community_id=community_id)
    return list(found.order_by("kind", "thing_id").values_list("kind", "thing_id").distinct())


# -- audit -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Audit:
    """What an audit found: places without an entry, old entries, entries of nothing, faults of the engine."""

    things: int
    missing: int
    old: int
    lost: int
    faults: Faults

    @property
    def is_right(self) -> bool:
        return not (self.missing or self.old or self.lost or self.faults.total)


def audit(say: Say = quietly) -> Audit:
    """Compare entries with what they were made from, and the engine with the entries; changes nothing."""
    done = missing = old = left = 0
    for kind, pk in things():
        present = {entry.place: entry for entry in SearchEntry.objects.filter(kind=kind, thing_id=pk)}
        thing = _thing(kind, pk)
        wanted = _by_place(FINDABLES[kind].entries(thing) if thing is not None else ())
        missing += len(wanted.keys() - present.keys())
        left += len(present.keys() - wanted.keys())
        old += sum(not _same(wanted[place], present[place]) for place in wanted.keys() & present.keys())
        done += 1
        say(done)
    return Audit(
        things=done, missing=missing, old=old, lost=left + len(lost()), faults=search_backend().faults()
    )
