"""What a person may know of, as far as a question can name it: communities, labels and people. Nothing else is
offered, and what is hidden is answered like what is not there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from communities.models import CommunityPage
from communities.permissions import standing
from people.models import User
from search.models import SearchLabel
from search.together import Select, select, together

SOME = 300  # names that a mistyped one is compared with
Label = tuple[str, str]
# Each release once, by the index search_label_value from one to the next: there are a hundred rows of each, and more.
_RELEASES_ENDING = """WITH RECURSIVE named(value) AS (
        SELECT MIN(value) FROM search_searchlabel WHERE facet = 'release'
        UNION ALL
        SELECT (SELECT MIN(l.value) FROM search_searchlabel l WHERE l.facet = 'release' AND l.value > named.value)
        FROM named WHERE named.value IS NOT NULL)
    SELECT value FROM named WHERE UPPER(value) LIKE %s ESCAPE '!'"""


@dataclass(frozen=True, slots=True)
class Community:
    """As much as a question needs of one: to make whole pages takes longer than to find them."""

    pk: int
    slug: str
    title: str


@dataclass(frozen=True)
class Names:
    """People and labels that are called as somebody typed, and others that begin with the same letter."""

    people: list[User]
    people_like: list[User]
    labels: list[Label]
    labels_like: list[Label]


@dataclass(frozen=True)
class Known:
    """`communities` are those whose name may be known, their own first; `readable` their ids as far as read."""

    user: Any
    communities: dict[int, Community] = field(repr=False)
    readable: tuple[int, ...] = ()

    @property
    def people(self) -> bool:
        return bool(self.user.is_authenticated)

    def names(
        self,
        people: Iterable[str],
        labels: Iterable[Label],
        *,
        people_like: Iterable[str],
        labels_like: Iterable[Label],
    ) -> Names:
        """People by @handle or by name, labels by facet and value, of a release by its number; and those that begin
        like `people_like` and `labels_like`, which may be mistyped. One query."""
        found = together(
            {
                "people": self._people(_called_person(name) for name in people if name),
                "people_like": self._people(_person_like(name[0]) for name in people_like if name),
                "labels": self.labels(_called(labels)),
                "labels_like": self.labels(
                    _like(facet, letter)
                    for facet, letter in sorted(
                        {(facet, value[0].lower()) for facet, value in labels_like if value}
                    )
                ),
            }
        )
        return Names(
            people=[_person(*row) for row in found["people"]],
            people_like=[_person(*row) for row in found["people_like"]],
            labels=[(facet, value) for facet, value in found["labels"]],
            labels_like=[(facet, value) for facet, value in found["labels_like"]],
        )

    def _people(self, conditions: Iterable[Q]) -> QuerySet[Any, Any] | None:
        conditions = list(conditions)
        if not self.people or not conditions:
            return None
        found = User.objects.filter(reduce(or_, conditions), is_active=True).order_by("username")
        return found.values_list("pk", "username", "display_name")[:SOME]

    def labels(self, conditions: Iterable[Q], *, limit: int = SOME) -> Select | None:
        """Facet and value of the labels of entries that the person may read: by the index search_label_value each
        value once, and of each only one entry that shows it."""
        conditions = list(conditions)
        if not self.readable or not conditions:
            return None
        values = SearchLabel.objects.filter(reduce(or_, conditions)).values_list("facet", "value")
        found = select(values.order_by().distinct())
        if found is None:
            return None
        among = ", ".join(str(int(pk)) for pk in self.readable)
        sql = f"""SELECT v.facet, v.value FROM ({found.sql}) v
            WHERE EXISTS (SELECT 1 FROM search_searchlabel l JOIN search_searchentry e ON e.id = l.entry_id
                WHERE l.facet = v.facet AND l.value = v.value AND e.community_id IN ({among}))
            ORDER BY v.facet, v.value LIMIT {int(limit)}"""  # noqa: S608
        return Select(sql, found.values, 2)


def known_to(user: Any) -> Known:
    """One query, after that for their standing."""
    own = standing(user)
    mine = set(own.community_ids)
    readable = own.readable()
    is_readable = Case(When(readable, then=True), default=False) if readable else Value(True)
    found = CommunityPage.objects.live().filter(own.known()).order_by("title", "pk")
    rows = list(found.values_list("pk", "slug", "title", is_readable))
    rows.sort(key=lambda row: row[0] not in mine)
    return Known(
        user=user,
        communities={pk: Community(pk, slug, title) for pk, slug, title, _ in rows},
        readable=tuple(pk for pk, *_, may_read in rows if may_read),
    )


def _person(pk: int, username: str, display_name: str) -> User:
    return User(pk=pk, username=username, display_name=display_name)


def _called_person(name: str) -> Q:
    return Q(username__iexact=name) | Q(display_name__iexact=name)


def _person_like(letter: str) -> Q:
    return Q(username__istartswith=letter) | Q(display_name__istartswith=letter)


def _called(labels: Iterable[Label]) -> Iterator[Q]:
    """A condition for each facet, and one for each release that may be called by its number alone."""
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    for facet, value in labels:
        spellings[facet] |= {
            value,
            value.lower(),
            value.title(),
            value.upper(),
            value[:1].upper() + value[1:],
        }
        if facet == "release":
            ending = RawSQL(_RELEASES_ENDING, [f"% {_plain(value.upper())}"])  # noqa: S611 - a parameter
            yield Q(facet=facet, value__in=ending)
    for facet, values in spellings.items():
        yield Q(facet=facet, value__in=values)


def _like(facet: str, letter: str) -> Q:
    """In SQLite by the index, which LIKE does not use."""
    if connection.vendor != "sqlite":
        return Q(facet=facet, value__istartswith=letter)
    begins = (Q(value__range=(each, each + "\U0010ffff")) for each in {letter.lower(), letter.upper()})
    return Q(facet=facet) & reduce(or_, begins)


def _plain(text: str) -> str:
    """For LIKE: its signs stand for themselves."""
    return re.sub(r"([!%_])", r"!\1", text)
