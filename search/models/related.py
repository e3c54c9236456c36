"""What is like what, computed beforehand: pages read it, and ask then what the reader may know of."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from search.kinds import Kind
from search.models.entry import SearchEntry


class RelatedThings(models.Model):
    """When the list of what is related to a thing was made."""

    kind = models.CharField(max_length=12, choices=Kind)
    thing_id = models.BigIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "related things"
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id"], name="search_related_once")]
        indexes = [models.Index(fields=["made_at"], name="search_related_oldest")]

    def __str__(self) -> str:
        return f"related to {self.kind} {self.thing_id}"


class RelatedEntry(models.Model):
    """A thing on such a list, by the entry at its beginning, whoever may read it; who reads is asked when it is shown.

    Its entry may be gone: then nothing is joined to the row, and the next list is without it.
    """

    kind = models.CharField(max_length=12, choices=Kind)
    thing_id = models.BigIntegerField()
    position = models.PositiveSmallIntegerField(help_text="0 is the nearest.")
    entry = models.ForeignKey(
        SearchEntry, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="beside"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "related entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing_id", "position"], name="search_related_place")
        ]

    def __str__(self) -> str:
        return f"{self.position} beside {self.kind} {self.thing_id}: entry {self.entry_id}"
