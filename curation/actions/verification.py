"""Saying that a published job aid is still right: as a whole, or step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from curation.models import DriftAlert, JobAidPage, StepCheck
from curation.permissions import may_verify
from curation.signals import job_aid_verified
from curation.states import DriftState
from curation.upkeep.archive import is_wanted
from curation.upkeep.checks import StepToCheck, what_changed
from curation.upkeep.intervals import next_day_of
from curation.upkeep.owners import refusal
from curation.upkeep.releases import verified_now
from people.models import User

KEPT = "The step was checked and is still right."


class StepsChanged(Exception):
    """Something changed since the last time, and nobody has looked at it; the message is for the person."""


@transaction.atomic
def say_it_is_still_right(
    *, user: User, job_aid: JobAidPage, verified_until: date | None = None
) -> JobAidPage:
    """Verify the published version until a day, or for its interval; its words and its number stay.

    Raises PermissionDenied with words, and StepsChanged when a source, a vote or a question is to be looked at.
    """
    job_aid = _held(user, job_aid)
    changed = [row for row in what_changed(job_aid) if row.is_told_of and row.is_open]
    if changed:
        raise StepsChanged("Something changed since the last time. Check these steps first.")
    return _verify(user, job_aid, verified_until)


@transaction.atomic
def check_step(*, user: User, job_aid: JobAidPage, step: str, seen: str) -> bool:
    """Say of one step that it is still right; the last of them verifies the whole, which is what it returns.

    `seen` is the digest that was shown. Sources of the step that changed are kept as they were used.
    Raises PermissionDenied with words, and StepsChanged when something came in since.
    """
    job_aid = _held(user, job_aid)
    row = next((row for row in what_changed(job_aid) if row.step == step), None)
    if row is None or row.digest != seen:
        raise StepsChanged("Something came in while you read. Look at the step again.")
    return _check(user, job_aid, [row])


@transaction.atomic
def check_the_rest(*, user: User, job_aid: JobAidPage) -> bool:
    """Say it of every step that only a release concerns; True when that verifies the whole."""
    job_aid = _held(user, job_aid)
    rest = [row for row in what_changed(job_aid) if row.is_open and not row.is_told_of]
    return _check(user, job_aid, rest)


def _check(user: User, job_aid: JobAidPage, rows: list[StepToCheck]) -> bool:
    now = timezone.now()
    alerts = [change.alert.pk for row in rows for change in row.drifts]
    DriftAlert.objects.filter(pk__in=alerts, state=DriftState.OPEN).update(
        state=DriftState.KEPT, decided_by=user, decided_at=now, note=KEPT
    )
    StepCheck.objects.bulk_create(
        StepCheck(
            job_aid=job_aid,
            step=row.step,
            digest=replace(row, drifts=[]).digest,  # those are kept now
            checked_by=user,
            at=now,
        )
        for row in rows
    )
    left = [row for row in what_changed(job_aid) if row.is_open]
    if left:
        return False
    _verify(user, job_aid, None)
    return True


def _held(user: User, job_aid: JobAidPage) -> JobAidPage:
    """The job aid, locked, for somebody who may verify it at this moment, whatever they could when they began."""
    held = JobAidPage.objects.locked().select_related("community", "owner", "stand_in").get(pk=job_aid.pk)
    now = User.objects.filter(pk=user.pk).first()
    if now is None or not may_verify(now, held):
        raise PermissionDenied(refusal(held))
    return held


def _verify(user: User, job_aid: JobAidPage, until: date | None) -> JobAidPage:
    before, until = job_aid.verified_until, until or next_day_of(job_aid)
    JobAidPage.objects.filter(pk=job_aid.pk).update(
        verified_until=until, verified_by=user, verified_at=timezone.now(), reminded=None
    )
    verified_now(job_aid)
    is_wanted(job_aid)
    job_aid.refresh_from_db(fields=["verified_until", "verified_by", "verified_at", "reminded", "releases"])
    log(
        instance=job_aid,
        action="curation.verify",
        user=user,
        data={"from": before and before.isoformat(), "until": until.isoformat()},
    )
    job_aid_verified.send(sender=JobAidPage, job_aid=job_aid)
    return job_aid
