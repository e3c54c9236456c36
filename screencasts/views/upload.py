"""Sending a recording: a new one, or another file in place of one that failed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from communities.models import CommunityPage
from communities.permissions import Verb
from communities.views.base import community_context, readable_community
from core.policy import require
from core.rescue import keeps_text
from screencasts import actions
from screencasts.forms import FileForm, UploadForm
from screencasts.models import PendingUpload
from screencasts.receiving import receives_recording, refused_files
from screencasts.states import ScreencastState
from screencasts.views.base import own_screencast, person


@receives_recording
@keeps_text
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a recording."""
    community = readable_community(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    require(request.user, Verb.ADD, community)
    if request.method != "POST":
        return _upload_page(request, community, UploadForm(author=person(request)))
    form = UploadForm(request.POST, request.FILES, author=person(request), refused=refused_files(request))
    valid = form.is_valid()
    received = _take(request, community, form)
    if not valid or received is None:
        form.keep_captions()
        return _upload_page(request, community, form)
    data = form.cleaned_data
    screencast = actions.upload_screencast(
        user=person(request),
        community=community,
        title=data["title"],
        description=data["description"],
        chapters=data["chapters"],
        captions=data["captions"],
        language=data["language"],
        is_exploring=data["is_exploring"],
        upload=received,
        submission=data["submission"],
    )
    return redirect(screencast)


@receives_recording
@keeps_text
@require_POST
def replace(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send another file for a recording that failed."""
    screencast = own_screencast(request, slug, pk)
    if screencast.state != ScreencastState.FAILED:
        messages.warning(request, "This recording is not waiting for another file.")
        return redirect(screencast)
    form = FileForm(request.POST, request.FILES, author=person(request), refused=refused_files(request))
    if not form.is_valid():
        context = community_context(request, screencast.community, "screencasts")
        return render(request, "screencasts/replace.html", context | {"screencast": screencast, "form": form})
    received = _take(request, screencast.community, form)
    if received is not None:
        actions.replace_recording(user=person(request), screencast=screencast, upload=received)
    return redirect(screencast)


def _take(request: HttpRequest, community: CommunityPage, form: FileForm) -> PendingUpload | None:
    """The file of this form, stored: from now on it need not be sent again, whatever else is not in order."""
    if form.received:
        form.keep(actions.keep_upload(user=person(request), community=community, file=form.received))
    return form.kept_upload


def _upload_page(request: HttpRequest, community: CommunityPage, form: UploadForm) -> HttpResponse:
    back = reverse("screencasts:list", args=[community.slug])
    context = community_context(request, community, "screencasts") | {
        "form": form,
        "crumbs": [(community.title, community.get_absolute_url()), ("Screencasts", back)],
        "back_url": back,
    }
    return render(request, "screencasts/upload.html", context)
