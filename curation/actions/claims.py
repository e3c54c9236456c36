"""Who takes on what waits, and by when: so that two curators do not decide on one thing, and none is forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from communities.permissions import Verb
from core.policy import require
from curation.actions.practices import log_change
from curation.models import ContentRequest, DriftAlert, FlaggedPlace, Practice
from curation.states import UNSETTLED, DriftState, FlagState, PracticeState, RequestState
from people.models import User

Claimed = FlaggedPlace | DriftAlert | ContentRequest | Practice

WAITING: dict[type, frozenset[str]] = {
    FlaggedPlace: frozenset({FlagState.OPEN}),
    DriftAlert: frozenset({DriftState.OPEN}) | UNSETTLED,
    ContentRequest: frozenset({RequestState.OPEN}),
    Practice: frozenset(PracticeState.values) - {PracticeState.DECLINED, PracticeState.RETIRED},
}


class NotYours(ValueError):
    """Somebody else has it, or nobody can any more; the message is for the person."""


@transaction.atomic
def claim(*, user: User, thing: Claimed, seen: int | None = None) -> Claimed:
    """Take it on; again is nothing new. Raises NotYours, saying who has it, unless that is the holder whom the
    person saw and takes it over from (`seen`)."""
    locked = _locked(user, thing)
    if locked.holder_id not in {None, user.pk, seen}:
        raise NotYours(f"{_name(locked.row, locked.field)} has taken this on. Nothing was changed.")
    if locked.holder_id != user.pk:
        _hold(locked, user)
        if isinstance(locked.row, Practice):
            log_change(locked.row, user, "Follows it")
    return locked.row


@transaction.atomic
def put_back(*, user: User, thing: Claimed) -> Claimed:
    """Give it back to all; what nobody has stays so. Raises NotYours when somebody else has it."""
    locked = _locked(user, thing)
    if locked.holder_id not in {None, user.pk}:
        raise NotYours(
            f"{_name(locked.row, locked.field)} has taken this on, so it is not yours to put back."
        )
    if locked.holder_id is not None:
        _hold(locked, None)
        if isinstance(locked.row, Practice):
            log_change(locked.row, user, "Put it back: nobody follows it")
    return locked.row


@transaction.atomic
def set_due(*, user: User, thing: Claimed, due_on: date | None) -> Claimed:
    """Say by when it should be decided; None takes the date away. Raises NotYours when it is decided already."""
    row = _locked(user, thing).row
    row.due_on = due_on
    row.save(update_fields=["due_on"])
    return row


class _Locked:
    """A row held until the end of the transaction, and who has taken it on."""

    def __init__(self, row: Any) -> None:
        self.row = row
        self.field = holder_field(row)
        self.holder_id: int | None = getattr(row, f"{self.field}_id")


def holder_field(thing: Claimed) -> str:
    """The field that names who has it: a practice is followed by its curator."""
    return "curator" if isinstance(thing, Practice) else "claimed_by"


def _locked(user: User, thing: Claimed) -> _Locked:
    require(user, Verb.CURATE, thing)
    model = type(thing)
    row = model._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    if row.state not in WAITING[model]:
        raise NotYours(f"This was decided already: {row.get_state_display().lower()}.")
    return _Locked(row)


def _hold(locked: _Locked, user: User | None) -> None:
    setattr(locked.row, locked.field, user)
    locked.row.save(update_fields=[locked.field])


def _name(row: Any, field: str) -> str:
    holder = getattr(row, field)
    return holder.name if holder else "Somebody"
