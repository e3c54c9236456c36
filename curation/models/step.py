"""What hangs on one step of a job aid: remarks of reviewers, questions, notes, checks."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import models
from wagtail.models import Revision

from communities.models import CommunityPage, Post, Thread
from curation.models.job_aid import JobAidPage
from curation.querysets import CurationQuerySet

_BEGINNING = re.compile(r"(?:Step \d+ of )?“.+?(?:”|…): ")  # as curation.forms.job_aids fills it in


class OfStep(models.Model):
    """A row about one block of a job aid, by Wagtail's id of the block."""

    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="+")
    step = models.CharField(max_length=36)

    objects = CurationQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def community(self) -> CommunityPage:
        return self.job_aid.community


class StepRemark(OfStep):
    """What a reviewer says to the editor about one step of a draft."""

    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="remarks")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=1000)
    at = models.DateTimeField()
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    submission = models.UUIDField(null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "submission"], name="curation_remark_sent_once")
        ]

    def __str__(self) -> str:
        return f"remark on {self.step}"


class StepQuestion(OfStep):
    """A thread in which somebody asks about a step."""

    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="questions")
    number = models.PositiveIntegerField(help_text="The published version that was asked about.")
    thread = models.OneToOneField(Thread, models.CASCADE, related_name="about_step")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["job_aid", "step", "-at"], name="curation_question_by_step")]

    def __str__(self) -> str:
        return f"question about {self.step}"

    @property
    def asks(self) -> str:
        """Its title without the beginning that names step and job aid, for where they stand beside it."""
        beginning = _BEGINNING.match(self.thread.title)
        return self.thread.title[beginning.end() :] if beginning else self.thread.title


class StepNote(OfStep):
    """An accepted answer that stands below a step; the words are those of the post when it was taken."""

    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="step_notes")
    text = models.TextField(help_text="Clean HTML.")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=120, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["job_aid", "step", "post"],
                condition=models.Q(removed_at=None),
                name="curation_step_note_once",
            )
        ]

    def __str__(self) -> str:
        return f"note below {self.step}"


class StepCheck(OfStep):
    """Somebody said that this step, with the words of this digest, is still right."""

    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="checks")
    digest = models.CharField(max_length=64)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["job_aid", "step", "-at"], name="curation_check_by_step")]

    def __str__(self) -> str:
        return f"check of {self.step}"
