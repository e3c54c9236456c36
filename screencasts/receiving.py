"""Receives files with an eye on their size: what is too large is not written to disk to its end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from screencasts import captions

ROOM_LEFT = 200 * 1024 * 1024  # bytes of the disk that uploads do not take
NO_ROOM = "The server has no room for this file now. Tell an administrator; what you typed is kept."

View = Callable[..., HttpResponseBase]
_REFUSED = "_refused_files"


class LimitHandler(FileUploadHandler):
    """Drops a file as soon as it passes the limit of its field; `refused` says why, by field."""

    def __init__(self, request: HttpRequest, limits: dict[str, int]) -> None:
        super().__init__(request)
        self.limits = limits
        self.refused: dict[str, str] = {}
        self.limit, self.reason = 0, ""
        self.announced = int(request.META.get("CONTENT_LENGTH") or 0)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Never raises SkipFile: Django would then close the file of the field before this one."""
        super().new_file(*args, **kwargs)
        self.limit = self.limits.get(str(self.field_name), 0)
        self.reason = too_large(self.limit)
        if self._room() < self.announced:
            self.limit, self.reason = 0, NO_ROOM

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > self.limit:
            self.refused[str(self.field_name)] = self.reason
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one keep the file."""

    @staticmethod
    def _room() -> int:
        folder = settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir()
        return shutil.disk_usage(folder).free - ROOM_LEFT


def megabytes(size: int) -> str:
    return f"{size // 1024 // 1024:,} MB"


def too_large(limit: int) -> str:
    return f"This file is larger than {megabytes(limit)}. Cut the recording, or save it smaller."


def receives_recording(view: View) -> View:
    """Set limits before the body is read, which Django's check of the form's token does first.

    `refused_files(request)` then says which were dropped, and why. Files of visitors are not kept at all.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def receiving(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        limits = {"file": settings.SCREENCAST_MAX_BYTES, "captions": captions.MAX_BYTES}
        handler = LimitHandler(request, limits if request.user.is_authenticated else {})
        request.upload_handlers.insert(0, handler)
        request.__dict__[_REFUSED] = handler.refused
        return checked(request, *args, **kwargs)

    return receiving


def refused_files(request: HttpRequest) -> dict[str, str]:
    """Why each file that was dropped was dropped, by the name of its field."""
    return request.__dict__.get(_REFUSED, {})
