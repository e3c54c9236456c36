"""Days as people type them: 2026-03-15, 2026-03, 2026, today."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


def read_days(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day that a text names; None when it names none."""
    named = {"today": today, "yesterday": today - timedelta(days=1)}.get(text.lower())
    if named:
        return named, named
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not 1900 <= year <= 2100:
        return None
    try:
        first = date(year, month or 1, day or 1)
        if found[2] is None:
            return first, date(year, 12, 31)
        return first, first if found[3] else date(year, month, monthrange(year, month)[1])
    except ValueError:
        return None
