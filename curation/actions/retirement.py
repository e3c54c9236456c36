"""Withdrawing a published job aid, naming what replaces it, and bringing it back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log

from communities.permissions import Verb
from core.policy import require
from curation.models import ArchiveProposal, JobAidPage, PlannedVersion
from curation.signals import job_aid_retired, job_aid_superseded
from curation.states import ProposalState
from people.models import User

FIELDS = ["retired_at", "retired_by", "retire_reason", "superseded_by"]


class CannotRetire(Exception):
    """Why it is not withdrawn, replaced or brought back; the message is for the person."""


@transaction.atomic
def retire_job_aid(
    *, user: User | None, job_aid: JobAidPage, reason: str, superseded_by: JobAidPage | None = None
) -> JobAidPage:
    """Take it out of lists, search and homes; its address and old sheets say why. `user` is None for the schedule.

    Its drafts, versions and feedback stay; a review of it, a planned version and a proposal for the archive end.
    Retiring twice changes nothing. Raises PermissionDenied, and CannotRetire for what cannot supersede it, or when
    somebody else gave their reason first.
    """
    job_aid = _locked(user, job_aid)
    if user is not None and job_aid.retired_at is not None and job_aid.retired_by_id != user.pk:
        raise CannotRetire(f"It was withdrawn meanwhile, because: {job_aid.retire_reason}")
    if not job_aid.live:
        return job_aid
    _may_supersede(job_aid, superseded_by)
    if (flow := job_aid.current_workflow_state) is not None:
        flow.cancel(user=user)
    PlannedVersion.objects.filter(job_aid=job_aid).delete()
    job_aid.retired_at, job_aid.retired_by, job_aid.retire_reason = timezone.now(), user, reason
    job_aid.superseded_by = superseded_by
    job_aid.save(update_fields=FIELDS, clean=False)
    UnpublishPageAction(job_aid, user=user, log_action=False).execute(skip_permission_checks=True)
    log(instance=job_aid, action="curation.retire", user=user, data={"reason": reason})
    ArchiveProposal.objects.filter(job_aid=job_aid, state=ProposalState.OPEN).update(
        state=ProposalState.ARCHIVED, decided_by=user, decided_at=job_aid.retired_at
    )
    job_aid_retired.send(sender=JobAidPage, job_aid=job_aid)
    return job_aid


@transaction.atomic
def bring_back(*, user: User, job_aid: JobAidPage) -> JobAidPage:
    """Publish the last version again, under its number. Raises PermissionDenied and CannotRetire."""
    job_aid = _locked(user, job_aid)
    version = job_aid.versions.select_related("revision").first()
    if job_aid.retired_at is None or version is None or version.revision is None:
        raise CannotRetire("It was not withdrawn, or its words are not kept any more.")
    job_aid.retired_at = job_aid.retired_by = job_aid.superseded_by = None
    job_aid.retire_reason = ""
    job_aid.save(update_fields=FIELDS, clean=False)
    version.revision.publish(user=user, skip_permission_checks=True, log_action="curation.bring_back")
    return JobAidPage.objects.get(pk=job_aid.pk)


@transaction.atomic
def supersede(*, user: User, job_aid: JobAidPage, superseded_by: JobAidPage | None) -> JobAidPage:
    """Say that another replaces it, which stays readable; None takes that back.

    Raises PermissionDenied and CannotRetire.
    """
    job_aid = _locked(user, job_aid)
    _may_supersede(job_aid, superseded_by)
    job_aid.superseded_by = superseded_by
    job_aid.save(update_fields=["superseded_by"], clean=False)
    named = {"by": superseded_by.pk, "title": superseded_by.title} if superseded_by else {}
    log(instance=job_aid, action="curation.supersede", user=user, data=named)
    job_aid_superseded.send(sender=JobAidPage, job_aid=job_aid, user=user)
    return job_aid


def _locked(user: User | None, job_aid: JobAidPage) -> JobAidPage:
    locked = JobAidPage.objects.locked().select_related("community").get(pk=job_aid.pk)
    if user is not None:
        require(user, Verb.CURATE, locked)
    return locked


def _may_supersede(job_aid: JobAidPage, other: JobAidPage | None) -> None:
    """Another published job aid of the community, which is not itself replaced, in the end, by this one."""
    if other is None:
        return
    if other.pk == job_aid.pk or not other.live or other.community_id != job_aid.community_id:
        raise CannotRetire("Choose another published job aid of this community in its place.")
    seen: set[int] = set()
    after: JobAidPage | None = other
    while after is not None and after.pk not in seen:
        if after.pk == job_aid.pk:
            raise CannotRetire("That one is itself replaced by this job aid. Choose another.")
        seen.add(after.pk)
        after = after.superseded_by
