"""Deciding about a step whose source changed."""

from __future__ import annotations

from string import ascii_lowercase

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_http_methods

from communities.permissions import Verb
from communities.views.base import SignedInRequest, community_context
from core.compare import compare_bodies
from core.policy import require
from curation.actions.drift import AlreadySettled, detach_step, keep_step, update_step
from curation.forms.job_aids import DriftForm
from curation.models import DriftAlert
from curation.places import PlaceGone, place_url, version_url
from curation.states import UNSETTLED

SAID = {
    "keep": "Kept. The step stays as it is.",
    "detach": "Detached. The step no longer follows this source.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def drift(request: SignedInRequest, pk: int) -> HttpResponse:
    """The old words beside the new ones; update the step, keep it or detach it."""
    rows = DriftAlert.objects.visible_to(request.user).select_related(
        "provenance__job_aid__community",
        "provenance__wiki_page__community",
        "provenance__post__thread__community",
        "provenance__screencast__community",
        "decided_by",
    )
    alert = get_object_or_404(rows, pk=pk)
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
        "step_number": step_number(alert),
        "compared": compare_bodies(_as_paragraphs(alert.old_text), _as_paragraphs(alert.new_text)),
        "now_url": "" if row.is_gone else place_url(row.source, row.anchor),
        "then_url": "" if row.is_gone else version_url(row),
        "is_open": alert.state in UNSETTLED,
        "form": form,
        "crumbs": [("Curation desk", reverse("curation:desk"))],
    }
    return render(request, "curation/job_aids/drift.html", context)


def _as_paragraphs(text: str) -> str:
    """Each line as a paragraph with the id of its place, so that lines are compared one by one."""
    lines = [line for line in text.splitlines() if line.strip()]
    letters = ascii_lowercase.ljust(len(lines), "z")
    return "".join(
        f'<p id="b{letter * 10}">{escape(line)}</p>' for letter, line in zip(letters, lines, strict=False)
    )


def step_number(alert: DriftAlert) -> int:
    """Which step of the job aid it is; 0 when it is none of the published steps."""
    steps = enumerate(alert.provenance.job_aid.steps, start=1)
    return next((number for number, block in steps if str(block.id) == alert.provenance.step), 0)


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
