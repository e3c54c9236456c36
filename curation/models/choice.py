from __future__ import annotations

from django.conf import settings
from django.db import models

from curation.models.job_aid import JobAidPage
from curation.models.practice import Practice


class SavedChoice(models.Model):
    """A curator's choice of pieces that is half made: the form as it was sent, to go on with later."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="saved_choices")
    curator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form = models.TextField(help_text="The fields as a browser sends them.")
    saved_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "curator"], name="curation_saved_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.curator_id} chooses from {self.practice_id}"


class Joining(models.Model):
    """Pieces of a practice were joined into a job aid that existed: that is how the practice was promoted."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="joinings")
    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="joinings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    submission = models.UUIDField(null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "submission"], name="curation_joining_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} in {self.job_aid_id}"
