"""What people wrote lately: each app that holds such things registers a source, and pages show them mixed.

Community homes, a person's own home and profiles ask `latest`. A source shows only what the viewer may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from people.models import User


@dataclass(frozen=True, slots=True)
class Scope:
    """Which activity is asked for. Without `community_ids`: everywhere the viewer may read."""

    viewer: Any  # a User, or an AnonymousUser
    size: int
    community_ids: tuple[int, ...] | None = None
    author: User | None = None

    @property
    def is_one_community(self) -> bool:
        """Then rows need not name their community."""
        return self.community_ids is not None and len(self.community_ids) == 1


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of "what is new"; the words of `components/entry.html`."""

    moment: datetime
    url: str
    title: str
    kind: str
    kind_icon: str
    community_id: int
    place: str = ""  # the community's title, shown where several are mixed
    person: User | None = None
    text: str = ""
    trust_label: str = ""
    state: str = ""  # "answered" or "waiting"
    count: int | None = None
    count_icon: str = ""
    count_one: str = ""
    count_many: str = ""


Source = Callable[[Scope], Iterable[Activity]]
_sources: list[Source] = []


def register_activity(source: Source) -> Source:
    """Add a source when its app is ready. It gives at most `scope.size` rows in at most two queries."""
    if source not in _sources:
        _sources.append(source)
    return source


def latest(scope: Scope) -> list[Activity]:
    """The newest rows of all sources, mixed."""
    rows = [row for source in _sources for row in source(scope)]
    return sorted(rows, key=lambda row: row.moment, reverse=True)[: scope.size]
