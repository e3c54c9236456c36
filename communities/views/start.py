"""The list "start here", for those who keep it, and the welcome of a new member."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from communities.actions import start as actions
from communities.actions.welcome import close_welcome
from communities.forms.start import StartForm
from communities.models import CommunityPage, StartItem
from communities.permissions import Verb
from communities.starting import starts_of, things_called
from communities.views.base import SignedInRequest, community_context, readable_community
from core.policy import require

FOUND_AT_MOST = 12


@login_required
def edit_start(request: SignedInRequest, slug: str) -> HttpResponse:
    """What stands in the list, in order, and a search by title for what could."""
    return _show(request, _moderated(request, slug))


@require_POST
def add_start(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put a found thing at the end of the list."""
    community = _moderated(request, slug)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _show(request, community, form, status=422)
    try:
        actions.add_start_item(user=request.user, community=community, **form.cleaned_data)
    except actions.NotHere:
        messages.error(request, "That is not in this community any more.")
    except actions.ListIsFull:
        messages.error(request, f"The list has {actions.MOST_ITEMS} things: take one off first.")
    return redirect("communities:start", community.slug)


@require_POST
def change_start(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Move a thing up or down, or take it off the list."""
    community = _moderated(request, slug)
    item = get_object_or_404(StartItem.objects.visible_to(request.user), pk=pk, community=community)
    act = request.POST.get("act", "")
    if act == "remove":
        actions.remove_start_item(user=request.user, item=item)
    elif act in {"up", "down"}:
        actions.move_start_item(user=request.user, item=item, by=-1 if act == "up" else 1)
    return redirect("communities:start", community.slug)


@login_required
@require_POST
def welcomed(request: SignedInRequest, slug: str) -> HttpResponse:
    """Close the welcome for good."""
    community = readable_community(request, slug)
    close_welcome(user=request.user, community=community)
    return redirect(community)


def _moderated(request: HttpRequest, slug: str) -> CommunityPage:
    community = readable_community(request, slug)
    require(request.user, Verb.MODERATE, community)
    return community


def _show(
    request: SignedInRequest, community: CommunityPage, form: StartForm | None = None, *, status: int = 200
) -> HttpResponse:
    items = list(StartItem.objects.filter(community=community))
    starts = starts_of(request.user, community, items)
    there = {start.item for start in starts}
    words = request.GET.get("find", "").strip()
    listed = {item.key for item in items}
    found = things_called(request.user, community, words, size=FOUND_AT_MOST) if words else []
    context = community_context(request, community, "home") | {
        "starts": starts,
        "gone": [item for item in items if item.pk not in there],
        "words": words,
        "found": [start for start in found if (start.kind, start.pk) not in listed],
        "form": form,
        "crumbs": [(community.title, reverse("communities:home", args=[community.slug]))],
    }
    return render(request, "communities/community/start.html", context, status=status)
