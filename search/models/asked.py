"""What people looked for, and what they want to hear of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from communities.models import CommunityPage
from search.kinds import Kind


class Asked(models.Model):
    """A search that was made. Who made it is forgotten after SEARCH_NAMES_KEPT_DAYS; the rest is kept for counting."""

    question = models.CharField(max_length=300, blank=True, help_text="As typed.")
    words = models.CharField(
        max_length=300,
        blank=True,
        help_text="Folded words, in their order, without filters. Empty when they may tell of somebody.",
    )
    key = models.UUIDField(null=True, unique=True, help_text="What the page of results calls this search.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asker = models.CharField(
        max_length=16,
        blank=True,
        help_text="By chance, the same for these words of this person and for nothing else, so that people can be "
        "counted when nobody knows any more who they were. Empty of a visitor.",
    )
    community = models.ForeignKey(
        CommunityPage,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Where it was made: the community it was narrowed to, or came from.",
    )
    at = models.DateTimeField()
    things = models.PositiveIntegerField(help_text="How many were found for this person.")
    follows = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        related_name="followed_by",
        help_text="The search that this one said in other words.",
    )
    clicked_at = models.DateTimeField(null=True)
    clicked_kind = models.CharField(max_length=12, choices=Kind, blank=True)
    clicked_thing = models.BigIntegerField(null=True)
    clicked_position = models.PositiveSmallIntegerField(null=True, help_text="1 is the first.")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "searches made"
        indexes = [
            models.Index(fields=["community", "at"], name="search_asked_in_community"),
            models.Index(fields=["words", "at"], name="search_asked_words"),
            models.Index(fields=["user", "at"], name="search_asked_by"),
            models.Index(fields=["at"], name="search_asked_at"),
        ]

    def __str__(self) -> str:
        return self.question


class SavedSearch(models.Model):
    """A search that somebody keeps; what is new in it is told, when they want that."""

    class Tell(models.TextChoices):
        NEVER = "never", "Never"
        DAILY = "daily", "Once a day"
        AT_ONCE = "at_once", "Within the hour"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=1000, help_text="What stands behind the ? of the search page.")
    tell = models.CharField(max_length=8, choices=Tell, default=Tell.DAILY)
    told_at = models.DateTimeField(help_text="What was added since then was not looked at yet.")
    seen_at = models.DateTimeField(
        default=timezone.now, help_text="When it was last opened: what was added since is new."
    )
    new_things = models.PositiveIntegerField(default=0, help_text="Found since it was last opened.")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "saved searches"
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="search_saved_once")]
        indexes = [models.Index(fields=["tell", "told_at"], name="search_saved_to_tell")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Opens what it finds now; what is new stands out there, and counts as seen."""
        return reverse("search:kept_open", args=[self.pk])
