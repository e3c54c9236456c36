"""Flagging a place, and what became of one's flags."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from communities.permissions import Verb
from communities.views.base import SignedInRequest, community_context, page_of, readable_community
from core.policy import require
from core.rescue import keeps_text
from curation.actions.flags import flag_place, withdraw_flag
from curation.forms.flags import FlagForm, StretchFlagForm
from curation.models import Flag
from curation.models.place import Source
from curation.places import PlaceGone, PlaceText, model_of, place_key, place_url, read_place, with_sources
from screencasts.models import Screencast
from screencasts.stretches import parse_stretch
from screencasts.times import format_time

A_PAGE_OF_FLAGS = 20


@keeps_text
def flag(request: SignedInRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Say of one place that it works, and why; `?at=` is its anchor."""
    community = readable_community(request, slug)
    source = _source(request, kind, pk)
    if source.community.pk != community.pk:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    require(request.user, Verb.FLAG, source)
    anchor = request.GET.get("at", "")
    place = _place(source, anchor)
    given = _flag_of(request, source, place.anchor if place else "")
    form = _form(request, source, place, given)
    if request.method == "POST" and form.is_valid() and (done := _flagged(request, source, anchor, form)):
        return done
    context = community_context(request, community, "") | {
        "form": form,
        "place": place,
        "given": given,
        "source": source,
        "back_url": place_url(source, ""),
    }
    return render(request, "curation/flags/flag.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one's own flag back."""
    given = get_object_or_404(
        Flag.objects.visible_to(request.user).filter(author=request.user).select_related("place"), pk=pk
    )
    withdraw_flag(user=request.user, flag=given)
    messages.success(request, "Your flag is taken back.")
    return redirect(place_url(given.place.source, given.place.anchor))


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What I flagged, and what became of it."""
    flags = Flag.objects.visible_to(request.user).filter(author=request.user)
    rows = with_sources(flags.select_related("place__practice__community"), prefix="place__")
    page = page_of(request, rows, order=("-created_at", "-pk"), size=A_PAGE_OF_FLAGS)
    rows_shown = [(given, place_url(given.place.source, given.place.anchor)) for given in page.items]
    return render(request, "curation/flags/mine.html", {"page": page, "rows": rows_shown})


def _source(request: HttpRequest, kind: str, pk: int) -> Source:
    try:
        model = model_of(kind)
    except KeyError as error:
        raise Http404 from error
    return get_object_or_404(model.objects.visible_to(request.user), pk=pk)


def _place(source: Source, anchor: str) -> PlaceText | None:
    """The place as it reads now; of a recording none until its times are known. A text without it is 404."""
    try:
        return read_place(source, anchor)
    except PlaceGone as gone:
        if isinstance(source, Screencast):
            return None
        raise Http404(str(gone)) from gone


def _flag_of(request: SignedInRequest, source: Source, anchor: str) -> Flag | None:
    where = {f"place__{name}": value for name, value in place_key(source, anchor).items()}
    return Flag.objects.filter(author=request.user, **where).select_related("place__practice").first()


def _form(request: HttpRequest, source: Source, place: PlaceText | None, given: Flag | None) -> FlagForm:
    initial: dict[str, Any] = {"reason": given.reason if given else ""}
    if not isinstance(source, Screencast):
        return FlagForm(request.POST or None, initial=initial)
    if place and place.anchor:
        stretch = parse_stretch(place.anchor)
        initial |= {"start": format_time(stretch.start), "end": format_time(stretch.end)}
    else:
        initial |= {name: request.GET.get(name, "")[:12] for name in ("start", "end")}
    return StretchFlagForm(request.POST or None, initial=initial)


def _flagged(request: SignedInRequest, source: Source, anchor: str, form: FlagForm) -> HttpResponse | None:
    """Flag it, and go back to the place; None when it is not there any more, which the form then says."""
    anchor = form.cleaned_data.get("anchor", anchor)
    try:
        given = flag_place(
            user=request.user, source=source, anchor=anchor, reason=form.cleaned_data["reason"]
        )
    except PlaceGone as gone:
        form.add_error(None, str(gone))
        return None
    others = given.place.people_count - 1
    messages.success(request, f"Flagged. {_company(others)}")
    return redirect(place_url(source, given.place.anchor))


def _company(others: int) -> str:
    if not others:
        return "You are the first. The curators see it on their desk."
    return f"{others} other {'person' if others == 1 else 'people'} flagged it too."
