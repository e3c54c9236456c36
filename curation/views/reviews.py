"""Drafts of job aids: looking at one, sending it to review, taking it back, deciding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from communities.permissions import Verb
from communities.views.base import SignedInRequest
from core.policy import can, require
from core.rescue import keeps_text
from curation.actions.remarks import StepGone, make_remark, resolve_remark
from curation.forms.review import AgreeForm, AskForChangesForm, RemarkForm, SendForm
from curation.job_aids.draft_page import draft_context
from curation.models import JobAidPage, PlannedVersion, StepRemark
from curation.models.review import form_for
from curation.reviewing.reviewers import round_of
from curation.reviewing.workflow import ReviewProblem, decide, send_to_review, take_back, waiting_review
from curation.views.job_aids import found_job_aid, job_aid_context


@require_safe
def draft(request: HttpRequest, slug: str, aid: str) -> HttpResponse:
    """The newest words, for those who may review: readers see them when they are published."""
    return _show(request, _reviewed_job_aid(request, slug, aid))


@keeps_text
@require_POST
def send(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Ask for a review of the draft."""
    found = _reviewed_job_aid(request, slug, aid)
    form = SendForm(request.POST)
    if not form.is_valid():
        return _show(request, found, send_form=form, status=422)
    try:
        send_to_review(user=request.user, job_aid=found, **form.cleaned_data)
    except ReviewProblem as problem:
        return _show(request, found, problem=str(problem), send_form=form, status=409)
    messages.success(request, "Sent to review. Nobody decides about their own words.")
    return redirect("curation:job_aid_draft", slug, aid)


@require_POST
def take_it_back(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """End the review without a decision."""
    found = _reviewed_job_aid(request, slug, aid)
    try:
        take_back(user=request.user, job_aid=found)
    except ReviewProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Taken back. The draft is kept; nobody is asked to review it.")
    return redirect("curation:job_aid_draft", slug, aid)


@keeps_text
@require_POST
def approve(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Agree to the draft that the reviewer saw; who has the last word publishes it."""
    found = _reviewed_job_aid(request, slug, aid)
    require(request.user, Verb.REVIEW, found)
    state = waiting_review(found)
    form_class = form_for("approve", round_of(state)) if state else AgreeForm
    form = form_class(request.POST)
    if not form.is_valid():
        return _show(request, found, approve_form=form, status=422)
    return _decided(request, found, form, approve=True)


@keeps_text
@require_POST
def ask_for_changes(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Give the draft back to its editor, with what should change."""
    found = _reviewed_job_aid(request, slug, aid)
    require(request.user, Verb.REVIEW, found)
    form = AskForChangesForm(request.POST)
    if not form.is_valid():
        return _show(request, found, changes_form=form, status=422)
    return _decided(request, found, form, approve=False)


@keeps_text
@require_POST
def remark(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Say something to the editor about one step."""
    found = _reviewed_job_aid(request, slug, aid)
    form = RemarkForm(request.POST, auto_id="remark_sent_%s")
    if not form.is_valid():
        return _show(request, found, remark_form=form, status=422)
    try:
        made = make_remark(user=request.user, job_aid=found, **form.cleaned_data)
    except StepGone as problem:
        return _show(request, found, problem=str(problem), remark_form=form, status=409)
    messages.success(request, "Noted beside the step. Whoever edits the draft sees it.")
    return redirect(f"{reverse('curation:job_aid_draft', args=[slug, aid])}#remark-{made.pk}")


@require_POST
def resolve(request: SignedInRequest, slug: str, aid: str, pk: int) -> HttpResponse:
    """Say that what a remark asks for is done."""
    found = _reviewed_job_aid(request, slug, aid)
    row = get_object_or_404(StepRemark.objects.visible_to(request.user).filter(job_aid=found), pk=pk)
    resolve_remark(user=request.user, remark=row)
    messages.success(request, "Resolved.")
    return redirect(f"{reverse('curation:job_aid_draft', args=[slug, aid])}#review")


def _decided(request: SignedInRequest, found: JobAidPage, form: forms.Form, *, approve: bool) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        state = decide(
            user=request.user,
            job_aid=found,
            approve=approve,
            seen_revision=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else 0,
            **form.cleaned_data,
        )
    except ReviewProblem as problem:
        name = "approve_form" if approve else "changes_form"
        fresh = _reviewed_job_aid(request, found.community.slug, found.slug)
        return _show(request, fresh, problem=str(problem), status=409, **{name: form})
    if not approve:
        messages.success(request, "Given back to the editor with your words.")
    elif "verified_until" in form.cleaned_data:
        if PlannedVersion.objects.filter(job_aid=found).exists():
            messages.success(request, "Approved. It is published on its day.")
            return redirect("curation:job_aid_draft", found.community.slug, found.slug)
        messages.success(request, "Approved and published.")
        return redirect(found.get_absolute_url())
    else:
        left = state.quorum - state.votes.filter(approve=True).count()
        messages.success(
            request,
            f"Noted. {left} more must agree."
            if left > 0
            else "Noted. A curator who did not write it approves.",
        )
    return redirect("curation:job_aid_draft", found.community.slug, found.slug)


def _reviewed_job_aid(request: HttpRequest, slug: str, aid: str) -> JobAidPage:
    """The job aid at this address, for those who review in its community; else 404."""
    found = found_job_aid(request, slug, aid, "planned__review")
    if not can(request.user, Verb.REVIEW, found.community):
        raise Http404
    return found


def _show(
    request: HttpRequest, found: JobAidPage, *, problem: str = "", status: int = 200, **typed: Any
) -> HttpResponse:
    context = job_aid_context(request, found) | draft_context(request.user, found, **typed)
    kept = typed.get("approve_form") or typed.get("changes_form")
    words = kept.data.get("comment", "") if kept and not context["decision"] else ""
    if (remarked := typed.get("remark_form")) and remarked.data.get("step") not in context["beside"]:
        words = remarked.data.get("text", "")
    context |= {"problem": problem, "kept_words": words}
    return render(request, "curation/job_aids/draft.html", context, status=status)
