from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """What this is, for a visitor; one's own home for a person."""
    return render(request, "site/home.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is gone: say what to do, and hand back what was typed."""
    return render(request, "site/csrf_failure.html", {"typed": list(request.POST.items())}, status=403)
