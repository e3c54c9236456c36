"""Clips made by ffmpeg once and kept, and a community with its member."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communities.models import CommunityPage
from people.models import User
from screencasts.transcoding import ffmpeg
from tests.factories import CommunityFactory, MembershipFactory, UserFactory

CLIPS = Path(settings.BASE_DIR) / ".cache" / "clips"

SOUND = ["-f", "lavfi", "-i", "sine=frequency=330:duration=4"]


def picture(size: str, seconds: float = 4, rate: int = 5) -> list[str]:
    return ["-f", "lavfi", "-i", f"testsrc2=size={size}:duration={seconds}:rate={rate}"]


RECIPES: dict[str, list[str]] = {
    "short.mp4": [*picture("320x180"), *SOUND, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"],
    "short.webm": [*picture("320x180", 2), "-c:v", "libvpx", "-deadline", "realtime", "-b:v", "200k"],
    "one-pixel.mkv": ["-f", "lavfi", "-i", "testsrc=size=1x1:duration=1:rate=5", "-c:v", "ffv1"],
    "odd.mkv": [*picture("161x121", 1), "-c:v", "ffv1"],
    "large.mkv": [*picture("2560x1440", 0.4), "-c:v", "mjpeg"],
    "enormous.mkv": [*picture("15360x8640", 0.2), "-c:v", "mjpeg"],
    "no-pictures.mp4": [*picture("320x180"), "-t", "0", "-c:v", "libx264", "-movflags", "empty_moov"],
    "sound.mp3": [*SOUND, "-c:a", "libmp3lame", "-b:a", "48k"],
}


@pytest.fixture(scope="session")
def clip() -> Callable[[str], Path]:
    """`clip("short.mp4")`: the path of a clip of RECIPES."""

    def clip(name: str) -> Path:
        path = CLIPS / name
        if not path.exists():
            CLIPS.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f"{os.getpid()}-{name}")
            command = [ffmpeg.executable(), "-loglevel", "error", "-y", *RECIPES[name], str(unfinished)]
            subprocess.run(command, check=True, timeout=120)
            unfinished.rename(path)
        return path

    return clip


@pytest.fixture
def truncated(clip: Callable[[str], Path], tmp_path: Path) -> Path:
    """A video that stops in the middle: its index is whole, half of its pictures did not arrive."""
    whole = tmp_path / "whole.mp4"
    command = [ffmpeg.executable(), "-loglevel", "error", "-i", str(clip("short.mp4")), "-c", "copy"]
    subprocess.run([*command, "-movflags", "+faststart", str(whole)], check=True, timeout=60)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 3])
    return cut


@dataclass(frozen=True)
class Ward:
    """An open community, one of its members, and the member's browser."""

    community: CommunityPage
    member: User
    client: Client

    def url(self, rest: str = "") -> str:
        return f"/communities/{self.community.slug}/screencasts/{rest}"


@pytest.fixture
def ward(db: None, client: Client) -> Ward:
    community = CommunityFactory(title="Ward nursing", slug="ward")
    member = UserFactory(username="ana", display_name="Ana Silva")
    MembershipFactory(user=member, community=community)
    client.force_login(member)
    return Ward(community, member, client)


def upload_file(path: Path, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or path.name, path.read_bytes())
