"""From a received file to a recording that plays, with real files and the real program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from screencasts import processing
from screencasts.actions import (
    keep_upload,
    remove_screencast,
    replace_recording,
    retry_processing,
    upload_screencast,
)
from screencasts.models import PendingUpload, Screencast
from screencasts.signals import screencast_saved
from screencasts.states import ScreencastState
from screencasts.tasks import process_screencast, resume_stalled_screencasts
from screencasts.transcoding import MediaRefused, Rendition, transcoder
from screencasts.transcoding.process import Limits, TookTooLong, run
from tests.realdata import shared_data
from tests.screencasts.conftest import Ward, upload_file

Clip = Callable[[str], Path]


def sent(ward: Ward, path: Path, title: str = "Pair a scanner") -> Screencast:
    upload = keep_upload(user=ward.member, community=ward.community, file=upload_file(path))
    return upload_screencast(user=ward.member, community=ward.community, title=title, upload=upload)


def files_of(screencast: Screencast) -> set[str]:
    return set(default_storage.listdir(screencast.folder_path)[1])


# -- what comes out ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["short.mp4", "short.webm", "odd.mkv"])
def test_a_video_becomes_one_that_every_browser_plays(
    name: str, ward: Ward, clip: Clip, run_tasks: Callable[..., int]
) -> None:
    screencast = sent(ward, clip(name))
    assert screencast.state == ScreencastState.UPLOADED

    run_tasks()

    screencast.refresh_from_db()
    assert screencast.state == ScreencastState.READY, screencast.failure
    assert screencast.duration > 0.9
    assert (screencast.width % 2, screencast.height % 2) == (0, 0)
    head = default_storage.open(screencast.media.name).read(64)
    assert head[4:8] == b"ftyp"
    assert default_storage.open(screencast.poster.name).read(2) == b"\xff\xd8"
    assert screencast.media_size == default_storage.size(screencast.media.name)
    assert files_of(screencast) == {
        "original",
        *(name.rpartition("/")[2] for name in (screencast.media.name, screencast.poster.name)),
    }


def test_sound_alone_is_welcome_and_has_no_poster(
    ward: Ward, clip: Clip, run_tasks: Callable[..., int]
) -> None:
    screencast = sent(ward, clip("sound.mp3"))

    run_tasks()

    screencast.refresh_from_db()
    assert screencast.is_ready
    assert screencast.is_audio
    assert screencast.media.name.endswith(".m4a")
    assert not screencast.poster


def test_a_large_picture_is_made_smaller(clip: Clip, tmp_path: Path) -> None:
    made = transcoder().transcode(clip("large.mkv"), into=tmp_path, on_beat=lambda percent: None)

    assert (made.width, made.height) == (1920, 1080)


def test_the_index_stands_first_so_that_playing_begins_at_once(clip: Clip, tmp_path: Path) -> None:
    made = transcoder().transcode(clip("short.mp4"), into=tmp_path, on_beat=lambda percent: None)

    data = made.media.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("name", ["video.mp4", "video.webm", "audio.mp3"])
def test_real_media_are_processed(name: str, ward: Ward, run_tasks: Callable[..., int]) -> None:
    screencast = sent(ward, shared_data(f"media/{name}"))

    run_tasks()

    screencast.refresh_from_db()
    assert screencast.is_ready, screencast.failure
    assert screencast.duration == pytest.approx(97.4 if name == "audio.mp3" else 7.8, abs=0.2)


# -- what is refused, in words for a person ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("one-pixel.mkv", "1 × 1 pixels: too small"),
        ("enormous.mkv", "15360 × 8640 pixels: more than can be processed"),
        ("no-pictures.mp4", "not one picture"),
    ],
)
def test_what_cannot_be_a_recording_is_refused_with_a_reason(
    name: str, words: str, ward: Ward, clip: Clip, run_tasks: Callable[..., int]
) -> None:
    screencast = sent(ward, clip(name))

    run_tasks()

    screencast.refresh_from_db()
    assert screencast.state == ScreencastState.FAILED
    assert words in screencast.failure
    assert files_of(screencast) == {"original"}


def test_a_recording_that_is_too_long_is_refused_before_it_is_processed(
    ward: Ward, clip: Clip, run_tasks: Callable[..., int], settings: Any
) -> None:
    settings.SCREENCAST_MAX_SECONDS = 2
    screencast = sent(ward, clip("short.mp4"))

    run_tasks()

    screencast.refresh_from_db()
    assert (
        screencast.failure
        == "The recording is 0:04 long; the limit is 0:02. Cut it into parts, and upload each."
    )


def test_a_file_that_is_cut_off_says_how_much_arrived(
    ward: Ward, truncated: Path, run_tasks: Callable[..., int]
) -> None:
    screencast = sent(ward, truncated)

    run_tasks()

    screencast.refresh_from_db()
    assert screencast.state == ScreencastState.FAILED
    assert "of 0:04 could be read" in screencast.failure


@pytest.mark.parametrize(
    "data",
    [
        b"\0\0\0\x18ftypmp42" + b"not a film" * 500,
        b"\x1a\x45\xdf\xa3" + b"not a film" * 500,
        b"ID3" + b"\0" * 5000,
        b"RIFF\0\0\0\0WAVEfmt ",
        b"OggS" + b"\xff" * 5000,
    ],
    ids=["mp4", "webm", "mp3", "wav", "ogg"],
)
def test_a_file_that_only_begins_like_media_is_refused(data: bytes, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(data)

    with pytest.raises(MediaRefused, match=r"Save it again|not whole|damaged|not one"):
        transcoder().transcode(source, into=tmp_path, on_beat=lambda percent: None)


def test_a_playlist_in_disguise_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the key")
    source = tmp_path / "source.mp4"
    source.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{secret}\n#EXT-X-ENDLIST\n")

    with pytest.raises(MediaRefused, match="not a video or a sound file"):
        transcoder().transcode(source, into=tmp_path, on_beat=lambda percent: None)


# -- limits ------------------------------------------------------------------------------------------------
def test_a_program_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    script = f"(sleep 4; touch {alive}) & sleep 60"

    with pytest.raises(TookTooLong):
        run(["/bin/sh", "-c", script], limits=Limits(seconds=0.5))

    assert run(["/bin/sleep", "4"], limits=Limits(seconds=10)).code == 0
    assert not alive.exists()


def test_a_program_may_not_take_more_memory_than_it_is_given() -> None:
    hungry = ["/bin/sh", "-c", "head -c 400000000 /dev/zero | tail -c 399999999 | wc -c"]
    lines: list[str] = []

    run(hungry, limits=Limits(seconds=20, memory=100 * 1024**2), on_line=lines.append)
    assert "399999999" not in lines

    run(hungry, limits=Limits(seconds=20), on_line=lines.append)
    assert "399999999" in lines


def test_a_program_may_not_write_more_than_it_is_given(tmp_path: Path) -> None:
    target = tmp_path / "large"
    command = ["/bin/sh", "-c", f"head -c 3000000 /dev/zero > {target}"]

    outcome = run(command, limits=Limits(seconds=20, file_size=1_000_000))

    assert outcome.code != 0
    assert target.stat().st_size <= 1_000_000


# -- a worker that dies, and people who do not wait ----------------------------------------------------------
def test_a_recording_whose_worker_died_is_taken_up_again(
    ward: Ward, clip: Clip, run_tasks: Callable[..., int]
) -> None:
    screencast = sent(ward, clip("short.webm"))
    left = timezone.now() - processing.STALE - timedelta(seconds=1)
    Screencast.objects.update(state=ScreencastState.PROCESSING, beat_at=left, attempts=1)

    resume_stalled_screencasts.enqueue()
    run_tasks()

    screencast.refresh_from_db()
    assert screencast.is_ready


def test_a_recording_in_the_hands_of_a_living_worker_is_left_alone(
    ward: Ward, clip: Clip, run_tasks: Callable[..., int]
) -> None:
    screencast = sent(ward, clip("short.webm"))
    Screencast.objects.update(state=ScreencastState.PROCESSING, beat_at=timezone.now(), progress=40)

    resume_stalled_screencasts.enqueue()
    process_screencast.enqueue(screencast.pk)
    run_tasks()

    screencast.refresh_from_db()
    assert (screencast.state, screencast.progress) == (ScreencastState.PROCESSING, 40)


def test_a_recording_that_ends_its_worker_three_times_is_given_up(ward: Ward, clip: Clip) -> None:
    screencast = sent(ward, clip("short.webm"))
    left = timezone.now() - processing.STALE - timedelta(seconds=1)
    Screencast.objects.update(state=ScreencastState.PROCESSING, beat_at=left, attempts=3)

    processing.process(screencast.pk)

    screencast.refresh_from_db()
    assert screencast.state == ScreencastState.FAILED
    assert "interrupted three times" in screencast.failure


class Meanwhile:
    """A transcoder during whose work something happens."""

    happens: Callable[[], Any]

    def transcode(self, source: Path, *, into: Path, on_beat: Callable[[int], None]) -> Rendition:
        type(self).happens()
        on_beat(50)
        media = into / "media.mp4"
        media.write_bytes(b"result")
        return Rendition(media, None, 4.0, 320, 180)


@pytest.fixture
def meanwhile(settings: Any, monkeypatch: pytest.MonkeyPatch) -> type[Meanwhile]:
    settings.TRANSCODER = f"{__name__}.Meanwhile"
    monkeypatch.setattr(processing, "BEATS_APART", timedelta(0))
    return Meanwhile


def test_a_recording_removed_while_it_is_processed_leaves_no_file(
    ward: Ward, clip: Clip, meanwhile: type[Meanwhile], django_capture_on_commit_callbacks: Any
) -> None:
    screencast = sent(ward, clip("short.webm"))
    folder = screencast.folder_path

    def removed() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            remove_screencast(user=ward.member, screencast=Screencast.objects.get(pk=screencast.pk))

    meanwhile.happens = staticmethod(removed)
    processing.process(screencast.pk)

    assert not Screencast.objects.exists()
    assert not default_storage.exists(folder)


def test_a_crash_of_ours_says_so_and_keeps_the_file(
    ward: Ward, clip: Clip, meanwhile: type[Meanwhile]
) -> None:
    screencast = sent(ward, clip("short.webm"))

    def crash() -> None:
        raise ZeroDivisionError

    meanwhile.happens = staticmethod(crash)
    with pytest.raises(ZeroDivisionError):
        processing.process(screencast.pk)

    screencast.refresh_from_db()
    assert screencast.state == ScreencastState.FAILED
    assert "broke on our side" in screencast.failure
    assert files_of(screencast) == {"original"}


def test_progress_is_told_while_it_goes_on(ward: Ward, clip: Clip, meanwhile: type[Meanwhile]) -> None:
    screencast = sent(ward, clip("short.webm"))
    seen: list[str] = []
    meanwhile.happens = staticmethod(lambda: seen.append(Screencast.objects.get().state))

    processing.process(screencast.pk)

    assert seen == [ScreencastState.PROCESSING]
    screencast.refresh_from_db()
    assert (screencast.state, screencast.progress, screencast.claim) == (ScreencastState.READY, 100, None)


def test_a_failed_recording_is_tried_again(ward: Ward, clip: Clip, run_tasks: Callable[..., int]) -> None:
    screencast = sent(ward, clip("short.webm"))
    Screencast.objects.update(state=ScreencastState.FAILED, failure="Something broke", attempts=3)

    retry_processing(user=ward.member, screencast=screencast)
    run_tasks()

    screencast.refresh_from_db()
    assert screencast.is_ready
    assert screencast.failure == ""


def test_another_file_takes_the_place_of_one_that_failed(
    ward: Ward, clip: Clip, run_tasks: Callable[..., int], django_capture_on_commit_callbacks: Any
) -> None:
    screencast = sent(ward, clip("one-pixel.mkv"))
    run_tasks()
    old = screencast.folder_path
    upload = keep_upload(user=ward.member, community=ward.community, file=upload_file(clip("short.webm")))

    with django_capture_on_commit_callbacks(execute=True):
        replace_recording(user=ward.member, screencast=screencast, upload=upload)
    run_tasks()

    screencast.refresh_from_db()
    assert screencast.is_ready
    assert not default_storage.exists(old)


def test_news_is_sent_when_a_recording_plays_and_when_it_fails(
    ward: Ward, clip: Clip, run_tasks: Callable[..., int]
) -> None:
    states: list[str] = []

    def hear(screencast: Screencast, **kwargs: Any) -> None:
        states.append(screencast.state)

    screencast_saved.connect(hear)
    try:
        sent(ward, clip("short.webm"))
        sent(ward, clip("one-pixel.mkv"))
        run_tasks()
    finally:
        screencast_saved.disconnect(hear)

    assert states == ["uploaded", "uploaded", "ready", "failed"]


def test_a_received_file_that_no_form_comes_back_for_is_removed_after_a_day(ward: Ward) -> None:
    def received() -> PendingUpload:
        file = SimpleUploadedFile("film.mp4", b"bytes")
        return keep_upload(user=ward.member, community=ward.community, file=file)

    old, new = received(), received()
    PendingUpload.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=2))

    processing.remove_abandoned_uploads()

    assert list(PendingUpload.objects.all()) == [new]
    assert not default_storage.exists(old.file.name)
    assert default_storage.exists(new.file.name)
