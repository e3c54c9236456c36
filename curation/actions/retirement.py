"""Withdrawing a published job aid: nobody reads it any more, what it said and who decided stays."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from communities.permissions import Verb
from core.policy import require
from curation.models import ArchiveProposal, JobAidPage
from curation.signals import job_aid_retired
from curation.states import ProposalState
from people.models import User


class CannotRetire(Exception):
    """Why it stays; the message is for the person."""


@transaction.atomic
def retire_job_aid(
    *, user: User | None, job_aid: JobAidPage, reason: str, superseded_by: JobAidPage | None = None
) -> JobAidPage:
    """Take it out of the library, for a reason that readers of an old sheet read; `user` is None for the schedule.

    Its drafts, versions and feedback stay, and approving a new version publishes it again. A proposal for the
    archive ends with it. Retiring twice changes nothing. Raises PermissionDenied, and CannotRetire when what
    supersedes it is itself, is not published, or stands in another community.
    """
    job_aid = JobAidPage.objects.locked().select_related("community").get(pk=job_aid.pk)
    if user is not None:
        require(user, Verb.CURATE, job_aid)
    if not job_aid.live:
        return job_aid
    if superseded_by is not None:
        _may_supersede(job_aid, superseded_by)
    now = timezone.now()
    fields = {"retired_at": now, "retired_by": user, "retire_reason": reason, "superseded_by": superseded_by}
    JobAidPage.objects.filter(pk=job_aid.pk).update(**fields)
    for name, value in fields.items():
        setattr(job_aid, name, value)
    job_aid.unpublish(user=user, log_action=False)
    log(instance=job_aid, action="curation.retire", user=user, data={"reason": reason})
    ArchiveProposal.objects.filter(job_aid=job_aid, state=ProposalState.OPEN).update(
        state=ProposalState.ARCHIVED, decided_by=user, decided_at=now
    )
    job_aid_retired.send(sender=JobAidPage, job_aid=job_aid)
    return job_aid


def _may_supersede(job_aid: JobAidPage, other: JobAidPage) -> None:
    if other.pk == job_aid.pk or not other.live or other.community_id != job_aid.community_id:
        raise CannotRetire("Choose another published job aid of this community in its place.")
