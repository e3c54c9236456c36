from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from communities.models import CommunityPage
from curation.models.practice import Practice
from curation.querysets import CandidateQuerySet
from curation.states import CandidateState


class Candidate(models.Model):  # type: ignore[django-manager-missing]  # its manager is made from a queryset
    """Places of one community that tell of the same way of working, found before anybody flagged them.

    `evidence` is what was counted last, `before` what was counted when a curator dismissed it. `rank` orders
    candidates by strength and age and never changes by itself: see curation.candidates.scoring.
    """

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="candidates")
    state = models.CharField(max_length=10, choices=CandidateState, default=CandidateState.FORMING)
    title = models.CharField(max_length=200, blank=True)
    evidence = models.JSONField(default=dict)
    strength = models.FloatField(default=0)
    rank = models.FloatField(default=0)
    newest_at = models.DateTimeField(null=True, help_text="When the newest of its places was written.")
    found_at = models.DateTimeField()
    is_stale = models.BooleanField(default=True, help_text="Something in it changed since it was counted.")
    practice = models.ForeignKey(Practice, models.SET_NULL, null=True, related_name="candidates")
    reason = models.TextField(max_length=600, blank=True, help_text="Why it was dismissed.")
    before = models.JSONField(default=dict)
    grew = models.CharField(max_length=300, blank=True, help_text="What grew since it was dismissed.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = CandidateQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=CandidateState.DISMISSED) | ~models.Q(reason=""),
                name="curation_candidate_dismissed_with_reason",
            )
        ]
        indexes = [
            models.Index(fields=["state", "-rank", "-id"], name="curation_candidate_list"),
            models.Index(fields=["community", "state", "-rank", "-id"], name="curation_candidate_community"),
            models.Index(fields=["id"], condition=models.Q(is_stale=True), name="curation_candidate_stale"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("curation:candidate", args=[self.pk])


class CandidateSearch(models.Model):
    """How far the nightly search has read in each table that only grows."""

    name = models.CharField(max_length=20, primary_key=True)
    read_to = models.PositiveBigIntegerField(default=0)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.name} up to {self.read_to}"
