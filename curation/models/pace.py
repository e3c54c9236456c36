from __future__ import annotations

from django.db import models

from communities.models import CommunityPage


class Pace(models.Model):
    """How fast a community curates, as the night counted it: medians in days, by stage and by week.

    `stages` is {stage: {"median": days, "number": how many, "weeks": [[first day, median, number], …]}}.
    """

    community = models.OneToOneField(CommunityPage, models.CASCADE, related_name="pace")
    counted_at = models.DateTimeField()
    stages = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "paces"

    def __str__(self) -> str:
        return f"pace of {self.community_id}"
