"""Chapters as people type them: one a line, "0:41 Find the pairing code"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screencasts.times import format_time, parse_time

MAX_CHAPTERS = 200
MAX_TITLE = 120


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """A named place, in seconds from the start."""

    start: float
    title: str


class ChapterError(ValueError):
    """Names the line that cannot be read, in words for the person who typed it."""


def parse_chapters(text: str, *, duration: float | None = None) -> list[ChapterLine]:
    """The chapters of a text, in order; empty lines do not count. The first bad line raises ChapterError."""
    chapters: list[ChapterLine] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        chapter = _chapter(line, number)
        if chapters and chapter.start <= chapters[-1].start:
            before = format_time(chapters[-1].start)
            raise ChapterError(f"Line {number}: {format_time(chapter.start)} is not after {before} above it.")
        if duration and chapter.start >= duration:
            end = format_time(int(duration))
            raise ChapterError(f"Line {number}: {format_time(chapter.start)} is past the end, {end}.")
        chapters.append(chapter)
        if len(chapters) > MAX_CHAPTERS:
            raise ChapterError(f"Line {number}: there can be {MAX_CHAPTERS} chapters, not more.")
    return chapters


def chapters_text(chapters: Iterable[object]) -> str:
    """The text that `parse_chapters` reads back; takes rows or lines."""
    return "\n".join(f"{format_time(c.start)} {c.title}" for c in chapters)  # type: ignore[attr-defined]


def _chapter(line: str, number: int) -> ChapterLine:
    time, _, title = line.strip().partition(" ")
    title = title.strip(" \t-–—:")
    try:
        start = parse_time(time.rstrip(":-–—"))
    except ValueError:
        raise ChapterError(f"Line {number}: start with a time such as 1:12, then the title.") from None
    if not title:
        raise ChapterError(f"Line {number}: write a title after {time}.")
    if len(title) > MAX_TITLE:
        raise ChapterError(f"Line {number}: write a title of at most {MAX_TITLE} characters.")
    return ChapterLine(start, title)
