from __future__ import annotations

from django.conf import settings
from django.db import models

from communities.models import CommunityPage, Thread
from curation.models.job_aid import JobAidPage
from curation.querysets import CurationQuerySet


class Feedback(models.Model):
    """One person's "worked for me" or "did not, because" on a version of a job aid; the latest counts."""

    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="feedback")
    number = models.PositiveIntegerField(help_text="The published version that the person used.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    worked = models.BooleanField()
    step = models.CharField(max_length=36, blank=True, help_text="The step it is about; empty: the whole.")
    comment = models.TextField(max_length=1000, blank=True)
    role = models.CharField(
        max_length=120, blank=True, help_text="What the person does, as they said it then."
    )
    release = models.CharField(max_length=120, blank=True, help_text="The release that they used.")
    thread = models.ForeignKey(Thread, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = CurationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job_aid", "number", "user", "step"], name="curation_feedback_once"
            )
        ]
        indexes = [
            models.Index(fields=["job_aid", "-created_at", "-id"], name="curation_feedback_latest"),
            models.Index(
                fields=["job_aid", "number"],
                condition=models.Q(worked=False),
                name="curation_feedback_against",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_aid_id} {'worked' if self.worked else 'did not work'} for {self.user_id}"

    @property
    def community(self) -> CommunityPage:
        return self.job_aid.community
