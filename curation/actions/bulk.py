"""One act on several practices: each is done or refused by itself, and every refusal is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from curation.actions.claims import NotYours, claim, put_back, set_due
from curation.actions.practices import NotNow, change_state
from curation.models import Practice
from people.models import User

Act = Callable[[Practice], Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of each."""

    done: list[Practice]
    refused: list[tuple[Practice, str]]


def take_on_all(*, user: User, practices: Sequence[Practice]) -> Outcome:
    """Follow those that nobody else follows."""
    return _each(practices, lambda practice: claim(user=user, thing=practice))


def put_back_all(*, user: User, practices: Sequence[Practice]) -> Outcome:
    """Put back those that this person follows."""
    return _each(practices, lambda practice: put_back(user=user, thing=practice))


def set_due_all(*, user: User, practices: Sequence[Practice], due_on: date | None) -> Outcome:
    """Give all the same day, or take it away."""
    return _each(practices, lambda practice: set_due(user=user, thing=practice, due_on=due_on))


def change_state_of_all(*, user: User, practices: Sequence[Practice], to: str, why: str) -> Outcome:
    """Move all to one state with one reason, along the table of transitions."""
    return _each(practices, lambda practice: change_state(user=user, practice=practice, to=to, why=why))


def _each(practices: Sequence[Practice], act: Act) -> Outcome:
    """Each in a transaction of its own: those that are done stay done."""
    outcome = Outcome([], [])
    for practice in practices:
        try:
            with transaction.atomic():
                act(practice)
        except (NotNow, NotYours) as refused:
            outcome.refused.append((practice, str(refused)))
        except PermissionDenied:
            outcome.refused.append((practice, "You do not curate its community any more."))
        except Practice.DoesNotExist:
            outcome.refused.append((practice, "It was removed meanwhile."))
        else:
            outcome.done.append(practice)
    return outcome
