"""What the short link of a printed sheet says: current, changed, or withdrawn."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from communities.views.base import community_context
from curation.job_aids.comparison import compare_versions
from curation.job_aids.revisions import words_of
from curation.models import JobAidPage, JobAidVersion
from curation.views.job_aids import replacement_of


@require_safe
def newest_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """A code without its version: the job aid as it is now."""
    found = _of_code(request, code)
    if found is None:
        return _unknown(request, code)
    return redirect(found) if found.live else _answer(request, found, held=None, state="withdrawn")


@require_safe
def from_paper(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Whether the sheet in somebody's hand is still right, and what changed since it was printed."""
    found = _of_code(request, code)
    if found is None:
        return _unknown(request, code)
    held = None
    if 0 < number <= found.number:
        held = JobAidVersion.objects.filter(job_aid=found, number=number).select_related("revision").first()
    if held is None:
        return _unknown(request, code, number=number, found=found)
    if not found.live:
        return _answer(request, found, held=held, state="withdrawn")
    if held.number == found.number:
        return _answer(request, found, held=held, state="current")
    changes = compare_versions(words_of(found, held.revision), found) if held.revision else None
    return _answer(request, found, held=held, state="changed", changes=changes)


def _of_code(request: HttpRequest, code: str) -> JobAidPage | None:
    """The job aid of a printed code where this person reads, also when it was withdrawn."""
    rows = JobAidPage.objects.printed_for(request.user).filter(code=code.upper())
    return rows.select_related("community", "owner", "verified_by", "retired_by").first()


def _unknown(
    request: HttpRequest, code: str, *, number: int = 0, found: JobAidPage | None = None
) -> HttpResponse:
    """No such sheet. Of a job aid that the person may not see it says the same as of none."""
    context = {"code": code.upper()[:12], "number": number, "job_aid": found}
    return render(request, "curation/job_aids/sheet_unknown.html", context, status=404)


def _answer(request: HttpRequest, found: JobAidPage, **context: object) -> HttpResponse:
    shown = community_context(request, found.community, "job-aids") | {"job_aid": found}
    shown |= {"instead": replacement_of(request.user, found)} | context
    return render(request, "curation/job_aids/sheet.html", shown)
