"""What else there is: things related to one that is shown, and things like a title that is being typed.

Search knows it, and this app must not import search; so it registers how when it is ready (search/apps.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from communities.models import CommunityPage


@dataclass(frozen=True, slots=True)
class Alike:
    """A thing, or a place in it, that this person may read. `kind` in words, `state` such as "Answered"."""

    title: str
    url: str
    kind: str
    trust: str = ""
    trust_more: str = ""
    state: str = ""
    community_id: int | None = None
    community: str = ""
    place: str = ""


Related = Callable[[Any, str, int], list[Alike]]
Similar = Callable[[Any, CommunityPage, str], list[Alike]]

_related: list[Related] = []
_similar: list[Similar] = []


def register_alike(*, related: Related, similar: Similar) -> None:
    """`related(user, kind, id)` and `similar(user, community, title)` give only what this person may read."""
    _related[:], _similar[:] = [related], [similar]


def related_to(user: Any, kind: str, pk: int) -> list[Alike]:
    """What is related to a "wiki" page, "thread", "screencast", "practice" or "job_aid", the nearest first."""
    return [found for find in _related for found in find(user, kind, pk)]


def similar_to(user: Any, community: CommunityPage, title: str) -> list[Alike]:
    """What is like a title that a person types in a community, the likest first; nothing for no words."""
    return [found for find in _similar for found in find(user, community, title)] if title.strip() else []
