from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import slugify

from communities.models import CommunityPage
from screencasts.querysets import ScreencastQuerySet
from screencasts.states import ScreencastState


def original_path(screencast: Screencast, filename: str) -> str:
    return f"screencasts/{screencast.folder.hex}/original"


def media_path(screencast: Screencast, filename: str) -> str:
    return f"screencasts/{screencast.folder.hex}/{filename}"


class Screencast(models.Model):
    """A recording of somebody doing the work, with poster, captions and chapters."""

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="screencasts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="screencasts"
    )
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, help_text="Clean HTML.")
    state = models.CharField(max_length=12, choices=ScreencastState, default=ScreencastState.UPLOADED)
    failure = models.CharField(
        max_length=300, blank=True, help_text="Why it failed, in words for the person."
    )
    progress = models.PositiveSmallIntegerField(
        default=0, help_text="Percent of the processing that is done."
    )
    folder = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    original = models.FileField(upload_to=original_path, max_length=200)
    original_name = models.CharField(max_length=200)
    media = models.FileField(upload_to=media_path, max_length=200, blank=True)
    poster = models.FileField(upload_to=media_path, max_length=200, blank=True)
    duration = models.FloatField(default=0, help_text="Seconds.")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    submission = models.UUIDField(null=True, editable=False)

    objects = ScreencastQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "submission"], name="screencasts_sent_once")]
        indexes = [models.Index(fields=["community", "-created_at", "-id"], name="screencasts_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("screencasts:watch", args=[self.community.slug, self.pk, self.slug])

    @property
    def slug(self) -> str:
        return slugify(self.title)[:60].strip("-") or "screencast"

    @property
    def is_ready(self) -> bool:
        return self.state == ScreencastState.READY

    @property
    def is_audio(self) -> bool:
        return not self.width


class CaptionTrack(models.Model):
    """Captions in one language; the cues are the transcript."""

    screencast = models.ForeignKey(Screencast, models.CASCADE, related_name="tracks")
    language = models.CharField(max_length=12, default="en")
    label = models.CharField(max_length=60, default="English")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["screencast", "language"], name="screencasts_track_language")
        ]

    def __str__(self) -> str:
        return f"{self.label} captions of {self.screencast_id}"


class Cue(models.Model):
    """One caption: words, from a second to a second."""

    track = models.ForeignKey(CaptionTrack, models.CASCADE, related_name="cues")
    start = models.FloatField(help_text="Seconds.")
    end = models.FloatField(help_text="Seconds.")
    speaker = models.CharField(max_length=100, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="screencasts_cue_has_length"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Chapter(models.Model):
    """A named place in a recording, from its second to the next chapter."""

    screencast = models.ForeignKey(Screencast, models.CASCADE, related_name="chapters")
    start = models.FloatField(help_text="Seconds.")
    title = models.CharField(max_length=120)

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["screencast", "start"], name="screencasts_chapter_once")
        ]

    def __str__(self) -> str:
        return self.title
