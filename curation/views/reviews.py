"""Drafts of job aids: looking at one, sending it to review, deciding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities.permissions import Verb
from communities.views.base import SignedInRequest
from core.policy import can, require
from core.rescue import keeps_text
from curation.forms.review import ApproveForm, AskForChangesForm
from curation.models import JobAidPage
from curation.reading import sheet_of
from curation.views.job_aids import found_job_aid, job_aid_context
from curation.workflow import ReviewProblem, decide, send_to_review, waiting_review


@require_safe
def draft(request: HttpRequest, slug: str, aid: str) -> HttpResponse:
    """The newest words, for those who may review: readers see them when they are published."""
    return _show(request, _reviewed_job_aid(request, slug, aid))


@require_POST
def send(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Ask for a review of the draft."""
    found = _reviewed_job_aid(request, slug, aid)
    try:
        send_to_review(user=request.user, job_aid=found)
    except ReviewProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(
            request,
            "Sent to review. An expert or another curator decides: nobody approves their own words.",
        )
    return redirect("curation:job_aid_draft", slug, aid)


@keeps_text
@require_POST
def approve(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Publish the draft that the reviewer saw."""
    found = _reviewed_job_aid(request, slug, aid)
    require(request.user, Verb.REVIEW, found)
    form = ApproveForm(request.POST, job_aid=found)
    if not form.is_valid():
        return _show(request, found, approve_form=form, status=422)
    return _decided(request, found, form.cleaned_data, approve=True)


@keeps_text
@require_POST
def ask_for_changes(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Give the draft back to its editor, with what should change."""
    found = _reviewed_job_aid(request, slug, aid)
    require(request.user, Verb.REVIEW, found)
    form = AskForChangesForm(request.POST)
    if not form.is_valid():
        return _show(request, found, changes_form=form, status=422)
    return _decided(request, found, form.cleaned_data, approve=False)


def _decided(
    request: SignedInRequest, found: JobAidPage, data: dict[str, Any], *, approve: bool
) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        decide(
            user=request.user,
            job_aid=found,
            approve=approve,
            seen_revision=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else 0,
            **data,
        )
    except ReviewProblem as problem:
        messages.error(request, str(problem))
        return redirect("curation:job_aid_draft", found.community.slug, found.slug)
    if approve:
        messages.success(request, "Approved and published.")
        return redirect(found.get_absolute_url())
    messages.success(request, "Given back to the editor with your words.")
    return redirect("curation:job_aid_draft", found.community.slug, found.slug)


def _reviewed_job_aid(request: HttpRequest, slug: str, aid: str) -> JobAidPage:
    """The job aid at this address, for those who review in its community; else 404."""
    found = found_job_aid(request, slug, aid)
    if not can(request.user, Verb.REVIEW, found.community):
        raise Http404
    return found


def _show(request: HttpRequest, found: JobAidPage, *, status: int = 200, **forms: Any) -> HttpResponse:
    newest = found.get_latest_revision_as_object()
    newest.community = found.community
    review = waiting_review(found)
    published = found.live and not found.has_unpublished_changes
    may_decide = review is not None and can(request.user, Verb.REVIEW, found)
    context = job_aid_context(request, found) | {
        "sheet": sheet_of(newest),
        "draft": newest,
        "revision": found.latest_revision,
        "review": review,
        "may_decide": may_decide,
        "may_send": review is None and not published and can(request.user, Verb.CURATE, found),
        "is_published": published,
        "last_words": _last_decision(found),
        "approve_form": ApproveForm(job_aid=found),
        "changes_form": AskForChangesForm(),
    }
    return render(request, "curation/job_aids/draft.html", context | forms, status=status)


def _last_decision(found: JobAidPage) -> Any:
    """The reviewer's words when the draft was given back."""
    state = found.current_workflow_state
    task = state.current_task_state if state is not None else None
    return task if task is not None and task.status == task.STATUS_REJECTED else None
