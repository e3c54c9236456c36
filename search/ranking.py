"""The order of what an engine found, the same for every engine: its score times what else speaks for a place.

An engine ranks by words × trust × kind, so that what is verified is among the places that it gives. Here each of
them is multiplied by `1 + weight × part` for every part below; trust and kind are not counted a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import log1p
from typing import Any

from django.conf import settings
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from communities.permissions import standing
from curation.evidence.formulas import half_life, saturating
from curation.states import Trust
from search.backends.base import Ranked, SearchQuery
from search.backends.sql import under_all_filters
from search.backends.weights import KIND_WEIGHTS, TRUST_WEIGHTS
from search.kinds import ONE_OF, Kind
from search.language import stem, words
from search.models import SearchEntry, SearchLabel

WORKED_HALF_AT = 5  # people for whom it worked
MANY_USES = 1000  # readers in a year: more count no more
_AGELESS = (Kind.PERSON, Kind.COMMUNITY)  # when they came says nothing of them


@dataclass(frozen=True)
class Near:
    """What makes things close to a person: the communities that they belong to, those in which they have a role,
    and the words of their job title."""

    communities: frozenset[int] = frozenset()
    with_a_role: frozenset[int] = frozenset()
    title: frozenset[str] = frozenset()


NOBODY = Near()


def near_to(user: Any) -> Near:
    """No query after that for the person's standing."""
    own = standing(user).memberships
    return Near(
        communities=frozenset(each.community_id for each in own),
        with_a_role=frozenset(
            each.community_id for each in own if each.is_facilitator or each.is_expert or each.is_curator
        ),
        title=_stems(getattr(user, "job_title", "")),
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if len(word) > 2)


@dataclass(frozen=True, slots=True)
class Row:
    """What the parts look at."""

    kind: str
    thing_id: int
    trust: str
    community_id: int | None
    worked: int
    uses: int
    updated_at: datetime | None
    labels: list[list[str]]


