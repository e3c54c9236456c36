"""Naming the people whose words a job aid uses, and not those who asked not to be named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curation.places.described import Credit
from people.models import User


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a draft credits: by name, and how many more who are not named."""

    people: tuple[User, ...]
    names: tuple[str, ...]
    unnamed: int

    @property
    def words(self) -> str:
        """Ana Ribeiro, Eli Marchetti and 1 who is not named."""
        parts = [*(person.name for person in self.people), *self.names]
        if self.unnamed:
            parts.append(f"{self.unnamed} who {_is(self.unnamed)} not named")
        return _listed(parts)

    @property
    def told(self) -> str:
        """Ana Ribeiro and Eli Marchetti are: those who hear of the draft, named or not."""
        parts = [person.name for person in self.people]
        if self.unnamed:
            parts.append(
                f"{self.unnamed} more" if parts else f"{self.unnamed} who {_is(self.unnamed)} not named"
            )
        return f"{_listed(parts)} {_is(len(self.people) + self.unnamed)}" if parts else ""


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _listed(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def is_unnamed(credit: Credit) -> bool:
    """Whether this author asked not to be named on job aids."""
    return credit.person is not None and not credit.person.is_named


def named(found: Iterable[Credit]) -> Named:
    """Each author once, in the order of their words."""
    rows = list(found)
    people = {credit.person: None for credit in rows if credit.person}
    names = {credit.name: None for credit in rows if credit.name and not credit.person}
    return Named(
        people=tuple(person for person in people if person.is_named),
        names=tuple(names),
        unnamed=sum(not person.is_named for person in people),
    )


def authors(found: Iterable[Credit]) -> list[User]:
    """Everybody here whose words are used, named or not: they are told."""
    return list({credit.person: None for credit in found if credit.person})
