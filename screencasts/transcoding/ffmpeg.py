"""ffmpeg: the setting's, the system's, or the one that the imageio-ffmpeg wheel brings."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import imageio_ffmpeg
from django.conf import settings

from screencasts.containers import HEAD, Container, sniff
from screencasts.times import format_time
from screencasts.transcoding.base import MediaRefused, Rendition
from screencasts.transcoding.probe import Probe, read_probe
from screencasts.transcoding.process import Limits, Outcome, TookTooLong, run

THREADS = 2
SMALLEST_SIDE = 16
LARGEST_SIDE = 8192
LARGEST_PICTURE = 8192 * 4352
FIT_INTO = (1920, 1080)
POSTER_WIDTH = 1280
PROBING = Limits(seconds=60)
SLOWEST = 30  # seconds of work for a second of recording; a slow machine needs 2

NOT_MEDIA = (
    "This is not a video or a sound file that can be read. Save it again as MP4 or WebM, and upload that."
)
CUT_OFF = "The file is not whole: what a video ends with is missing. Save it again, and upload that."
NO_PICTURES = "There is not one picture in this video. Record it again, and look at it before you upload it."
NO_ROOM = "The server has no room left. Your file is kept. Tell an administrator, then choose “Try again”."
_NOTHING_IN_IT = ("Output file is empty", "received no packets", "Cannot determine format of input")
TOO_MUCH = (
    "This file needs more memory than the server allows. Save it smaller, up to 1920 × 1080, and upload that."
)


@cache
def executable() -> str:
    """Where ffmpeg is; raises RuntimeError, with what to do, when it is nowhere."""
    if settings.FFMPEG:
        return settings.FFMPEG
    return shutil.which("ffmpeg") or imageio_ffmpeg.get_ffmpeg_exe()


class FFmpeg:
    """H.264 and AAC in an MP4 whose index stands first, at most 1080 lines; sound alone as AAC."""

    def transcode(self, source: Path, *, into: Path, on_beat: Callable[[int], None]) -> Rendition:
        container = _container(source)
        probe = _probe(source, container)
        _refuse_what_is_too_much(probe)
        media = into / ("media.mp4" if probe.video is not None else "media.m4a")
        _encode(source, container, probe, media, on_beat)
        made = _probe(media, _container(media))
        _refuse_what_is_not_whole(said=probe, made=made)
        poster = None if made.video is None else _poster(media, made.duration or 0, into / "poster.jpg")
        return Rendition(media, poster, made.duration or 0.0, made.width, made.height)


def _container(source: Path) -> Container:
    with source.open("rb") as file:
        container = sniff(file.read(HEAD))
    if container is None:
        raise MediaRefused(NOT_MEDIA)
    return container


def _reading(source: Path, container: Container) -> list[str]:
    """The reader is named, not guessed, and may open files alone: a playlist in disguise opens nothing."""
    return [
        executable(), "-hide_banner", "-nostdin", "-y", "-threads", str(THREADS),
        "-protocol_whitelist", "file", "-f", container.demuxer, "-i", f"file:{source}",
    ]  # fmt: skip


def _probe(source: Path, container: Container) -> Probe:
    outcome = _run(_reading(source, container), PROBING)
    probe = read_probe(outcome.words)
    if probe.video is None and probe.audio is None:
        raise MediaRefused(CUT_OFF if "moov atom not found" in outcome.words else NOT_MEDIA)
    return probe


def _refuse_what_is_too_much(probe: Probe) -> None:
    longest = settings.SCREENCAST_MAX_SECONDS
    if probe.duration and probe.duration > longest:
        raise MediaRefused(
            f"The recording is {format_time(int(probe.duration))} long; the limit is {format_time(longest)}. "
            "Cut it into parts, and upload each."
        )
    if probe.video is None:
        return
    width, height = probe.width, probe.height
    if min(width, height) < SMALLEST_SIDE:
        raise MediaRefused(f"The picture is {width} × {height} pixels: too small to see anything.")
    if max(width, height) > LARGEST_SIDE or width * height > LARGEST_PICTURE:
        raise MediaRefused(
            f"The picture is {width} × {height} pixels: more than can be processed. "
            "Save it smaller, up to 1920 × 1080, and upload that."
        )


def _refuse_what_is_not_whole(*, said: Probe, made: Probe) -> None:
    seconds = made.duration or 0
    if seconds <= 0:
        raise MediaRefused(NO_PICTURES if said.video is not None else NOT_MEDIA)
    if said.duration and seconds < 0.9 * said.duration and said.duration - seconds > 2:
        raise MediaRefused(
            f"Only {format_time(int(seconds))} of {format_time(int(said.duration))} could be read: "
            "the file is cut off or damaged. Upload it again."
        )
    if seconds > settings.SCREENCAST_MAX_SECONDS:
        raise MediaRefused(f"The recording is longer than {format_time(settings.SCREENCAST_MAX_SECONDS)}.")


def _encode(
    source: Path, container: Container, probe: Probe, media: Path, on_beat: Callable[[int], None]
) -> None:
    longest = settings.SCREENCAST_MAX_SECONDS
    progress = _Progress(probe.duration)
    command = [*_reading(source, container), *_streams(probe)]
    # A second more than is allowed, to see that there is more.
    command += ["-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-t", str(longest + 1)]
    command += [
        "-threads",
        str(THREADS),
        "-movflags",
        "+faststart",
        "-progress",
        "pipe:1",
        "-f",
        "mp4",
        str(media),
    ]
    limits = Limits(seconds=max(300, SLOWEST * (probe.duration or longest)), threads=THREADS)
    outcome = _run(command, limits, on_line=progress.read, on_beat=lambda: on_beat(progress.percent))
    if outcome.code:
        raise MediaRefused(_reason(outcome, probe))


def _streams(probe: Probe) -> list[str]:
    """One picture and one sound, whatever else there is; names and places in its metadata stay behind."""
    chosen = []
    if probe.video is not None:
        width, height = FIT_INTO
        fit = f"scale=w='min({width},iw)':h='min({height},ih)'"
        fit += ":force_original_aspect_ratio=decrease:force_divisible_by=2"
        chosen += ["-map", f"0:{probe.video}", "-vf", fit, "-fpsmax", "60", "-pix_fmt", "yuv420p"]
        chosen += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", "120"]
    if probe.audio is not None:
        chosen += ["-map", f"0:{probe.audio}", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"]
    return chosen


def _poster(media: Path, duration: float, poster: Path) -> Path | None:
    """The picture at a tenth of the recording, where the title is over; of a very short one, the first."""
    for second in (duration / 10, 0):
        command = [
            executable(),
            "-hide_banner",
            "-nostdin",
            "-y",
            "-protocol_whitelist",
            "file",
            "-ss",
            f"{second:.3f}",
        ]
        command += [
            "-f",
            "mov",
            "-i",
            f"file:{media}",
            "-frames:v",
            "1",
            "-vf",
            f"scale='min({POSTER_WIDTH},iw)':-2",
        ]
        _run([*command, "-q:v", "3", "-f", "image2", "-update", "1", str(poster)], PROBING)
        if poster.exists() and poster.stat().st_size:
            return poster
    return None


def _run(
    command: list[str],
    limits: Limits,
    *,
    on_line: Callable[[str], None] = lambda line: None,
    on_beat: Callable[[], None] = lambda: None,
) -> Outcome:
    try:
        outcome = run(command, limits=limits, on_line=on_line, on_beat=on_beat)
    except TookTooLong:
        minutes = round(limits.seconds / 60)
        raise MediaRefused(f"Processing took longer than {minutes} minutes and was ended.") from None
    if "No space left on device" in outcome.words:
        raise MediaRefused(NO_ROOM)
    return outcome


def _reason(outcome: Outcome, probe: Probe) -> str:
    if "Cannot allocate memory" in outcome.words:
        return TOO_MUCH
    if any(words in outcome.words for words in _NOTHING_IN_IT):
        return NO_PICTURES if probe.video is not None else NOT_MEDIA
    return "The file is damaged: it could not be read to its end. Save it again, and upload that."


class _Progress:
    """Reads the lines of `-progress`: key=value, with the time that is done."""

    def __init__(self, duration: float | None) -> None:
        self.duration = duration
        self.percent = 0

    def read(self, line: str) -> None:
        name, _, value = line.partition("=")
        if name == "out_time_us" and self.duration and value.isdecimal():
            self.percent = min(99, int(int(value) / 10_000 / self.duration))
