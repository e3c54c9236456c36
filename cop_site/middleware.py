"""Headers that Django and django-csp do not set, compressed text, and addresses that a database cannot be asked for."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.views.defaults import page_not_found

# Kinds of text that are worth it; a recording is none.
PACKED = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/json",
        "image/svg+xml",
        "text/vtt",
    }
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
# Wagtail's admin has scripts and styles inside its pages, and frames its own previews.
ADMIN_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)


class HeadersMiddleware:
    """Says on every answer what the browser may do with it; an answer that says so itself is left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            response.headers.setdefault("Content-Security-Policy", ADMIN_POLICY)
        elif _is_signed_in_page(request, response):
            response.headers.setdefault("Cache-Control", "private")
        if request.path_info == reverse("account_logout") and request.method == "POST":
            # On a computer that people share, the next one must not find pages with the back button. no-store
            # on each page would do it too, but costs people what they typed when they go back to a form.
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


class FormsOnlyMiddleware:
    """Shows a page where somebody opens an address that forms are sent to; browsers would say that it is broken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
            page = page_not_found(request, Http404())
            page.status_code = response.status_code
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response


class NoNulMiddleware:
    """Reads a NUL in an address as U+FFFD, as browsers do: PostgreSQL refuses the whole question otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.path = request.path.replace("\x00", "\ufffd")
        request.path_info = request.path_info.replace("\x00", "\ufffd")
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "%EF%BF%BD")
        return self.get_response(request)


def _is_signed_in_page(request: HttpRequest, response: HttpResponse) -> bool:
    user = getattr(request, "user", None)
    return response.headers.get("Content-Type", "").startswith("text/html") and bool(
        user and user.is_authenticated
    )


class PackedMiddleware(GZipMiddleware):
    """Send text compressed where no proxy does it; recordings never, whose stretches are asked for by bytes.

    Django adds a little of random length, so that the size of a page tells nothing of the secrets in it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind not in PACKED or response.status_code != HTTPStatus.OK:
            return response
        packed: HttpResponseBase = super().process_response(request, response)
        return packed
