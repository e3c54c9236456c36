"""What curators do about anything on the desk: take it on, put it back, give it a day, leave a note."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from communities.views.base import SignedInRequest
from core.rescue import keeps_text
from curation.actions.claims import NotYours, claim, put_back, set_due
from curation.actions.desk_notes import note_for_curators
from curation.desk.scope import desk_of
from curation.desk.slips import slip_on, subject_of
from curation.forms.desk import DueForm, NoteForm
from curation.views.desk_base import desk_context, ids_in


def slip(request: SignedInRequest, on: str, pk: int) -> HttpResponse:
    """Everything that curators say and do about one thing among themselves."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _show(request, on, subject_of(request.user, on, pk))


@require_POST
def take_on(request: SignedInRequest, on: str, pk: int) -> HttpResponse:
    """Take it on; over from whom the page showed, if it showed somebody."""
    thing = _claimable(request, on, pk)
    seen = ids_in(request.POST.getlist("seen"), most=1)
    try:
        claim(user=request.user, thing=thing, seen=next(iter(seen), None))
    except NotYours as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "It is yours now. The other curators see that.")
    return _back(request, on, pk)


@require_POST
def give_back(request: SignedInRequest, on: str, pk: int) -> HttpResponse:
    """Put it back for the others."""
    thing = _claimable(request, on, pk)
    try:
        put_back(user=request.user, thing=thing)
    except NotYours as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Put back. Any curator can take it on.")
    return _back(request, on, pk)


@require_POST
def due(request: SignedInRequest, on: str, pk: int) -> HttpResponse:
    """Say by when it should be decided."""
    thing = _claimable(request, on, pk)
    form = DueForm(request.POST)
    if not form.is_valid():
        return _show(request, on, thing, due_form=form)
    try:
        set_due(user=request.user, thing=thing, due_on=form.cleaned_data["due_on"])
    except NotYours as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(
            request, "The date is set." if form.cleaned_data["due_on"] else "It has no date any more."
        )
    return _back(request, on, pk)


@keeps_text
@require_POST
def note(request: SignedInRequest, on: str, pk: int) -> HttpResponse:
    """Leave a note for the other curators."""
    thing = _subject(request, on, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, on, thing, note_form=form)
    left = note_for_curators(user=request.user, on=on, subject=thing, **form.cleaned_data)
    return _back(request, on, pk, fragment=f"#note-{left.pk}")


def _subject(request: SignedInRequest, on: str, pk: int) -> Any:
    """To a visitor a form that posts here is as if it were not there."""
    if not request.user.is_authenticated:
        raise Http404
    return subject_of(request.user, on, pk)


def _claimable(request: SignedInRequest, on: str, pk: int) -> Any:
    thing = _subject(request, on, pk)
    if on == "job_aid":  # it has an owner instead
        raise Http404
    return thing


def _back(request: SignedInRequest, on: str, pk: int, *, fragment: str = "") -> HttpResponse:
    """To the page that the act was on, when it is one of ours."""
    wanted = request.POST.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None):
        return redirect(wanted.partition("#")[0] + fragment)
    return redirect("curation:slip", on, pk)


def _show(request: SignedInRequest, on: str, thing: Any, **forms: Form) -> HttpResponse:
    context = desk_context(desk_of(request.user), "") | slip_context(request, on, thing) | forms
    return render(request, "curation/desk/slip_page.html", context, status=422 if forms else 200)


def slip_context(request: SignedInRequest, on: str, thing: Any) -> dict[str, Any]:
    """What `curation/desk/slip.html` is drawn from, on any page about `thing`. One query."""
    return {
        "slip": slip_on(on, thing),
        "due_form": DueForm(initial={"due_on": getattr(thing, "due_on", None)}, auto_id="due_%s"),
        "note_form": NoteForm(auto_id="note_%s"),
        "back": request.get_full_path() if request.method == "GET" else "",
    }
