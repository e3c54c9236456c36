"""Practices by state: the columns of a board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from curation.desk.counts import capped_counts, in_words
from curation.desk.scope import Desk
from curation.models import Practice
from curation.states import PracticeState

CARDS = 3
BOARD = (PracticeState.FLAGGED, PracticeState.EMERGING, PracticeState.ENDORSED, PracticeState.PROMOTED)
AT_WORK = (PracticeState.FLAGGED, PracticeState.EMERGING, PracticeState.ENDORSED)  # a curator has more to do
ENDED = (PracticeState.DECLINED, PracticeState.RETIRED)


@dataclass(frozen=True, slots=True)
class Column:
    """One state on the board, with its newest practices."""

    state: PracticeState
    number: int
    cards: list[Practice]

    @property
    def total(self) -> str:
        return in_words(self.number)


def followed(desk: Desk) -> Any:
    """Practices that are not settled yet. Uses the index curation_practice_desk."""
    return desk.of(Practice.objects.filter(state__in=AT_WORK))


def columns_of(
    practices: Any, *, states: tuple[PracticeState, ...] = BOARD, cards: int = CARDS
) -> list[Column]:
    """The columns of a board: totals by state and the newest cards of each. Two queries, at any size."""
    totals = capped_counts(**{state.value: practices.filter(state=state) for state in states})
    newest = practices.latest_of_each(states, cards).with_numbers().select_related("community", "curator")
    by_state: dict[str, list[Practice]] = {state: [] for state in states}
    for practice in newest:
        by_state[practice.state].append(practice)
    return [Column(state, totals[state], by_state[state]) for state in states]
