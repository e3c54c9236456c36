"""What reviewers say to the editor about one step of a draft."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.permissions import Verb, standing
from core.policy import can, require
from curation.job_aids.steps import step_numbers
from curation.models import JobAidPage, StepRemark
from curation.signals import remark_made
from people.models import User


class StepGone(Exception):
    """The step was removed while somebody wrote about it; the message is for the person."""


@transaction.atomic
def make_remark(
    *, user: User, job_aid: JobAidPage, step: str, text: str, submission: uuid.UUID | None = None
) -> StepRemark:
    """Remark on a step of the newest draft; the same form sent twice is one remark.

    Raises PermissionDenied for who does not review here, and StepGone.
    """
    if not standing(user).allows(Verb.REVIEW, job_aid.community):
        raise PermissionDenied
    job_aid = JobAidPage.objects.locked().get(pk=job_aid.pk)
    if submission is not None:
        sent = StepRemark.objects.filter(author=user, submission=submission).first()
        if sent is not None:
            return sent
    if step not in step_numbers(job_aid.get_latest_revision_as_object()):
        raise StepGone("This step was removed from the draft meanwhile.")
    remark = StepRemark.objects.create(
        job_aid=job_aid,
        revision_id=job_aid.latest_revision_id,
        step=step,
        author=user,
        text=text,
        at=timezone.now(),
        submission=submission,
    )
    remark_made.send(sender=StepRemark, remark=remark)
    return remark


def may_resolve(user: User, remark: StepRemark) -> bool:
    """Whether this person says that it is done: who edits the draft, and whose remark it is."""
    return can(user, Verb.CURATE, remark) or (remark.author_id == user.pk and can(user, Verb.VIEW, remark))


@transaction.atomic
def resolve_remark(*, user: User, remark: StepRemark) -> StepRemark:
    """Say that it is done; doing so twice keeps who was first. Raises PermissionDenied."""
    require(user, Verb.VIEW, remark)
    if not may_resolve(user, remark):
        raise PermissionDenied
    locked = StepRemark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    if locked.resolved_at is None:
        locked.resolved_by, locked.resolved_at = user, timezone.now()
        locked.save(update_fields=["resolved_by", "resolved_at"])
    return locked
