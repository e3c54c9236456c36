"""What dumps of threads have in common, and how their values are read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from communities.actions.thread_import import Brought
from communities.importing.report import Report
from communities.models import Post
from core.text import clean_text

MAX_SOURCE = Post._meta.get_field("source_name").max_length or 200
MOST_VOTES = 1_000_000


class UnreadableDump(Exception):
    """The file is no dump that we know; the message says what was expected."""


@dataclass(frozen=True)
class ReadThread:
    """One thread of a dump; `source_name` finds it again at the next import."""

    source_name: str
    kind: str
    title: str
    tags: tuple[str, ...]
    opening: Brought
    replies: tuple[Brought, ...]
    is_closed: bool = False


def line_of(source: Any) -> str:
    """Words in one line, of characters that can be stored."""
    return " ".join(clean_text(str(source or "")).split())


def source_of(name: str) -> str:
    """A name to find a row by again; of a very long one the end is a digest."""
    if len(name) <= MAX_SOURCE and name == clean_text(name):
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:40]
    return f"{clean_text(name)[: MAX_SOURCE - 41]}~{digest}"


def moment_of(source: Any, where: str, report: Report) -> datetime | None:
    """A moment in the past; one that has yet to come is now, so that nothing stays on top of every list."""
    try:
        moment = parse_datetime(str(source or ""))
        if moment is None:
            return None
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if moment > (now := timezone.now()):
        report.problem("A date that has yet to come: today's was taken", where, str(source))
        return now
    return moment


def number_of(source: Any) -> int:
    try:
        return max(-MOST_VOTES, min(int(source), MOST_VOTES))
    except (TypeError, ValueError, OverflowError):
        return 0
