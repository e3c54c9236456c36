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

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, *args, **kwargs)
        if field_name not in self.limits:
            raise SkipFile
        if shutil.disk_usage(settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir()).free < self._most_room():
            self.refused[field_name] = NO_ROOM
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        limit = self.limits[str(self.field_name)]
        if start + len(raw_data) > limit:
            self.refused[str(self.field_name)] = too_large(limit)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one keep the file."""

    def _most_room(self) -> int:
        return ROOM_LEFT + int(self.request.META.get("CONTENT_LENGTH") or 0)


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
