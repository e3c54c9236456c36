"""Versions that are approved now and published on their day."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from communities.permissions import Verb
from core.policy import require
from curation.models import JobAidPage, PlannedVersion, ReviewState
from curation.reviewing.publishing import publish_version
from people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def plan_version(review: ReviewState) -> PlannedVersion:
    """Keep what was approved until its day; it takes the place of what was planned before."""
    job_aid = review.job_aid
    assert review.goes_live_at is not None  # who calls it has looked
    plan, _ = PlannedVersion.objects.update_or_create(
        job_aid=job_aid, defaults={"review": review, "goes_live_at": review.goes_live_at}
    )
    day = {"on": plan.goes_live_at.isoformat()}
    log(instance=job_aid, action="curation.plan", user=review.finished_by, data=day, revision=review.revision)
    return plan


@transaction.atomic
def cancel_plan(*, user: User, job_aid: JobAidPage) -> bool:
    """Whether there was one to cancel. The words need a review again before they are published."""
    require(user, Verb.CURATE, job_aid)
    job_aid = JobAidPage.objects.locked().get(pk=job_aid.pk)
    cancelled, _ = PlannedVersion.objects.filter(job_aid=job_aid).delete()
    if cancelled:
        log(instance=job_aid, action="curation.unplan", user=user)
    return bool(cancelled)


def publish_due() -> int:
    """Publish each planned version whose time has come, also long after it; returns how many.

    One that fails is written down and tried again; it keeps no other back.
    """
    published = 0
    due = PlannedVersion.objects.filter(goes_live_at__lte=timezone.now()).order_by("goes_live_at")
    for pk in list(due.values_list("pk", flat=True)):
        try:
            published += _publish(pk)
        except Exception:
            logger.exception("The planned version of job aid %s was not published", pk)
    return published


@transaction.atomic
def _publish(pk: int) -> bool:
    JobAidPage.objects.locked().get(pk=pk)
    plans = PlannedVersion.objects.filter(pk=pk, goes_live_at__lte=timezone.now())
    plan = plans.select_related("review").first()
    if plan is None:  # cancelled, or put off, while this waited for the lock
        return False
    publish_version(plan.review)
    return True
