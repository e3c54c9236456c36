from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from curation.candidates.changes import look_again
from curation.models import JobAidPage, ReviewState
from curation.places.described import model_of
from curation.reviewing.planning import publish_due
from curation.signals import review_overdue
from curation.sources.changes import note_changes, note_thread_changes
from curation.upkeep.drift import check_drift, check_sources_of

REMIND_AGAIN = timedelta(days=7)


@task()
def compare_places(field: str, pk: int) -> None:
    """Look what a change of one source means for what was taken or found there; it may have gone meanwhile."""
    source = model_of(field).objects.filter(pk=pk).first()
    if source is not None:
        check_drift(source)
        note_changes(source)
        look_again(field, pk)


@task()
def compare_sources_of(job_aid_id: int) -> None:
    """Look whether the sources of what was published still read so; it may have gone meanwhile."""
    for job_aid in JobAidPage.objects.filter(pk=job_aid_id):
        check_sources_of(job_aid)


@task()
def compare_thread(pk: int) -> None:
    """Look whether what was taken as a whole thread still reads so: its title or its accepted answer changed."""
    note_thread_changes(pk)


@task()
def remind_reviewers() -> None:
    """Send word of each stage of a review whose day passed, and again each week while nobody decides."""
    today = timezone.localdate()
    not_lately = Q(reminded_on=None) | Q(reminded_on__lte=today - REMIND_AGAIN) | Q(reminded_on__gt=today)
    late = ReviewState.objects.waiting().filter(not_lately, due_on__lt=today, job_aid__isnull=False)
    for pk in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            # Asked again under the lock: two schedulers may run this at once.
            if late.filter(pk=pk).update(reminded_on=today):
                state = ReviewState.objects.select_related("job_aid__community").get(pk=pk)
                review_overdue.send(sender=ReviewState, job_aid=state.job_aid, state=state)


@task()
def publish_planned() -> None:
    """Publish the versions whose day has come."""
    publish_due()