_COLUMNS = ("kind", "thing_id", "trust", "community_id", "worked", "uses", "updated_at", "labels")
Score = Callable[[Row, Near, datetime], float]
Words = Callable[[Row, Near, datetime], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the order. `score` gives 0 to 1; the factor is 1 + SEARCH_WEIGHTS[key] × score."""

    key: str
    title: str
    seen: Words
    score: Score


def _people(number: int) -> str:
    return "nobody" if not number else f"{number:,} {'person' if number == 1 else 'people'}"


def _use(row: Row, near: Near, now: datetime) -> float:
    """`log(1 + n) / log(1 + MANY_USES)`, at most 1: use has a long tail, so that each order of magnitude counts alike.

    Such numbers fit text scores as logarithms or as n / (n + k): N. Craswell, S. Robertson, H. Zaragoza and M. Taylor,
    "Relevance weighting for query independent evidence", SIGIR 2005, 416-423.
    """
    return min(1.0, log1p(row.uses) / log1p(MANY_USES))


def _freshness(row: Row, near: Near, now: datetime) -> float:
    if row.updated_at is None or row.kind in _AGELESS:
        return 0.0
    return half_life(now - row.updated_at, days=settings.SEARCH_HALF_LIFE_DAYS)


def _age(row: Row, near: Near, now: datetime) -> str:
    if row.updated_at is None or row.kind in _AGELESS:
        return "does not age"
    return f"changed {timezone.localtime(row.updated_at):%-d %B %Y}"


def _roles(row: Row) -> list[str]:
    return [value for facet, value in row.labels if facet == SearchLabel.Facet.ROLE]


def _is_for_their_job(row: Row, near: Near) -> bool:
    return bool(near.title) and any(near.title & _stems(role) for role in _roles(row))


def _closeness(row: Row, near: Near, now: datetime) -> float:
    """Half for belonging to its community, a fifth more with a role there, the rest when it is for people with
    their job."""
    return (
        0.5 * (row.community_id in near.communities)
        + 0.2 * (row.community_id in near.with_a_role)
        + 0.3 * _is_for_their_job(row, near)
    )


def _how_close(row: Row, near: Near, now: datetime) -> str:
    found = [
        words
        for words, holds in (
            ("your community", row.community_id in near.communities),
            ("you have a role there", row.community_id in near.with_a_role),
            ("for your job", _is_for_their_job(row, near)),
        )
        if holds
    ]
    return ", ".join(found) or "not close"


PARTS: tuple[Part, ...] = (
    Part(
        "worked",
        "Worked for",
        lambda row, near, now: _people(row.worked),
        lambda row, near, now: saturating(row.worked, half_at=WORKED_HALF_AT),
    ),
    Part("uses", "Read in a year by", lambda row, near, now: _people(row.uses), _use),
    Part("fresh", "Fresh", _age, _freshness),
    Part("near", "Close to you", _how_close, _closeness),
)
BY_KEY = {part.key: part for part in PARTS}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the explanation of a place: what it is multiplied by, and what that comes to so far."""

    title: str
    seen: str
    factor: float
    product: float


def order(
    places: Iterable[Ranked],
    near: Near = NOBODY,
    *,
    rows: Mapping[int, Row] | None = None,
    now: datetime | None = None,
) -> list[Ranked]:
    """The places by their score × every part, best first. One query for their rows where they were not read yet,
    whatever the number of places (at most 300)."""
    places, now = list(places), now or timezone.now()
    rows = rows_of([place.entry_id for place in places]) if rows is None else rows
    scored = [
        replace(place, score=place.score * _factor(rows[place.entry_id], near, now))
        for place in places
        if place.entry_id in rows  # it may have gone since the engine looked
    ]
    return sorted(scored, key=lambda place: (-place.score, place.entry_id))


def rows_of(ids: Collection[int]) -> dict[int, Row]:
    """One query, none for nothing."""
    found = SearchEntry.objects.filter(pk__in=ids).values_list("pk", *_COLUMNS) if ids else ()
    return {pk: Row(*columns) for pk, *columns in found}


def rows_under(ids: Collection[int], query: SearchQuery) -> tuple[dict[int, Row], set[int]]:
    """The rows of those that a question lets be found under all its filters; and which of them are there at all."""
    under, values = under_all_filters(query)
    listed = ", ".join(str(int(pk)) for pk in ids)
    among = f"SELECT e.id FROM search_searchentry e WHERE e.id IN ({listed}) AND {under}"  # noqa: S608
    may = RawSQL(f"search_searchentry.id IN ({among})", values, BooleanField())  # noqa: S611 - of our own
    found = list(SearchEntry.objects.filter(pk__in=ids).values_list(may, "pk", *_COLUMNS))
    return {pk: Row(*columns) for is_under, pk, *columns in found if is_under}, {pk for _, pk, *_ in found}


def _factor(row: Row, near: Near, now: datetime) -> float:
    factor = 1.0
    for part in PARTS:
        factor *= 1 + settings.SEARCH_WEIGHTS.get(part.key, 0) * part.score(row, near, now)
    return factor


def explain(entry: SearchEntry, score: float, near: Near, *, now: datetime | None = None) -> list[Line]:
    """How a place came to the score that `order` gave it, part by part. No query."""
    now = now or timezone.now()
    row = Row(*(getattr(entry, name) for name in _COLUMNS))
    factors = [
        (
            "Trust",
            Trust(row.trust).label if row.trust in Trust.values else "No label",
            TRUST_WEIGHTS.get(row.trust, 1.0),
        ),
        ("Kind", ONE_OF[Kind(row.kind)][0], KIND_WEIGHTS.get(row.kind, 1.0)),
        *(
            (
                part.title,
                part.seen(row, near, now),
                1 + settings.SEARCH_WEIGHTS.get(part.key, 0) * part.score(row, near, now),
            )
            for part in PARTS
        ),
    ]
    product = score
    for _, _, factor in factors:
        product /= factor
    lines = [Line("Words", "", 1.0, product)]
    for title, seen, factor in factors:
        product *= factor
        lines.append(Line(title, seen, factor, product))
    return lines
