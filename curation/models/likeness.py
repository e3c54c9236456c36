"""What is kept to find texts that say much the same: their words as numbers, and pairs of words to look them up by."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from communities.models import CommunityPage, Post, WikiPage
from curation.models.candidate import Candidate
from curation.models.flag import FlaggedPlace
from curation.models.job_aid import JobAidPage

TEXT_OWNERS: tuple[str, ...] = ("wiki_page", "post", "flagged_place", "job_aid")


class LikeShelf(models.Model):
    """Texts that are compared with each other, and with no others; its row is the lock of whoever changes it.

    `counts` is how many of its texts have a word, as `curation.likeness.scale` packs it.
    """

    class Kind(models.TextChoices):
        PLACES = "places", "posts and sections"
        FLAGS = "flags", "flagged places"
        JOB_AIDS = "job_aids", "job aids"

    kind = models.CharField(max_length=10, choices=Kind)
    community = models.ForeignKey(CommunityPage, models.CASCADE, null=True, related_name="+")
    texts = models.PositiveIntegerField(default=0)
    counts = models.BinaryField(default=bytes)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "community"], name="curation_like_shelf_once"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(community=None),
                name="curation_like_shelf_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.community_id or 'all communities'}"


class LikeText(models.Model):
    """One text on a shelf, as `curation.likeness.words` packs it."""

    # The constraints below are the indexes of the owners.
    shelf = models.ForeignKey(LikeShelf, models.CASCADE, related_name="+", db_index=False)
    wiki_page = models.ForeignKey(WikiPage, models.CASCADE, null=True, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+", db_index=False)
    flagged_place = models.ForeignKey(
        FlaggedPlace, models.CASCADE, null=True, related_name="+", db_index=False
    )
    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, null=True, related_name="+", db_index=False)
    anchor = models.CharField(max_length=40, blank=True, help_text="The section of a wiki page.")
    words = models.BinaryField()
    candidate = models.ForeignKey(Candidate, models.SET_NULL, null=True, related_name="texts")

    OWNERS: ClassVar[tuple[str, ...]] = TEXT_OWNERS

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[owner, "anchor"],
                condition=models.Q(**{f"{owner}__isnull": False}),
                name=f"curation_like_text_{owner}",
            )
            for owner in TEXT_OWNERS
        ]

    def __str__(self) -> str:
        owner = next((name for name in TEXT_OWNERS if getattr(self, f"{name}_id")), "nothing")
        return f"words of {owner} {getattr(self, f'{owner}_id', '')}"


class LikeKey(models.Model):
    """A text has this pair of telling words; the number of its shelf is the upper half of the key."""

    key = models.BigIntegerField()
    text = models.ForeignKey(LikeText, models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["key", "text"], name="curation_like_key")]

    def __str__(self) -> str:
        return f"{self.key} of {self.text_id}"


class LikeJobAids(models.Model):
    """Two job aids that say much the same, the one with the lower number first."""

    first = models.ForeignKey(JobAidPage, models.CASCADE, related_name="+")
    second = models.ForeignKey(JobAidPage, models.CASCADE, related_name="+")
    likeness = models.FloatField(help_text="0 to 1.")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="curation_like_job_aids_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="curation_like_job_aids_in_order"
            ),
        ]
        indexes = [models.Index(fields=["-likeness", "id"], name="curation_like_job_aids_most")]

    def __str__(self) -> str:
        return f"{self.first_id} is like {self.second_id}"
