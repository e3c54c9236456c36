"""Caption files: WebVTT and SubRip (SRT) in, WebVTT out. The cues between are what is stored and searched."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import webvtt
from webvtt.errors import MalformedFileError

MAX_BYTES = 2 * 1024 * 1024
MAX_CUES = 20_000
MAX_CUE_TEXT = 2_000

_ARROW = "-->"
_MOMENT = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_MOMENT}\s*-->\s*{_MOMENT}(?:\s.*)?", re.ASCII)
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u200e\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class CueLine:
    """Words, from a second to a second."""

    start: float
    end: float
    text: str
    speaker: str = ""


class CueLike(Protocol):
    start: float
    end: float
    text: str
    speaker: str


class CaptionError(ValueError):
    """Why a file is not taken as captions, and in which line, for the person who chose it."""


def parse_captions(data: bytes) -> list[CueLine]:
    """The cues of a WebVTT or SRT file, in order of time; cues may overlap, empty ones are dropped.

    Any encoding is read: UTF-8, UTF-16 with its mark, else Latin-1. A line that looks like a timing and
    cannot be one, or that ends before it starts, raises CaptionError: guessing misplaces words.
    """
    if len(data) > MAX_BYTES:
        raise CaptionError(
            f"This file is larger than {MAX_BYTES // 1024 // 1024} MB: captions are never so long."
        )
    lines = _UNSEEN.sub("", _decoded(data)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not any(line.strip() for line in lines):
        raise CaptionError("This file is empty.")
    _check_timings(lines)
    try:
        found = webvtt.from_string(_as_webvtt(lines))
    except MalformedFileError:
        raise CaptionError(_NOT_CAPTIONS) from None
    cues = [cue for caption in found.captions if (cue := _cue(caption)).text]
    if not cues:
        raise CaptionError("There are no words in this file.")
    if len(cues) > MAX_CUES:
        raise CaptionError(f"This file has more than {MAX_CUES:,} captions.")
    return sorted(cues, key=lambda cue: (cue.start, cue.end))


def write_webvtt(cues: Iterable[CueLike]) -> str:
    """A WebVTT file of these cues; `parse_captions` reads the same back."""
    blocks = ["WEBVTT\n"]
    for cue in cues:
        words = html.escape("\n".join(line for line in cue.text.splitlines() if line.strip()), quote=False)
        voice = f"<v {html.escape(cue.speaker, quote=False)}>" if cue.speaker else ""
        blocks.append(f"{_moment(cue.start)} {_ARROW} {_moment(cue.end)}\n{voice}{words}\n")
    return "\n".join(blocks)


_NOT_CAPTIONS = (
    "This is not a WebVTT or SRT file: no line says from when to when, such as 00:12.000 --> 00:15.500."
)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _check_timings(lines: list[str]) -> None:
    timed = False
    for number, line in enumerate(lines, start=1):
        if _ARROW not in line:
            continue
        found = _TIMING.fullmatch(line)
        if found is None:
            raise CaptionError(
                f"Line {number}: “{line.strip()[:60]}” is not a time such as 00:12.000 --> 00:15.500."
            )
        if _seconds(*found.groups()[4:]) <= _seconds(*found.groups()[:4]):
            raise CaptionError(f"Line {number}: the caption ends before it starts.")
        timed = True
    if not timed:
        raise CaptionError(_NOT_CAPTIONS)


def _as_webvtt(lines: list[str]) -> str:
    """An SRT file differs by its header and by the commas in its times."""
    timed = [line.replace(",", ".", 2) if _ARROW in line else line for line in lines]
    first = next(line for line in timed if line.strip())
    if first.startswith("WEBVTT"):
        return "\n".join(timed[timed.index(first) :])
    return "\n".join(["WEBVTT", "", *timed])


def _cue(caption: webvtt.Caption) -> CueLine:
    text = "\n".join(line.strip() for line in html.unescape(caption.text).splitlines() if line.strip())
    if len(text) > MAX_CUE_TEXT:
        raise CaptionError(f"At {caption.start} one caption is longer than {MAX_CUE_TEXT:,} characters.")
    speaker = html.unescape(caption.voice or "").strip()[:100]
    return CueLine(_of_caption(caption.start), _of_caption(caption.end), text, speaker)


def _of_caption(moment: str) -> float:
    hours, minutes, seconds = moment.split(":")
    return round(int(hours) * 3600 + int(minutes) * 60 + float(seconds), 3)


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths.ljust(3, "0")) / 1000


def _moment(seconds: float) -> str:
    whole, thousandths = divmod(math.floor(seconds * 1000 + 0.5), 1000)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}.{thousandths:03}"
