"""Making an approved draft the published version."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from curation.actions.drift import settle_updates
from curation.job_aids.comparison import compare_versions
from curation.job_aids.revisions import words_of
from curation.models import JobAidPage, JobAidVersion, PlannedVersion, Practice, ReviewState
from curation.signals import job_aid_published
from curation.upkeep.drift import close_of_steps_gone


@transaction.atomic
def publish_version(review: ReviewState) -> JobAidVersion:
    """Publish the words that were approved as the next version, with its owner and until when it is verified."""
    job_aid = JobAidPage.objects.locked().get(pk=review.job_aid_id)
    revision = review.revision
    changes = compare_versions(job_aid, words_of(job_aid, revision)) if job_aid.number else None
    JobAidPage.objects.filter(pk=job_aid.pk).update(
        number=job_aid.number + 1, verified_by=review.finished_by, verified_until=review.verified_until
    )
    Page.objects.filter(pk=job_aid.pk).update(owner=review.owner)
    revision.publish(user=review.finished_by, skip_permission_checks=True)
    published = JobAidPage.objects.select_related("community", "owner").get(pk=job_aid.pk)
    version = JobAidVersion.objects.create(
        job_aid=published,
        number=published.number,
        revision=revision,
        title=published.title,
        approved_by=review.finished_by,
        owner=published.owner,
        verified_until=published.verified_until,
        note=review.comment,
        change_note=review.change_note,
        summary=changes.in_words if changes is not None else "",
        changes=changes.ids if changes is not None else {},
        published_at=timezone.now(),
    )
    PlannedVersion.objects.filter(job_aid=published).delete()  # older words do not come back on their day
    settle_updates(published)
    close_of_steps_gone(published)
    made_of = Q(pk=published.practice_id) | Q(joinings__job_aid=published)
    practices = Practice.objects.filter(made_of, published_at=None).values("pk")
    Practice.objects.filter(pk__in=practices).update(published_at=version.published_at)
    job_aid_published.send(sender=JobAidPage, job_aid=published)
    return version
