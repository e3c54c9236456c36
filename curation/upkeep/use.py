"""How much job aids are used: who read them and who said how it went, in the last 90 days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from curation.models import Feedback, JobAidPage, Reading

DAYS = 90


def with_use(job_aids: QuerySet[JobAidPage]) -> QuerySet[JobAidPage]:
    """Each with `reader_count`, `word_count` and their sum `uses`.

    Reading is kept by month, so a reader counts in the months that these days touch. Reads the indexes
    curation_reading_once and curation_feedback_latest for each job aid, so narrow them first.
    """
    since = timezone.now() - timedelta(days=DAYS)
    readings = Reading.objects.filter(
        kind=Reading.Kind.JOB_AID,
        object_id=OuterRef("pk"),
        month__gte=timezone.localdate(since).replace(day=1),
    )
    said = Feedback.objects.filter(job_aid=OuterRef("pk"), created_at__gte=since)
    return job_aids.annotate(
        reader_count=_people(readings, "object_id"), word_count=_people(said, "job_aid")
    ).annotate(uses=F("reader_count") + F("word_count"))


def _people(rows: QuerySet[Any], key: str) -> Coalesce:
    number = rows.order_by().values(key).annotate(number=Count("user", distinct=True)).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)
