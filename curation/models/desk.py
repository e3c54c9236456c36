from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models

from communities.models import CommunityPage
from curation.models.claim import Claimable
from curation.models.flag import FlaggedPlace
from curation.models.job_aid import JobAidPage
from curation.models.practice import Practice
from curation.models.provenance import DriftAlert
from curation.querysets import ContentRequestQuerySet, CurationQuerySet
from curation.states import RequestState


class CurationSettings(models.Model):
    """What a community expects of its curators: targets in days, and what a review needs."""

    community = models.OneToOneField(CommunityPage, models.CASCADE, related_name="curation_settings")
    decide_days = models.PositiveSmallIntegerField(
        default=7, help_text="From the first flag to the curators' decision."
    )
    publish_days = models.PositiveSmallIntegerField(
        default=30, help_text="From the first flag to the published job aid."
    )
    review_days = models.PositiveSmallIntegerField(default=7, help_text="For each stage of a review.")
    expert_quorum = models.PositiveSmallIntegerField(
        default=1, help_text="How many experts must agree before a job aid is approved."
    )
    needs_approval = models.BooleanField(default=True, help_text="A curator approves after the experts.")
    verify_months = models.PositiveSmallIntegerField(
        default=6, help_text="How long a job aid is verified, unless it says otherwise."
    )

    class Meta:
        verbose_name_plural = "curation settings"

    def __str__(self) -> str:
        return f"curation in {self.community}"

    @classmethod
    def of(cls, community: CommunityPage) -> Self:
        """Those of a community; the defaults, unsaved, when it has set none."""
        return cls.objects.filter(community=community).first() or cls(community=community)


class ContentRequest(Claimable):
    """A job aid that people miss. Their number is changed by F(), never counted."""

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="content_requests")
    title = models.CharField(max_length=200)
    detail = models.TextField(max_length=1000, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    people_count = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.OPEN)
    job_aid = models.ForeignKey(JobAidPage, models.SET_NULL, null=True, blank=True, related_name="requests")
    reason = models.TextField(max_length=600, blank=True, help_text="Why it was declined.")
    created_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    submission = models.UUIDField(null=True, editable=False)

    objects = ContentRequestQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "submission"], name="curation_request_sent_once"),
            models.CheckConstraint(
                condition=~models.Q(state=RequestState.DECLINED) | ~models.Q(reason=""),
                name="curation_request_declined_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "state", "-people_count", "-id"], name="curation_request_wanted"
            ),
            models.Index(fields=["state", "-people_count", "-id"], name="curation_request_desk"),
            models.Index(
                fields=["due_on", "id"], condition=~models.Q(due_on=None), name="curation_request_due"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RequestVoice(models.Model):
    """One person who misses it too."""

    request = models.ForeignKey(ContentRequest, models.CASCADE, related_name="voices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "user"], name="curation_request_voice_once")
        ]
        indexes = [models.Index(fields=["user", "-at", "-id"], name="curation_request_by_person")]

    def __str__(self) -> str:
        return f"{self.user_id} misses {self.request_id}"


NOTED = ("flagged_place", "practice", "job_aid", "alert", "request")


def _one_subject() -> models.Q:
    one = models.Q()
    for chosen in NOTED:
        one |= models.Q(**{f"{field}__isnull": field != chosen for field in NOTED})
    return one


class DeskNote(models.Model):
    """What one curator says to the others about something on the desk; nobody else ever reads it."""

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="+")
    flagged_place = models.ForeignKey(FlaggedPlace, models.CASCADE, null=True, related_name="desk_notes")
    practice = models.ForeignKey(Practice, models.CASCADE, null=True, related_name="desk_notes")
    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, null=True, related_name="desk_notes")
    alert = models.ForeignKey(DriftAlert, models.CASCADE, null=True, related_name="desk_notes")
    request = models.ForeignKey(ContentRequest, models.CASCADE, null=True, related_name="desk_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=1000)
    at = models.DateTimeField()
    submission = models.UUIDField(null=True, editable=False)

    objects = CurationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=_one_subject(), name="curation_desk_note_one_subject"),
            models.UniqueConstraint(fields=["author", "submission"], name="curation_desk_note_sent_once"),
        ]

    def __str__(self) -> str:
        return f"note of {self.author_id}"

    @property
    def subject(self) -> Any:
        return next(found for name in NOTED if (found := getattr(self, name)) is not None)
