"""What experts say against a practice, and what becomes of it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from communities.permissions import Verb
from core.policy import require
from curation.actions.practices import NotNow, locked_practice, log_change, move
from curation.models import Endorsement, Objection, Practice
from curation.signals import objection_answered, objection_made, practice_saved
from curation.states import ENDORSABLE, PracticeState
from people.models import User


@transaction.atomic
def object_to_practice(*, user: User, practice: Practice, reason: str) -> Objection:
    """Say as an expert that it is not right; again changes the reason. An endorsement of theirs ends thereby.

    Raises NotNow when the practice is not for endorsing.
    """
    require(user, Verb.ENDORSE, practice)
    practice = locked_practice(practice)
    if practice.state not in ENDORSABLE:
        raise NotNow(f"A practice that is {practice.get_state_display().lower()} is not open to objections.")
    objection, created = Objection.objects.update_or_create(
        practice=practice,
        expert=user,
        withdrawn_at=None,
        defaults={"reason": reason, "answer": "", "answered_by": None, "answered_at": None},
        create_defaults={"reason": reason, "created_at": timezone.now()},
    )
    log_change(practice, user, f"Objected: {reason}" if created else f"Objects still: {reason}")
    _end_endorsement(practice, user, "Objects to it now")
    objection_made.send(sender=Objection, objection=objection)
    practice_saved.send(sender=Practice, practice=practice)
    return objection


@transaction.atomic
def withdraw_objection(*, user: User, objection: Objection) -> None:
    """Take one's own objection back. Safe to run again."""
    practice = locked_practice(objection.practice)
    mine = Objection.objects.filter(pk=objection.pk, expert=user, withdrawn_at=None)
    if mine.update(withdrawn_at=timezone.now()):
        log_change(practice, user, "Took the objection back")
        practice_saved.send(sender=Practice, practice=practice)


@transaction.atomic
def answer_objection(*, user: User, objection: Objection, answer: str) -> Objection:
    """A curator says why it can stand in spite of it; the expert reads that. Raises NotNow when it is settled."""
    require(user, Verb.CURATE, objection.practice)
    practice = locked_practice(objection.practice)
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if not objection.stands:
        raise NotNow(_settled(objection))
    if objection.expert_id == user.pk:
        raise NotNow("Somebody else answers your objection. You can take it back.")
    objection.answer, objection.answered_by, objection.answered_at = answer, user, timezone.now()
    objection.save(update_fields=["answer", "answered_by", "answered_at"])
    log_change(practice, user, f"Answered an objection: {answer}")
    objection_answered.send(sender=Objection, objection=objection)
    practice_saved.send(sender=Practice, practice=practice)
    return objection


def _settled(objection: Objection) -> str:
    if objection.answered_at is None:
        return "The expert took this objection back meanwhile."
    who = objection.answered_by.name if objection.answered_by is not None else "Somebody who left"
    return f"{who} answered this objection already: “{objection.answer}”"


@transaction.atomic
def take_back_endorsement(*, user: User, practice: Practice) -> None:
    """An expert no longer stands for it; without any, an endorsed practice is emerging again."""
    practice = locked_practice(practice)
    if _end_endorsement(practice, user, "Took the endorsement back"):
        practice_saved.send(sender=Practice, practice=practice)


def _end_endorsement(practice: Practice, user: User, why: str) -> bool:
    if not Endorsement.objects.filter(practice=practice, expert=user).delete()[0]:
        return False
    if practice.state == PracticeState.ENDORSED and not practice.endorsements.exists():
        move(
            practice=practice, to=PracticeState.EMERGING, user=user, why=f"{why}: no expert stands for it now"
        )
    else:
        log_change(practice, user, why)
    return True
