"""The files of a recording in whatever storage is set: a folder each, under a name that nobody can guess."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from screencasts.models import FOLDERS, Screencast


@contextmanager
def local_copy(name: str, *, folder: Path) -> Iterator[Path]:
    """A path on this machine to a stored file's bytes: the file itself, or a copy in `folder` for a while."""
    try:
        yield Path(default_storage.path(name))
    except NotImplementedError:
        copy = folder / "source"
        with default_storage.open(name) as stored, copy.open("wb") as local:
            shutil.copyfileobj(stored, local, 1024 * 1024)
        yield copy


def store(path: Path, *, folder: str) -> str:
    """Store a new file under a new name, so that no file in use is ever written to; returns the name."""
    with path.open("rb") as file:
        return default_storage.save(f"{folder}/{uuid.uuid4().hex[:12]}{path.suffix}", File(file))


def remove_unused(screencast: Screencast) -> None:
    """Remove what lies in the recording's folder and is not in use: older media, halves of a crash."""
    used = {file.name for file in (screencast.original, screencast.media, screencast.poster) if file}
    _remove(screencast.folder_path, keep=used)


def remove_folder(folder: uuid.UUID) -> None:
    """Remove all files of a recording or upload that is gone."""
    _remove(f"{FOLDERS}/{folder.hex}", keep=set())


def _remove(folder: str, *, keep: set[str | None]) -> None:
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    for name in names:
        if f"{folder}/{name}" not in keep:
            default_storage.delete(f"{folder}/{name}")
    if not keep:
        default_storage.delete(folder)
