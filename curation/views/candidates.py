"""Candidates: what the nightly search found, and deciding on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from communities.permissions import Verb
from communities.views.base import SignedInRequest, page_of
from core.policy import can
from core.rescue import keeps_text
from curation.actions.candidates import CandidateDecided, dismiss_candidate, take_candidate
from curation.actions.practices import NotNow
from curation.candidates.evidence import GROWN
from curation.candidates.shown import MOST_PLACES, shown
from curation.desk.scope import Desk, desk_of
from curation.forms.candidates import DismissForm, TakeForm
from curation.models import Candidate
from curation.states import CandidateState
from curation.views.desk_base import desk_context, desk_page

A_PAGE_OF_CANDIDATES = 10
LISTED = (CandidateState.OPEN, CandidateState.DISMISSED)


@desk_page
def candidates(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """What was found and waits, the strongest and newest first; `?state=dismissed` lists what was dismissed."""
    state = request.GET.get("state", CandidateState.OPEN)
    if state not in LISTED:
        raise Http404
    rows = desk.of(Candidate.objects.filter(state=state)).select_related("community", "decided_by")
    page = page_of(request, rows, order=("-rank", "-pk"), size=A_PAGE_OF_CANDIDATES)
    context = desk_context(desk, "candidates") | {"page": page, "found": shown(page.items), "state": state}
    return render(request, "curation/candidates/list.html", context)


def candidate(request: SignedInRequest, pk: int) -> HttpResponse:
    """One candidate: what speaks for it, its places, and the two ways to decide."""
    return _show(request, _candidate(request, pk))


@keeps_text
@require_POST
def take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a practice of it."""
    found = _candidate(request, pk)
    form = TakeForm(request.POST, texts=found.texts.values_list("pk", flat=True), auto_id="take_%s")
    if not form.is_valid():
        return _show(request, found, take_form=form)
    try:
        practice = take_candidate(user=request.user, candidate=found, **form.cleaned_data)
    except (CandidateDecided, NotNow) as refused:
        form.add_error(None, str(refused))
        return _show(request, _candidate(request, pk), take_form=form)
    messages.success(request, "It is a practice now. Ask an expert what they think of it.")
    return redirect(practice)


@keeps_text
@require_POST
def dismiss(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say why it is no practice."""
    found = _candidate(request, pk)
    form = DismissForm(request.POST, auto_id="dismiss_%s")
    if not form.is_valid():
        return _show(request, found, dismiss_form=form)
    try:
        dismiss_candidate(user=request.user, candidate=found, reason=form.cleaned_data["reason"])
    except (CandidateDecided, NotNow) as refused:
        form.add_error(None, str(refused))
        return _show(request, found, dismiss_form=form)
    messages.success(request, "Dismissed. It returns when its evidence grows.")
    return redirect("curation:desk_candidates")


def _candidate(request: HttpRequest, pk: int) -> Candidate:
    """404 for who may not read its community; 403 for who reads it and does not curate."""
    rows = Candidate.objects.visible_to(request.user).exclude(state=CandidateState.FORMING)
    found = get_object_or_404(rows.select_related("community", "practice__community", "decided_by"), pk=pk)
    if not request.user.is_authenticated:
        raise Http404
    if not can(request.user, Verb.CURATE, found):
        raise PermissionDenied("Only curators see what the search found.")
    return found


def _show(request: SignedInRequest, found: Candidate, **forms: Form) -> HttpResponse:
    one = shown([found], places=MOST_PLACES)[0]
    texts = [place.text.pk for place in one.places]
    context: dict[str, Any] = (
        desk_context(desk_of(request.user), "candidates")
        | {
            "candidate": found,
            "one": one,
            "lines": one.evidence.lines,
            "grown": GROWN,
            "is_open": found.state in LISTED,
            "take_form": TakeForm(texts=texts, initial={"title": found.title}, auto_id="take_%s"),
            "dismiss_form": DismissForm(auto_id="dismiss_%s"),
        }
        | forms
    )
    return render(request, "curation/candidates/candidate.html", context, status=422 if forms else 200)
