"""Running a practice: from the first flags to the day it becomes a job aid, or is declined."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from communities.models import CommunityPage
from communities.permissions import Verb, is_exploring
from core.policy import require
from curation.actions.flags import AlreadyDecided, locked_and_open
from curation.actions.groups import leave_group
from curation.flags.refusals import require_usable
from curation.likeness.together import hold_groups
from curation.models import Endorsement, FlaggedPlace, Objection, Practice, PracticeLog, PracticeSource
from curation.models.place import Source
from curation.places.described import PlaceGone, PlaceText, place_key, read_place
from curation.signals import place_decided, practice_saved
from curation.states import ENDORSABLE, NEEDS_REASON, PRACTICE_TRANSITIONS, FlagState, PracticeState
from people.models import User

MAX_SOURCES = 26  # they are called a to z


class NotNow(ValueError):
    """The practice cannot take this act in its state; the message is for the person."""


@transaction.atomic
def make_practice(
    *,
    user: User,
    community: CommunityPage,
    title: str,
    summary: str,
    state: str = PracticeState.EMERGING,
    place: FlaggedPlace | None = None,
    alike: Sequence[FlaggedPlace] = (),
    submission: uuid.UUID | None = None,
) -> Practice:
    """Make a practice, of a flagged place and those alike when there is one. The same `submission` twice makes one.

    Raises AlreadyDecided when one of the places was decided meanwhile.
    """
    require(user, Verb.CURATE, community)
    if state not in {PracticeState.FLAGGED, PracticeState.EMERGING}:
        raise NotNow("A practice starts as flagged or as emerging.")
    now = timezone.now()
    practice, is_new = Practice.objects.get_or_create(
        curator=user,
        submission=submission or uuid.uuid4(),
        defaults={
            "community": community,
            "title": title,
            "summary": summary,
            "state": state,
            "created_at": now,
            "changed_at": now,
        },
    )
    if not is_new:
        return practice
    PracticeLog.objects.create(practice=practice, to_state=state, who=user, why="Made it a practice", at=now)
    if place is not None:
        _take(user=user, practice=practice, place=place, alike=alike)
    practice_saved.send(sender=Practice, practice=practice)
    return practice


@transaction.atomic
def join_practice(
    *, user: User, practice: Practice, place: FlaggedPlace, alike: Sequence[FlaggedPlace] = ()
) -> None:
    """Make a flagged place, and those alike, sources of a practice. Raises AlreadyDecided, NotNow."""
    require(user, Verb.CURATE, practice)
    practice = locked_practice(practice)
    if any(taken.community_id != practice.community_id for taken in (place, *alike)):
        raise NotNow("A place can join a practice of its own community only.")
    _take(user=user, practice=practice, place=place, alike=alike)
    for taken in (place, *alike):
        log_change(practice, user, f"Joined “{taken.label}”")
    practice_saved.send(sender=Practice, practice=practice)


@transaction.atomic
def add_source(
    *, user: User, practice: Practice, source: Source, anchor: str, why: str = ""
) -> PracticeSource:
    """Add a place; flags that wait on it are decided by this. The same place twice is one source.

    Raises PlaceGone, NotNow.
    """
    require(user, Verb.CURATE, practice)
    require(user, Verb.VIEW, source)
    practice = locked_practice(practice)
    if source.community.pk != practice.community_id:
        raise NotNow("A source must stand in the community of the practice, so that its readers can open it.")
    require_released(source)
    read = read_place(source, anchor)
    if known := practice.sources.filter(**place_key(source, read.anchor)).first():
        return known
    added = _add(user=user, practice=practice, read=read)
    flagged = FlaggedPlace.objects.waiting().filter(**place_key(source, read.anchor)).first()
    if flagged is not None:
        with suppress(AlreadyDecided):
            _take(user=user, practice=practice, place=flagged, alike=())
    log_change(practice, user, f"Added “{added.label}”" + (f": {why}" if why else ""))
    practice_saved.send(sender=Practice, practice=practice)
    return added


@transaction.atomic
def remove_source(*, user: User, source: PracticeSource, why: str = "") -> None:
    """Take a source out; what was promoted from it keeps its own provenance."""
    require(user, Verb.CURATE, source.practice)
    practice = locked_practice(source.practice)
    gone, _ = practice.sources.filter(pk=source.pk).delete()
    if not gone:
        return
    log_change(practice, user, f"Removed “{source.label}”" + (f": {why}" if why else ""))
    practice_saved.send(sender=Practice, practice=practice)


@transaction.atomic
def edit_practice(*, user: User, practice: Practice, title: str, summary: str) -> Practice:
    """Change its words; nothing is logged when they are the same."""
    require(user, Verb.CURATE, practice)
    practice = locked_practice(practice)
    if (practice.title, practice.summary) != (title, summary):
        practice.title, practice.summary = title, summary
        practice.save(update_fields=["title", "summary"])
        log_change(practice, user, "Changed the words")
        practice_saved.send(sender=Practice, practice=practice)
    return practice


@transaction.atomic
def change_state(*, user: User, practice: Practice, to: str, why: str, seen: str = "") -> Practice:
    """Move a practice along the table of transitions. Raises NotNow, saying what is allowed.

    Endorsed is reached by an expert's endorsement, promoted by making a job aid: neither is set by hand.
    `seen` is the state that this person saw: when somebody else moved it meanwhile NotNow says who, and to what.
    """
    require(user, Verb.CURATE, practice)
    practice = locked_practice(practice)
    if seen and seen != practice.state:
        moved = practice.log.exclude(from_state=F("to_state")).select_related("who").first()
        if moved is not None and moved.who == user and practice.state == to:
            return practice  # the same form, sent twice
        raise NotNow(_moved_meanwhile(practice, moved))
    if to not in open_transitions(practice):
        raise NotNow(
            f"A practice that is {practice.get_state_display().lower()} cannot become {to} this way."
        )
    if to in NEEDS_REASON and not why:
        raise NotNow("Write why: the people whose words it is made of will read it.")
    move(practice=practice, to=to, user=user, why=why)
    practice_saved.send(sender=Practice, practice=practice)
    return practice


@transaction.atomic
def endorse_practice(*, user: User, practice: Practice, note: str) -> Endorsement:
    """Say as an expert that it is right; an emerging practice is endorsed thereby. Again changes the note.

    An objection of theirs is taken back thereby.
    """
    require(user, Verb.ENDORSE, practice)
    practice = locked_practice(practice)
    if practice.state not in ENDORSABLE:
        raise NotNow(
            f"A practice that is {practice.get_state_display().lower()} is not waiting for endorsement."
        )
    Objection.objects.filter(practice=practice, expert=user, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    endorsement, created = Endorsement.objects.update_or_create(
        practice=practice,
        expert=user,
        defaults={"note": note},
        create_defaults={"note": note, "created_at": timezone.now()},
    )
    if practice.state == PracticeState.EMERGING:
        move(practice=practice, to=PracticeState.ENDORSED, user=user, why=note)
    elif created:
        log_change(practice, user, "Endorsed it too")
    practice_saved.send(sender=Practice, practice=practice)
    return endorsement


def _moved_meanwhile(practice: Practice, moved: PracticeLog | None) -> str:
    who = moved.who.name if moved is not None and moved.who is not None else "Somebody else"
    why = f": “{moved.why}”" if moved is not None and moved.why else "."
    return f"{who} moved it to {practice.get_state_display().lower()} meanwhile{why}"


def open_transitions(practice: Practice) -> list[PracticeState]:
    """The states that a curator can move it to by hand, in the order of the life of a practice."""
    allowed = PRACTICE_TRANSITIONS[practice.state] - {PracticeState.ENDORSED, PracticeState.PROMOTED}
    return [state for state in PracticeState if state in allowed]


def move(*, practice: Practice, to: str, user: User, why: str) -> None:
    """Change the state of a locked practice and log it. Raises NotNow unless the table allows it."""
    if to not in PRACTICE_TRANSITIONS[practice.state]:
        raise NotNow(f"A practice that is {practice.get_state_display().lower()} cannot become {to}.")
    before, practice.state = practice.state, to
    if to == PracticeState.PROMOTED and practice.promoted_at is None:
        practice.promoted_at = timezone.now()
    practice.save(update_fields=["state", "promoted_at"])
    log_change(practice, user, why, before=before)


def locked_practice(practice: Practice) -> Practice:
    """The row again, locked until the end of the transaction."""
    return Practice.objects.select_for_update(of=("self",)).select_related("community").get(pk=practice.pk)


def require_released(source: Source) -> None:
    """Raise PlaceGone, for the curator, when this is still tried out by those who wrote it."""
    if is_exploring(source):
        raise PlaceGone("This is still exploring: it can be a source once those who wrote it release it.")


def _take(*, user: User, practice: Practice, place: FlaggedPlace, alike: Sequence[FlaggedPlace]) -> None:
    """The places belong to the practice from now on; those alike are sources of it while there is room."""
    hold_groups([place, *alike])
    for number, each in enumerate((place, *alike)):
        taken = locked_and_open(each)
        taken.state, taken.practice = FlagState.TAKEN, practice
        taken.decided_by, taken.decided_at = user, timezone.now()
        taken.save(update_fields=["state", "practice", "decided_by", "decided_at"])
        leave_group(taken)
        _begin(practice, taken.first_at)
        if number == 0 or practice.sources.count() < MAX_SOURCES:
            _add(user=user, practice=practice, read=read_place(taken.source, taken.anchor, taken.quote))
        place_decided.send(sender=FlaggedPlace, place=taken, user=user)


def _begin(practice: Practice, flagged_at: datetime | None) -> None:
    """Lead times of a practice begin with the first flag on one of its places."""
    if flagged_at and (practice.first_flag_at is None or flagged_at < practice.first_flag_at):
        practice.first_flag_at = flagged_at
        practice.save(update_fields=["first_flag_at"])


def _add(*, user: User, practice: Practice, read: PlaceText) -> PracticeSource:
    require_usable(read.source, read.anchor)
    last = practice.sources.aggregate(last=Max("order"))["last"] or 0
    if practice.sources.count() >= MAX_SOURCES:
        raise NotNow(f"A practice has {MAX_SOURCES} sources at most. Remove one, or start a second practice.")
    fields: dict[str, Any] = read.as_fields() | {"order": last + 1, "added_by": user}
    source, _ = PracticeSource.objects.get_or_create(
        practice=practice, **place_key(read.source, read.anchor), defaults=fields
    )
    return source


def log_change(practice: Practice, user: User, why: str, *, before: str | None = None) -> None:
    """Write down who changed a locked practice and why; `before` is its state until now when that changed."""
    now = timezone.now()
    PracticeLog.objects.create(
        practice=practice,
        from_state=practice.state if before is None else before,
        to_state=practice.state,
        who=user,
        why=why,
        at=now,
    )
    Practice.objects.filter(pk=practice.pk).update(changed_at=now)
    practice.changed_at = now
