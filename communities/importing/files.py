"""Pictures and other files that documents name: looked for in the folder, stored once."""

from __future__ import annotations

import base64
import binascii
import re
from io import BytesIO
from pathlib import Path
from typing import IO
from urllib.parse import unquote

from communities.actions.attachments import FileRefused, store_attachment
from communities.importing.folder import inside
from communities.importing.report import Report
from communities.models import Attachment, CommunityPage

_DATA = re.compile(r"data:image/[\w.+-]{1,40};base64,", re.IGNORECASE)
MAX_NAME = 1_000


class Files:
    """The files of the folder, and of one more that pictures may lie in."""

    def __init__(self, folders: list[Path], community: CommunityPage, report: Report) -> None:
        self.folders = folders
        self.community = community
        self.report = report
        self._kept: dict[Path, Attachment | None] = {}
        self._known = set(Attachment.objects.filter(community=community).values_list("pk", flat=True))

    def named(self, target: str, where: str) -> Attachment | None:
        """The stored file that a document calls `target`; None, and a line in the report, when there is none."""
        path = self._path(unquote(re.split(r"[?#]", target.strip())[0]), where)
        if path is None:
            self.report.problem("A file that is not in the folder (--files names another)", where, target)
            return None
        if path not in self._kept:
            self._kept[path] = self._store_path(path, where)
        return self._kept[path]

    def written_in(self, data: str, where: str) -> Attachment | None:
        """The picture that stands in the text itself, as `data:image/png;base64,…`."""
        if not (head := _DATA.match(data)):
            self.report.problem("A picture is left out", where, data[:40])
            return None
        try:
            content = base64.b64decode(data[head.end() :], validate=False)
        except binascii.Error:
            content = b""
        return self._store(BytesIO(content), "picture", where)

    def _path(self, relative: str, where: str) -> Path | None:
        """Beside the document, then in the folders above it, then at the top of the folders."""
        first = self.folders[0]
        below = Path(where).parent
        places = [first / below, *(first / parent for parent in below.parents), *self.folders]
        if not relative.strip("/") or len(relative) > MAX_NAME:
            return None
        for place in places[1:] if relative.startswith("/") else places:
            path = place / relative.lstrip("/")
            try:
                if any(inside(folder, path) for folder in self.folders) and path.is_file():
                    return path.resolve()
            except (OSError, ValueError):  # a name that no file can have
                continue
        return None

    def _store_path(self, path: Path, where: str) -> Attachment | None:
        try:
            with path.open("rb") as stream:
                return self._store(stream, path.name, where)
        except OSError as failure:
            self.report.problem(f"A file could not be read: {failure.strerror}", where, path.name)
        return None

    def _store(self, stream: IO[bytes], name: str, where: str) -> Attachment | None:
        try:
            stored = store_attachment(community=self.community, user=None, file=stream, name=name)
        except FileRefused as refused:
            self.report.problem(f"A file is left out: {refused}", where, name)
            return None
        if stored.pk not in self._known:
            self._known.add(stored.pk)
            self.report.count("files stored")
        return stored
