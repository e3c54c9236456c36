from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from communities.forms.exploring import exploring_field
from core.submissions import SubmissionField
from people.models import User
from screencasts.captions import CaptionError, CueLine, parse_captions, write_webvtt
from screencasts.chapters import ChapterError, ChapterLine, parse_chapters
from screencasts.containers import HEAD, sniff
from screencasts.languages import DEFAULT, language_choices
from screencasts.models import PendingUpload
from screencasts.receiving import megabytes, too_large

MEDIA = ".mp4,.m4v,.mov,.webm,.mkv,.avi,.mp3,.m4a,.wav,.ogg,.oga,.ogv,.flac,.aac,video/*,audio/*"
EMPTY = "This file is empty: it has no bytes in it. Look at it, then choose it again."
NOT_MEDIA = (
    "This is not a video or a sound file. Choose an MP4, WebM, MOV or MKV file, or a sound file such as MP3."
)
NO_FILE = "Choose the file of your recording"


class RecordingField(forms.FileField):
    """A video or sound file, by its first bytes."""

    default_error_messages = {"empty": EMPTY, "required": NO_FILE}

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.FileInput(attrs={"accept": MEDIA})
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        if (file.size or 0) > settings.SCREENCAST_MAX_BYTES:
            raise forms.ValidationError(too_large(settings.SCREENCAST_MAX_BYTES), code="too_large")
        head = file.read(HEAD)
        file.seek(0)
        if sniff(head) is None:
            raise forms.ValidationError(NOT_MEDIA, code="not_media")
        return file


class CaptionsField(forms.FileField):
    """A WebVTT or SRT file; cleans to its cues."""

    default_error_messages = {"empty": "This file is empty."}

    def __init__(self) -> None:
        widget = forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"})
        help_text = "A WebVTT or SRT file. You can add it later too."
        super().__init__(required=False, label="Captions", help_text=help_text, widget=widget)

    def clean(self, data: Any, initial: Any = None) -> list[CueLine]:  # type: ignore[override]
        file = super().clean(data, initial)
        if not file:
            return []
        try:
            return parse_captions(file.read())
        except CaptionError as error:
            raise forms.ValidationError(str(error)) from error


class ChaptersField(forms.CharField):
    """Chapters, one a line; cleans to ChapterLines. `duration` is that of the recording, once it is known."""

    duration: float | None = None

    def __init__(self) -> None:
        super().__init__(
            required=False,
            max_length=30_000,
            label="Chapters",
            help_text="One a line: the time at which it begins, then its title, such as 1:12 Hold the trigger.",
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def clean(self, value: Any) -> list[ChapterLine]:  # type: ignore[override]
        try:
            return parse_chapters(super().clean(value), duration=self.duration)
        except ChapterError as error:
            raise forms.ValidationError(str(error)) from error


def title_field() -> forms.CharField:
    return forms.CharField(
        label="Title",
        max_length=200,
        help_text="What one learns to do, such as “Pair a scanner after downtime”.",
        error_messages={"required": "Write what one learns to do"},
        widget=forms.TextInput(attrs={"class": "input--title"}),
    )


def description_field() -> forms.CharField:
    return forms.CharField(
        label="Description",
        required=False,
        max_length=5000,
        help_text="For whom it is and what to look at. An empty line begins a paragraph.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReceivingForm(forms.Form):
    """A form with files. `refused` says which were dropped while they arrived, and why."""

    def __init__(self, *args: Any, refused: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = refused or {}

    def change_data(self, name: str, value: str) -> None:
        """Show the form again with another value in one field."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[name] = value
        self.data = data

    def clean(self) -> dict[str, Any] | None:
        for name in self.refused.keys() & self.fields.keys():
            self.errors.pop(name, None)  # "choose a file" would be wrong: one was chosen
            self.add_error(name, self.refused[name])
        return super().clean()


class FileForm(ReceivingForm):
    """A recording's file, received now or kept from the last time that this form was sent."""

    file = RecordingField(label="Video or sound file")
    kept = SubmissionField(initial="")

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_upload: PendingUpload | None = None
        self.fields["file"].widget.attrs["data-max"] = settings.SCREENCAST_MAX_BYTES
        self.fields["file"].help_text = (
            f"MP4, WebM, MOV, MKV or a sound file, up to {megabytes(settings.SCREENCAST_MAX_BYTES)} "
            f"and {settings.SCREENCAST_MAX_SECONDS // 3600} hours."
        )
        if self.is_bound and (kept := self.fields["kept"].clean(self.data.get("kept"))):
            self._take_up(PendingUpload.objects.filter(author=author, pk=kept).first())

    @property
    def received(self) -> UploadedFile | None:
        """The file that came with this form, if it is one to keep."""
        return self.cleaned_data.get("file")

    def keep(self, upload: PendingUpload) -> None:
        """Show the form again with the file that was received, so that it need not be sent a second time."""
        self.change_data("kept", str(upload.pk))
        self._take_up(upload)

    def _take_up(self, upload: PendingUpload | None) -> None:
        self.kept_upload = upload
        if upload is not None:
            self.fields["file"].required = False


class CaptionsForm(ReceivingForm):
    """A file of captions in one language; its words are kept in the form when another field is refused."""

    captions = CaptionsField()
    kept_captions = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    captions_kept = 0
    language = forms.ChoiceField(label="Language of the captions", choices=language_choices, initial=DEFAULT)

    def clean(self) -> dict[str, Any] | None:
        kept = self.cleaned_data.get("kept_captions")
        if kept and not self.cleaned_data.get("captions") and "captions" not in self.errors:
            with suppress(CaptionError):
                self.cleaned_data["captions"] = parse_captions(kept.encode())
        return super().clean()

    def keep_captions(self) -> None:
        """Show the form again with the words of the captions that were received."""
        if cues := self.cleaned_data.get("captions"):
            self.change_data("kept_captions", write_webvtt(cues))
            self.captions_kept = len(cues)


class UploadForm(FileForm, CaptionsForm):
    """A new recording."""

    title = title_field()
    description = description_field()
    chapters = ChaptersField()
    is_exploring = exploring_field()
    submission = SubmissionField()

    field_order = ("file", "title", "description", "chapters", "captions", "language", "is_exploring")


class EditForm(CaptionsForm):
    """The words around a recording."""

    title = title_field()
    description = description_field()
    chapters = ChaptersField()
    is_exploring = exploring_field()

    field_order = ("title", "description", "chapters", "captions", "language", "is_exploring")

    def __init__(self, *args: Any, duration: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chapters"].duration = duration or None  # type: ignore[attr-defined]
        self.fields[
            "captions"
        ].help_text = "A WebVTT or SRT file, for captions that are new or instead of others."
