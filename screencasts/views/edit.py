"""Changing a recording: its words, its captions, its fate."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from communities.actions.exploring import set_exploring
from communities.views.base import community_context
from core.rescue import keeps_text
from screencasts import actions
from screencasts.chapters import chapters_text
from screencasts.forms import EditForm
from screencasts.models import Screencast
from screencasts.receiving import receives_recording, refused_files
from screencasts.views.base import own_screencast, person


@receives_recording
@keeps_text
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change title, description and chapters; add captions, or put others in their place."""
    screencast = own_screencast(request, slug, pk)
    if request.method == "POST":
        form = EditForm(
            request.POST, request.FILES, duration=screencast.duration, refused=refused_files(request)
        )
        if form.is_valid():
            _save(request, screencast, form)
            messages.success(request, "Saved.")
            return redirect(screencast)
        form.keep_captions()
    else:
        words = {
            "title": screencast.title,
            "description": screencast.description,
            "chapters": chapters_text(screencast.chapters.all()),
            "is_exploring": screencast.is_exploring,
        }
        form = EditForm(initial=words, duration=screencast.duration)
    return _page(request, "edit", screencast, form=form, tracks=list(screencast.tracks.all()))


@require_POST
def remove_captions(request: HttpRequest, slug: str, pk: int, language: str) -> HttpResponse:
    """Take the captions of one language away."""
    screencast = own_screencast(request, slug, pk)
    actions.remove_captions(user=person(request), screencast=screencast, language=language)
    messages.success(request, "The captions were removed.")
    return redirect("screencasts:edit", slug, pk)


@require_POST
def retry(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Process a failed recording again."""
    screencast = own_screencast(request, slug, pk)
    actions.retry_processing(user=person(request), screencast=screencast)
    return redirect(screencast)


def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask whether to remove a recording; remove it when the answer is sent."""
    screencast = own_screencast(request, slug, pk)
    if request.method != "POST":
        return _page(request, "remove", screencast)
    actions.remove_screencast(user=person(request), screencast=screencast)
    messages.success(request, f"“{screencast.title}” was removed.")
    return redirect("screencasts:list", slug)


@transaction.atomic
def _save(request: HttpRequest, screencast: Screencast, form: EditForm) -> None:
    data = form.cleaned_data
    set_exploring(user=person(request), thing=screencast, exploring=data["is_exploring"])
    actions.edit_screencast(
        user=person(request),
        screencast=screencast,
        title=data["title"],
        description=data["description"],
        chapters=data["chapters"],
    )
    if data["captions"]:
        actions.set_captions(
            user=person(request), screencast=screencast, language=data["language"], cues=data["captions"]
        )


def _page(request: HttpRequest, name: str, screencast: Screencast, **more: object) -> HttpResponse:
    community = screencast.community
    context = community_context(request, community, "screencasts") | {
        "screencast": screencast,
        "crumbs": [
            (community.title, community.get_absolute_url()),
            ("Screencasts", reverse("screencasts:list", args=[community.slug])),
            (screencast.title, screencast.get_absolute_url()),
        ],
    }
    return render(request, f"screencasts/{name}.html", context | more)
