"""Seconds as people type and read them: 94, 1:34, 1:02:05."""

from __future__ import annotations

import re

_TIME = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,4}):)?(\d{1,6})(?:[.,](\d{1,3}))?", re.ASCII)


def parse_time(text: str) -> float:
    """Seconds of "94", "94.5", "1:34" or "1:02:05"; what is none of these raises ValueError."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a time")
    hours, minutes, seconds, fraction = found.groups()
    if (minutes and int(seconds) > 59) or (hours and int(minutes) > 59):
        raise ValueError(f"{text!r} has more than 59 seconds or minutes")
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds) + float(f"0.{fraction or 0}")


def format_time(seconds: float) -> str:
    """The inverse of `parse_time`: 94 -> "1:34", 94.5 -> "1:34.5"."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{thousandths:03}".rstrip("0") if thousandths else ""
    return (f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}") + fraction


def plain_seconds(seconds: float) -> str:
    """As in an address: 94 -> "94", 94.5 -> "94.5"."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")
