"""Withdrawing a job aid, naming what replaces it, bringing it back; and the plan of a version."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communities.permissions import Verb
from communities.views.base import SignedInRequest
from core.policy import require
from core.rescue import keeps_text
from curation.actions.retirement import CannotRetire, bring_back, retire_job_aid, supersede
from curation.forms.retirement import WITHDRAW, RetireForm
from curation.reviewing.planning import cancel_plan
from curation.views.job_aids import found_job_aid, job_aid_context


@keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def retirement(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Withdraw it with a reason, or say what replaces it."""
    found = found_job_aid(request, slug, aid)
    require(request.user, Verb.CURATE, found)
    form = RetireForm(request.POST or None, job_aid=found)
    if request.method != "POST":
        return _show(request, found, form)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    said = form.cleaned_data
    try:
        if said["act"] == WITHDRAW:
            retire_job_aid(
                user=request.user,
                job_aid=found,
                reason=said["reason"],
                superseded_by=said["successor"],
            )
        else:
            supersede(user=request.user, job_aid=found, superseded_by=said["successor"])
    except CannotRetire as problem:
        form.add_error(None, str(problem))
        return _show(request, found, form, status=409)
    messages.success(
        request, "Withdrawn." if said["act"] == WITHDRAW else "Noted. Readers see what replaces it."
    )
    return redirect(found.get_absolute_url())


@require_POST
def back(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Publish the last version again."""
    found = found_job_aid(request, slug, aid)
    try:
        bring_back(user=request.user, job_aid=found)
    except CannotRetire as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Version {found.number} is published again.")
    return redirect(found.get_absolute_url())


@require_POST
def unplan(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Cancel a version that was to be published on its day."""
    found = found_job_aid(request, slug, aid)
    if cancel_plan(user=request.user, job_aid=found):
        messages.success(request, "Cancelled. The draft is kept; send it to review again when it is time.")
    else:
        messages.error(request, "Nothing is planned here any more: it was published or cancelled meanwhile.")
    return redirect("curation:job_aid_draft", slug, aid)


def _show(request: HttpRequest, found: object, form: RetireForm, *, status: int = 200) -> HttpResponse:
    context = job_aid_context(request, found) | {"form": form}  # type: ignore[arg-type]
    return render(request, "curation/job_aids/retire.html", context, status=status)
