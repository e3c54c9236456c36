from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from curation.evidence.weighing import WEIGHED, weigh
from curation.models import Practice, Reading
from curation.reads import KEPT_DAYS

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
def weigh_all_practices() -> None:
    """Once a day: readings and links came, and what is old counts for less. Also drops readings that are too old."""
    for practice in Practice.objects.filter(state__in=WEIGHED).order_by("pk").iterator(chunk_size=CHUNK):
        weigh(practice)
    Reading.objects.filter(month__lt=timezone.localdate() - timedelta(days=KEPT_DAYS)).delete()
