"""Confirming that one has read a job aid, and reminding those who have not."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.permissions import Verb
from core.policy import require
from curation.confirming.readers import asked_from, digest_of_what_to_do, is_asked, people_to_remind
from curation.models import Acknowledgement, ConfirmationRound, JobAidPage
from curation.permissions import may_follow_readers
from curation.signals import acknowledgement_due
from people.models import User

ONCE_IN = timedelta(days=1)
REMIND_AFTER = timedelta(days=7)  # without a word; and as long after each reminder


class NotNow(Exception):
    """It cannot be done now; the message is for the person."""


@transaction.atomic
def confirm_reading(*, user: User, job_aid: JobAidPage, number: int) -> Acknowledgement:
    """Note that this person read that version. Twice is once. Raises PermissionDenied and NotNow.

    A version that was followed meanwhile by one with other steps is not confirmed: nobody read those yet.
    """
    require(user, Verb.VIEW, job_aid)
    if not is_asked(user, job_aid):
        raise PermissionDenied("Members of this community confirm that they read it. Join, then confirm.")
    if not job_aid.live or not job_aid.needs_acknowledgement:
        raise NotNow("This job aid asks nobody to confirm any more.")
    if not asked_from(job_aid) <= number <= job_aid.number:
        raise NotNow("A new version was published meanwhile. Read it, then confirm.")
    made, _ = Acknowledgement.objects.get_or_create(
        job_aid=job_aid, number=number, user=user, defaults={"at": timezone.now()}
    )
    return made


@transaction.atomic
def remind(*, user: User, job_aid: JobAidPage) -> int:
    """Tell those who have not confirmed; returns how many. Raises PermissionDenied, and NotNow twice within a day."""
    if not may_follow_readers(user, job_aid):
        raise PermissionDenied("Curators, facilitators and the owner remind readers.")
    if not job_aid.live or not job_aid.needs_acknowledgement:
        raise NotNow("This job aid asks nobody to confirm any more.")
    if not ConfirmationRound.objects.filter(job_aid=job_aid).exists():
        begin_round(job_aid)  # it was published before rounds were kept
    turn = ConfirmationRound.objects.select_for_update().get(job_aid=job_aid)
    if turn.reminded_at is not None and turn.reminded_at > timezone.now() - ONCE_IN:
        raise NotNow("They were reminded within the last day. Once a day is enough.")
    return _remind(turn, job_aid)


def remind_who_waited_long() -> int:
    """Remind for every job aid whose readers heard nothing for a week; returns for how many. Can run twice."""
    late = timezone.now() - REMIND_AFTER
    due = ConfirmationRound.objects.filter(
        job_aid__live=True, job_aid__needs_acknowledgement=True, since__lte=late
    ).exclude(reminded_at__gt=late)
    return sum(_remind_of_itself(pk) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _remind_of_itself(pk: int) -> bool:
    late = timezone.now() - REMIND_AFTER
    turns = ConfirmationRound.objects.select_for_update().exclude(reminded_at__gt=late)
    turn = turns.filter(pk=pk).first()
    if turn is None:  # somebody reminded them meanwhile
        return False
    return bool(_remind(turn, JobAidPage.objects.select_related("community").get(pk=pk)))


def _remind(turn: ConfirmationRound, job_aid: JobAidPage) -> int:
    users = people_to_remind(job_aid)
    count = users.count()
    turn.reminded_at = timezone.now()
    turn.save(update_fields=["reminded_at"])
    if count:
        acknowledgement_due.send(sender=JobAidPage, job_aid=job_aid, users=users)
    return count


def begin_round(job_aid: JobAidPage) -> None:
    """A version was published: ask everybody again when what to do reads differently than when they were asked."""
    now_says = digest_of_what_to_do(job_aid)
    if ConfirmationRound.objects.filter(job_aid=job_aid, digest=now_says).exists():
        return
    ConfirmationRound.objects.update_or_create(
        job_aid=job_aid,
        defaults={
            "number": job_aid.number,
            "digest": now_says,
            "since": timezone.now(),
            "reminded_at": None,
        },
    )
