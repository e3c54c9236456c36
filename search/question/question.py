"""One question: what was typed and what was ticked are the same, and can be written in either way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode

from search.backends.base import FACETS, Filters, SearchQuery
from search.forms import what_may_be_found
from search.known import Known, known_to
from search.question.resolving import Chosen, Remark, Resolved, resolve
from search.question.typed import MAX_TYPED, Given, Typed, Unknown, take_apart
from search.terms import MAX_CHARS, MAX_TERMS, QUOTES

MAX_FILTERS = 50
MAX_REMARKS = 5
ABOUT = {
    "community": "In",
    "author": "By",
    "tag": "Tag",
    "role": "For",
    "system": "System",
    "release": "Release",
}
PARAMETERS = (*FACETS, "date", "after", "before")


@dataclass(frozen=True)
class Offer:
    """What may have been meant: a filter as typed, and the address that asks so."""

    text: str
    address: str


@dataclass(frozen=True)
class Said:
    """A line about what was not understood."""

    text: str
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it. `about` says of what it is the value."""

    about: str
    label: str
    address: str


@dataclass(frozen=True)
class Question:
    """`words` are what is searched for, `query` is bound to what this person may know of. `unknown` are words that look
    like filters with a slip in their name."""

    words: str
    query: SearchQuery
    chosen: tuple[Chosen, ...]
    remarks: tuple[Remark, ...]
    known: Known
    order: str = ""
    unknown: tuple[Unknown, ...] = ()

    @property
    def text(self) -> str:
        """The whole question as somebody would type it: what stands in the box."""
        sort = ["sort:newest"] if self.order == "newest" else []
        return " ".join(filter(None, [self.words, *(each.typed for each in self.chosen), *sort]))

    @property
    def can_be_answered(self) -> bool:
        return bool(self.query.terms or self.query.filters)

    @property
    def only_leaves_out(self) -> bool:
        return bool(self.query.excluded) and not self.can_be_answered

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(
                ABOUT.get(each.facet, ""),
                each.label,
                self.address([other for other in self.chosen if other != each]),
            )
            for each in self.chosen
        ]

    @property
    def said(self) -> list[Said]:
        said = [
            Said(
                remark.text,
                tuple(Offer(text, _ask(f"{self.text} {text}".strip())) for text in remark.instead),
            )
            for remark in self.remarks[:MAX_REMARKS]
        ]
        said += [
            Said(
                f"There is no filter {each.name}: so “{each.text}” was looked for as words.",
                (Offer(each.meant, _ask(self.text.replace(each.text, each.meant, 1))),),
            )
            for each in self.unknown
        ]
        more = len(self.remarks) - MAX_REMARKS
        return [*said, Said(f"So were {more} more filters.")] if more > 0 else said

    @property
    def everywhere(self) -> str:
        """The address of the same words without any filter."""
        return self.address([])

    @property
    def best_first(self) -> str:
        return self.address(self.chosen, order="best")

    @property
    def newest_first(self) -> str:
        return self.address(self.chosen, order="newest")

    def chosen_of(self, facet: str) -> list[Chosen]:
        return [each for each in self.chosen if each.facet == facet]

    @property
    def first_day(self) -> str:
        return self.value_of("after")

    @property
    def last_day(self) -> str:
        return self.value_of("before")

    def value_of(self, facet: str) -> str:
        """Of a facet that has one value."""
        return next((each.value for each in self.chosen_of(facet)), "")

    def within(self, period: str) -> str:
        """The address with this period in place of other days; of "" with none."""
        others = [each for each in self.chosen if each.facet in FACETS]
        return self.address([*others, *([Chosen("date", period, None, "")] if period else [])])

    def address(self, chosen: Iterable[Chosen], *, order: str | None = None) -> str:
        """What stands in the address of a search page, from its ? on."""
        pairs = [("q", self.words), *((each.facet, each.value) for each in chosen)]
        order = self.order if order is None else order
        return "?" + urlencode([*pairs, *([("order", order)] if order == "newest" else [])])


def _ask(text: str) -> str:
    return "?" + urlencode({"q": text})


def read_question(user: Any, data: QueryDict) -> Question:
    """The question of an address. Nothing in it is an error: what means nothing is left out, and said where it was
    typed. At most four queries: of a page the first."""
    typed = take_apart(data.get("q", ""))
    given = [*typed.filters, *_ticked(data)]
    known = known_to(user)
    found = resolve(given[:MAX_FILTERS], known, timezone.localdate())
    query = what_may_be_found(user, typed.words, known)
    remarks = [
        *_about_length(typed, query, filters=len(given)),
        *(Remark(f"Nothing stands behind {name}: so it was left out.") for name in typed.empty),
        *found.remarks,
    ]
    query = replace(query, filters=_filters(found), newest_first=found.order == "newest")
    return Question(
        words=typed.words[:MAX_CHARS],
        query=query,
        chosen=tuple(found.chosen.values()),
        remarks=tuple(dict.fromkeys(remarks)),
        known=known,
        order=found.order,
        unknown=typed.unknown,
    )


def _ticked(data: QueryDict) -> list[Given]:
    """Of the address; each facet as often as it is there, days and order once."""
    given = [
        Given(name, text)
        for name in PARAMETERS
        for value in data.getlist(name)[: MAX_FILTERS + 1]
        if (text := value[:200].translate(QUOTES).strip())
    ]
    return [*given, *(Given("order", value[:20]) for value in data.getlist("order")[:1])]


def _filters(found: Resolved) -> Filters:
    keys: dict[str, Any] = {
        facet: tuple(each.key for each in found.chosen.values() if each.facet == facet) for facet in FACETS
    }
    days = {each.facet: each.key for each in found.chosen.values() if each.facet not in FACETS}
    return Filters(**keys, after=days.get("date") or days.get("after"), before=days.get("before"))


def _about_length(typed: Typed, query: SearchQuery, *, filters: int) -> list[Remark]:
    said = []
    if typed.was_cut:
        said.append(Remark(f"Only the first {MAX_TYPED:,} characters of the question were read."))
    elif len(typed.words) > MAX_CHARS or len(query.terms) >= MAX_TERMS:
        said.append(Remark("That is a long question: only its first words were looked for."))
    if filters > MAX_FILTERS:
        said.append(Remark(f"Only the first {MAX_FILTERS} filters were used."))
    return said
