"""Choosing pieces of the sources beside the draft that they make."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html

from communities.permissions import Verb
from communities.views.base import SignedInRequest, community_context, readable_community
from core.policy import require
from core.rescue import keeps_text
from curation.actions.practices import NotNow
from curation.actions.promotion import promote_practice, why_not
from curation.forms.practices import JobAidDraftForm
from curation.forms.promotion import Choice, first_choice, read_choice
from curation.models import Practice
from curation.pieces import MAX_PIECES, Role
from curation.places import credits_for, version_url
from curation.promotion import Chosen, all_pieces, draft_of, keyed_sources
from curation.states import PROMOTABLE

_WORD = {Role.STEP: "step", Role.CHECK: "check", Role.PITFALL: "pitfall", Role.FACT: "fact"}


@dataclass(frozen=True, slots=True)
class Row:
    """A piece on the page, with what it becomes: "step 2"."""

    chosen: Chosen
    becomes: str
    url: str


@keeps_text
def promote(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Tick, order and name pieces; each button but the last draws the page again, with all that was typed."""
    community = readable_community(request, slug)
    practice = get_object_or_404(Practice.objects.in_community(community), pk=pk)
    practice.community = community
    require(request.user, Verb.CURATE, practice)
    sent = request.method == "POST"
    making = sent and "make" in request.POST
    if practice.state not in PROMOTABLE and not making:
        messages.warning(request, why_not(practice))
        return redirect(practice)
    sources = keyed_sources(practice)
    pieces = all_pieces(sources)
    choice = read_choice(request.POST, pieces) if sent else first_choice(pieces)
    form = JobAidDraftForm(request.POST if making else None, initial=_initial(request, practice))
    if making and form.is_valid() and (done := _made(request, practice, form, choice)):
        return done
    named = credits_for([(source.source, source.anchor) for _, source in sources])
    urls = {source.pk: version_url(source) for _, source in sources}
    context = community_context(request, community, "practices") | {
        "practice": practice,
        "form": form,
        "choice": choice,
        "rows": _rows(choice, urls),
        "draft": draft_of(choice.chosen),
        "urls": urls,
        "sources": [
            (key, source, credit, urls[source.pk])
            for (key, source), credit in zip(sources, named, strict=True)
        ],
        "roles": Role,
        "most": MAX_PIECES,
    }
    return render(request, "curation/promote/promote.html", context, status=422 if form.errors else 200)


def _initial(request: HttpRequest, practice: Practice) -> dict[str, str]:
    names = ("title", "purpose", "submission")
    typed = {name: request.POST[name] for name in names if name in request.POST}
    return {"title": practice.title} | typed


def _made(
    request: SignedInRequest, practice: Practice, form: JobAidDraftForm, choice: Choice
) -> HttpResponse | None:
    """Make the draft, and go back to the practice; None when it cannot be made, which the form then says."""
    if choice.changed:
        form.add_error(
            None, "The sources changed while you chose. Look at the pieces again, then make the draft."
        )
        return None
    try:
        job_aid = promote_practice(
            user=request.user, practice=practice, chosen=choice.chosen, **form.cleaned_data
        )
    except NotNow as refused:
        form.add_error(None, str(refused))
        return None
    edit = reverse("wagtailadmin_pages:edit", args=[job_aid.pk])
    words = 'The draft {} is made. Nothing is published. <a href="{}">Open it in the editor</a>'
    messages.success(request, format_html(words, job_aid.code, edit))
    return redirect(practice)


def _rows(choice: Choice, urls: dict[int, str]) -> list[Row]:
    count: Counter[Role] = Counter()
    return [Row(one, _becomes(one, count), urls[one.piece.source_id]) for one in choice.chosen]


def _becomes(one: Chosen, count: Counter[Role]) -> str:
    if not one.is_used:
        return "left out"
    if one.role == Role.MORE and count[Role.STEP]:
        return f"{'clip at' if one.piece.clip else 'part of'} step {count[Role.STEP]}"
    role = Role.STEP if one.role == Role.MORE else one.role
    count[role] += 1
    return f"{_WORD[role]} {count[role]}"
