"""A recording from its upload to its removal."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from communities.models import CommunityPage
from communities.permissions import Verb
from core.policy import require
from people.models import User
from screencasts import files
from screencasts.actions.captions import set_chapters, write_chapters, write_cues
from screencasts.captions import CueLine
from screencasts.chapters import ChapterLine
from screencasts.languages import DEFAULT, language_label
from screencasts.models import CaptionTrack, PendingUpload, Screencast
from screencasts.signals import screencast_removed, screencast_saved
from screencasts.states import ScreencastState
from screencasts.tasks import process_screencast

UPLOADS_KEPT = 3


class NotNow(Exception):
    """The recording is not in a state for this. The message is for the person."""


def keep_upload(*, user: User, community: CommunityPage, file: UploadedFile) -> PendingUpload:
    """Keep a received file until its form is in order, of each person the last UPLOADS_KEPT.

    The file is stored before the row is written, so that no transaction waits for a disk.
    """
    require(user, Verb.ADD, community)
    upload = PendingUpload(author=user, name=(file.name or "recording")[-200:], size=file.size or 0)
    upload.file.save("original", file, save=False)
    try:
        upload.save(force_insert=True)
    except BaseException:
        files.remove_folder(upload.id)
        raise
    for old in PendingUpload.objects.filter(author=user).order_by("-created_at", "-pk")[UPLOADS_KEPT:]:
        discard_upload(old)
    return upload


def discard_upload(upload: PendingUpload) -> None:
    """Remove a received file that nobody needs."""
    folder = upload.id
    upload.delete()
    transaction.on_commit(lambda: files.remove_folder(folder))


def upload_screencast(
    *,
    user: User,
    community: CommunityPage,
    title: str,
    upload: PendingUpload,
    description: str = "",
    chapters: Sequence[ChapterLine] = (),
    captions: Sequence[CueLine] = (),
    language: str = DEFAULT,
    is_exploring: bool = False,
    submission: uuid.UUID | None = None,
) -> Screencast:
    """Make a recording of a received file, and have it processed; the same submission gives the same one."""
    require(user, Verb.ADD, community)
    screencast = Screencast(
        community=community,
        author=user,
        title=title,
        description=description,
        folder=upload.id,
        original=upload.file.name,
        original_name=upload.name,
        is_exploring=is_exploring,
        submission=submission,
    )
    try:
        with transaction.atomic():
            screencast.save()
            PendingUpload.objects.filter(pk=upload.pk).delete()
            write_chapters(screencast, chapters)
            if captions:
                track = CaptionTrack(screencast=screencast, language=language, label=language_label(language))
                track.save()
                write_cues(track, captions)
            process_screencast.enqueue(screencast.pk)
            screencast_saved.send(sender=Screencast, screencast=screencast)
    except IntegrityError:
        same = Screencast.objects.filter(author=user, submission=submission).first() if submission else None
        if same is None:
            raise
        if same.folder != upload.id:
            discard_upload(upload)
        return same
    return screencast


@transaction.atomic
def edit_screencast(
    *, user: User, screencast: Screencast, title: str, description: str, chapters: Sequence[ChapterLine]
) -> Screencast:
    """Change the words around a recording."""
    require(user, Verb.CHANGE, screencast)
    screencast = Screencast.objects.select_for_update().get(pk=screencast.pk)
    screencast.title, screencast.description = title, description
    screencast.save(update_fields=["title", "description"])
    set_chapters(user=user, screencast=screencast, chapters=chapters)
    screencast_saved.send(sender=Screencast, screencast=screencast)
    return screencast


@transaction.atomic
def retry_processing(*, user: User, screencast: Screencast) -> None:
    """Process a failed recording again, from the file that was received; any other is left alone."""
    failed = _failed(user, screencast)
    if failed is not None:
        _start_over(failed)


@transaction.atomic
def replace_recording(*, user: User, screencast: Screencast, upload: PendingUpload) -> None:
    """Put another file in place of the one that failed. Title, captions and chapters stay."""
    failed = _failed(user, screencast)
    if failed is None:
        raise NotNow("This recording is no longer waiting for another file.")
    old = failed.folder
    failed.folder, failed.original, failed.original_name = upload.id, upload.file.name, upload.name
    failed.media = failed.poster = ""
    PendingUpload.objects.filter(pk=upload.pk).delete()
    _start_over(failed)
    transaction.on_commit(lambda: files.remove_folder(old))


@transaction.atomic
def remove_screencast(*, user: User, screencast: Screencast) -> None:
    """Remove a recording with its captions, chapters and files; a run that processes it notices and ends."""
    require(user, Verb.CHANGE, screencast)
    screencast_id, community_id, folder = screencast.pk, screencast.community_id, screencast.folder
    screencast.delete()
    transaction.on_commit(lambda: files.remove_folder(folder))
    screencast_removed.send(sender=Screencast, screencast_id=screencast_id, community_id=community_id)


def _failed(user: User, screencast: Screencast) -> Screencast | None:
    require(user, Verb.CHANGE, screencast)
    rows = Screencast.objects.select_for_update()
    return rows.filter(pk=screencast.pk, state=ScreencastState.FAILED).first()


def _start_over(screencast: Screencast) -> None:
    screencast.state, screencast.failure = ScreencastState.UPLOADED, ""
    screencast.progress, screencast.attempts, screencast.claim = 0, 0, None
    screencast.save()
    process_screencast.enqueue(screencast.pk)
    screencast_saved.send(sender=Screencast, screencast=screencast)
