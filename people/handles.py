"""Handles: the @name of a person, made from the display name."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from django.utils.text import slugify

MAX_LENGTH = 40
RESERVED = frozenset({"me", "admin", "administrator", "all", "everyone", "here", "settings"})


def free_handle(name: str, taken: Callable[[str], bool]) -> str:
    """The first of ana-ribeiro, ana-ribeiro-2, ana-ribeiro-3 … that is not taken."""
    stem = slugify(name)[:MAX_LENGTH].strip("-_") or "person"
    candidates = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(handle for handle in candidates if handle not in RESERVED and not taken(handle))
