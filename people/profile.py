"""What apps above know of a person: the places where they belong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from people.models import User


@dataclass(frozen=True, slots=True)
class Belonging:
    """A community that a person is in, and what they are there. `community` has title, cloth and address."""

    community: Any
    role: str


Source = Callable[[Any, User], Iterable[Belonging]]
_sources: list[Source] = []


def register_belongings(source: Source) -> Source:
    """Add `source(viewer, person)`, once, when its app is ready; it shows only what the viewer may read."""
    if source not in _sources:
        _sources.append(source)
    return source


def belongings(viewer: Any, person: User) -> list[Belonging]:
    """Where this person belongs, as far as the viewer may know."""
    return [belonging for source in _sources for belonging in source(viewer, person)]
