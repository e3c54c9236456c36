"""What lies on the desk of a curator: rows of the communities that the person curates, and of no other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from curation.changes import Changed, changes_of, with_places
from curation.models import DriftAlert, Flag, FlaggedPlace, JobAidPage, Practice
from curation.places import place_url, with_sources
from curation.states import PracticeState

REASONS = 2
CARDS = 3
DRIFTS = 6
ROWS = 5
BOARD = (PracticeState.FLAGGED, PracticeState.EMERGING, PracticeState.ENDORSED, PracticeState.PROMOTED)
DUE_SOON = timedelta(days=14)
QUOTE_CHARS = 280


@dataclass(frozen=True, slots=True)
class Column:
    """One state on the board, with its newest practices."""

    state: PracticeState
    total: int
    cards: list[Practice]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A flagged place as a row of the queue."""

    place: FlaggedPlace
    url: str
    quote: str
    reasons: list[str]
    more_reasons: int


def flagged_places(user: Any) -> QuerySet[FlaggedPlace]:
    """What waits to be decided, each with its newest reasons. Reads the index curation_flagged_queue."""
    newest = Flag.objects.order_by("-created_at", "-pk")[:REASONS]
    places = FlaggedPlace.objects.curated_by(user).waiting().select_related("community")
    return with_sources(places).prefetch_related(Prefetch("flags", queryset=newest, to_attr="newest_flags"))


def as_waiting(place: FlaggedPlace) -> Waiting:
    """The row of a place from `flagged_places`; the words of a post that was removed are not shown."""
    reasons = [flag.reason for flag in place.newest_flags]  # type: ignore[attr-defined]
    removed = place.post is not None and place.post.is_removed
    return Waiting(
        place=place,
        url=place_url(place.source, place.anchor),
        quote="" if removed else _excerpt(place),
        reasons=reasons,
        more_reasons=max(0, place.people_count - len(reasons)),
    )


def _excerpt(place: FlaggedPlace) -> str:
    """The words as one line, without the heading that the label says already."""
    first, _, rest = place.quote.partition("\n")
    words = rest if rest and place.label.endswith(f"§ {first}") else place.quote
    return " ".join(words[:QUOTE_CHARS].split())


def board(practices: Any, states: tuple[PracticeState, ...] = BOARD) -> list[Column]:
    """The columns of a board: totals by state and the newest cards of each. Two queries."""
    totals = dict(practices.order_by().values_list("state").annotate(total=Count("pk")))
    cards = practices.latest_of_each(states, CARDS).with_numbers().select_related("community")
    by_state: dict[str, list[Practice]] = {state: [] for state in states}
    for practice in cards:
        by_state[practice.state].append(practice)
    return [Column(state, totals.get(state, 0), by_state[state]) for state in states]


def open_drifts(user: Any) -> list[Changed]:
    """Sources that changed after they were used, the oldest first, with the changed words marked."""
    alerts = DriftAlert.objects.curated_by(user).open().order_by("opened_at", "pk")
    return changes_of(list(with_places(alerts)[:DRIFTS]))


def in_review(user: Any) -> list[JobAidPage]:
    """Job aids whose review waits for somebody."""
    return list(
        JobAidPage.objects.curated_by(user).in_review().select_related("community").order_by("pk")[:ROWS]
    )


def verification_due(user: Any) -> list[JobAidPage]:
    """Published job aids that nobody stands for, or soon will not, the longest first."""
    until = timezone.localdate() + DUE_SOON
    due = Q(verified_until=None) | Q(verified_until__lte=until)
    rows = JobAidPage.objects.curated_by(user).published().filter(due)
    never_first = Case(
        When(verified_until=None, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return list(
        rows.select_related("community", "owner").order_by(never_first, "verified_until", "pk")[:ROWS]
    )


def doing_badly(user: Any) -> list[JobAidPage]:
    """Published job aids whose present version did not work for somebody, most people first."""
    against = Count("feedback", filter=Q(feedback__worked=False, feedback__number=F("number")))
    worked = Count("feedback", filter=Q(feedback__worked=True, feedback__number=F("number")))
    rows = JobAidPage.objects.curated_by(user).published().annotate(against=against, worked=worked)
    return list(rows.filter(against__gt=0).select_related("community").order_by("-against", "pk")[:ROWS])
