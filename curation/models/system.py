from __future__ import annotations

from django.db import models

from communities.models import CommunityPage
from curation.querysets import CurationQuerySet


class System(models.Model):
    """What a community's job aids are about and that comes in releases: EMR."""

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="systems")
    name = models.CharField(max_length=60)

    objects = CurationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="curation_system_once")]

    def __str__(self) -> str:
        return self.name
