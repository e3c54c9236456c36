"""Members ask for job aids that are missing, and see what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from communities.alike import similar_to
from communities.models import CommunityPage
from communities.permissions import Verb, standing
from communities.views.base import (
    SignedInRequest,
    as_typed,
    community_context,
    looks_for_similar,
    page_of,
    readable_community,
    require_writer,
)
from core.policy import can
from core.rescue import keeps_text
from curation.actions.requests import RequestClosed, TooMuchAsked, add_voice, ask_for_job_aid, take_voice_back
from curation.desk.requests import MOST_WANTED_FIRST, like_job_aids, like_requests
from curation.forms.requests import RequestForm
from curation.models import ContentRequest, RequestVoice
from curation.states import RequestState

A_PAGE = 20


def wanted(request: HttpRequest, slug: str) -> HttpResponse:
    """What people of a community miss, most people first; `?state=` shows what was met or declined."""
    community = readable_community(request, slug)
    state = request.GET.get("state", RequestState.OPEN)
    if state not in RequestState.values:
        raise Http404
    rows = ContentRequest.objects.visible_to(request.user).in_community(community).filter(state=state)
    rows = rows.select_related("job_aid__community")
    page = page_of(request, rows, order=MOST_WANTED_FIRST, size=A_PAGE)
    context = community_context(request, community, "job-aids") | {
        "page": page,
        "rows": _with_voices(request, community, page.items),
        "state": RequestState(state),
        "states": RequestState,
    }
    return render(request, "curation/requests/list.html", context)


@keeps_text
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a job aid; what is like it is offered first."""
    community = readable_community(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    require_writer(request.user, Verb.ADD, community)
    looks = looks_for_similar(request)
    form = RequestForm(None if looks else request.POST or None, initial=as_typed(request))
    title = form["title"].value() or ""
    likes = like_requests(community, title)
    aids = like_job_aids(community, title)
    sure = request.POST.get("sure") == "yes"
    if request.method == "POST" and form.is_valid() and (sure or not (likes or aids)):
        try:
            asked = ask_for_job_aid(user=request.user, community=community, **form.cleaned_data)
        except TooMuchAsked as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The curators see what you need. You are told when there is a job aid.")
            return redirect("curation:request", community.slug, asked.pk)
    context = community_context(request, community, "job-aids") | {
        "form": form,
        "likes": _with_voices(request, community, likes),
        "aids": aids,
        "similar": similar_to(request.user, community, title) if looks else [],
        "crumbs": _crumbs(community),
    }
    return render(request, "curation/requests/new.html", context, status=422 if form.errors else 200)


def request(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One request: how many miss it, and what became of it."""
    community, found = _request(request, slug, pk)
    context = community_context(request, community, "job-aids") | {
        "row": _with_voices(request, community, [found])[0],
        "may_curate": can(request.user, Verb.CURATE, found),
        "crumbs": _crumbs(community),
    }
    return render(request, "curation/requests/request.html", context)


@require_POST
def voice(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Miss it too, or no longer."""
    community, found = _request(request, slug, pk)
    require_writer(request.user, Verb.ADD, found)
    back = request.POST.get("act") == "back"
    try:
        (take_voice_back if back else add_voice)(user=request.user, request=found)
    except RequestClosed as closed:
        messages.warning(request, str(closed))
    else:
        messages.success(request, "Taken back." if back else "The curators see that you need it too.")
    if ContentRequest.objects.filter(pk=pk).exists():
        return redirect("curation:request", community.slug, pk)
    return redirect("curation:requests", community.slug)


@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """What I asked for or said that I need too, and what became of it."""
    readable = ContentRequest.objects.visible_to(request.user)
    voices = RequestVoice.objects.filter(user=request.user, request__in=readable)
    rows = voices.select_related("request__community", "request__job_aid__community")
    page = page_of(request, rows, order=("-at", "-pk"), size=A_PAGE)
    return render(request, "curation/requests/mine.html", {"page": page, "section": "home"})


@login_required
def where(request: HttpRequest) -> HttpResponse:
    """Which community to ask, when the way here did not say; `?title=` goes along."""
    title = request.GET.get("title", "")[:200]
    query = f"?{urlencode({'title': title})}" if title else ""
    found = [membership.community for membership in standing(request.user).memberships]
    choices = [(each, reverse("curation:request_new", args=[each.slug]) + query) for each in found]
    if len(choices) == 1:
        return redirect(choices[0][1])
    return render(request, "curation/requests/where.html", {"choices": choices, "title": title})


def _request(request: HttpRequest, slug: str, pk: int) -> tuple[CommunityPage, ContentRequest]:
    community = readable_community(request, slug)
    rows = ContentRequest.objects.visible_to(request.user).in_community(community)
    found = get_object_or_404(rows.select_related("asked_by", "decided_by", "job_aid__community"), pk=pk)
    found.community = community
    return community, found


def _with_voices(
    request: HttpRequest, community: CommunityPage, found: list[ContentRequest]
) -> list[tuple[ContentRequest, bool]]:
    """Requests of the community, each with whether the reader misses it. One query, none for a visitor."""
    for each in found:
        each.community = community
    if not request.user.is_authenticated or not found:
        return [(each, False) for each in found]
    ids = RequestVoice.objects.filter(user=request.user, request__in=found).values_list("request", flat=True)
    own = set(ids)
    return [(each, each.pk in own) for each in found]


def _crumbs(community: CommunityPage) -> list[tuple[str, Any]]:
    return [
        (community.title, community.get_absolute_url()),
        ("Job aids", reverse("curation:job_aids", args=[community.slug])),
        ("Requests", reverse("curation:requests", args=[community.slug])),
    ]
