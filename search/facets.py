"""What the answer can be narrowed to, beside the results: every facet with its values, their names and their counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from people.models import User
from search.backends.base import PERIODS, Counted
from search.kinds import Kind
from search.question import Question
from search.question.names import PERIODS_IN_WORDS, TRUSTS

MOST_ASKED = 3  # people beside the results
SHOWN = 8  # values of a facet; more of them fold
TITLES = {
    "kind": "Kind",
    "trust": "Trust",
    "state": "Threads",
    "community": "Community",
    "role": "For",
    "system": "System",
    "release": "Release",
    "tag": "Tag",
    "author": "Person",
}


@dataclass(frozen=True)
class Value:
    """One value: as it stands in the address, as people read it, how many things have it; and who it is, of people."""

    value: str
    label: str
    things: int
    chosen: bool
    person: User | None = None


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    values: list[Value]

    @property
    def shown(self) -> list[Value]:
        """What was chosen is never folded away."""
        return [value for at, value in enumerate(self.values) if at < SHOWN or value.chosen]

    @property
    def folded(self) -> list[Value]:
        return [value for at, value in enumerate(self.values) if at >= SHOWN and not value.chosen]


def facets(counts: Iterable[Counted], question: Question) -> list[Facet]:
    """Those that have values. One query, for the names of people; none of it for visitors, who see no people."""
    things: dict[str, dict[Any, int]] = {name: {} for name in (*TITLES, "date")}
    for count in counts:
        things[count.facet][count.value] = count.things
    if not question.known.people:
        things["author"] = {}
    people = User.objects.only("username", "display_name", "is_active").in_bulk(list(things["author"]))
    names: dict[str, dict[Any, tuple[str, str]]] = {
        "kind": {kind.value: (kind.value, str(kind.label)) for kind in Kind},
        "trust": {trust: (trust, label) for trust, label in TRUSTS.items()},
        "community": {pk: (each.slug, each.title) for pk, each in question.known.communities.items()},
        "author": {pk: (person.username, person.name) for pk, person in people.items()},
    }
    found = [
        Facet(name, title, _values(name, things[name], names.get(name), question, people))
        for name, title in TITLES.items()
    ]
    return [facet for facet in found if facet.values]


def _values(
    name: str,
    things: dict[Any, int],
    names: dict[Any, tuple[str, str]] | None,
    question: Question,
    people: dict[int, User],
) -> list[Value]:
    """What was chosen is there even without any. Kinds and labels of trust keep their own order; a value without a
    name, such as of somebody who has just gone, is left out."""
    chosen = {each.value: each.label for each in question.chosen_of(name)}
    called = {key: (key, key) for key in things} if names is None else names
    values = [
        Value(value, label, things[key], value in chosen, people.get(key) if name == "author" else None)
        for key, (value, label) in called.items()
        if key in things
    ]
    there = {value.value for value in values}
    values += [Value(value, label, 0, True) for value, label in chosen.items() if value not in there]
    if name in ("kind", "trust"):
        return sorted(values, key=lambda each: list(called).index(each.value))
    return sorted(values, key=lambda each: (-each.things, each.label))


def who_wrote(facets: Iterable[Facet], reader: Any) -> list[Value]:
    """Who wrote most of what was found and is still here, without who reads it: whom one can ask. No query."""
    values = [value for facet in facets if facet.name == "author" for value in facet.values]
    others = [each for each in values if each.person and each.person.is_active and each.person != reader]
    return [each for each in others if each.things][:MOST_ASKED]


@dataclass(frozen=True)
class Period:
    """A stretch of days up to today, and the address that is narrowed to it."""

    label: str
    things: int
    address: str
    chosen: bool


def periods(counts: Iterable[Counted], question: Question) -> list[Period]:
    """The past week, month and year, as far as anything is of then."""
    things = {count.value: count.things for count in counts if count.facet == "date"}
    chosen = question.value_of("date")
    return [
        Period(PERIODS_IN_WORDS[period], things.get(period, 0), question.within(period), period == chosen)
        for period in PERIODS
        if things.get(period) or period == chosen
    ]
