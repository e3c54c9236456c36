from __future__ import annotations

from django.conf import settings
from django.db import models

from communities.models import CommunityPage
from curation.models.claim import Claimable
from curation.models.place import Place, exactly_one_source, once_per_place
from curation.models.practice import Practice
from curation.querysets import CurationQuerySet, FlaggedPlaceQuerySet
from curation.states import FlagReason, FlagState


class FlaggedPlace(Claimable, Place):
    """A place that people flagged: what the desk decides on. Its count is changed by F(), never counted."""

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="flagged_places")
    people_count = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(null=True, help_text="When it was flagged first: lead times begin here.")
    newest_at = models.DateTimeField(help_text="When it was flagged last.")
    alike = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="likes",
        help_text="The place that it lies under on the desk, because it says much the same.",
    )
    people_together = models.PositiveIntegerField(
        default=0, help_text="People here and at the places that lie under it."
    )
    state = models.CharField(max_length=10, choices=FlagState, default=FlagState.OPEN)
    practice = models.ForeignKey(
        Practice, models.SET_NULL, null=True, blank=True, related_name="flagged_places"
    )
    decline_reason = models.TextField(max_length=600, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = FlaggedPlaceQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            exactly_one_source("curation_flagged_place_one_source"),
            *once_per_place("curation_flagged_once"),
            models.CheckConstraint(
                condition=~models.Q(state=FlagState.TAKEN) | models.Q(practice__isnull=False),
                name="curation_flagged_taken_has_practice",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "-people_count", "-newest_at", "-id"],
                name="curation_flagged_queue",
            ),
            models.Index(
                fields=["state", "-people_together", "-newest_at", "-id"],
                condition=models.Q(alike=None),
                name="curation_flagged_groups",
            ),
            models.Index(
                fields=["community", "state", "-people_together", "-newest_at", "-id"],
                condition=models.Q(alike=None),
                name="curation_flagged_in_community",
            ),
            models.Index(
                fields=["due_on", "id"], condition=~models.Q(due_on=None), name="curation_flagged_due"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Flag(models.Model):
    """One person's "this works, look at it" on a place, with the reason in their own words."""

    place = models.ForeignKey(FlaggedPlace, models.CASCADE, related_name="flags")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="flags")
    kind = models.CharField(max_length=12, choices=FlagReason, default=FlagReason.WORKS)
    reason = models.TextField("in your own words", max_length=600, blank=True)
    created_at = models.DateTimeField()

    objects = CurationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "author"], name="curation_flag_once")]
        indexes = [models.Index(fields=["author", "-created_at", "-id"], name="curation_flag_by_author")]

    def __str__(self) -> str:
        return f"flag by {self.author_id} on {self.place_id}"

    @property
    def community(self) -> CommunityPage:
        return self.place.community
