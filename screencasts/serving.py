"""Sends a stored file in ranges, so that a player can seek: RFC 9110, one range at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags, quote_etag

CHUNK = 64 * 1024
ACCEL_PREFIX = "/protected-media/"  # the internal location of deploy/nginx.conf
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class Unsatisfiable(Exception):
    """The range asked for lies outside the file."""


def serve_file(
    request: HttpRequest, name: str, *, content_type: str, size: int | None = None, download_as: str = ""
) -> HttpResponseBase:
    """Answer GET or HEAD with a stored file: 200, 206, 304 or 416. The caller has asked who may.

    A file's name changes with its content, so it serves as the strong entity tag. Browsers keep the bytes but
    ask again before each use: access may have ended.
    """
    etag = quote_etag(name.rpartition("/")[2])
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponseBase = HttpResponse(status=304)
    elif settings.MEDIA_ACCEL:
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = f"{ACCEL_PREFIX}{name}"
    else:
        response = _ranged(request, name, size=size, etag=etag)
    response["Content-Type"] = content_type
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    if download_as and (disposition := content_disposition_header(True, download_as)):
        response["Content-Disposition"] = disposition
    return response


def _ranged(request: HttpRequest, name: str, *, size: int | None, etag: str) -> HttpResponseBase:
    try:
        size = default_storage.size(name) if size is None else size
        asked = _asked(request, size, etag)
    except FileNotFoundError:
        raise Http404 from None
    except Unsatisfiable:
        return HttpResponse(
            status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
        )
    start, length = asked or (0, size)
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse()
    else:
        response = StreamingHttpResponse(_pieces(_opened(name), start, length))
    if asked:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(length)
    return response


def _asked(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Start and length of the range; None for the whole file, as for HEAD and for what is no single range."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if found is None or request.method == "HEAD" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found.groups()
    if not first:
        if not last:
            return None
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last or size), size - 1)
        if last and int(last) < start:
            return None
    if start > end:
        raise Unsatisfiable
    return start, end - start + 1


def _opened(name: str) -> IO[bytes]:
    try:
        return default_storage.open(name, "rb")  # type: ignore[return-value]
    except FileNotFoundError:
        raise Http404 from None


def _pieces(file: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    """The bytes in small pieces, so that a reader costs no more memory than one."""
    with file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(CHUNK, length))):
            length -= len(piece)
            yield piece
