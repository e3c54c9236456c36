"""Requests for job aids on the desk: which to meet, with what, and which to decline."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from communities.permissions import Verb
from communities.views.base import SignedInRequest, page_of
from core.policy import require
from core.rescue import keeps_text
from curation.actions.requests import RequestClosed, decline_request, meet_request
from curation.desk.requests import MOST_WANTED_FIRST, like_job_aids, waiting
from curation.desk.scope import Desk, desk_of
from curation.forms.requests import DeclineRequestForm, MeetForm
from curation.models import ContentRequest, JobAidPage
from curation.states import RequestState
from curation.views.desk_acts import slip_context
from curation.views.desk_base import desk_context, desk_page

A_PAGE = 20


@desk_page
def requests(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """What people miss, most people first."""
    rows = waiting(desk).select_related("community", "claimed_by", "asked_by")
    page = page_of(request, rows, order=MOST_WANTED_FIRST, size=A_PAGE)
    return render(request, "curation/desk/requests.html", desk_context(desk, "requests") | {"page": page})


def request(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request, and the two ways to decide."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _show(request, _request(request, pk))


@require_POST
def meet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer it with a published job aid."""
    found = _request(request, pk)
    form = MeetForm(request.POST, job_aids=_job_aids(found))
    if form.is_valid():
        try:
            meet_request(user=request.user, request=found, job_aid=form.cleaned_data["job_aid"])
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Met. Everybody who asked is told where the job aid is.")
            return redirect("curation:desk_requests")
    found.refresh_from_db()
    return _show(request, found, meet_form=form)


@keeps_text
@require_POST
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say why there will be none."""
    found = _request(request, pk)
    form = DeclineRequestForm(request.POST)
    if form.is_valid():
        try:
            decline_request(user=request.user, request=found, reason=form.cleaned_data["decline_reason"])
        except RequestClosed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Declined. Everybody who asked can read your reason.")
            return redirect("curation:desk_requests")
    found.refresh_from_db()
    return _show(request, found, decline_form=form)


def _request(request: HttpRequest, pk: int) -> ContentRequest:
    """A request of a community that the person may read, and must curate."""
    rows = ContentRequest.objects.visible_to(request.user)
    joined = rows.select_related("community", "claimed_by", "asked_by", "decided_by", "job_aid__community")
    found = get_object_or_404(joined, pk=pk)
    if not request.user.is_authenticated:
        raise Http404
    require(request.user, Verb.CURATE, found)
    return found


def _job_aids(found: ContentRequest) -> object:
    return JobAidPage.objects.in_community(found.community_id).published().order_by("title", "pk")


def _show(request: SignedInRequest, found: ContentRequest, **forms: Form) -> HttpResponse:
    context = (
        desk_context(desk_of(request.user), "requests")
        | slip_context(request, "request", found)
        | {
            "found": found,
            "aids": like_job_aids(found.community, found.title),
            "is_open": found.state == RequestState.OPEN,
            "meet_form": MeetForm(
                job_aids=_job_aids(found), auto_id="meet_%s", initial={"job_aid": request.GET.get("job_aid")}
            ),
            "decline_form": DeclineRequestForm(auto_id="decline_%s"),
        }
        | forms
    )
    return render(request, "curation/desk/request.html", context, status=422 if forms else 200)
