"""Flagging a place, and what became of one's flags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from communities.models import CommunityPage
from communities.permissions import require_flaggable
from communities.views.base import SignedInRequest, community_context, page_of, readable_community
from core.rescue import keeps_text
from curation.actions.flags import flag_place, read_flagged, withdraw_flag
from curation.flags.fates import fates_of
from curation.forms.flags import FlagForm, StretchForm
from curation.models import Flag, FlaggedPlace
from curation.models.place import Source
from curation.places.described import (
    PlaceGone,
    PlaceText,
    field_of,
    model_of,
    place_key,
    place_of_words,
    place_url,
    with_sources,
)
from curation.places.parts import Part, parts_of
from curation.states import FlagReason
from screencasts.models import Screencast
from screencasts.stretches import parse_stretch
from screencasts.times import format_time

A_PAGE_OF_FLAGS = 20
PART = "X-Part"  # sent by flag.js, which shows the form alone, on the page where the place is


@dataclass(frozen=True, slots=True)
class Pointed:
    """What somebody points at: a place, or a recording whose times are not in order yet."""

    community: CommunityPage
    source: Source
    place: PlaceText | None
    times: StretchForm | None = None

    @property
    def address(self) -> str:
        """Where the flag of this very place is sent."""
        page = reverse("curation:flag", args=[self.community.slug, field_of(self.source), self.source.pk])
        anchor = self.place.anchor if self.place else ""
        return f"{page}?{urlencode({'at': anchor})}" if anchor else page

    @property
    def parts(self) -> list[Part]:
        return parts_of(self.source, self.place.anchor) if self.place else []


@keeps_text
@vary_on_headers(PART)
def flag(request: SignedInRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Say of one place why curators should look at it; `?at=` is its anchor, `?words=` are marked in it."""
    community = readable_community(request, slug)
    source = _source(request, kind, pk)
    if source.community.pk != community.pk:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    require_flaggable(request.user, source)
    pointed = _pointed(request, community, source)
    given = _flag_of(request.user, pointed)
    form = FlagForm(request.POST or None, given=given.kind if given else "", initial=_said(given))
    if request.method == "POST" and form.is_valid() and (done := _flagged(request, pointed, form)):
        return done
    return _page(request, pointed, form=form, given=given, status=422 if form.errors else 200)


