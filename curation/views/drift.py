"""Deciding about a step whose source changed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from communities.permissions import Verb
from communities.views.base import SignedInRequest, community_context
from core.policy import require
from core.rescue import keeps_text
from curation.actions.drift import AlreadySettled, detach_step, keep_step, update_step
from curation.changes import changes_of, with_places
from curation.forms.job_aids import DriftForm
from curation.models import DriftAlert
from curation.places import PlaceGone, place_url, version_url
from curation.states import UNSETTLED

SAID = {
    "keep": "Kept. The step stays as it is.",
    "detach": "Detached. The step no longer follows this source.",
}


@keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def drift(request: SignedInRequest, pk: int) -> HttpResponse:
    """The old words beside the new ones; update the step, keep it or detach it."""
    alert = get_object_or_404(with_places(DriftAlert.objects.visible_to(request.user)), pk=pk)
    require(request.user, Verb.CURATE, alert)
    form = DriftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, alert, request.POST.get("act", ""), form.cleaned_data["note"])
        except (AlreadySettled, PlaceGone) as problem:
            messages.error(request, str(problem))
            return redirect("curation:drift", pk)
    row = alert.provenance
    community = row.job_aid.community
    context = community_context(request, community, "job-aids") | {
        "alert": alert,
        "job_aid": row.job_aid,
        "change": changes_of([alert])[0],
        "now_url": "" if row.is_gone else place_url(row.source, row.anchor, row.quote),
        "then_url": "" if row.is_gone else version_url(row),
        "is_open": alert.state in UNSETTLED,
        "form": form,
        "crumbs": [("Curation desk", reverse("curation:desk"))],
    }
    return render(request, "curation/job_aids/drift.html", context)


def _decided(request: SignedInRequest, alert: DriftAlert, act: str, note: str) -> HttpResponse:
    if act == "update":
        job_aid = update_step(user=request.user, alert=alert)
        messages.success(
            request, "The new words are in a draft. Readers see them when it is reviewed and published."
        )
        return redirect("curation:job_aid_draft", job_aid.community.slug, job_aid.slug)
    if act not in SAID:
        messages.error(request, "Choose what to do with the step.")
        return redirect("curation:drift", alert.pk)
    (keep_step if act == "keep" else detach_step)(user=request.user, alert=alert, note=note)
    messages.success(request, SAID[act])
    return redirect("curation:desk")
