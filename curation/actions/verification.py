"""Saying that a published job aid is still right."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from curation.models import JobAidPage
from curation.permissions import may_verify
from curation.signals import job_aid_verified
from people.models import User


@transaction.atomic
def say_it_is_still_right(*, user: User, job_aid: JobAidPage, verified_until: date) -> JobAidPage:
    """Verify the published version until another day; its words and its number stay. Raises PermissionDenied."""
    job_aid = JobAidPage.objects.locked().get(pk=job_aid.pk)
    if not may_verify(user, job_aid):
        raise PermissionDenied
    before = job_aid.verified_until
    job_aid.verified_until, job_aid.verified_by = verified_until, user
    JobAidPage.objects.filter(pk=job_aid.pk).update(verified_until=verified_until, verified_by=user)
    log(
        instance=job_aid,
        action="curation.verify",
        user=user,
        data={"from": before and before.isoformat(), "until": verified_until.isoformat()},
    )
    job_aid_verified.send(sender=JobAidPage, job_aid=job_aid)
    return job_aid
