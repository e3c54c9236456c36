"""Finding by words what could be a source. Search stands above this app, so it registers how (search/apps.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from communities.models import CommunityPage


@dataclass(frozen=True, slots=True)
class Found:
    """A page, thread or recording, or a place in it, with its address."""

    title: str
    place: str
    text: str
    kind: str
    icon: str
    url: str


MOST_FOUND = 12

Finder = Callable[[Any, CommunityPage, str], list[Found]]

_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Let `finder(user, community, words)` find; it returns only what this person may read."""
    if finder not in _finders:
        _finders.append(finder)


def find_sources(user: Any, community: CommunityPage, words: str) -> list[Found]:
    """What the finders know of these words in a community, each address once, the best MOST_FOUND."""
    found: dict[str, Found] = {}
    for finder in _finders if words.strip() else ():
        for one in finder(user, community, words):
            found.setdefault(one.url, one)
    return list(found.values())[:MOST_FOUND]
