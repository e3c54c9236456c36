from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import slugify

from communities.models import CommunityPage
from screencasts.querysets import ScreencastQuerySet
from screencasts.states import ScreencastState
from screencasts.times import plain_seconds

FOLDERS = "screencasts"


def received_path(upload: PendingUpload, filename: str) -> str:
    return f"{FOLDERS}/{upload.id.hex}/original"


def media_path(screencast: Screencast, filename: str) -> str:
    return f"{screencast.folder_path}/{filename}"


class PendingUpload(models.Model):
    """A file that was received whole and waits for its form to be in order, so that nobody sends it twice.

    Its id becomes the folder of the recording; the file stays where it lies.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file = models.FileField(upload_to=received_path, max_length=200)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["author", "created_at"], name="screencasts_upload_by_author")]

    def __str__(self) -> str:
        return self.name


class Screencast(models.Model):
    """A recording of somebody doing the work, with poster, captions and chapters."""

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="screencasts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="screencasts"
    )
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, help_text="Plain text; an empty line begins a paragraph.")
    state = models.CharField(max_length=12, choices=ScreencastState, default=ScreencastState.UPLOADED)
    failure = models.CharField(
        max_length=300, blank=True, help_text="Why it failed, in words for the person."
    )
    progress = models.PositiveSmallIntegerField(
        default=0, help_text="Percent of the processing that is done."
    )
    folder = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    original = models.FileField(max_length=200, help_text="As it was received; never served.")
    original_name = models.CharField(max_length=200)
    media = models.FileField(upload_to=media_path, max_length=200, blank=True)
    media_size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")
    poster = models.FileField(upload_to=media_path, max_length=200, blank=True)
    duration = models.FloatField(default=0, help_text="Seconds.")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    is_exploring = models.BooleanField(
        default=False, help_text="Still tried out: nobody flags it until it is released."
    )
    version = models.PositiveIntegerField(default=1, help_text="Counts the changes of captions and chapters.")
    created_at = models.DateTimeField(auto_now_add=True)
    submission = models.UUIDField(null=True, editable=False)
    claim = models.UUIDField(null=True, editable=False, help_text="The run of the worker that processes it.")
    beat_at = models.DateTimeField(
        null=True, editable=False, help_text="When that run last said it is alive."
    )
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ScreencastQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "submission"], name="screencasts_sent_once")]
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="screencasts_newest"),
            models.Index(
                fields=["beat_at"],
                condition=models.Q(state=ScreencastState.PROCESSING),
                name="screencasts_in_process",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("screencasts:watch", args=[self.community.slug, self.pk, self.slug])

    def url_at(self, start: float, end: float | None = None) -> str:
        """The address that opens the recording at a second, or plays a stretch of it."""
        until = "" if end is None else f",{plain_seconds(end)}"
        return f"{self.get_absolute_url()}?t={plain_seconds(start)}{until}"

    @property
    def folder_path(self) -> str:
        return f"{FOLDERS}/{self.folder.hex}"

    @property
    def media_url(self) -> str:
        return self._file_url(self.media)

    @property
    def poster_url(self) -> str:
        return self._file_url(self.poster)

    def _file_url(self, file: models.fields.files.FieldFile) -> str:
        """Where the permission-checked view serves this file; "" when there is none."""
        if not file:
            return ""
        name = str(file.name).rpartition("/")[2]
        return reverse("screencasts:media", args=[self.community.slug, self.pk, name])

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
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.label} captions of {self.screencast_id}"

    def get_absolute_url(self) -> str:
        screencast = self.screencast
        return reverse("screencasts:captions", args=[screencast.community.slug, screencast.pk, self.language])


class Cue(models.Model):
    """One caption: words, from a second to a second."""

    track = models.ForeignKey(CaptionTrack, models.CASCADE, related_name="cues")
    start = models.FloatField(help_text="Seconds.")
    end = models.FloatField(help_text="Seconds.")
    speaker = models.CharField(max_length=100, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["start", "pk"]
        indexes = [models.Index(fields=["track", "start"], name="screencasts_cue_at")]
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
