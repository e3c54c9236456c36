from __future__ import annotations

from django.conf import settings
from django.db import models
from wagtail.models import Revision

from curation.models.job_aid import JobAidPage
from curation.models.review import ReviewState


class JobAidVersion(models.Model):
    """One published version: its revision, who approved it, and until when its owner stands for it."""

    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=255)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verified_until = models.DateField()
    note = models.TextField(max_length=600, blank=True, help_text="What the reviewer said.")
    change_note = models.TextField(max_length=600, blank=True, help_text="What changed, as its editor says.")
    summary = models.TextField(blank=True, help_text="What changed since the version before, in words.")
    changes = models.JSONField(default=dict, help_text="Ids of blocks: changed, added, removed, moved.")
    published_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["job_aid", "number"], name="curation_job_aid_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.job_aid_id}, version {self.number}"


class PlannedVersion(models.Model):
    """An approved draft that is published on its day; the row goes when it is, or when somebody cancels it."""

    job_aid = models.OneToOneField(JobAidPage, models.CASCADE, primary_key=True, related_name="planned")
    review = models.OneToOneField(ReviewState, models.CASCADE, related_name="+")
    goes_live_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.job_aid_id}, from {self.goes_live_at}"
