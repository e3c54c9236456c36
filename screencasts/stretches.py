"""A stretch of a recording, from a second to a second, and its words: how the layers above point at it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from screencasts.models import CaptionTrack, Chapter, Cue, Screencast
from screencasts.times import format_time, parse_time, plain_seconds

LONGEST_ANCHOR = 40
LATER_THAN_ANY = 1e9  # seconds


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a second to a later one."""

    start: float
    end: float

    @property
    def anchor(self) -> str:
        """The media fragment that a place is stored with: "t=30,60"."""
        return f"t={plain_seconds(self.start)},{plain_seconds(self.end)}"

    @property
    def at(self) -> str:
        """The same for an address: "30,60"."""
        return self.anchor.removeprefix("t=")

    @property
    def label(self) -> str:
        """As people read it: "1:12 to 1:47"."""
        return f"{format_time(self.start)} to {format_time(self.end)}"


def parse_stretch(anchor: str) -> Stretch:
    """The stretch of "t=30,60" or "t=0:30,1:00"; anything else raises ValueError."""
    if len(anchor) > LONGEST_ANCHOR or not anchor.startswith("t="):
        raise ValueError(f"{anchor[:LONGEST_ANCHOR]!r} is not a stretch")
    start, _, end = anchor.removeprefix("t=").partition(",")
    return stretch_between(parse_time(start), parse_time(end))


def stretch_between(start: float, end: float) -> Stretch:
    """A stretch that has a length; raises ValueError, for a person, when it has none."""
    if end <= start:
        raise ValueError(f"The end, {format_time(end)}, is not after the start, {format_time(start)}.")
    return Stretch(start, end)


def transcript(screencast: Screencast) -> QuerySet[Cue]:
    """The captions of the language that came first, in order. Uses the index screencasts_cue_at."""
    first = CaptionTrack.objects.filter(screencast=screencast).order_by("pk").values("pk")[:1]
    return Cue.objects.filter(track=first)


def stretch_text(screencast: Screencast, start: float, end: float) -> str:
    """The words of a stretch: every caption heard in it, else its chapters' titles. Two queries at most."""
    words = [cue.text for cue in transcript(screencast).filter(start__lt=end, end__gt=start)]
    return "\n".join(words or _chapter_titles(screencast, start, end))


def place_text(screencast: Screencast, anchor: str) -> str | None:
    """The words at an anchor: all at "", those of a stretch at "t=30,60"; None when it is no anchor."""
    if not anchor:
        return stretch_text(screencast, 0, LATER_THAN_ANY)
    try:
        stretch = parse_stretch(anchor)
    except ValueError:
        return None
    return stretch_text(screencast, stretch.start, stretch.end)


def _chapter_titles(screencast: Screencast, start: float, end: float) -> list[str]:
    """A chapter lasts until the next one begins."""
    chapters = list(Chapter.objects.filter(screencast=screencast, start__lt=end))
    ends = [*(following.start for following in chapters[1:]), LATER_THAN_ANY]
    return [chapter.title for chapter, ends_at in zip(chapters, ends, strict=False) if ends_at > start]
