"""The practices of a desk as a list: what is asked for in the address, and the rows that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from curation.desk.board import AT_WORK
from curation.desk.scope import Desk
from curation.models import Practice
from curation.states import PracticeState

ORDERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "changed": ("Changed last", ("-changed_at", "-pk")),
    "evidence": ("Most evidence", ("-evidence_score", "-pk")),
    "due": ("Due first", ("due_on", "pk")),
}
WHOSE = {"": "Everybody’s", "mine": "Yours", "nobody": "Nobody’s"}
DUE = {"": "Any day", "week": "Due within a week", "over": "Overdue"}
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the list; words that no filter has count as none."""

    state: str = ""
    whose: str = ""
    due: str = ""
    order: str = "changed"

    @classmethod
    def asked(cls, query: QueryDict) -> Wanted:
        return cls(
            state=_among(query.get("state", ""), PracticeState.values),
            whose=_among(query.get("whose", ""), WHOSE),
            due=_among(query.get("due", ""), DUE),
            order=_among(query.get("order", ""), ORDERS) or "changed",
        )

    @property
    def keys(self) -> tuple[str, ...]:
        return ORDERS[self.order][1]

    @property
    def is_narrow(self) -> bool:
        return bool(self.state or self.whose or self.due)


def _among(value: str, known: Any) -> str:
    return value if value in known else ""


def practices_of(desk: Desk, wanted: Wanted) -> Any:
    """The rows; without a state those that a curator has more to do with.

    Uses the indexes curation_practice_desk and curation_practice_evidence for one state, curation_practice_changed
    for all. Of one community curation_practice_board, and what that holds is sorted when the order is another.
    """
    rows = desk.of(Practice.objects.all())
    rows = rows.filter(state=wanted.state) if wanted.state else rows.filter(state__in=AT_WORK)
    if wanted.whose:
        rows = rows.filter(curator=desk.user if wanted.whose == "mine" else None)
    if wanted.due:
        today = timezone.localdate()
        rows = (
            rows.filter(due_on__lt=today) if wanted.due == "over" else rows.filter(due_on__lte=today + WEEK)
        )
    return rows


def add_numbers(practices: Sequence[Practice]) -> None:
    """Give each the numbers of `with_numbers`: asked for after a page is chosen, not of every row. One query."""
    rows = Practice.objects.filter(pk__in=[practice.pk for practice in practices]).with_numbers()
    numbers = {row["pk"]: row for row in rows.values("pk", "flag_count", "endorsement_count", "code")}
    for practice in practices:
        for name, number in numbers.get(practice.pk, {}).items():
            setattr(practice, name, number)
