"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = 512  # bytes that `sniff` looks at


@dataclass(frozen=True, slots=True)
class Container:
    """A kind of media file; `demuxer` is the only reader that ffmpeg may use on it."""

    name: str
    demuxer: str


MP4 = Container("MP4 or QuickTime", "mov")
MATROSKA = Container("WebM or Matroska", "matroska")
OGG = Container("Ogg", "ogg")
WAV = Container("WAV", "wav")
AVI = Container("AVI", "avi")
FLAC = Container("FLAC", "flac")
MP3 = Container("MP3", "mp3")
AAC = Container("AAC", "aac")

_ATOMS = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_STARTS = (
    (b"\x1a\x45\xdf\xa3", MATROSKA),
    (b"OggS", OGG),
    (b"fLaC", FLAC),
    (b"ID3", MP3),
    (b"\xff\xf1", AAC),
    (b"\xff\xf9", AAC),
)


def sniff(head: bytes) -> Container | None:
    """The container that starts with these bytes, or None when it is no media that we take."""
    if head[4:8] in _ATOMS:
        return MP4
    if head[:4] == b"RIFF":
        return {b"WAVE": WAV, b"AVI ": AVI}.get(head[8:12])
    for start, container in _STARTS:
        if head.startswith(start):
            return container
    # An MPEG audio frame without a tag: 11 bits set, then layer III.
    return MP3 if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 else None
