from __future__ import annotations

from typing import ClassVar

from django.db import models

from communities.models import Post, WikiPage
from screencasts.models import Screencast


def exactly_one_source(name: str) -> models.CheckConstraint:
    """The database refuses a place that is in no thing or in two."""
    fields = ("wiki_page", "post", "screencast")
    one = models.Q()
    for chosen in fields:
        one |= models.Q(**{f"{field}__isnull": field != chosen for field in fields})
    return models.CheckConstraint(condition=one, name=name)


class Place(models.Model):
    """The exact place that somebody pointed at, as it read then: source, version, anchor, words and their digest.

    `anchor` is the id of a block ("" for the whole post or page); for a recording the media fragment "t=30,60".
    `version` is the Wagtail revision id of a wiki page, the version number of a post or a recording.
    """

    wiki_page = models.ForeignKey(WikiPage, models.CASCADE, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="+")
    screencast = models.ForeignKey(Screencast, models.CASCADE, null=True, blank=True, related_name="+")
    anchor = models.CharField(max_length=40, blank=True)
    version = models.PositiveBigIntegerField(default=0)
    quote = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    SOURCE_FIELDS: ClassVar[tuple[str, ...]] = ("wiki_page", "post", "screencast")

    class Meta:
        abstract = True

    @property
    def source(self) -> WikiPage | Post | Screencast:
        """The thing that the place is in."""
        found = self.wiki_page or self.post or self.screencast
        assert found is not None, "the database refuses a place without a source"
        return found
