"""Captions and chapters: the words of a recording."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from communities.permissions import Verb
from core.policy import require
from people.models import User
from screencasts.captions import CueLine
from screencasts.chapters import ChapterLine
from screencasts.languages import language_label
from screencasts.models import CaptionTrack, Chapter, Cue, Screencast
from screencasts.signals import screencast_saved


@transaction.atomic
def set_captions(
    *, user: User, screencast: Screencast, language: str, cues: Sequence[CueLine]
) -> CaptionTrack:
    """Give the recording captions in a language, instead of those that it had there."""
    screencast = _locked(user, screencast)
    track, created = CaptionTrack.objects.get_or_create(
        screencast=screencast, language=language, defaults={"label": language_label(language)}
    )
    if not created and _same(track, cues):
        return track
    write_cues(track, cues)
    _changed(screencast)
    return track


@transaction.atomic
def remove_captions(*, user: User, screencast: Screencast, language: str) -> None:
    """Take the captions of a language away; when there are none, nothing changes."""
    screencast = _locked(user, screencast)
    removed, _ = CaptionTrack.objects.filter(screencast=screencast, language=language).delete()
    if removed:
        _changed(screencast)


@transaction.atomic
def set_chapters(*, user: User, screencast: Screencast, chapters: Sequence[ChapterLine]) -> None:
    """Give the recording these chapters, instead of those that it had; the same ones again change nothing."""
    screencast = _locked(user, screencast)
    now = [(chapter.start, chapter.title) for chapter in chapters]
    if now == list(screencast.chapters.values_list("start", "title")):
        return
    screencast.chapters.all().delete()
    write_chapters(screencast, chapters)
    _changed(screencast)


def write_cues(track: CaptionTrack, cues: Sequence[CueLine]) -> None:
    """The rows alone; within the transaction of an action."""
    track.cues.all().delete()
    rows = [Cue(track=track, start=c.start, end=c.end, text=c.text, speaker=c.speaker) for c in cues]
    Cue.objects.bulk_create(rows, batch_size=1000)


def write_chapters(screencast: Screencast, chapters: Sequence[ChapterLine]) -> None:
    """The rows alone; within the transaction of an action."""
    Chapter.objects.bulk_create(
        Chapter(screencast=screencast, start=c.start, title=c.title) for c in chapters
    )


def _same(track: CaptionTrack, cues: Sequence[CueLine]) -> bool:
    return [(c.start, c.end, c.text, c.speaker) for c in cues] == list(
        track.cues.values_list("start", "end", "text", "speaker")
    )


def _locked(user: User, screencast: Screencast) -> Screencast:
    """The row as it is now, held until the end of the transaction, if this person may change it."""
    require(user, Verb.CHANGE, screencast)
    return Screencast.objects.select_for_update().get(pk=screencast.pk)


def _changed(screencast: Screencast) -> None:
    screencast.version += 1
    screencast.save(update_fields=["version"])
    screencast_saved.send(sender=Screencast, screencast=screencast)
