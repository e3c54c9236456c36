from __future__ import annotations

from django.conf import settings
from django.db import models

from communities.models import CommunityPage
from curation.models.job_aid import JobAidPage
from curation.models.system import System


class Release(models.Model):
    """A version of a system that was announced: EMR, 12.1."""

    system = models.ForeignKey(System, models.CASCADE, related_name="releases")
    name = models.CharField(max_length=40)
    note = models.TextField(max_length=1000, blank=True, help_text="What is different.")
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "name"], name="curation_release_once"),
        ]
        indexes = [models.Index(fields=["system", "-announced_at", "-id"], name="curation_release_newest")]

    def __str__(self) -> str:
        return f"{self.system} {self.name}"

    @property
    def community(self) -> CommunityPage:
        return self.system.community


class VerifiedOn(models.Model):
    """The release of a system on which somebody last said that a job aid is right; one row for each system."""

    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="verified_on")
    system = models.ForeignKey(System, models.CASCADE, related_name="+")
    release = models.ForeignKey(Release, models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job_aid", "system"], name="curation_verified_on_once")
        ]

    def __str__(self) -> str:
        return f"{self.job_aid_id} on {self.release_id}"
