from __future__ import annotations

from django.conf import settings
from django.db import models


class Reading(models.Model):
    """That a person read a thing in a month; once, however often. Written by `curation.evidence.reads`."""

    class Kind(models.TextChoices):
        WIKI_PAGE = "wiki_page", "wiki page"
        THREAD = "thread", "thread"
        SCREENCAST = "screencast", "screencast"
        JOB_AID = "job_aid", "job aid"

    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    month = models.DateField(help_text="Its first day.")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "month", "user"], name="curation_reading_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.kind} {self.object_id}"
