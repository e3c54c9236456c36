from __future__ import annotations

from django.conf import settings
from django.db import models

from communities.models import CommunityPage
from search.kinds import ONE_OF, Kind


class SearchEntry(models.Model):
    """One findable place: a section, a post, a stretch of a recording, a step, a person.

    Every backend is fed from these rows. The full-text index over their words is kept by the database itself
    (migration 0002), in the transaction that writes the row.
    """

    kind = models.CharField(max_length=12, choices=Kind)
    thing_id = models.BigIntegerField(
        help_text="The row that the place is in; hits are folded by kind and thing."
    )
    place = models.CharField(
        max_length=60, blank=True, help_text="Where in the thing; empty for its beginning."
    )
    community = models.ForeignKey(CommunityPage, models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=255)
    place_title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=1000)
    trust = models.CharField(max_length=12, blank=True)
    # Nullable, so that SQLite adds it without making the table again, which would lose the triggers on it.
    trust_more = models.CharField(  # noqa: DJ001
        max_length=200, null=True, blank=True, help_text='After the label: "on 12.0, check for 12.1".'
    )
    state = models.CharField(max_length=40, blank=True, help_text='A word beside the kind: "Answered".')
    release = models.CharField(max_length=60, blank=True)
    updated_at = models.DateTimeField(null=True, help_text="Unknown of a community that nobody changed.")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing_id", "place"], name="search_entry_place")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id} {self.place}".strip()

    @property
    def one_of(self) -> str:
        return ONE_OF[Kind(self.kind)][0]

    @property
    def icon(self) -> str:
        return ONE_OF[Kind(self.kind)][1]
