from __future__ import annotations

from django.conf import settings
from django.db import models

from communities.models.community import CommunityPage
from communities.models.wiki import WikiPage


class Draft(models.Model):
    """A text that somebody is writing and has not published: a copy of what stands in one tab of their browser.

    Nobody but its writer is ever shown it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="+")
    place = models.CharField(
        max_length=40, help_text="12 (a wiki page), 12#bexample234 (one section of it), new-12 (below it)"
    )
    tab = models.CharField(max_length=40)
    html = models.TextField(help_text="Clean HTML; new blocks have no ids yet.")
    beside = models.JSONField(default=dict, help_text="What else stands in the form, such as the title.")
    base = models.PositiveIntegerField(default=0, help_text="The revision that the text started from.")
    kept_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "place", "tab"], name="communities_draft_once")
        ]
        indexes = [models.Index(fields=["kept_at"], name="communities_draft_old")]

    def __str__(self) -> str:
        return f"{self.place} by {self.person_id}"


class Presence(models.Model):
    """Somebody has the editor of a page open, as far as was heard: until a moment that each sign of life puts off."""

    page = models.ForeignKey(WikiPage, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "person"], name="communities_presence_once")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.page_id}"
