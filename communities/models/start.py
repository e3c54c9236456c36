from __future__ import annotations

from typing import Any

from django.db import models

from communities.models.community import CommunityPage
from communities.querysets import CommunityContentQuerySet


class StartItem(models.Model):
    """One thing that newcomers of a community look at first; what it is called is asked when it is shown."""

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="start_items")
    kind = models.CharField(max_length=12, help_text="A kind that communities.starting knows.")
    thing_id = models.PositiveBigIntegerField()
    note = models.CharField("why it is here", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()

    objects = CommunityContentQuerySet["StartItem"].as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "kind", "thing_id"], name="communities_start_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id} in {self.community_id}"

    @property
    def key(self) -> tuple[str, Any]:
        return (self.kind, self.thing_id)
