"""Whether the sources of practices still read as they were taken, and what is different."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape

from communities.models import Post
from core import blocks
from core.compare import compare_bodies
from curation.models import PracticeSource
from curation.models.place import Source
from curation.places.anchors import WHOLE_THREAD
from curation.places.described import field_of
from curation.places.words_now import words_now

COMPARED_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class SourceChange:
    """What a source says now beside what was taken; `words` is None when the place is not there any more."""

    words: str | None
    compared: str  # clean HTML with the words marked

    @property
    def digest(self) -> str:
        return blocks.digest(self.words or "")


def note_changes(source: Source) -> None:
    """Mark the rows taken from this source that read differently now, and those that read the same again."""
    _mark(source, PracticeSource.objects.filter(**{field_of(source): source}).exclude(anchor=WHOLE_THREAD))
    if isinstance(source, Post):
        note_thread_changes(source.thread_id)


def note_thread_changes(thread_id: int) -> None:
    """The same for what was taken as a whole thread, which its title and its accepted answer are part of."""
    rows = PracticeSource.objects.filter(post__thread=thread_id, post__position=1, anchor=WHOLE_THREAD)
    for opening in Post.objects.filter(pk__in=rows.values("post"))[:1]:
        _mark(opening, rows)


def change_of(source: PracticeSource) -> SourceChange | None:
    """What is different now; None when it reads as it was taken."""
    words = words_now(source.source, [source])[source.pk]
    if not _differs(source, words):
        return None
    return SourceChange(words, compare_bodies(_paragraphs(source.quote), _paragraphs(words or "")))


def _mark(source: Source, found: Iterable[PracticeSource]) -> None:
    rows = list(found)
    words = words_now(source, rows) if rows else {}
    differing = {row.pk: _differs(row, words[row.pk]) for row in rows}
    for value in (True, False):
        stale = [row.pk for row in rows if differing[row.pk] is value and row.differs is not value]
        PracticeSource.objects.filter(pk__in=stale).update(differs=value)


def _differs(row: PracticeSource, words: str | None) -> bool:
    return words is None or blocks.digest(words) != row.digest


def _paragraphs(text: str) -> str:
    lines = text[:COMPARED_CHARS].splitlines()
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())
