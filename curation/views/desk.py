"""The curators' desk, and deciding on a flagged place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from communities.permissions import Verb, standing
from communities.views.base import SignedInRequest, page_of
from core.policy import require
from core.rescue import keeps_text
from curation import desk as on_desk
from curation.actions.flags import AlreadyDecided, decline_place
from curation.actions.practices import NotNow, join_practice, make_practice
from curation.forms.practices import DeclineForm, JoinForm, NewPracticeForm
from curation.models import FlaggedPlace, Practice
from curation.places import PlaceGone, place_url, with_sources
from curation.states import FlagState, PracticeState

A_PAGE_OF_PLACES = 8
JOINABLE = (PracticeState.FLAGGED, PracticeState.EMERGING, PracticeState.ENDORSED, PracticeState.PROMOTED)
MOST_FLAGGED_FIRST = ("-people_count", "-newest_at", "-pk")


def desk(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a curator, in the communities that this person curates."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    mine = standing(request.user)
    if not mine.curates_somewhere:
        raise PermissionDenied("Only curators have a desk.")
    user = request.user
    page = page_of(request, on_desk.flagged_places(user), order=MOST_FLAGGED_FIRST, size=A_PAGE_OF_PLACES)
    columns = on_desk.board(Practice.objects.curated_by(user))
    context = {
        "section": "desk",
        "page": page,
        "waiting": [on_desk.as_waiting(place) for place in page.items],
        "columns": columns,
        "drifts": on_desk.open_drifts(user),
        "reviews": on_desk.in_review(user),
        "due": on_desk.verification_due(user),
        "badly": on_desk.doing_badly(user),
    }
    return render(request, "curation/desk/desk.html", context)


def place(request: HttpRequest, pk: int) -> HttpResponse:
    """One flagged place: all reasons, and the three ways to decide."""
    found = _place(request, pk)
    return _show(request, found)


@keeps_text
@require_POST
def make(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a practice of the place."""
    found = _place(request, pk)
    form = NewPracticeForm(request.POST)
    if not form.is_valid():
        return _show(request, found, make_form=form)
    try:
        practice = make_practice(
            user=request.user, community=found.community, place=found, **form.cleaned_data
        )
    except (AlreadyDecided, NotNow, PlaceGone) as refused:
        return _refused(request, found, form, refused, "make_form")
    messages.success(request, "It is a practice now. Add what else shows it, and ask an expert.")
    return redirect(practice)


@require_POST
def join(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the place one more source of a practice."""
    found = _place(request, pk)
    form = JoinForm(request.POST, practices=_joinable(found))
    if not form.is_valid():
        return _show(request, found, join_form=form)
    practice = form.cleaned_data["practice"]
    try:
        join_practice(user=request.user, practice=practice, place=found)
    except (AlreadyDecided, NotNow, PlaceGone) as refused:
        return _refused(request, found, form, refused, "join_form")
    messages.success(request, f"Joined to “{practice}”.")
    return redirect(practice)


@keeps_text
@require_POST
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say why the place is no practice."""
    found = _place(request, pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, found, decline_form=form)
    try:
        decline_place(user=request.user, place=found, reason=form.cleaned_data["decline_reason"])
    except AlreadyDecided as refused:
        return _refused(request, found, form, refused, "decline_form")
    messages.success(request, "Declined. Those who flagged it can read your reason.")
    return redirect("curation:desk")


def _place(request: HttpRequest, pk: int) -> FlaggedPlace:
    """A place in a community that the person may read, and must curate."""
    places = with_sources(FlaggedPlace.objects.visible_to(request.user)).select_related("practice")
    found = get_object_or_404(places, pk=pk)
    if not request.user.is_authenticated:
        raise Http404
    require(request.user, Verb.CURATE, found)
    return found


def _joinable(place: FlaggedPlace) -> Any:
    practices = Practice.objects.in_community(place.community_id).filter(state__in=JOINABLE)
    return practices.order_by("-changed_at", "-pk")


def _refused(
    request: HttpRequest, place: FlaggedPlace, form: Form, why: Exception, name: str
) -> HttpResponse:
    form.add_error(None, str(why))
    place.refresh_from_db(fields=["state", "practice", "decline_reason"])
    return _show(request, place, **{name: form})


def _show(request: HttpRequest, place: FlaggedPlace, **forms: Form) -> HttpResponse:
    flags = place.flags.select_related("author").order_by("-created_at", "-pk")[:50]
    removed = place.post is not None and place.post.is_removed
    context = {
        "section": "desk",
        "place": place,
        "url": place_url(place.source, place.anchor),
        "quote": "" if removed else place.quote,
        "flags": flags,
        "is_open": place.state == FlagState.OPEN,
        "make_form": NewPracticeForm(auto_id="make_%s"),
        "join_form": JoinForm(practices=_joinable(place), auto_id="join_%s"),
        "decline_form": DeclineForm(auto_id="decline_%s"),
        "crumbs": [("Curation desk", reverse("curation:desk"))],
    } | forms
    return render(request, "curation/desk/place.html", context, status=422 if forms else 200)
