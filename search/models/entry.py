"""The rows that every backend is fed from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from communities.models import CommunityPage
from search.kinds import ONE_OF, Kind


class SearchEntry(models.Model):
    """One findable place: a section, a post, a stretch of a recording, a step, a person.

    The full-text index over their words is kept by the database itself (migration 0005), in the transaction that
    writes the row.
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

    # What is searched.
    title = models.CharField(max_length=255)
    place_title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    former = models.TextField(blank=True, help_text="Titles that the thing had before, one a line.")
    more = models.TextField(blank=True, help_text="Other forms of its words, for the index alone.")

    # What a hit shows and can be narrowed by.
    url = models.CharField(max_length=1000)
    trust = models.CharField(max_length=12, blank=True)
    trust_more = models.CharField(
        max_length=200, blank=True, help_text='After the label: "on 12.0, check for 12.1".'
    )
    state = models.CharField(max_length=40, blank=True, help_text='A word beside the kind: "Answered".')
    release = models.CharField(max_length=60, blank=True)
    labels = models.JSONField(default=list, help_text="Pairs of facet and value, as in SearchLabel.")
    updated_at = models.DateTimeField(null=True, help_text="Unknown of a community that nobody changed.")
    added_at = models.DateTimeField(default=timezone.now, help_text="When it could first be found.")

    # What counts in the order beside the words; of the whole thing, counted anew each night.
    worked = models.PositiveIntegerField(default=0, help_text='People for whom it worked: "worked for me".')
    uses = models.PositiveIntegerField(default=0, help_text="People who read it in the last twelve months.")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing_id", "place"], name="search_entry_place")
        ]
        indexes = [
            # All that is asked of a place once its words were found, without its text (search.backends.sql.rank).
            models.Index(
                fields=["id", "kind", "thing_id", "community", "trust", "author", "state", "updated_at"],
                name="search_entry_found",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id} {self.place}".strip()

    @property
    def one_of(self) -> str:
        return ONE_OF[Kind(self.kind)][0]

    @property
    def icon(self) -> str:
        return ONE_OF[Kind(self.kind)][1]


class SearchLabel(models.Model):
    """A tag, role, system or release of an entry: `SearchEntry.labels` in the form that a database can count.

    Every place of a thing carries the labels of the thing. `value` is as people read it: "Nurses", "Pharmacy 12.1".
    """

    class Facet(models.TextChoices):
        TAG = "tag", "Tag"
        ROLE = "role", "Role"
        SYSTEM = "system", "System"
        RELEASE = "release", "Release"

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="label_rows")
    facet = models.CharField(max_length=8, choices=Facet)
    value = models.CharField(max_length=100)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "facet", "value"], name="search_label_once"),
        ]
        indexes = [models.Index(fields=["facet", "value", "entry"], name="search_label_value")]

    def __str__(self) -> str:
        return f"{self.facet}:{self.value}"


class SearchVector(models.Model):
    """What an entry means, as a vector of unit length: 16-bit floats, little-endian. Only with SEARCH_MEANING on."""

    entry = models.OneToOneField(SearchEntry, models.CASCADE, primary_key=True, related_name="vector")
    model = models.CharField(max_length=40, help_text="Which model made it; another model makes it anew.")
    vector = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.model} of entry {self.pk}"
