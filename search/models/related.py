"""What is like what, computed beforehand: pages read it, and ask then what the reader may know of."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from search.kinds import Kind


class RelatedThings(models.Model):
    """The things that are related to one, whoever may read them, best first; who reads is asked when it is shown."""

    kind = models.CharField(max_length=12, choices=Kind)
    thing_id = models.BigIntegerField()
    things = models.JSONField(default=list, help_text="Pairs of kind and id.")
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "related things"
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id"], name="search_related_once")]
        indexes = [models.Index(fields=["made_at"], name="search_related_oldest")]

    def __str__(self) -> str:
        return f"{len(self.things)} related to {self.kind} {self.thing_id}"
