"""What the values of filters mean to this person: ids and labels, or a line that says what was not understood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from search.backends.base import LABELS, PERIODS
from search.kinds import Kind
from search.known import Known, Names
from search.language import fold
from search.question.days import read_days
from search.question.names import ALSO_KINDS, ANSWERED, KINDS, ORDERS, PERIODS_IN_WORDS, TRUSTS
from search.question.typed import Given, written

OFFERED = 3  # for one value
GUESSES = 5  # values of a question for which something is offered


@dataclass(frozen=True)
class Chosen:
    """A value that the answer is narrowed to: as it stands in addresses, in Filters, and on the page."""

    facet: str
    value: str
    key: Any
    label: str

    @property
    def typed(self) -> str:
        """As somebody would type it."""
        return _typed(self.facet, self.value)


@dataclass(frozen=True)
class Remark:
    """What was not understood, and what may have been meant: filters as typed."""

    text: str
    instead: tuple[str, ...] = ()


@dataclass
class Resolved:
    chosen: dict[tuple[str, str], Chosen] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    order: str = ""
    guesses: int = GUESSES

    def alike(self, value: str, names: Iterable[str]) -> list[str]:
        """Names that may have been meant; of the first few values, since comparing is work."""
        self.guesses -= 1
        return _alike(value, names) if self.guesses >= 0 else []

    def choose(self, facet: str, value: str, key: Any, label: str) -> None:
        self.chosen.setdefault((facet, value), Chosen(facet, value, key, label))


def resolve(given: Iterable[Given], known: Known, today: date) -> Resolved:
    """One query, none where nobody and no label is named. What was ticked and means nothing is passed over: an
    address may be old."""
    found = Resolved()
    by_facet: defaultdict[str, list[Given]] = defaultdict(list)
    for each in given:
        if each.is_excluded and each.facet != "kind":
            found.remarks.append(
                Remark(f"“{_short(each.text)}” was left out: only type: can be turned round with a minus.")
            )
        else:
            by_facet[each.facet].append(each)
    _kinds(by_facet["kind"], found)
    _communities(by_facet["community"], known, found)
    _trusts([*by_facet["trust"], *by_facet["state"]], found)
    people = {each: _name(each.value, known) for each in by_facet["author"]}
    labels = [each for facet in LABELS for each in by_facet[facet]]
    names = known.names(
        people.values(),
        [(each.facet, each.value) for each in labels],
        people_like=[name for each, name in people.items() if each.text],
        labels_like=[(each.facet, each.value) for each in labels if each.text],
    )
    _people(people, known, names, found)
    _labels(labels, names, found)
    _days(by_facet, today, found)
    for each in by_facet["order"]:
        if order := ORDERS.get(each.value.lower()):
            found.order = order
        elif each.text:
            found.remarks.append(
                Remark(f"Nothing is sorted by “{_short(each.value)}”.", ("sort:newest", "sort:best"))
            )
    return found


# -- kinds, trust, order: words of our own --------------------------------------------------------------------
def _kinds(given: list[Given], found: Resolved) -> None:
    excluded = set()
    for each in given:
        kind = kind_called(each.value)
        if kind is None:
            _not_understood(each, f"“{_short(each.value)}” is no kind of thing.", KINDS.values(), found)
        elif each.is_excluded:
            excluded.add(kind)
        else:
            _choose_kind(kind, found)
    if excluded:
        for kind in Kind:
            if kind not in excluded:
                _choose_kind(kind, found)


def _choose_kind(kind: Kind, found: Resolved) -> None:
    found.choose("kind", kind.value, kind.value, str(kind.label))


def kind_called(text: str) -> Kind | None:
    name = fold(text).replace(" ", "-").replace("_", "-")
    names = {typed: kind for kind, typed in KINDS.items()} | ALSO_KINDS
    return names.get(name) or names.get(name.removesuffix("s"))


def _trusts(given: list[Given], found: Resolved) -> None:
    for each in given:
        value = fold(each.value)
        if value in TRUSTS:
            found.choose("trust", value, value, TRUSTS[value])
        elif value == ANSWERED.lower():
            found.choose("state", ANSWERED, ANSWERED, ANSWERED)
        else:
            names = [*TRUSTS, ANSWERED.lower()]
            _not_understood(each, f"“{_short(each.value)}” is no label of trust.", names, found)


# -- what may be known of -------------------------------------------------------------------------------------
def _communities(given: list[Given], known: Known, found: Resolved) -> None:
    names: dict[str, Any] = {}
    for community in reversed(known.communities.values()):
        names |= {fold(community.title): community, community.slug: community}
    for each in given:
        called = names.get(fold(each.value))
        if called is not None:
            found.choose("community", called.slug, called.pk, called.title)
            continue
        alike = [names[name].slug for name in found.alike(each.value, names)]
        _say(each, f"No community is called “{_short(each.value)}”.", "community", alike, found)


def _people(asked: dict[Given, str], known: Known, names: Names, found: Resolved) -> None:
    if asked and not known.people:
        if any(each.text for each in asked):
            found.remarks.append(Remark("Who wrote something can be asked by those who are signed in."))
        return
    for each, name in asked.items():
        called = [one for one in names.people if fold(name) in (fold(one.username), fold(one.display_name))]
        for person in called:
            found.choose("author", person.username, person.pk, person.name)
        if not called and each.text:
            like = {
                fold(name): one.username for one in names.people_like for name in (one.name, one.username)
            }
            alike = [like[name] for name in found.alike(name, like)]
            _say(each, f"Nobody here is called “{_short(each.value)}”.", "author", alike, found)


def _name(value: str, known: Known) -> str:
    name = value.removeprefix("@")
    return known.user.username if fold(name) == "me" else name


def _labels(given: list[Given], names: Names, found: Resolved) -> None:
    """Accents and case make no difference, so that one may be called so among those that are only like it."""
    folded: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for facet, value in (*names.labels_like, *names.labels):
        folded[facet][value] = fold(value)
    for each in given:
        values, asked = folded[each.facet], fold(each.value)
        ending = f" {asked}" if each.facet == "release" else None
        called = [
            value for value, name in values.items() if name == asked or (ending and name.endswith(ending))
        ]
        for value in called:
            found.choose(each.facet, value, value, value)
        if not called and each.text:
            like = {name: value for value, name in values.items()}
            alike = [like[name] for name in found.alike(each.value, like)]
            text = f"No {each.facet} is called “{_short(each.value)}” where you may read."
            _say(each, text, each.facet, alike, found)


# -- days -----------------------------------------------------------------------------------------------------
def _days(by_facet: dict[str, list[Given]], today: date, found: Resolved) -> None:
    """Days that are named go before a period that was chosen: who fills them in means them."""
    ends: dict[str, date] = {}
    periods = [each.value for each in by_facet["date"] if each.value in PERIODS]
    for facet in ("after", "before"):
        for each in by_facet[facet]:
            if facet == "after" and each.value.lower() in PERIODS:
                periods.append(each.value.lower())
            elif days := read_days(each.value, today):
                ends[facet] = days[0] if facet == "after" else days[1]
            elif each.text:
                text = f"“{_short(each.value)}” is no day. A day is written {today}, a month {today:%Y-%m}."
                found.remarks.append(Remark(text))
    if len(ends) == 2 and ends["after"] > ends["before"]:
        ends = {"after": ends["before"], "before": ends["after"]}
        found.remarks.append(Remark("The first day was later than the last, so they changed places."))
    for facet, day in ends.items():
        words = "From" if facet == "after" else "Until"
        found.choose(facet, day.isoformat(), day, f"{words} {day.day} {day:%B %Y}")
    for period in [] if ends else periods[:1]:
        found.choose("date", period, today - timedelta(days=PERIODS[period]), PERIODS_IN_WORDS[period])


# -- what to say ----------------------------------------------------------------------------------------------
def _not_understood(each: Given, text: str, names: Iterable[str], found: Resolved) -> None:
    """Of a few words of our own: those that are like it, or else all of them in a sentence."""
    names = list(names)
    alike = found.alike(each.value, names)
    if not alike:
        text += f" There are {', '.join(names[:-1])} and {names[-1]}."
    _say(each, text, each.facet, alike, found)


def _say(each: Given, text: str, facet: str, instead: Iterable[str], found: Resolved) -> None:
    if each.text:
        offers = tuple(dict.fromkeys(_typed(facet, value) for value in instead))[:OFFERED]
        found.remarks.append(Remark(text, offers))


def _typed(facet: str, value: str) -> str:
    """A value of a facet as a filter that means it."""
    if facet == "author":
        return written(facet, f"@{value}")
    if facet == "kind" and value in KINDS:
        return written(facet, KINDS[Kind(value)])
    return written(
        {"state": "trust", "date": "after"}.get(facet, facet), value.lower() if facet == "state" else value
    )


def _alike(value: str, names: Iterable[str]) -> list[str]:
    """Names that begin so, have a word that does, or are nearly written so."""
    names, asked = list(names), fold(value)[:60]
    if not asked:
        return []
    begin = [
        name
        for name in names
        if name.startswith(asked) or any(map(_begins(asked), name.replace("-", " ").split()))
    ]
    near = get_close_matches(asked, [name[:60] for name in names], n=OFFERED, cutoff=0.65)
    words: dict[str, str] = {}
    for name in names:
        for word in _words(name):
            words.setdefault(word, name)
    near_words = [words[word] for word in get_close_matches(asked, words, n=OFFERED, cutoff=0.65)]
    return list(dict.fromkeys(name for name in (*begin, *near, *near_words) if name in names))


def _begins(asked: str) -> Callable[[str], bool]:
    return lambda word: len(asked) > 1 and word.startswith(asked)


def _words(name: str) -> Iterator[str]:
    yield from (word for word in name.replace("-", " ").split() if len(word) > 3)


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59]}…"
