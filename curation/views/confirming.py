"""Job aids that everybody confirms: the reader's word, and who has given it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from communities.views.base import SignedInRequest, page_of
from core.spreadsheet import csv_response
from curation.actions.confirming import NotNow, confirm_reading, remind
from curation.confirming.readers import BY_NAME, asked, asked_from, everybody, have_confirmed, have_not
from curation.models import ConfirmationRound, JobAidPage
from curation.permissions import may_follow_readers
from curation.views.job_aids import found_job_aid, job_aid_context

A_PAGE = 50
AT_ONCE = 2_000
COLUMNS = ("Name", "Handle", "What they do", "Where they work", "Confirmed", "Version", "On")


@require_POST
def confirm(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """ "I have read this", of the version that the page showed."""
    found = found_job_aid(request, slug, aid)
    sent = request.POST.get("number", "")
    number = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0
    try:
        confirm_reading(user=request.user, job_aid=found, number=number)
    except NotNow as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, f"Noted: you have read version {number}.")
    return redirect(f"{found.get_absolute_url()}#confirm")


@login_required
@require_safe
def readers(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Who has confirmed and who has not, by name."""
    found = _followed(request, slug, aid)
    has = request.GET.get("show") == "confirmed"
    turn = ConfirmationRound.objects.filter(job_aid=found).first()
    since = turn.number if turn else 1
    rows = have_confirmed(found, since) if has else have_not(found, since)
    total, missing = asked(found).count(), have_not(found, since).count()
    context = job_aid_context(request, found) | {
        "page": page_of(request, rows, order=BY_NAME, size=A_PAGE),
        "has": has,
        "everybody": total,
        "missing": missing,
        "confirmed": total - missing,
        "round": turn,
    }
    return render(request, "curation/job_aids/readers.html", context)


@login_required
@require_safe
def readers_csv(request: SignedInRequest, slug: str, aid: str) -> StreamingHttpResponse:
    """The same, of everybody, for a spreadsheet."""
    found = _followed(request, slug, aid)
    return csv_response(f"{found.code}-version-{found.number}-readers.csv", _rows(found))


@require_POST
def remind_readers(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Tell those who have not confirmed."""
    found = found_job_aid(request, slug, aid)
    try:
        count = remind(user=request.user, job_aid=found)
    except NotNow as why:
        messages.warning(request, str(why))
    else:
        people = "1 member is" if count == 1 else f"{count:,} members are"
        messages.success(request, f"{people} reminded." if count else "Everybody has confirmed.")
    return redirect("curation:job_aid_readers", slug, aid)


def _followed(request: SignedInRequest, slug: str, aid: str) -> JobAidPage:
    found = found_job_aid(request, slug, aid)
    if not may_follow_readers(request.user, found):
        raise PermissionDenied("Curators, facilitators and the owner see who has read it.")
    if not found.live or not found.needs_acknowledgement:
        raise Http404("Nobody is asked to confirm this job aid")
    return found


def _rows(job_aid: JobAidPage) -> Iterator[tuple[Any, ...]]:
    yield COLUMNS
    rows = everybody(job_aid, asked_from(job_aid)).order_by(*BY_NAME)
    for row in rows.iterator(chunk_size=AT_ONCE):
        at = timezone.localtime(row.confirmed_at).strftime("%Y-%m-%d %H:%M") if row.confirmed_at else ""
        person = row.user
        yield (
            person.name,
            person.username,
            person.job_title,
            person.workplace,
            "yes" if at else "no",
            row.confirmed_number,
            at,
        )
