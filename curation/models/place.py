from __future__ import annotations

from typing import ClassVar

from django.db import models

from communities.models import Post, WikiPage
from screencasts.models import Screencast

Source = WikiPage | Post | Screencast

SOURCE_FIELDS: tuple[str, ...] = ("wiki_page", "post", "screencast")


def exactly_one_source(name: str) -> models.CheckConstraint:
    """The database refuses a place that is in no thing or in two."""
    one = models.Q()
    for chosen in SOURCE_FIELDS:
        one |= models.Q(**{f"{field}__isnull": field != chosen for field in SOURCE_FIELDS})
    return models.CheckConstraint(condition=one, name=name)


def once_per_place(name: str, *others: str) -> list[models.UniqueConstraint]:
    """The database keeps one row for a place (and `others`): a constraint for each kind of source."""
    return [
        models.UniqueConstraint(
            fields=[field, "anchor", *others],
            condition=models.Q(**{f"{field}__isnull": False}),
            name=f"{name}_{field}",
        )
        for field in SOURCE_FIELDS
    ]


class Place(models.Model):
    """The exact place that somebody pointed at, as it read then: source, version, anchor, words, digest.

    `anchor` is the id of a block ("" for the whole post or page); for a recording the fragment "t=30,60".
    `version` is the Wagtail revision id of a wiki page, the version number of a post or a recording.
    """

    wiki_page = models.ForeignKey(WikiPage, models.CASCADE, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="+")
    screencast = models.ForeignKey(Screencast, models.CASCADE, null=True, blank=True, related_name="+")
    anchor = models.CharField(max_length=40, blank=True)
    version = models.PositiveBigIntegerField(default=0)
    quote = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    label = models.CharField(
        max_length=300,
        blank=True,
        help_text="What the place was called then: page and section, post, minutes.",
    )

    SOURCE_FIELDS: ClassVar[tuple[str, ...]] = SOURCE_FIELDS

    class Meta:
        abstract = True

    @property
    def source(self) -> Source:
        """The thing that the place is in. Raises LookupError when it was deleted."""
        found = self.wiki_page or self.post or self.screencast
        if found is None:
            raise LookupError("The source of this place was deleted.")
        return found

    @property
    def kind(self) -> str:
        """Which of SOURCE_FIELDS it is in; reads no other row."""
        return next((field for field in SOURCE_FIELDS if getattr(self, f"{field}_id")), "")
