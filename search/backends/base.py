"""The seam: what the site asks of a search engine, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from search.models import SearchEntry
from search.terms import Terms

# Around the words that matched, inside a plain text; a template turns them into <mark>.
MARK_START, MARK_END = "\x02", "\x03"
RANKED = 300  # places that are ranked for one search; more than anyone reads


class EngineDown(Exception):
    """The search engine does not answer, or not in time."""


@dataclass(frozen=True)
class SearchQuery:
    """A question, with everything that the person may know of: a backend needs no other rule of access.

    `readable` are the communities whose content may be read, `known` those whose name may be known; `people`
    says whether the person may see people.
    """

    terms: Terms
    readable: tuple[int, ...]
    known: tuple[int, ...]
    people: bool
    kinds: tuple[str, ...] = ()
    communities: tuple[int, ...] = ()
    newest_first: bool = False


@dataclass(frozen=True)
class Ranked:
    """One place in the order of the answer: its row, the thing that it is in, and its score, higher is better."""

    entry_id: int
    kind: str
    thing_id: int
    score: float


@dataclass(frozen=True)
class Counted:
    """How many things of a kind in a community match, before the filters of the query."""

    kind: str
    community_id: int | None
    things: int


@dataclass(frozen=True)
class Marked:
    """The title and the words around the match, with MARK_START and MARK_END around each word found."""

    title: str
    place_title: str
    excerpt: str


@dataclass(frozen=True)
class Ranking:
    places: list[Ranked] = field(default_factory=list)
    counts: list[Counted] = field(default_factory=list)


class SearchBackend(Protocol):
    """Every backend passes tests/search/test_backends.py. Any method may raise EngineDown."""

    def rank(self, query: SearchQuery) -> Ranking:
        """The best RANKED places that match any term, and the counts."""
        ...

    def mark(self, query: SearchQuery, entries: Iterable[SearchEntry]) -> dict[int, Marked]:
        """The words found in these entries, by entry id."""
        ...

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        """Ids of entries whose title has words beginning as the person types, best first, one for each thing."""
        ...

    def wrote(self, entries: Iterable[SearchEntry]) -> None:
        """These rows were written, and are committed."""
        ...

    def removed(self, entry_ids: Iterable[int]) -> None:
        """These rows were deleted for good."""
        ...

    def rebuild(self, say: Callable[[int], None]) -> None:
        """Make the engine's own index anew from all rows; searches go on meanwhile. `say` hears how many are done."""
        ...

    def faults(self) -> int:
        """How many rows the engine's own index lacks, or has and should not. Changes nothing."""
        ...
