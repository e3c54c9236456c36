"""What the page of a recording shows, made from a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Any

from communities.notes import Kind, Mark, Note, Surroundings, surroundings
from screencasts.models import CaptionTrack, Chapter, Cue, Screencast
from screencasts.stretches import Stretch, parse_stretch
from screencasts.times import format_time, parse_time, plain_seconds

SUGGESTED_STRETCH = 30  # seconds
TICK_PARTS = 400  # a tick on the track is this part of its length


@dataclass(frozen=True, slots=True)
class Asked:
    """Where `?t=` wants to begin, and perhaps to end."""

    start: float = 0.0
    end: float | None = None

    @property
    def fragment(self) -> str:
        """The media fragment that makes any browser start there, without script."""
        if not self.start and self.end is None:
            return ""
        return f"#t={plain_seconds(self.start)}" + ("" if self.end is None else f",{plain_seconds(self.end)}")


def read_asked(text: str, *, duration: float) -> Asked:
    """Read "134", "2:14" or "134,158"; what cannot be read, or lies past the end, starts at the beginning."""
    first, _, last = text.partition(",")
    try:
        start = parse_time(first)
        end = parse_time(last) if last else None
    except ValueError:
        return Asked()
    if duration and start >= duration:
        return Asked()
    return Asked(start, end if end is not None and end > start else None)


@dataclass(frozen=True, slots=True)
class Line:
    """A chapter or a caption as a link: `at` and `until` are for addresses and script, `clock` for people."""

    at: str
    until: str  # "" when it lasts to the end
    clock: str
    text: str
    speaker: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Flagged:
    """A stretch that people flagged."""

    stretch: Stretch
    mark: Mark

    @property
    def length(self) -> str:
        return plain_seconds(self.stretch.end - self.stretch.start)


@dataclass(frozen=True)
class WatchPage:
    """Everything on the page of a recording that plays."""

    screencast: Screencast
    asked: Asked
    tracks: Sequence[CaptionTrack]
    track: CaptionTrack | None  # whose words the transcript shows
    lines: Sequence[Line]
    chapters: Sequence[Line]
    query: (
        str  # what an address on this page begins with: "?t=", or "?lang=cy&t=" when a language was asked for
    )
    around: Surroundings

    @property
    def length(self) -> str:
        return plain_seconds(self.screencast.duration)

    @property
    def tick_width(self) -> str:
        return plain_seconds(self.screencast.duration / TICK_PARTS)

    @cached_property
    def flagged(self) -> list[Flagged]:
        """The flagged stretches, in order of time."""
        found = [
            Flagged(stretch, mark)
            for anchor, mark in self.around.marks.items()
            if (stretch := _stretch(anchor))
        ]
        return sorted(found, key=lambda flagged: (flagged.stretch.start, flagged.stretch.end))

    @cached_property
    def notes(self) -> list[tuple[Note, Stretch | None]]:
        """Each note with the stretch that it is about, None for the whole."""
        return [(note, _stretch(note.anchor)) for note in self.around.notes]

    @property
    def suggested(self) -> tuple[str, str]:
        """The times that the form for a flag begins with."""
        start = int(self.asked.start)
        end = self.asked.end or min(start + SUGGESTED_STRETCH, self.screencast.duration)
        return format_time(start), format_time(max(int(end), start + 1))


def watch_page(screencast: Screencast, *, user: Any, asked: str, language: str) -> WatchPage:
    """Four queries, and those of the notes."""
    where = read_asked(asked, duration=screencast.duration)
    tracks = list(screencast.tracks.all())
    track = next((each for each in tracks if each.language == language), tracks[0] if tracks else None)
    for each in tracks:
        each.screencast = screencast
    return WatchPage(
        screencast=screencast,
        asked=where,
        tracks=tracks,
        track=track,
        lines=[_spoken(cue) for cue in track.cues.all()] if track else [],
        chapters=_chapters(list(screencast.chapters.all()), where.start),
        query=f"?lang={track.language}&t=" if track and track.language == language else "?t=",
        around=surroundings(Kind.SCREENCAST, [screencast], user)[screencast.pk],
    )


def _spoken(cue: Cue) -> Line:
    return Line(
        at=plain_seconds(cue.start),
        until=plain_seconds(cue.end),
        clock=format_time(int(cue.start)),
        text=cue.text,
        speaker=cue.speaker,
    )


def _chapters(chapters: list[Chapter], second: float) -> list[Line]:
    """A chapter lasts until the next one begins."""
    lines = []
    for chapter, following in zip_longest(chapters, chapters[1:]):
        current = chapter.start <= second and (following is None or second < following.start)
        lines.append(
            Line(
                at=plain_seconds(chapter.start),
                until=plain_seconds(following.start) if following else "",
                clock=format_time(int(chapter.start)),
                text=chapter.title,
                is_current=current,
            )
        )
    return lines


def _stretch(anchor: str) -> Stretch | None:
    try:
        return parse_stretch(anchor)
    except ValueError:
        return None
