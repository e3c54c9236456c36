from __future__ import annotations

from django.conf import settings
from django.db import models

from communities.models.community import CommunityPage
from communities.models.wiki import WikiPage


class Binned(models.Model):
    """A wiki page that was put in the bin, with those below it; kept as a line when it is gone for good."""

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="bin")
    page = models.OneToOneField(WikiPage, models.SET_NULL, null=True, related_name="binned")
    title = models.CharField(max_length=255)
    lead = models.CharField(max_length=300, blank=True)
    url_path = models.TextField(help_text="Where it stood.")
    pages = models.PositiveIntegerField(default=1, help_text="How many went in together.")
    reason = models.CharField(max_length=200, blank=True)
    binned_at = models.DateTimeField()
    binned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    purged_at = models.DateTimeField(null=True)
    purged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Nobody: its days were over.",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [
            models.Index(fields=["community", "purged_at", "-binned_at", "-id"], name="communities_bin"),
            models.Index(fields=["purged_at", "binned_at"], name="communities_bin_due"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, in the bin"


class BinnedBelow(models.Model):
    """A page that went into the bin with the one above it, and comes back with it."""

    binned = models.ForeignKey(Binned, models.CASCADE, related_name="below")
    page = models.OneToOneField(WikiPage, models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.page_id}, with {self.binned_id}"
