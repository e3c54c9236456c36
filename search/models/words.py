"""Words: those that stand in entries, those that mean the same, those that lead to one thing."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from communities.models import CommunityPage
from search.kinds import Kind


class SearchWord(models.Model):
    """A word that stands in some entry, folded: what mistyped words and parts of words are compared with.

    Says nothing of where it stands, so nothing is shown of it before a search that the person may make has found it.
    """

    word = models.CharField(max_length=60, unique=True)
    common_in = models.PositiveIntegerField(
        null=True,
        help_text="Of a common word: in how many entries that everybody may read its stem stands. Counted each night.",
    )

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.word


class SynonymSet(models.Model):
    """Words that mean the same to everybody here: who looks for one finds the others. Kept by curators."""

    community = models.ForeignKey(
        CommunityPage,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: for all communities.",
    )
    words = models.TextField(help_text="One word or phrase a line, two at least.")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return ", ".join(self.all_words)

    @property
    def all_words(self) -> list[str]:
        return [word for word in map(str.strip, self.words.splitlines()) if word]


class Pin(models.Model):
    """A thing that stands first when somebody looks for exactly this, to those who may read it. Kept by curators."""

    community = models.ForeignKey(
        CommunityPage, models.CASCADE, related_name="+", help_text="Of the thing; its curators keep the pin."
    )
    question = models.CharField(max_length=100, help_text="Folded words, one space between.")
    kind = models.CharField(max_length=12, choices=Kind)
    thing_id = models.BigIntegerField()
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    pinned_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "kind", "thing_id"], name="search_pin_once")
        ]

    def __str__(self) -> str:
        return f"“{self.question}”: {self.kind} {self.thing_id}"


class CuratorChange(models.Model):
    """A change that a curator made to synonyms or pins: who, when, and what stood there before and after."""

    class About(models.TextChoices):
        SYNONYMS = "synonyms", "Synonyms"
        PIN = "pin", "Pin"

    about = models.CharField(max_length=8, choices=About)
    community = models.ForeignKey(
        CommunityPage, models.CASCADE, null=True, related_name="+", help_text="Empty: for all communities."
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    before = models.TextField(blank=True, help_text="Empty: it was new.")
    after = models.TextField(blank=True, help_text="Empty: it was taken away.")

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["about", "-id"], name="search_change_latest")]

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.before or 'nothing'} became {self.after or 'nothing'}"
