"""The day at a glance: what is mine, what is due first, and the head of every part, as lines of one shape.

The parts are rows of different tables; a line of each is asked for in one UNION, so that the page costs three
queries for all of them, whatever lies there. Each branch takes its first few by the index of its part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, RowNumber
from django.urls import reverse
from django.utils import timezone

from communities.models import CommunityPage
from curation.desk import aids, board, parts, queue, requests
from curation.desk.scope import Desk
from curation.models import ContentRequest, DriftAlert, FlaggedPlace, JobAidPage, Practice
from curation.states import PracticeState

HEADS = 3
MINE = 8
DUE = 6
DUE_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the desk, whatever it is: what it is called, where it opens, and one thing to say of it."""

    part: str
    title: str
    url: str
    community: CommunityPage | None
    said: str
    at: datetime | None
    due_on: date | None
    holder: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """How rows of one table become lines."""

    model: Any
    holder: str
    columns: dict[str, Any]
    path: str = "community"
    order: tuple[Any, ...] = ()
    due: str = "due_on"
    numbers: Callable[[Any], Any] | None = None  # adds what the order needs


def _text(expression: Any) -> Any:
    return Cast(expression, CharField())


_NO_TEXT = _text(Value(""))
_NO_NUMBER = Cast(Value(0), IntegerField())
_NO_DATE = Cast(Value(None), DateField())
_NO_TIME = Cast(Value(None), DateTimeField())

_AID = {"c_title": _text(F("title")), "c_slug": _text(F("slug"))}
_KINDS: dict[str, _Kind] = {
    "flags": _Kind(
        FlaggedPlace,
        "claimed_by",
        {"c_title": _text(F("label")), "c_number": F("people_together"), "c_at": F("first_at")},
        order=queue.MOST_PEOPLE_FIRST,
    ),
    "practices": _Kind(
        Practice,
        "curator",
        {"c_title": _text(F("title")), "c_slug": _text(F("state")), "c_at": F("changed_at")},
        order=("-changed_at", "-pk"),
    ),
    "sources": _Kind(
        DriftAlert,
        "claimed_by",
        {
            "c_title": _text(F("provenance__job_aid__title")),
            "c_slug": _text(F("provenance__label")),
            "c_at": F("opened_at"),
        },
        path="provenance__job_aid__community",
        order=("opened_at", "pk"),
    ),
    "verify": _Kind(
        JobAidPage, "owner", _AID, order=("until", "pk"), due="verified_until", numbers=aids.with_until
    ),
    "reviews": _Kind(
        JobAidPage,
        "owner",
        _AID | {"c_at": F("latest_revision_created_at")},
        order=("latest_revision_created_at", "pk"),
        due="",
    ),
    "badly": _Kind(
        JobAidPage,
        "owner",
        _AID | {"c_number": F("against")},
        order=("-against", "pk"),
        due="",
        numbers=aids.with_numbers,
    ),
    "requests": _Kind(
        ContentRequest,
        "claimed_by",
        {"c_title": _text(F("title")), "c_number": F("people_count"), "c_at": F("created_at")},
        order=("-people_count", "-pk"),
    ),
}
_WAITING: dict[str, Callable[[Desk], Any]] = {
    "flags": queue.waiting,
    "practices": board.followed,
    "sources": parts.open_alerts,
    "verify": aids.due,
    "reviews": aids.in_review,
    "badly": aids.doing_badly,
    "requests": requests.waiting,
}
_HELD = ("flags", "practices", "sources", "verify", "requests")  # what a curator has taken on
_DATED = ("flags", "practices", "sources", "requests")  # what is given a day


def heads(desk: Desk) -> dict[str, list[Line]]:
    """The first few of each part, in the order of its page. One query."""
    lines = _lines(
        desk, {name: rows(desk).order_by(*_KINDS[name].order)[:HEADS] for name, rows in _WAITING.items()}
    )
    return {name: [line for line in lines if line.part == name] for name in _WAITING}


