from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from communities.models import CommunityPage
from curation.models.place import Place, exactly_one_source, once_per_place
from curation.querysets import CurationQuerySet, PracticeQuerySet
from curation.states import PracticeState


class Practice(models.Model):  # type: ignore[django-manager-missing]  # that of a Wagtail page is made from a queryset
    """A way of working that curators follow, from the first flags to a job aid."""

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="practices")
    title = models.CharField(max_length=200)
    summary = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=PracticeState, default=PracticeState.FLAGGED)
    curator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="practices"
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="When its state, words or sources changed last.")
    due_on = models.DateField(null=True, blank=True)
    first_flag_at = models.DateTimeField(null=True, help_text="When the first of its places was flagged.")
    promoted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True, help_text="When its first job aid was published.")
    evidence = models.JSONField(default=dict, editable=False, help_text="Part by part, as it was computed.")
    evidence_score = models.FloatField(default=0, editable=False, help_text="0 to 100.")
    evidence_at = models.DateTimeField(null=True, editable=False)
    submission = models.UUIDField(null=True, editable=False)

    objects = PracticeQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["curator", "submission"], name="curation_practice_sent_once")
        ]
        indexes = [
            models.Index(fields=["community", "state", "-changed_at", "-id"], name="curation_practice_board"),
            models.Index(fields=["state", "-changed_at", "-id"], name="curation_practice_desk"),
            models.Index(fields=["state", "-evidence_score", "-id"], name="curation_practice_evidence"),
            models.Index(fields=["-changed_at", "-id"], name="curation_practice_changed"),
            models.Index(
                fields=["due_on", "id"], condition=~models.Q(due_on=None), name="curation_practice_due"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("curation:practice", args=[self.community.slug, self.pk])


class PracticeSource(Place):
    """A place that a practice was seen in; sources are called a, b, c in their order."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="sources")
    order = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    said_from = models.PositiveIntegerField(null=True, help_text="Where in `quote` what is shown begins.")
    said_to = models.PositiveIntegerField(null=True, help_text="Where it ends; empty when all is shown.")
    differs = models.BooleanField(default=False, help_text="The place reads differently now.")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            exactly_one_source("curation_practice_source_one_source"),
            *once_per_place("curation_source_once", "practice"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def said(self) -> str:
        """The words that stand for it on the page of the practice: a stretch of `quote`, so exactly its words."""
        return self.quote[self.said_from : self.said_to]

    @property
    def is_quoted(self) -> bool:
        """Whether a curator chose these words out of more."""
        return self.said_to is not None


class PracticeLog(models.Model):
    """One change of a practice: who, when and why; from and to are equal when its state stayed."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="log")
    from_state = models.CharField(max_length=10, choices=PracticeState, blank=True)
    to_state = models.CharField(max_length=10, choices=PracticeState)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    why = models.TextField(max_length=600, blank=True)
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.from_state} to {self.to_state}"


class Endorsement(models.Model):
    """An expert's word that the practice is right."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="endorsements")
    expert = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(max_length=600, blank=True)
    created_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["practice", "expert"], name="curation_endorsed_once")]

    def __str__(self) -> str:
        return f"{self.expert_id} endorses {self.practice_id}"


class Objection(models.Model):
    """An expert's word that the practice is not right, and why; it stands until it is withdrawn or answered."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="objections")
    expert = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(max_length=600)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    answer = models.TextField(max_length=600, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = CurationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "expert"],
                condition=models.Q(withdrawn_at=None),
                name="curation_objection_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} objects to {self.practice_id}"

    @property
    def community(self) -> CommunityPage:
        return self.practice.community

    @property
    def stands(self) -> bool:
        """Whether it is neither withdrawn nor answered."""
        return self.withdrawn_at is None and self.answered_at is None
