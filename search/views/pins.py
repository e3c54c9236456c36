"""Curators pin things for a question, from the results; the list of all pins stands on their desk."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from communities.permissions import Verb
from communities.views.base import SignedInRequest, page_of
from core.policy import can
from curation.desk.scope import Desk
from curation.views.desk_base import desk_context, desk_page
from search.actions.pins import TooManyPins, pin_thing, unpin_thing
from search.forms import what_may_be_found
from search.models import CuratorChange, Pin, SearchEntry
from search.pins import question_of

A_PAGE = 50
CHANGES_SHOWN = 10


@login_required
@require_POST
def pin(request: SignedInRequest, kind: str, thing_id: int) -> HttpResponse:
    """Let a thing stand first for what was asked (`q`); back to the results that it was found in (`back`)."""
    rows = SearchEntry.objects.filter(kind=kind, thing_id=thing_id, place="").select_related("community")
    entry = get_object_or_404(rows)
    if entry.community is None or not can(request.user, Verb.KNOW, entry.community):
        raise Http404
    if entry.kind != "community" and not can(request.user, Verb.VIEW, entry.community):
        raise Http404
    if not can(request.user, Verb.CURATE, entry.community):
        raise PermissionDenied("Only curators of its community pin a thing.")
    question = question_of(what_may_be_found(request.user, request.POST.get("q", "")))
    if not question:
        messages.error(request, "Search for words first: a thing is pinned for what people ask.")
        return _back(request)
    try:
        pin_thing(user=request.user, entry=entry, question=question)
    except TooManyPins as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{entry.title}” stands first for “{question}”.")
    return _back(request)


@login_required
@require_POST
def unpin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let it stand where its words put it."""
    found = get_object_or_404(Pin.objects.select_related("community"), pk=pk)
    if not can(request.user, Verb.VIEW, found.community):
        raise Http404
    title = _titles([found]).get((found.kind, found.thing_id), "")
    unpin_thing(user=request.user, pin=found, title=title)
    messages.success(request, f"Nothing pins it for “{found.question}” now.")
    return _back(request) if "back" in request.POST else redirect("search:pins")


@require_safe
@desk_page
def pins(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """Everything that is pinned in the communities that this person curates, by question."""
    page = page_of(
        request,
        desk.of(Pin.objects.select_related("community", "pinned_by")),
        order=("question", "pk"),
        size=A_PAGE,
    )
    entries = _entries(page.items)
    changes = desk.of(CuratorChange.objects.filter(about=CuratorChange.About.PIN)).select_related("user")
    context = desk_context(desk, "pins") | {
        "page": page,
        "rows": [(each, entries.get((each.kind, each.thing_id))) for each in page.items],
        "changes": changes.order_by("-pk")[:CHANGES_SHOWN],
    }
    return render(request, "search/pins.html", context)


def _entries(pins: list[Pin]) -> dict[tuple[str, int], SearchEntry]:
    """What is pinned, at its beginning, as far as it is still there. One query."""
    begin = Q(pk__in=[])
    for each in pins:
        # Its community as the pin says: what moved elsewhere is no longer for these curators to read of.
        begin |= Q(kind=each.kind, thing_id=each.thing_id, place="", community=each.community_id)
    return {(entry.kind, entry.thing_id): entry for entry in SearchEntry.objects.filter(begin)}


def _titles(pins: list[Pin]) -> dict[tuple[str, int], str]:
    return {thing: entry.title for thing, entry in _entries(pins).items()}


def _back(request: HttpRequest) -> HttpResponse:
    """Only what an address of the search page can hold, whatever was sent."""
    back = QueryDict(request.POST.get("back", "")[:2000]).urlencode()
    return redirect(f"{reverse('search:search')}?{back}")
