"""The bytes and words of a recording. Each answer asks the community's policy."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from communities.small_pictures import CONTENT_TYPE as SMALL_TYPE
from communities.small_pictures import small_copy
from screencasts.captions import write_webvtt
from screencasts.models import CaptionTrack
from screencasts.serving import serve_file
from screencasts.views.base import readable_screencast

CONTENT_TYPES = {"mp4": "video/mp4", "m4a": "audio/mp4", "jpg": "image/jpeg"}


@require_safe
def media(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponseBase:
    """The video, the sound or the poster in use, in ranges.

    `?save` names it by the recording's title; `?small` is a small copy of the poster.
    """
    screencast = readable_screencast(request, slug, pk)
    suffix = name.rpartition(".")[2]
    if "small" in request.GET and screencast.poster.name == f"{screencast.folder_path}/{name}":
        small = small_copy(screencast.poster.name)
        kind = CONTENT_TYPES[suffix] if small == screencast.poster.name else SMALL_TYPE
        return serve_file(request, small, content_type=kind)
    for file, size in ((screencast.media, screencast.media_size), (screencast.poster, None)):
        if file and file.name == f"{screencast.folder_path}/{name}":
            title = f"{screencast.slug}.{suffix}" if "save" in request.GET else ""
            kind = CONTENT_TYPES[suffix]
            return serve_file(request, file.name, content_type=kind, size=size, download_as=title)
    raise Http404


@require_safe
def captions(request: HttpRequest, slug: str, pk: int, language: str) -> HttpResponse:
    """The captions of a language as a WebVTT file, written from the cues."""
    screencast = readable_screencast(request, slug, pk)
    track = get_object_or_404(CaptionTrack, screencast=screencast, language=language)
    response = HttpResponse(write_webvtt(track.cues.all()), content_type="text/vtt; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    if "save" in request.GET:
        disposition = content_disposition_header(True, f"{screencast.slug}.{language}.vtt")
        response["Content-Disposition"] = disposition or "attachment"
    return response
