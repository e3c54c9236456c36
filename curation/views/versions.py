"""What changed between two published versions of a job aid."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from curation.comparison import compare_versions
from curation.models import JobAidVersion
from curation.revisions import words_of
from curation.views.job_aids import found_job_aid, job_aid_context


@require_safe
def compared(request: HttpRequest, slug: str, aid: str, old: int, new: int) -> HttpResponse:
    """Two versions as one, with the words marked; the older one first, whichever is named first."""
    found = found_job_aid(request, slug, aid)
    if old > new:
        return redirect("curation:job_aid_compared", slug, aid, new, old)
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
