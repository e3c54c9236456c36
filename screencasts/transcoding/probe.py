"""Reads what `ffmpeg -i` says of a file: the wheel that brings ffmpeg has no ffprobe."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DURATION = re.compile(r"^\s*Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)
_STREAM = re.compile(r"^\s*Stream #0:(\d+)\S*: (Video|Audio): (.*)$", re.MULTILINE)
_SIZE = re.compile(r",\s(\d{1,6})x(\d{1,6})(?=[\s,]|$)")


@dataclass(frozen=True, slots=True)
class Probe:
    """The first picture and the first sound of a file; stream numbers are None when there is none."""

    duration: float | None  # seconds; a recording made in a browser does not say
    video: int | None
    audio: int | None
    width: int = 0
    height: int = 0


def read_probe(words: str) -> Probe:
    """Understand ffmpeg's description; a cover picture within a sound file is not a video."""
    words = words.partition("\nOutput #")[0]
    video = audio = None
    width = height = 0
    for number, kind, about in _STREAM.findall(words):
        if kind == "Audio" and audio is None and "none" not in about[:5]:
            audio = int(number)
        if kind == "Video" and video is None and "(attached pic)" not in about:
            video = int(number)
            if size := _SIZE.search(about):
                width, height = int(size[1]), int(size[2])
    found = _DURATION.search(words)
    duration = int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]) if found else None
    return Probe(duration, video, audio, width, height)
