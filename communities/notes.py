"""What others know about what stands here: margin notes, flags and trust, beside pages, posts and recordings.

The layers above know it, and this app must not import them; so they register a provider when they are ready:

    # curation/apps.py
    def ready(self) -> None:
        register_notes(surroundings_of)

    def surroundings_of(kind: Kind, things: Sequence[Any], user: Any) -> dict[int, Surroundings]: …

A provider is asked once for each page that is shown, with everything on it (one wiki page, or the posts of a
thread page), and answers in a fixed small number of queries, whatever the number of things. It returns a
`Surroundings` by primary key; what it leaves out has none. Several providers are added up. Templates print:

- `notes`: each beside the section or block that its `anchor` names, or that holds it; "" is the whole page or
  post. A note whose place is gone is shown at the head of the page, never dropped. Notes of one `subject` in
  one section or post are shown as one.
- `marks`: the flags that people set, by anchor (a section's is the id of its heading; "" the whole; WHOLE_THREAD,
  on its opening post, the thread).
- `flag_url`: where this person flags; `?at=<anchor>` is added. Empty: they may not, and no button is drawn.
- `trust` and `trust_more`: the label after the title and its reason ("by Eli Marchetti and 1 more").
- `about`: on the opening post of a question, what it asks about, with a link.
- `people`: whom to show among the people behind the page, beside its writers, each with a role ("endorsed").

To point at the exact revision of a wiki page that something was taken from, link to
`reverse("communities:wiki_at", args=[revision_id]) + "#" + anchor`: it outlives moves, and asks nothing.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

WHOLE_THREAD = "thread"  # the anchor, on its opening post, of all that a thread came to


class Kind(enum.StrEnum):
    """What a place can be in. The words are those of `curation.models.Place`."""

    WIKI_PAGE = "wiki_page"
    POST = "post"
    SCREENCAST = "screencast"


@dataclass(frozen=True, slots=True)
class Note:
    """One line in the margin. `html` is built with format_html by whoever makes the note."""

    anchor: str
    icon: str
    html: SafeString
    is_drift: bool = False
    subject: Hashable = None

    def with_others(self, others: Sequence[Note]) -> Note:
        """This note and others of its subject in one; notes that count places say so of all of them."""
        return self


def gathered(notes: Iterable[Note]) -> tuple[Note, ...]:
    """One note for each subject, where its first stands; a note without a subject stays by itself."""
    found: dict[Hashable, list[Note]] = {}
    for number, note in enumerate(notes):
        found.setdefault(number if note.subject is None else (note.subject,), []).append(note)
    return tuple(first.with_others(others) if others else first for first, *others in found.values())


@dataclass(frozen=True, slots=True)
class Mark:
    """How many people flagged one place, and whether this person is one of them."""

    count: int = 0
    mine: bool = False


NO_MARK = Mark()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that is known around one thing, for one reader."""

    notes: tuple[Note, ...] = ()
    marks: dict[str, Mark] = field(default_factory=dict)
    flag_url: str = ""
    trust: str = ""
    trust_more: str = ""
    people: tuple[tuple[Any, str], ...] = ()
    about: str = ""  # of SafeString, built with format_html

    def __add__(self, other: Surroundings) -> Surroundings:
        return Surroundings(
            notes=self.notes + other.notes,
            marks=self.marks | other.marks,
            flag_url=self.flag_url or other.flag_url,
            trust=self.trust or other.trust,
            trust_more=self.trust_more or other.trust_more,
            people=self.people + other.people,
            about=self.about or other.about,
        )

    def mark_at(self, anchor: str) -> Mark:
        return self.marks.get(anchor, NO_MARK)


NOTHING = Surroundings()
Provider = Callable[[Kind, Sequence[Any], Any], dict[int, Surroundings]]
_providers: list[Provider] = []


def register_notes(provider: Provider) -> None:
    """Ask this provider from now on: `provider(kind, things, user)`. Registering it twice changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def surroundings(kind: Kind, things: Sequence[Any], user: Any) -> dict[int, Surroundings]:
    """What is known around these rows of one kind, by primary key; every one of them has an entry."""
    found = dict.fromkeys((thing.pk for thing in things), NOTHING)
    for provider in _providers:
        for pk, more in provider(kind, things, user).items():
            found[pk] = found[pk] + more
    return found
