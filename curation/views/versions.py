"""The published versions of a job aid: all, one as it was, and what changed from one to another."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from communities.views.base import page_of
from curation.job_aids.comparison import compare_versions
from curation.job_aids.reading import sheet_of
from curation.job_aids.revisions import words_of
from curation.models import JobAidVersion
from curation.views.job_aids import A_PAGE, found_job_aid, job_aid_context


@require_safe
def versions(request: HttpRequest, slug: str, aid: str) -> HttpResponse:
    """All of them: who approved each, and until when it was stood for. With two chosen, on to what changed."""
    found = found_job_aid(request, slug, aid)
    chosen = [request.GET.get(name, "") for name in ("old", "new")]
    if all(number.isascii() and number.isdigit() for number in chosen):
        return redirect("curation:job_aid_compared", slug, aid, *map(int, chosen))
    rows = found.versions.select_related("approved_by", "owner")
    page = page_of(request, rows, order=("-number", "-pk"), size=A_PAGE)
    context = job_aid_context(request, found) | {"page": page}
    return render(request, "curation/job_aids/versions.html", context)


@require_safe
def version(request: HttpRequest, slug: str, aid: str, number: int) -> HttpResponse:
    """One as it was."""
    found = found_job_aid(request, slug, aid)
    rows = JobAidVersion.objects.filter(job_aid=found).select_related("revision", "owner")
    row = get_object_or_404(rows, number=number)
    if row.revision is None:
        raise Http404
    then = words_of(found, row.revision)
    then.owner = row.owner
    context = job_aid_context(request, found) | {"sheet": sheet_of(then), "version": row}
    return render(request, "curation/job_aids/version.html", context)


@require_safe
def compared(request: HttpRequest, slug: str, aid: str, old: int, new: int) -> HttpResponse:
    """Two versions as one, with the words marked; the older one first, whichever is named first."""
    found = found_job_aid(request, slug, aid)
    if old > new:
        return redirect("curation:job_aid_compared", slug, aid, new, old)
    if old == new:
        return redirect("curation:job_aid_version", slug, aid, new)
    rows = JobAidVersion.objects.filter(Q(number=old) | Q(number=new), job_aid=found)
    kept = rows.exclude(revision=None).select_related("revision", "approved_by")
    versions = {row.number: row for row in kept}
    if not {old, new} <= versions.keys():
        raise Http404
    context = job_aid_context(request, found) | {
        "old": versions[old],
        "new": versions[new],
        "changes": compare_versions(
            words_of(found, versions[old].revision), words_of(found, versions[new].revision)
        ),
    }
    return render(request, "curation/job_aids/compared.html", context)
