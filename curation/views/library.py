"""Keeping the library small: what is proposed for the archive, and what says much the same."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from communities.permissions import Verb
from communities.views.base import SignedInRequest, page_of
from core.policy import require
from core.rescue import keeps_text
from core.text import clean_text
from curation.actions.retirement import CannotRetire, retire_job_aid
from curation.actions.upkeep import keep_from_archive, tell_apart
from curation.desk.aids import proposed_for_archive
from curation.desk.scope import Desk
from curation.job_aids.reading import sheet_of
from curation.likeness.job_aids import near_duplicates
from curation.models import ArchiveProposal, JobAidPage
from curation.states import ProposalState
from curation.upkeep.use import with_use
from curation.views.desk_base import desk_context, desk_page

A_PAGE = 20
GROUPS = 20
SUPERSEDED = "“{}” says it now."


@require_safe
@desk_page
def archive(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """What nobody read or verified for long, the next to go first."""
    rows = proposed_for_archive(desk).select_related("job_aid__community", "job_aid__owner")
    page = page_of(request, rows, order=("archive_on", "pk"), size=A_PAGE)
    return render(request, "curation/upkeep/archive.html", desk_context(desk, "archive") | {"page": page})


@require_POST
def keep(request: SignedInRequest, pk: int) -> HttpResponse:
    """One click: it stays."""
    rows = ArchiveProposal.objects.visible_to(request.user).select_related(
        "job_aid__community", "job_aid__owner"
    )
    proposal = get_object_or_404(rows, pk=pk)
    proposal = keep_from_archive(user=request.user, proposal=proposal)
    if proposal.state == ProposalState.KEPT:
        messages.success(request, f"“{proposal.job_aid.title}” stays. Is it still right?")
        return redirect("curation:job_aid_check", proposal.job_aid.community.slug, proposal.job_aid.slug)
    messages.info(request, f"“{proposal.job_aid.title}”: {proposal.get_state_display().lower()}.")
    return redirect("curation:desk_archive")


@require_safe
@desk_page
def alike(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """Groups of published job aids that say much the same, the most alike first."""
    groups = near_duplicates(with_use(desk.of(JobAidPage.objects.published())).select_related("owner"))
    context = {"groups": groups[:GROUPS], "more": max(0, len(groups) - GROUPS)}
    return render(request, "curation/upkeep/alike.html", desk_context(desk, "alike") | context)


@require_safe
def side_by_side(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Two job aids beside each other, and what is done about them."""
    return _compare(request, *_two(request, first, second))


@keeps_text
@require_POST
def decide(request: SignedInRequest, first: int, second: int) -> HttpResponse:
    """They are not the same, or one of them goes."""
    one, other = _two(request, first, second)
    if request.POST.get("act") == "different":
        tell_apart(user=request.user, one=one, other=other)
        messages.success(request, "Noted. These two are not grouped again.")
        return redirect("curation:desk_alike")
    goes = {str(one.pk): one, str(other.pk): other}.get(request.POST.get("goes", ""))
    if goes is None:
        return _compare(request, one, other, problem="Choose which of the two goes")
    stays = other if goes == one else one
    reason = clean_text(request.POST.get("reason", "")).strip()[:600] or SUPERSEDED.format(stays.title)
    try:
        retire_job_aid(user=request.user, job_aid=goes, reason=reason, superseded_by=stays)
    except CannotRetire as refused:
        return _compare(request, one, other, problem=str(refused))
    messages.success(request, f"“{goes.title}” is retired. Who opens it is led to “{stays.title}”.")
    return redirect("curation:desk_alike")


def _two(request: HttpRequest, first: int, second: int) -> tuple[JobAidPage, JobAidPage]:
    """Two published job aids that the person may read, and must curate."""
    if max(first, second) > BigIntegerField.MAX_BIGINT:  # no database holds it
        raise Http404
    rows = JobAidPage.objects.visible_to(request.user).published().filter(pk__in=(first, second))
    found = {row.pk: row for row in rows.select_related("community", "owner")}
    if len(found) != 2 or not request.user.is_authenticated:
        raise Http404
    one, other = found[first], found[second]
    for job_aid in (one, other):
        require(request.user, Verb.CURATE, job_aid)
    return one, other


def _compare(request: HttpRequest, one: JobAidPage, other: JobAidPage, *, problem: str = "") -> HttpResponse:
    context = {
        "section": "desk",
        "sheets": [sheet_of(one), sheet_of(other)],
        "one": one,
        "other": other,
        "may_supersede": one.community_id == other.community_id,
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "crumbs": [
            ("Curation desk", reverse("curation:desk")),
            ("Near-duplicates", reverse("curation:desk_alike")),
        ],
    }
    return render(request, "curation/upkeep/side_by_side.html", context, status=422 if problem else 200)
