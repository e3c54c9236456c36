"""What the apps above add to a home: sections of a community's home and of a person's own, and tasks.

An app registers its providers in `AppConfig.ready`. A provider answers only with what the viewer may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from communities.models import CommunityPage


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a home. Its template gets `content` and `community` (or None), and nothing else."""

    template: str
    content: Any
    in_margin: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for this person: `components/task.html`."""

    icon: str
    title: str
    url: str
    why: str
    act: str  # the words of the button: a verb with its object
    posts_to: str = ""  # the button does it at once, by a form to this address


SectionProvider = Callable[[Any, CommunityPage | None], Section | None]
TaskProvider = Callable[[Any], Iterable[Task]]
_sections: list[SectionProvider] = []
_tasks: list[TaskProvider] = []


def register_home_section(provider: SectionProvider) -> SectionProvider:
    """Add `provider(viewer, community)`, which gives a section or None in at most two queries.

    `community` is None on a person's own home and on the visitor's front page.
    """
    if provider not in _sections:
        _sections.append(provider)
    return provider


def register_tasks(provider: TaskProvider) -> TaskProvider:
    """Add `provider(user)`, which gives what waits for a signed-in person, in at most one query."""
    if provider not in _tasks:
        _tasks.append(provider)
    return provider


def home_sections(viewer: Any, community: CommunityPage | None = None) -> list[Section]:
    """The sections of a home, in the order in which they were registered."""
    return [section for provider in _sections if (section := provider(viewer, community)) is not None]


def tasks_of(user: Any) -> list[Task]:
    """What waits for this person."""
    return [task for provider in _tasks for task in provider(user)]
