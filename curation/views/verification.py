"""Saying that a job aid is still right: in one click, or step by step where something changed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from communities.permissions import Verb
from communities.views.base import SignedInRequest
from core.policy import can, require
from core.rescue import keeps_text
from curation.actions.upkeep import say_who_answers
from curation.actions.verification import (
    StepsChanged,
    check_step,
    check_the_rest,
    say_it_is_still_right,
)
from curation.forms.review import StillRightForm
from curation.forms.upkeep import AnswersForm
from curation.models import JobAidPage
from curation.permissions import may_verify
from curation.upkeep.checks import what_changed
from curation.upkeep.intervals import next_day_of
from curation.upkeep.owners import refusal
from curation.views.job_aids import found_job_aid, job_aid_context

VERIFIED = "Noted. It is verified until {}."


@login_required
@require_safe
def check(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Every step with what changed there since the last time."""
    return _show(request, _mine(request, slug, aid))


@require_POST
def still_right(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """One click: from home, the desk or the page. Where something changed, it leads to those steps.

    With a day in the form it is that day, instead of the interval.
    """
    found = _mine(request, slug, aid)
    form = StillRightForm(request.POST) if "verified_until" in request.POST else None
    if form is not None and not form.is_valid():
        return _show(request, found, form=form)
    until = form.cleaned_data["verified_until"] if form is not None else None
    try:
        job_aid = say_it_is_still_right(user=request.user, job_aid=found, verified_until=until)
    except StepsChanged as changed:
        messages.warning(request, str(changed))
        return redirect("curation:job_aid_check", slug, aid)
    messages.success(request, _verified(job_aid))
    return _back(request, found)


@require_POST
def step_is_right(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """One step, or all that only a release concerns; after the last the whole is verified."""
    found = _mine(request, slug, aid)
    step = request.POST.get("step")
    try:
        if step is None:
            is_verified = check_the_rest(user=request.user, job_aid=found)
        else:
            seen = request.POST.get("seen", "")
            is_verified = check_step(user=request.user, job_aid=found, step=step, seen=seen)
    except StepsChanged as changed:
        messages.error(request, str(changed))
        return redirect("curation:job_aid_check", slug, aid)
    if not is_verified:
        messages.success(request, "Noted.")
        return redirect("curation:job_aid_check", slug, aid)
    found.refresh_from_db()
    messages.success(request, f"That was the last step. {_verified(found)}")
    return redirect(found.get_absolute_url())


@keeps_text
@require_POST
def answers(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """A curator says who owns it, who stands in, and how often it is verified."""
    found = _mine(request, slug, aid)
    require(request.user, Verb.CURATE, found)
    form = AnswersForm(request.POST, job_aid=found, auto_id="answers_%s")
    if not form.is_valid():
        return _show(request, found, answers_form=form)
    say_who_answers(user=request.user, job_aid=found, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("curation:job_aid_check", slug, aid)


def _mine(request: SignedInRequest, slug: str, aid: str) -> JobAidPage:
    """The job aid, for who may say so; others are told who may."""
    found = found_job_aid(request, slug, aid)
    if not may_verify(request.user, found):
        raise PermissionDenied(refusal(found))
    return found


def _show(
    request: SignedInRequest,
    found: JobAidPage,
    *,
    form: StillRightForm | None = None,
    answers_form: AnswersForm | None = None,
) -> HttpResponse:
    rows = what_changed(found)
    until = next_day_of(found)
    context = job_aid_context(request, found) | {
        "rows": [row for row in rows if row.is_open or row.check],
        "left": sum(row.is_open for row in rows),
        "rest": sum(row.is_open and not row.is_told_of for row in rows),
        "told_of": any(row.is_open and row.is_told_of for row in rows),
        "until": until,
        "releases": next((row.releases for row in rows if row.releases), []),
        "answers_form": (answers_form or AnswersForm(job_aid=found, auto_id="answers_%s"))
        if can(request.user, Verb.CURATE, found)
        else None,
        "form": form or StillRightForm(initial={"verified_until": until}),
        "crumbs": [
            ("Job aids", reverse("curation:job_aids", args=[found.community.slug])),
            (found.title, found.get_absolute_url()),
        ],
    }
    return render(request, "curation/upkeep/check.html", context, status=422 if form or answers_form else 200)


def _verified(job_aid: JobAidPage) -> str:
    day = job_aid.verified_until
    return VERIFIED.format(f"{day.day} {day:%B %Y}" if day else "")


def _back(request: SignedInRequest, job_aid: JobAidPage) -> HttpResponse:
    """To the list that the click came from, or the job aid."""
    if request.POST.get("from") == "desk":
        return redirect("curation:desk_verify")
    return redirect("home") if request.POST.get("from") == "home" else redirect(job_aid.get_absolute_url())
