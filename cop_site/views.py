from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.rescue import FOREIGN, WAITED, rescued, was_sent_from_here


def home(request: HttpRequest) -> HttpResponse:
    """What this is, for a visitor; one's own home for a person."""
    return render(request, "site/home.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: give back what was typed; from a page of ours it can be sent again."""
    return rescued(request, WAITED if was_sent_from_here(request) else FOREIGN, status=403)