@require_POST
@login_required
@vary_on_headers(PART)
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one's own flag back."""
    mine = Flag.objects.visible_to(request.user).filter(author=request.user)
    given = get_object_or_404(mine.select_related("place__community"), pk=pk)
    source, anchor, quote = given.place.source, given.place.anchor, given.place.quote
    withdraw_flag(user=request.user, flag=given)
    said = "Your flag is taken back."
    if PART in request.headers:
        pointed = Pointed(given.place.community, source, _read(source, anchor))
        return _page(request, pointed, form=FlagForm(initial=_said(given)), given=None, said=said)
    messages.success(request, said)
    return redirect(place_url(source, anchor, quote))


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What I flagged, and what became of it."""
    flags = Flag.objects.visible_to(request.user).filter(author=request.user)
    rows = with_sources(flags.select_related("place__practice__community"), prefix="place__")
    page = page_of(
        request, rows.select_related("place__claimed_by"), order=("-created_at", "-pk"), size=A_PAGE_OF_FLAGS
    )
    fates = fates_of([given.place for given in page.items])
    shown = [
        (given, place_url(given.place.source, given.place.anchor, given.place.quote), fates[given.place_id])
        for given in page.items
    ]
    return render(request, "curation/flags/mine.html", {"page": page, "rows": shown})


def _source(request: HttpRequest, kind: str, pk: int) -> Source:
    try:
        model = model_of(kind)
    except KeyError as error:
        raise Http404 from error
    return get_object_or_404(model.objects.visible_to(request.user), pk=pk)


def _pointed(request: HttpRequest, community: CommunityPage, source: Source) -> Pointed:
    anchor, words = request.GET.get("at", ""), request.GET.get("words", "")
    if not isinstance(source, Screencast):
        return Pointed(community, source, _read(source, anchor, words, request.GET.get("near", "")))
    typed = {"start", "end"} & set(request.GET)
    times = StretchForm(request.GET) if typed else StretchForm(initial=_times(anchor))
    if typed and not times.is_valid():
        return Pointed(community, source, None, times)
    try:
        return Pointed(
            community, source, read_flagged(source, times.cleaned_data["anchor"] if typed else anchor), times
        )
    except PlaceGone as gone:
        times = StretchForm(request.GET if typed else {"start": "", "end": ""} | _times(anchor))
        times.add_error(None, str(gone))
        return Pointed(community, source, None, times)


def _read(source: Source, anchor: str, words: str = "", near: str = "") -> PlaceText:
    """The place as it reads now. A text without it is 404."""
    try:
        if words:
            begins = int(near) if near.isdecimal() and near.isascii() and len(near) < 8 else 0
            anchor = place_of_words(source, anchor, words, near=begins)
        return read_flagged(source, anchor)
    except PlaceGone as gone:
        raise Http404(str(gone)) from gone


def _times(anchor: str) -> dict[str, str]:
    try:
        stretch = parse_stretch(anchor)
    except ValueError:
        return {}
    return {"start": format_time(stretch.start), "end": format_time(stretch.end)}


def _flagged_place(pointed: Pointed) -> FlaggedPlace | None:
    if pointed.place is None:
        return None
    rows = FlaggedPlace.objects.filter(**place_key(pointed.source, pointed.place.anchor))
    return rows.select_related("practice__community", "claimed_by").first()


def _flag_of(user: Any, pointed: Pointed) -> Flag | None:
    place = _flagged_place(pointed)
    given = place.flags.filter(author=user).first() if place else None
    if given is not None and place is not None:
        given.place = place
    return given


def _said(given: Flag | None) -> dict[str, str]:
    return {"reason": given.reason if given else ""}


def _flagged(request: SignedInRequest, pointed: Pointed, form: FlagForm) -> HttpResponse | None:
    """Flag it, and go back to the place; None when it is not there any more, which the form then says."""
    if pointed.place is None:
        return None
    place = pointed.place
    try:
        given = flag_place(user=request.user, source=pointed.source, anchor=place.anchor, **form.cleaned_data)
    except PlaceGone as gone:
        form.add_error(None, str(gone))
        return None
    said = "Your words are saved." if "kind" not in request.POST else _company(given.place.people_count - 1)
    if PART in request.headers:
        again = FlagForm(given=given.kind, initial=_said(given))
        return _page(request, pointed, form=again, given=_flag_of(request.user, pointed), said=said)
    messages.success(request, said)
    return redirect(place.url)


def _page(
    request: SignedInRequest,
    pointed: Pointed,
    *,
    form: FlagForm,
    given: Flag | None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of the flag, or its form alone."""
    context = {
        "pointed": pointed,
        "place": pointed.place,
        "source": pointed.source,
        "form": form,
        "given": given,
        "fate": fates_of([given.place])[given.place_id] if given else None,
        "count": given.place.people_count if given else _people_at(pointed),
        "reasons": FlagReason,
        "said": said,
        "back_url": place_url(pointed.source, ""),
    }
    if PART in request.headers:
        return render(request, "curation/flags/form.html", context, status=status)
    frame = community_context(request, pointed.community, "")
    return render(request, "curation/flags/flag.html", frame | context, status=status)


def _people_at(pointed: Pointed) -> int:
    place = _flagged_place(pointed)
    return place.people_count if place else 0


def _company(others: int) -> str:
    if not others:
        return "Flagged. You are the first. The curators see it on their desk."
    return f"Flagged. {others} other {'person' if others == 1 else 'people'} flagged it too."
