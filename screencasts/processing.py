"""From a received file to a recording that plays: UPLOADED, PROCESSING, then READY or FAILED.

One run at a time has a recording: it claims the row, and says every few seconds that it is alive. A worker
may be killed at any moment; its claim grows stale, and the recording is taken up again. Results are written
beside what is in use and come into use in one transaction, so a half file is never served.
"""

from __future__ import annotations

import logging
import tempfile
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from screencasts import files
from screencasts.models import PendingUpload, Screencast
from screencasts.signals import screencast_saved
from screencasts.states import ScreencastState
from screencasts.transcoding import MediaRefused, Rendition, transcoder

logger = logging.getLogger(__name__)

STALE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
KEEP_UPLOADS = timedelta(days=1)
BEATS_APART = timedelta(seconds=4)

INTERRUPTED = (
    "Processing was interrupted three times. Your file is kept: choose “Try again”, or upload another."
)
OUR_FAULT = "Something broke on our side, and it was recorded. Your file is kept: choose “Try again” later."


class Superseded(Exception):
    """The recording was removed, or another run has it."""


def process(screencast_id: int) -> None:
    """Process a recording that waits; one that is done, gone or in another run's hands is left alone."""
    claim = _claim(screencast_id)
    screencast = Screencast.objects.filter(pk=screencast_id, claim=claim).first() if claim else None
    if screencast is None:
        return
    if screencast.attempts > MOST_ATTEMPTS:
        _fail(screencast, INTERRUPTED)
        return
    try:
        with tempfile.TemporaryDirectory(prefix="screencast-") as folder:
            work = Path(folder)
            with files.local_copy(str(screencast.original.name), folder=work) as source:
                rendition = transcoder().transcode(source, into=work, on_beat=_beat(screencast))
            _finish(screencast, rendition)
    except MediaRefused as refusal:
        _fail(screencast, str(refusal))
    except Superseded:
        logger.info("Screencast %s was removed or taken over while it was processed.", screencast_id)
    except Exception:
        _fail(screencast, OUR_FAULT)
        raise


def stalled() -> list[int]:
    """Recordings whose run has not said for STALE that it is alive."""
    late = Screencast.objects.filter(_is_stale())
    return list(late.values_list("pk", flat=True))


def remove_abandoned_uploads() -> None:
    """Remove received files that no form came back for within KEEP_UPLOADS."""
    for upload in PendingUpload.objects.filter(created_at__lt=timezone.now() - KEEP_UPLOADS):
        folder = upload.id  # deleting takes it from the row
        upload.delete()
        files.remove_folder(folder)


def _is_stale() -> Q:
    """Uses the index screencasts_in_process."""
    return Q(state=ScreencastState.PROCESSING, beat_at__lt=timezone.now() - STALE)


def _claim(screencast_id: int) -> uuid.UUID | None:
    claim = uuid.uuid4()
    free = Screencast.objects.filter(Q(state=ScreencastState.UPLOADED) | _is_stale(), pk=screencast_id)
    claimed = free.update(
        state=ScreencastState.PROCESSING,
        claim=claim,
        beat_at=timezone.now(),
        progress=0,
        failure="",
        attempts=F("attempts") + 1,
    )
    return claim if claimed else None


def _beat(screencast: Screencast) -> Callable[[int], None]:
    last = timezone.now()

    def beat(percent: int) -> None:
        nonlocal last
        if timezone.now() - last < BEATS_APART:
            return
        last = timezone.now()
        mine = Screencast.objects.filter(pk=screencast.pk, claim=screencast.claim)
        if not mine.update(progress=percent, beat_at=last):
            raise Superseded

    return beat


def _finish(screencast: Screencast, rendition: Rendition) -> None:
    media = files.store(rendition.media, folder=screencast.folder_path)
    poster = files.store(rendition.poster, folder=screencast.folder_path) if rendition.poster else ""
    with transaction.atomic():
        mine = _held(screencast)
        mine.media.name, mine.poster.name = media, poster
        mine.media_size = rendition.media.stat().st_size
        mine.duration, mine.width, mine.height = rendition.duration, rendition.width, rendition.height
        mine.state, mine.progress, mine.attempts, mine.claim = ScreencastState.READY, 100, 0, None
        mine.save()
        screencast_saved.send(sender=Screencast, screencast=mine)
    files.remove_unused(mine)


def _fail(screencast: Screencast, reason: str) -> None:
    with transaction.atomic():
        try:
            mine = _held(screencast)
        except Superseded:
            return
        mine.state, mine.failure, mine.claim = ScreencastState.FAILED, reason[:300], None
        mine.save(update_fields=["state", "failure", "claim"])
        screencast_saved.send(sender=Screencast, screencast=mine)
    files.remove_unused(mine)


def _held(screencast: Screencast) -> Screencast:
    """The row, locked, if this run still has it; else Superseded."""
    mine = Screencast.objects.select_for_update().filter(pk=screencast.pk, claim=screencast.claim).first()
    if mine is None:
        raise Superseded
    return mine
