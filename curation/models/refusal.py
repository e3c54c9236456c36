from __future__ import annotations

from django.conf import settings
from django.db import models

from communities.models import CommunityPage
from curation.models.place import Place, exactly_one_source, once_per_place
from curation.querysets import CurationQuerySet
from curation.states import RefusalState


class Refusal(Place):
    """An author asks that words of theirs not be used in practices and job aids.

    Of one's own post or recording it binds while it stands; of a wiki page, which belongs to all, a curator
    answers it.
    """

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="refusals")
    reason = models.TextField(max_length=600, blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RefusalState, default=RefusalState.OPEN)
    answer = models.TextField(max_length=600, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = CurationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            exactly_one_source("curation_refusal_one_source"),
            *once_per_place("curation_refusal_once", "asked_by"),
        ]
        indexes = [
            models.Index(fields=["community", "state", "asked_at", "id"], name="curation_refusal_waiting"),
            models.Index(fields=["asked_by", "-asked_at", "-id"], name="curation_refusal_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by_id} asks that “{self.label}” not be used"
