from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Rendition:
    """What came of a file: media that browsers play, and a picture of it, which sound alone has not."""

    media: Path
    poster: Path | None
    duration: float  # seconds
    width: int = 0
    height: int = 0


class MediaRefused(Exception):
    """The file cannot be made into a recording; the message tells the person why, and what to do."""


class Transcoder(Protocol):
    """Turns one received file into a rendition."""

    def transcode(self, source: Path, *, into: Path, on_beat: Callable[[int], None]) -> Rendition:
        """Write media and poster into the folder `into`.

        `on_beat` is called every few seconds with the percent done; what it raises ends the work. A file that
        is not media, or too large in length or picture, raises MediaRefused. No process outlives the call.
        """
        ...
