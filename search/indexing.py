"""Keeping the entries equal to what they were made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction

from search.backends import search_backend
from search.findables import FINDABLES
from search.models import SearchEntry

FIELDS = (
    "position",
    "community_id",
    "author_id",
    "title",
    "place_title",
    "text",
    "url",
    "trust",
    "state",
    "release",
)
WRITTEN = (*(name.removesuffix("_id") for name in FIELDS), "updated_at")


def _wanted(kind: str, thing_id: int) -> dict[str, SearchEntry]:
    """The entries that a thing should have, by place; none when it has gone or cannot be found."""
    findable = FINDABLES[kind]
    thing = findable.rows().filter(pk=thing_id).first()
    entries = findable.entries(thing) if thing is not None else iter(())
    wanted: dict[str, SearchEntry] = {}
    for entry in entries:
        entry.title = entry.title[:255]
        entry.place_title = entry.place_title[:300]
        wanted.setdefault(entry.place, entry)
    return wanted


def _same(one: SearchEntry, other: SearchEntry) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in FIELDS)


@transaction.atomic
def refresh(kind: str, thing_id: int) -> int:
    """Make the entries of one thing right; returns how many rows changed. Safe to run twice."""
    present = {entry.place: entry for entry in SearchEntry.objects.filter(kind=kind, thing_id=thing_id)}
    wanted = _wanted(kind, thing_id)
    gone = [entry.pk for place, entry in present.items() if place not in wanted]
    changed = []
    for place, entry in wanted.items():
        if place in present and not _same(entry, present[place]):
            entry.pk = present[place].pk
            changed.append(entry)
    new = [entry for place, entry in wanted.items() if place not in present]
    if gone:
        SearchEntry.objects.filter(pk__in=gone).delete()
        search_backend().removed(gone)
    if changed:
        SearchEntry.objects.bulk_update(changed, WRITTEN, batch_size=50)
    if new:
        SearchEntry.objects.bulk_create(new, batch_size=100)
    if changed or new:
        search_backend().wrote([*changed, *new])
    return len(gone) + len(changed) + len(new)


def things() -> Iterator[tuple[str, int]]:
    """Every findable thing, kind by kind."""
    for kind, findable in FINDABLES.items():
        for pk in findable.rows().order_by("pk").values_list("pk", flat=True).iterator():
            yield kind, pk


def rebuild(say: Callable[[int], None] = lambda done: None) -> int:
    """Refresh everything, and drop the entries of what has gone; returns how many rows changed."""
    changed = 0
    for done, (kind, pk) in enumerate(things(), start=1):
        changed += refresh(kind, pk)
        say(done)
    for kind, pk in lost():
        changed += refresh(kind, pk)
    search_backend().rebuilt()
    return changed


def lost() -> list[tuple[str, int]]:
    """Things that have entries but cannot be found any more."""
    missing = []
    for kind, findable in FINDABLES.items():
        ids = set(SearchEntry.objects.filter(kind=kind).values_list("thing_id", flat=True).distinct())
        ids -= set(findable.rows().values_list("pk", flat=True))
        missing += [(kind, thing_id) for thing_id in sorted(ids)]
    return missing


@dataclass(frozen=True)
class Audit:
    """What an audit found: places that lack an entry, entries whose words are old, entries of nothing."""

    things: int
    missing: int
    old: int
    lost: int

    @property
    def is_right(self) -> bool:
        return not (self.missing or self.old or self.lost)


def audit(say: Callable[[int], None] = lambda done: None) -> Audit:
    """Compare entries with what they were made from; changes nothing."""
    done = missing = old = left = 0
    for kind, pk in things():
        present = {entry.place: entry for entry in SearchEntry.objects.filter(kind=kind, thing_id=pk)}
        wanted = _wanted(kind, pk)
        missing += len(wanted.keys() - present.keys())
        left += len(present.keys() - wanted.keys())
        old += sum(not _same(wanted[place], present[place]) for place in wanted.keys() & present.keys())
        done += 1
        say(done)
    return Audit(things=done, missing=missing, old=old, lost=left + len(lost()))
