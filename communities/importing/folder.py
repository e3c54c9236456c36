"""Finding the files of a folder, and nothing outside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from communities.importing.report import Report


def files_of(folder: Path, report: Report) -> list[Path]:
    """Every file below `folder`, in order of their names; what is hidden or leads out of it is left."""
    return sorted(_walk(folder.resolve(), report))


def _walk(folder: Path, report: Report) -> Iterator[Path]:
    def unread(failure: OSError) -> None:
        path = Path(failure.filename)
        report.problem(f"A folder could not be read: {failure.strerror}", name_of(folder, path))

    for place, folders, files in os.walk(folder, onerror=unread):
        for name in folders:
            if (Path(place) / name).is_symlink():
                report.problem(
                    "A link to another folder is not followed", name_of(folder, Path(place) / name)
                )
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(place) / name
            if name.startswith("."):
                continue
            if not inside(folder, path):
                report.problem("A link that leads out of the folder is not followed", name_of(folder, path))
            elif path.is_file():
                yield path
            else:
                report.problem("Not a file that can be read", name_of(folder, path))


def inside(folder: Path, path: Path) -> bool:
    """Whether a path, when every link on it is followed, lies in the folder."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def name_of(folder: Path, path: Path) -> str:
    """The path below the folder with forward slashes, in characters that can be stored."""
    name = path.relative_to(folder).as_posix() if path != folder else "."
    return name.encode("utf-8", "replace").decode()
