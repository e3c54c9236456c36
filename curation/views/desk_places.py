"""One flagged place, with those that are like it, and the ways to decide on them together."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from communities.permissions import Verb
from communities.views.base import SignedInRequest
from core.policy import require
from core.rescue import keeps_text
from curation.actions.flags import AlreadyDecided
from curation.actions.groups import decline_together, take_out_of_group
from curation.actions.practices import NotNow, join_practice, make_practice
from curation.desk import queue
from curation.desk.scope import desk_of
from curation.flags.fates import fates_of
from curation.forms.practices import DeclineForm, JoinForm, NewPracticeForm
from curation.models import FlaggedPlace, Practice
from curation.places.described import PlaceGone, place_url, with_sources
from curation.states import FlagState, PracticeState
from curation.views.desk_acts import slip_context
from curation.views.desk_base import desk_context, ids_in

JOINABLE = (PracticeState.FLAGGED, PracticeState.EMERGING, PracticeState.ENDORSED, PracticeState.PROMOTED)
TOGETHER = 100  # places that one act decides on
SAYINGS = 50


def place(request: HttpRequest, pk: int) -> HttpResponse:
    """One flagged place: all reasons, what is like it, and the three ways to decide."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _show(request, _place(request, pk))


@keeps_text
@require_POST
def make(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a practice of the place, and of those that were shown with it."""
    found = _place(request, pk)
    form = NewPracticeForm(request.POST)
    if not form.is_valid():
        return _show(request, found, make_form=form)
    try:
        practice = make_practice(
            user=request.user,
            community=found.community,
            place=found,
            alike=_together(request, found),
            **form.cleaned_data,
        )
    except (AlreadyDecided, NotNow, PlaceGone) as refused:
        return _refused(request, found, form, refused, "make_form")
    messages.success(request, "It is a practice now. Add what else shows it, and ask an expert.")
    return redirect(practice)


@require_POST
def join(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the place, and those shown with it, sources of a practice."""
    found = _place(request, pk)
    form = JoinForm(request.POST, practices=_joinable(found))
    if not form.is_valid():
        return _show(request, found, join_form=form)
    practice = form.cleaned_data["practice"]
    try:
        join_practice(user=request.user, practice=practice, place=found, alike=_together(request, found))
    except (AlreadyDecided, NotNow, PlaceGone) as refused:
        return _refused(request, found, form, refused, "join_form")
    messages.success(request, f"Joined to “{practice}”.")
    return redirect(practice)


@keeps_text
@require_POST
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say why the place, and those shown with it, are no practice."""
    found = _place(request, pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, found, decline_form=form)
    places = [found, *_together(request, found)]
    try:
        decline_together(user=request.user, places=places, reason=form.cleaned_data["decline_reason"])
    except AlreadyDecided as refused:
        return _refused(request, found, form, refused, "decline_form")
    messages.success(request, "Declined. Those who flagged it can read your reason.")
    return redirect("curation:desk_flags")


@require_POST
def take_out(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a place lie by itself again."""
    found = _place(request, pk)
    leader = found.alike_id
    take_out_of_group(user=request.user, place=found)
    messages.success(request, f"“{found.label}” lies by itself now.")
    return redirect("curation:place", leader or found.pk)


def _place(request: HttpRequest, pk: int) -> FlaggedPlace:
    """A place in a community that the person may read, and must curate."""
    rows = with_sources(FlaggedPlace.objects.visible_to(request.user))
    joined = rows.select_related("practice", "community__curation_settings", "claimed_by", "alike")
    found = get_object_or_404(joined, pk=pk)
    if not request.user.is_authenticated:
        raise Http404
    require(request.user, Verb.CURATE, found)
    return found


def _together(request: HttpRequest, place: FlaggedPlace) -> list[FlaggedPlace]:
    """The places that lay under it when the person decided; one that came since is not decided unseen."""
    sent = ids_in(request.POST.getlist("together"), most=TOGETHER)
    under = FlaggedPlace.objects.filter(pk__in=sent, alike=place)
    return list(with_sources(under).select_related("community").order_by("-people_count", "pk"))


def _joinable(place: FlaggedPlace) -> Any:
    practices = Practice.objects.in_community(place.community_id).filter(state__in=JOINABLE)
    return practices.order_by("-changed_at", "-pk")


def _refused(
    request: SignedInRequest, place: FlaggedPlace, form: Form, why: Exception, name: str
) -> HttpResponse:
    form.add_error(None, str(why))
    with suppress(FlaggedPlace.DoesNotExist):  # its last flag was taken back: what was typed is shown even so
        place.refresh_from_db(fields=["state", "practice", "decline_reason"])
    return _show(request, place, **{name: form})


def _show(request: Any, place: FlaggedPlace, **forms: Form) -> HttpResponse:
    is_open = place.state == FlagState.OPEN
    alike: Sequence[FlaggedPlace] = queue.alike_of([place], most=TOGETHER)[place.pk]
    context = (
        desk_context(desk_of(request.user), "flags")
        | slip_context(request, "flagged_place", place)
        | {
            "place": place,
            "url": place_url(place.source, place.anchor),
            "quote": "" if queue.is_removed(place) else place.quote,
            "flags": place.flags.select_related("author").order_by("-created_at", "-pk")[:SAYINGS],
            "kinds": queue.kinds_of([place])[place.pk],
            "alike": alike,
            "refusal": queue.refusals_of([place]).get(place.pk),
            "is_open": is_open,
            "fate": None if is_open else fates_of([place])[place.pk],
            "make_form": NewPracticeForm(auto_id="make_%s"),
            "join_form": JoinForm(practices=_joinable(place), auto_id="join_%s"),
            "decline_form": DeclineForm(auto_id="decline_%s"),
        }
        | forms
    )
    return render(request, "curation/desk/place.html", context, status=422 if forms else 200)
