"""Reading job aids, on a screen and on paper."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communities.alike import related_to
from communities.permissions import Verb
from communities.views.base import community_context, page_of, readable_community, tell_of_reading
from core.policy import can
from curation.confirming.readers import confirmation_of
from curation.forms.job_aids import FeedbackForm
from curation.job_aids.how_it_went import word_on
from curation.job_aids.library import Narrowing, choices_among
from curation.job_aids.qr import qr_svg
from curation.job_aids.questions import talk_about
from curation.job_aids.reading import sheet_of
from curation.job_aids.steps import step_id_of
from curation.models import JobAidPage, Reading
from curation.permissions import may_follow_readers, may_verify
from curation.querysets import JobAidQuerySet
from curation.upkeep.checks import one_click

A_PAGE = 30


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Every published job aid that this person may read, or those that they choose."""
    rows = JobAidPage.objects.visible_to(request.user).published()
    context = _chosen(request, rows) | {"section": "job-aids"}
    return render(request, "curation/job_aids/library.html", context)


@require_safe
def community_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The job aids of one community; drafts for those who review them."""
    community = readable_community(request, slug)
    rows = JobAidPage.objects.visible_to(request.user).in_community(community)
    drafts = (
        rows.filter(live=False, retired_at=None)
        .select_related("owner")
        .order_by("-latest_revision_created_at")
    )
    context = community_context(request, community, "job-aids") | _chosen(request, rows.published())
    context["drafts"] = list(drafts[:A_PAGE]) if can(request.user, Verb.REVIEW, community) else []
    for aid in (*context["page"].items, *context["drafts"]):
        aid.community = community
    return render(request, "curation/job_aids/list.html", context)


def _chosen(request: HttpRequest, rows: JobAidQuerySet) -> dict[str, Any]:
    """A page of these job aids as the address narrows them, and what there is to choose."""
    chosen = Narrowing.asked_by(request.GET)
    found = chosen.of(rows).select_related("community", "owner")
    return {
        "chosen": chosen,
        "choices": choices_among(rows),
        "page": page_of(request, found, order=chosen.order, size=A_PAGE),
    }


def found_job_aid(request: HttpRequest, slug: str, aid: str, *related: str) -> JobAidPage:
    """The job aid at this address, with rows that it relates to, if this person may know of it; else 404."""
    rows = JobAidPage.objects.visible_to(request.user).filter(slug=aid, community__slug=slug)
    return get_object_or_404(rows.select_related("community", "owner", "stand_in", "verified_by", *related))


def job_aid_context(request: HttpRequest, job_aid: JobAidPage) -> dict[str, Any]:
    """What every page of one job aid shows."""
    curates = can(request.user, Verb.CURATE, job_aid)
    return community_context(request, job_aid.community, "job-aids") | {
        "job_aid": job_aid,
        "curates": curates,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[job_aid.pk]) if curates else "",
        "short_link": request.build_absolute_uri(short_link(job_aid)).partition("://")[2],
        "today": timezone.localdate(),
        "crumbs": [
            (job_aid.community.title, job_aid.community.get_absolute_url()),
            ("Job aids", reverse("curation:job_aids", args=[job_aid.community.slug])),
        ],
    }


def short_link(job_aid: JobAidPage) -> str:
    return reverse("curation:short_link", args=[job_aid.code, job_aid.number])


@require_safe
def job_aid(request: HttpRequest, slug: str, aid: str) -> HttpResponse:
    """The published version; a job aid that has none yet is its draft, for those who review."""
    try:
        found = found_job_aid(request, slug, aid)
    except Http404:
        return withdrawn(request, _withdrawn_job_aid(request, slug, aid))
    if found.retired_at is not None:
        return withdrawn(request, found)
    if not found.live:
        return redirect("curation:job_aid_draft", slug, aid)
    tell_of_reading(request, Reading.Kind.JOB_AID, found.pk)
    return show_job_aid(request, found)


def _withdrawn_job_aid(request: HttpRequest, slug: str, aid: str) -> JobAidPage:
    """One that was withdrawn, where this person reads; else 404."""
    rows = JobAidPage.objects.printed_for(request.user).filter(slug=aid, community__slug=slug)
    return get_object_or_404(rows.exclude(retired_at=None).select_related("community", "owner", "retired_by"))


def withdrawn(request: HttpRequest, found: JobAidPage) -> HttpResponse:
    """Why it was withdrawn, and what to use instead."""
    context = job_aid_context(request, found) | {"instead": replacement_of(request.user, found)}
    return render(request, "curation/job_aids/withdrawn.html", context, status=410)


def replacement_of(user: Any, job_aid: JobAidPage) -> JobAidPage | None:
    """What replaces it, if that is published where this person reads."""
    if job_aid.superseded_by_id is None:
        return None
    others = JobAidPage.objects.visible_to(user).published().select_related("community")
    return others.filter(pk=job_aid.superseded_by_id).first()


def show_job_aid(
    request: HttpRequest,
    found: JobAidPage,
    *,
    form: FeedbackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page of a published job aid with these forms."""
    at = step_id_of(found, request.GET.get("at", ""))
    keeps = may_verify(request.user, found)
    context = job_aid_context(request, found) | {
        "sheet": sheet_of(found, is_published=True),
        "confirmation": confirmation_of(found, request.user),
        "follows_readers": found.needs_acknowledgement and may_follow_readers(request.user, found),
        "word": word_on(found, request.user),
        "talk": talk_about(found),
        "form": form or FeedbackForm(job_aid=found, user=request.user, auto_id="no_%s", initial={"step": at}),
        "more_form": FeedbackForm(job_aid=found, user=request.user, auto_id="yes_%s"),
        "at": at,
        "instead": replacement_of(request.user, found),
        "related": related_to(request.user, "job_aid", found.pk),
        "ticks": f"{found.pk}-{found.number}-{request.user.pk or 'visitor'}",
        "may_verify": keeps,
        "one_click": one_click(found) if keeps else None,
        "has_next": found.has_unpublished_changes and can(request.user, Verb.REVIEW, found.community),
    }
    return render(request, "curation/job_aids/read.html", context, status=status)


@require_safe
def print_sheet(request: HttpRequest, slug: str, aid: str) -> HttpResponse:
    """The published version as it prints, alone on the page."""
    found = found_job_aid(request, slug, aid)
    if not found.live:
        raise Http404
    context = job_aid_context(request, found) | {"sheet": sheet_of(found, is_published=True)}
    return render(request, "curation/job_aids/print.html", context)


@require_safe
@cache_control(private=True, max_age=86400)
def qr(request: HttpRequest, slug: str, aid: str) -> HttpResponse:
    """The square code of the short link."""
    found = found_job_aid(request, slug, aid)
    base = settings.WAGTAILADMIN_BASE_URL or request.build_absolute_uri("/")
    return HttpResponse(qr_svg(f"{base.rstrip('/')}{short_link(found)}"), content_type="image/svg+xml")
