"""Files of a community: taken from those who write, shown to those who may read."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_POST, require_safe

from communities.actions.attachments import MAX_PICTURE_BYTES, FileRefused, store_attachment
from communities.models import Attachment
from communities.pictures import PICTURE_TYPES
from communities.small_pictures import CONTENT_TYPE as SMALL_TYPE
from communities.small_pictures import small_copy
from communities.views.base import readable_community

UPLOADS_AN_HOUR = 200
HOUR = 60 * 60
DAY = 24 * HOUR


@require_POST
def upload(request: HttpRequest, slug: str) -> JsonResponse:
    """Take a picture for a text that is being written: 201 with its address, or what is wrong with it."""
    if not request.user.is_authenticated:
        return _refused("You were signed out. Sign in in another tab, then send the picture again.", 403)
    community = readable_community(request, slug)
    file = request.FILES.get("file")
    if file is None:
        return _refused("No picture came with this. Choose one.", 400)
    if (file.size or 0) > MAX_PICTURE_BYTES:
        return _refused(f"The picture is larger than {MAX_PICTURE_BYTES // 2**20} MB. Make it smaller.", 413)
    if not _within_rate(request.user.pk):
        return _refused(f"You sent {UPLOADS_AN_HOUR} pictures within an hour. Go on in the next one.", 429)
    try:
        picture = store_attachment(
            community=community, user=request.user, file=file, name=file.name or "", pictures_only=True
        )
    except FileRefused as error:
        return _refused(f"{error}.".replace("..", "."), 422)
    except PermissionDenied:
        return _refused("Only members of this community send pictures here.", 403)
    made = {"url": picture.get_absolute_url(), "width": picture.width, "height": picture.height}
    return JsonResponse(made, status=201)


def _refused(reason: str, status: int) -> JsonResponse:
    return JsonResponse({"error": reason}, status=status)


def _within_rate(person: int) -> bool:
    key = f"uploads:{person}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) <= UPLOADS_AN_HOUR
    except ValueError:  # it ended between the two questions
        return True


@require_safe
def file(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """Send a file to whoever may read its community; with `?small` a small copy of a picture.

    Only pictures open in place, and nothing ever runs.
    """
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    is_small = "small" in request.GET and attachment.is_picture
    etag = quote_etag(f"{attachment.sha256}{'-small' if is_small else ''}")
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _kept_privately(HttpResponseNotModified(), etag)
    original = str(attachment.file.name)
    name = small_copy(original) if is_small else original
    response: HttpResponseBase
    if settings.MEDIA_ACCEL:
        response = HttpResponse()
        response["X-Accel-Redirect"] = f"/protected-media/{name}"
    else:
        response = FileResponse(default_storage.open(name, "rb"))
        response["Content-Length"] = str(attachment.size if name == original else default_storage.size(name))
    response["Content-Type"] = attachment.content_type if name == original else SMALL_TYPE
    shown = "inline" if attachment.content_type in PICTURE_TYPES else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{attachment.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _kept_privately(response, etag)


def _kept_privately(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={DAY}"
    patch_vary_headers(response, ["Cookie"])
    return response
