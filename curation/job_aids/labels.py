"""What the label of a job aid says: one rule for pages, lists, search hits, prints and notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from curation.states import Trust


class OnSystem(NamedTuple):
    """A system of a job aid: the release on which it was verified last, and the newest when that is another."""

    system: str
    verified: str  # empty: on none that was announced
    check: str  # empty: nothing newer was announced


class Label(NamedTuple):
    """A trust label and the words after it: verified, "on 12.0, check for 12.1"."""

    trust: Trust
    more: str = ""


def label_of(
    *, is_live: bool, is_verified: bool, systems: Sequence[OnSystem], is_outdated: bool = False
) -> Label:
    """Raw until it is published; verified until its day, unverified after; to check while a release is newer.

    Outdated when it was withdrawn or another one replaces it, whatever else is so.
    """
    if is_outdated:
        return Label(Trust.OUTDATED)
    if not is_live:
        return Label(Trust.RAW)
    newer = [row for row in systems if row.check]
    if not newer:
        return Label(Trust.VERIFIED if is_verified else Trust.UNVERIFIED)
    named = len(systems) > 1
    check = f"check for {_names(newer, 'check', named)}"
    if not is_verified:
        return Label(Trust.UNVERIFIED, check)
    on = _names([row for row in newer if row.verified], "verified", named)
    return Label(Trust.CHECK, f"on {on}, {check}" if on else check)


def releases_in_words(systems: Sequence[OnSystem]) -> str:
    """What it was verified on: "EMR 12.0, Pumps 3"; of a system without a release its name alone."""
    return ", ".join(f"{row.system} {row.verified}".strip() for row in systems)


def newer_in_words(systems: Sequence[OnSystem]) -> str:
    """What it is to be checked for: "EMR 12.1"; empty when nothing newer was announced."""
    return _names([row for row in systems if row.check], "check", named=True)


def _names(rows: Sequence[OnSystem], field: str, named: bool) -> str:
    """12.1; of several systems EMR 12.1 and Pumps 3."""
    names = [f"{row.system} {getattr(row, field)}" if named else getattr(row, field) for row in rows]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