def mine(desk: Desk) -> list[Line]:
    """What this curator has taken on, what is due first at the top. One query."""
    rows = {}
    for name in _HELD:
        kind = _KINDS[name]
        waiting = _all_waiting(name, desk).filter(**{kind.holder: desk.user})
        rows[name] = waiting.order_by(F(kind.due).asc(nulls_last=True), "pk")[:MINE]
    return sorted(_lines(desk, rows), key=_due_first)[:MINE]


def due_first(desk: Desk) -> list[Line]:
    """What the others have, or nobody, and is due within a week or overdue. One query."""
    soon = timezone.localdate() + DUE_WITHIN
    rows = {}
    for name in _DATED:
        others = ~Q(**{_KINDS[name].holder: desk.user}) | Q(**{f"{_KINDS[name].holder}": None})
        waiting = _all_waiting(name, desk).filter(others, due_on__lte=soon)
        rows[name] = waiting.order_by("due_on", "pk")[:DUE]
    return sorted(_lines(desk, rows), key=_due_first)[:DUE]


def _all_waiting(name: str, desk: Desk) -> Any:
    """As the part counts it; places that lie under another are somebody's work too."""
    return desk.of(FlaggedPlace.objects.waiting()) if name == "flags" else _WAITING[name](desk)


def _due_first(line: Line) -> tuple[bool, date, str]:
    return line.due_on is None, line.due_on or date.max, line.title


def _lines(desk: Desk, found: dict[str, QuerySet[Any]]) -> list[Line]:
    branches = [_branch(name, rows) for name, rows in found.items()]
    known = {community.pk: community for community in desk.communities}
    rows = sorted(branches[0].union(*branches[1:], all=True), key=itemgetter(0, -1))  # by part and rank
    return [_line(*row, known) for row in rows]


def _branch(name: str, found: QuerySet[Any]) -> Any:
    """These rows as tuples of one shape; the limit stands within, where every database takes it."""
    kind = _KINDS[name]
    columns = {
        "c_part": _text(Value(name)),
        "c_pk": F("pk"),
        "c_title": _NO_TEXT,
        "c_slug": _NO_TEXT,
        "c_community": F(kind.path),
        "c_number": _NO_NUMBER,
        "c_at": _NO_TIME,
        "c_due": F(kind.due) if kind.due else _NO_DATE,
        "c_holder": _text(F(f"{kind.holder}__display_name")),
        "c_rank": Window(RowNumber(), order_by=kind.order),
    } | kind.columns
    inside = kind.model._default_manager.filter(pk__in=found.values("pk"))
    inside = kind.numbers(inside) if kind.numbers else inside
    return inside.order_by().annotate(**columns).values_list(*columns)


def _line(*row: Any) -> Line:
    name, pk, title, slug, community_id, number, at, due_on, holder, _, known = row
    community = known.get(community_id)
    return Line(
        part=name,
        title=title,
        url=_url(name, pk, slug, community),
        community=community,
        said=_said(name, number, slug),
        at=at,
        due_on=due_on,
        holder=holder or "",
    )


def _url(name: str, pk: int, slug: str, community: CommunityPage | None) -> str:
    if name in {"flags", "sources", "requests"}:
        address = {"flags": "place", "sources": "drift", "requests": "desk_request"}[name]
        return reverse(f"curation:{address}", args=[pk])
    if community is None:
        return reverse(f"curation:desk_{name}")
    if name == "practices":
        return reverse("curation:practice", args=[community.slug, pk])
    address = "curation:job_aid_draft" if name == "reviews" else "curation:job_aid"
    return reverse(address, args=[community.slug, slug])


def _said(name: str, number: int, words: str) -> str:
    if name in {"flags", "requests"}:
        return f"{number} {'person' if number == 1 else 'people'}"
    if name == "badly":
        return f"did not work for {number}"
    if name == "practices":
        return PracticeState(words).label
    return words if name == "sources" else ""
