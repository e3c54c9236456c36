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
from curation.actions.drift import AlreadySettled, detach_step, follow_words, keep_step, update_step
from curation.forms.job_aids import DriftForm
from curation.models import DriftAlert, JobAidPage
from curation.places.described import PlaceGone, place_url, version_url
from curation.places.moves import elsewhere
from curation.states import UNSETTLED
from curation.upkeep.changes import changes_of, with_places

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
            if request.POST.get("act") == "follow":
                return _followed(request, alert)
            return _decided(request, alert, request.POST.get("act", ""), form.cleaned_data["note"])
        except (AlreadySettled, PlaceGone) as problem:
            messages.error(request, str(problem))
            return redirect("curation:drift", pk)
    row = alert.provenance
    community = row.job_aid.community
    is_open = alert.state in UNSETTLED
    context = community_context(request, community, "job-aids") | {
        "alert": alert,
        "job_aid": row.job_aid,
        "change": changes_of([alert])[0],
        "now_url": "" if row.is_gone else place_url(row.source, row.anchor, row.quote),
        "then_url": "" if row.is_gone else version_url(row),
        "is_open": is_open,
        "edit_url": editor_at(row.job_aid, row.step, alert) if is_open else "",
        "elsewhere": elsewhere(row, request.user) if is_open and not alert.new_text else [],
        "form": form,
        "crumbs": [("Curation desk", reverse("curation:desk"))],
    }
    return render(request, "curation/job_aids/drift.html", context)


def _followed(request: SignedInRequest, alert: DriftAlert) -> HttpResponse:
    """The words stand elsewhere: the address that was chosen must be one of those that are found again."""
    chosen = request.POST.get("place", "")
    found = elsewhere(alert.provenance, request.user)
    place = next((place for place in found if place.url == chosen), None)
    if place is None:
        raise PlaceGone("The words do not stand there any more. Look again.")
    follow_words(user=request.user, alert=alert, place=place)
    messages.success(request, f"The step follows “{place.title}” from now on.")
    return redirect("curation:desk")


def editor_at(job_aid: JobAidPage, step: str, alert: DriftAlert) -> str:
    """Wagtail's editor, opened at a block of the job aid, with the new words of the source above it."""
    names = ("steps", "before_you_start", "pitfalls", "facts")
    draft = job_aid.get_latest_revision_as_object()
    name = next((n for n in names if any(b.get("id") == step for b in getattr(draft, n).raw_data)), "")
    address = f"{reverse('wagtailadmin_pages:edit', args=[job_aid.pk])}?changed={alert.pk}"
    return f"{address}#:w:contentpath={name}.{step}" if name else address


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
