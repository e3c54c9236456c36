"""What a filter can be completed to while somebody types it: values with permission, as they will stand in the box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from people.models import User
from search.backends.base import LABELS
from search.kinds import Kind
from search.known import Known
from search.language import fold
from search.question.names import ANSWERED, BY_NAME, KINDS, PERIODS_IN_WORDS, TRUSTS, Named
from search.question.typed import MAX_TYPED, last_filter, quoted
from search.together import together

OFFERED = 8


@dataclass(frozen=True)
class Completion:
    """`text` takes the place of what was typed last, `label` is how people know the value."""

    text: str
    label: str


@dataclass(frozen=True)
class Completed:
    """What can stand behind a filter: from which character on it is replaced, and by what."""

    begin: int
    name: str
    values: tuple[Completion, ...]


def complete(text: str, known: Known) -> Completed | None:
    """Of the filter that a text ends in; None when it ends in words. One query at most."""
    typed = last_filter(text[:MAX_TYPED])
    if typed is None:
        return None
    named = BY_NAME[typed.name]
    values = _values(named, fold(typed.value)[:60], typed.value[:60], known)
    return Completed(
        begin=typed.begin,
        name=named.name,
        values=tuple(
            Completion(f"{typed.minus}{named.name}:{typed.kept}{quoted(value)}", label)
            for value, label in _first(values)
        ),
    )


def _first(values: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for at, value in enumerate(values):
        if at == OFFERED:
            return
        yield value


def _values(named: Named, asked: str, typed: str, known: Known) -> Iterable[tuple[str, str]]:
    """Pairs of value and label: own words at once, all others from what the person may know of."""
    match named.facet:
        case "kind":
            return _beginning(((name, str(Kind(kind).label)) for kind, name in KINDS.items()), asked)
        case "trust":
            return _beginning([*TRUSTS.items(), (ANSWERED.lower(), "A question with an answer")], asked)
        case "order":
            return _beginning([("newest", "Newest first"), ("best", "Best first")], asked)
        case "after":
            return _beginning(PERIODS_IN_WORDS.items(), asked)
        case "community":
            return _beginning(((one.slug, one.title) for one in known.communities.values()), asked)
        case "author":
            return _people(typed.removeprefix("@"), known)
        case facet if facet in LABELS:
            return _labels(facet, typed, known)
    return []


def _beginning(pairs: Iterable[tuple[str, str]], asked: str) -> Iterator[tuple[str, str]]:
    """Those whose value, or a word of whose label, begins so."""
    for value, label in pairs:
        words = (value, *fold(label).split(), fold(label))
        if any(word.startswith(asked) for word in words):
            yield value, label


def _people(name: str, known: Known) -> list[tuple[str, str]]:
    """Of the people here, for those who are signed in."""
    if not known.people:
        return []
    begins = (
        Q(username__istartswith=name)
        | Q(display_name__istartswith=name)
        | Q(display_name__icontains=f" {name}")
    )
    found = User.objects.filter(begins, is_active=True).only("username", "display_name")
    people = [(f"@{person.username}", person.name) for person in found.order_by("username")[:OFFERED]]
    me: list[tuple[str, Any]] = [("me", "What you wrote")] if "me".startswith(name.lower()) else []
    return [*me, *people]


def _labels(facet: str, text: str, known: Known) -> list[tuple[str, str]]:
    begins = Q(value__istartswith=text) | Q(value__icontains=f" {text}")
    found = together({"labels": known.labels([begins & Q(facet=facet)], limit=OFFERED)})
    return [(value, "") for _, value in found["labels"]]
