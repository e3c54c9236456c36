from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from curation.evidence.reads import KEPT_DAYS
from curation.evidence.weighing import WEIGHED, weigh
from curation.models import Joining, Practice, Reading

CHUNK = 200


@task()
def weigh_practice(pk: int) -> None:
    """Count the evidence of one practice anew; it may have gone meanwhile."""
    practice = Practice.objects.filter(pk=pk).first()
    if practice is not None:
        weigh(practice)


@task()
def weigh_practices_of_post(pk: int) -> None:
    """Somebody said a word on a post: count anew what it is a source of."""
    for practice in Practice.objects.filter(sources__post=pk).distinct():
        weigh(practice)


@task()
def weigh_practices_of_job_aid(pk: int) -> None:
    """Somebody said how a job aid went: count anew the practice that it was made of, and those that joined it."""
    made_of = Q(job_aids=pk) | Q(pk__in=Joining.objects.filter(job_aid=pk).values("practice"))
    for practice in Practice.objects.filter(made_of).distinct():
        weigh(practice)


@task()
def weigh_all_practices() -> None:
    """Once a day: readings and links came, and what is old counts for less. Also drops readings that are too old."""
    for practice in Practice.objects.filter(state__in=WEIGHED).order_by("pk").iterator(chunk_size=CHUNK):
        weigh(practice)
    Reading.objects.filter(month__lt=timezone.localdate() - timedelta(days=KEPT_DAYS)).delete()
