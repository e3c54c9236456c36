"""The seam: what the site asks of a search engine, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any, Protocol

from search.models import SearchEntry

RANKED = 300  # places that are ranked for one search; more than anyone reads
LIKE = 0.3  # the least cosine of two meanings that have to do with each other


class EngineDown(Exception):
    """The search engine does not answer, or not in time."""


class AlreadyRebuilding(Exception):
    """The index is being made anew by somebody else; the message says how far it is."""


@dataclass(frozen=True)
class Variant:
    """One way to say what was asked for: a word or several in their order, and how much finding it counts (0 to 1).

    `is_exact`: as written, folded but not stemmed. `how` it came about ("synonym", "part", "correction"; empty: typed)
    is for the explanation alone.
    """

    text: str
    weight: float = 1.0
    is_exact: bool = False
    how: str = ""


@dataclass(frozen=True)
class Term:
    """One thing asked for. Any of its variants finds it; the first is what was typed.

    `is_required`: nothing is found that lacks it ("words in quotes"). Of the other terms any is enough, save those that
    are `is_common`: they find nothing, and add to the score of what others find.
    """

    variants: tuple[Variant, ...]
    is_required: bool = False
    is_common: bool = False

    @property
    def typed(self) -> str:
        return self.variants[0].text


@dataclass(frozen=True)
class Filters:
    """What the answer is narrowed to: of one facet any value is enough, of several facets each has to hold.

    `community` and `author` hold ids, all others what SearchEntry and SearchLabel hold. Days are inclusive.
    """

    kind: tuple[str, ...] = ()
    community: tuple[int, ...] = ()
    tag: tuple[str, ...] = ()
    trust: tuple[str, ...] = ()
    author: tuple[int, ...] = ()
    role: tuple[str, ...] = ()
    system: tuple[str, ...] = ()
    release: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def without(self, facet: str) -> Filters:
        """All others: a facet counts what one could choose instead."""
        changes: dict[str, Any] = {facet: ()}
        return replace(self, **changes)


FACETS = ("kind", "community", "tag", "trust", "author", "role", "system", "release", "state")
LABELS = ("tag", "role", "system", "release")  # those that stand in SearchLabel, not in a column of the entry
PERIODS = {"week": 7, "month": 30, "year": 365}  # days back from today, counted as the facet "date"


@dataclass(frozen=True)
class SearchQuery:
    """A question, with everything that the person may know of: a backend needs no other rule of access.

    `readable` are the communities whose content may be read, `known` those whose name may be known; `people`
    says whether the person may see people. What has one of `excluded` is not found.

    Without terms it asks for what the filters leave, newest first: one place for each thing, which is its beginning,
    or of a thread the newest post.
    """

    terms: tuple[Term, ...]
    readable: tuple[int, ...]
    known: tuple[int, ...]
    people: bool
    excluded: tuple[Variant, ...] = ()
    filters: Filters = Filters()
    newest_first: bool = False

    def lets_find(self, kind: str, community_id: int | None) -> bool:
        """Whether the person may know of an entry of this kind in this community."""
        if kind == "person":
            return self.people
        return community_id in (self.known if kind == "community" else self.readable)

    @property
    def is_browsing(self) -> bool:
        """Whether no words order the answer."""
        return not self.terms

    @property
    def finding(self) -> tuple[Term, ...]:
        """The terms that find places; wherever there are terms, one of them does."""
        return tuple(term for term in self.terms if not term.is_common)

    @property
    def adding(self) -> tuple[Term, ...]:
        """The terms that only add to the score."""
        return tuple(term for term in self.terms if term.is_common)


@dataclass(frozen=True)
class Ranked:
    """One place in the order of the answer: its row, the thing that it is in, and its score, higher is better."""

    entry_id: int
    kind: str
    thing_id: int
    score: float


@dataclass(frozen=True)
class Counted:
    """How many things have a value of a facet, under all filters but those of that facet itself. Of the facet "date"
    the values are PERIODS, under all filters but `after` and `before`."""

    facet: str
    value: str | int
    things: int


@dataclass(frozen=True)
class Ranking:
    """`total` counts all things under all filters; `counts` each facet's most frequent values (FACET_VALUES)."""

    places: list[Ranked] = field(default_factory=list)
    counts: list[Counted] = field(default_factory=list)
    total: int = 0


FACET_VALUES = 20


@dataclass(frozen=True)
class Faults:
    """How many rows the engine's own index lacks, has as they were before, and has although they are gone."""

    missing: int = 0
    old: int = 0
    lost: int = 0

    @property
    def total(self) -> int:
        return self.missing + self.old + self.lost


@dataclass(frozen=True)
class EngineState:
    """How the engine does, for whoever runs the site: "ok" or what is wrong in two words, and what to do about it.
    `waiting` are changes that it was not told yet, `since` when the first of them was made."""

    word: str = "ok"
    advice: str = ""
    waiting: int = 0
    since: datetime | None = None


class SearchBackend(Protocol):
    """Every backend passes tests/search/contract/. Any method may raise EngineDown."""

    def rank(self, query: SearchQuery, *, count: bool = True) -> Ranking:
        """The best RANKED places by words and trust; `count` asks for the counts and the total too.

        Nothing for a question that has neither terms nor filters."""
        ...

    def found_words(self, query: SearchQuery, words: Iterable[str]) -> set[str]:
        """Which of these words stand in anything that this person may find, whatever the filters."""
        ...

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        """Ids of entries whose title has words beginning as the person types, best first, one for each thing."""
        ...

    def nearest(self, query: SearchQuery, vector: Any, *, limit: int) -> list[int]:
        """Ids of entries whose meaning is nearest to a vector of unit length, nearest first, none that is less like
        it than LIKE: proposals, of which `limit` or more may be found. Whoever asks reads their rows, and those say
        what this person may find under all filters. Only asked with SEARCH_MEANING on."""
        ...

    def wrote(self, entries: Iterable[SearchEntry]) -> None:
        """These rows were written, in the transaction that is under way."""
        ...

    def removed(self, entry_ids: Iterable[int]) -> None:
        """These rows were deleted for good, in the transaction that is under way."""
        ...

    def catch_up(self) -> None:
        """Tell the engine what it was not told yet; what it cannot be told now waits for the next time."""
        ...

    def rebuild(self, say: Callable[[int], None]) -> None:
        """Make the engine's own index anew from all rows; searches and writes go on meanwhile. Goes on where a
        rebuild that was cut off had come to. `say` hears how many are done. May raise AlreadyRebuilding."""
        ...

    def faults(self) -> Faults:
        """How the engine's own index differs from the rows. Changes nothing."""
        ...

    def repair(self) -> None:
        """Mend what `faults` counts, and only that."""
        ...

    def apart(self) -> AbstractContextManager[Callable[[], None]]:
        """For measuring: what is written within it is found after the given function was called, and is gone in the
        end, rows and all."""
        ...

    def plain(self, text: str, query: SearchQuery, *, limit: int) -> list[int]:
        """For measuring: things that the engine by itself finds by BM25 on stems, best first. Nothing where a
        database has no such thing."""
        ...

    def state(self) -> EngineState:
        """How the engine does; raises nothing."""
        ...
