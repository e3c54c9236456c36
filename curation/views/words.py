"""One's own words: what was flagged, what is used where, what one asked not to be used, and the answer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities.permissions import Verb
from communities.views.base import SignedInRequest, community_context, page_of, readable_community
from core.policy import require
from core.rescue import keeps_text
from curation.actions import refusals as actions
from curation.desk.parts import waiting_refusals
from curation.desk.scope import Desk
from curation.flags.own_words import flagged_words, shown, uses_of
from curation.forms.refusals import AnswerForm, RefusalForm
from curation.models import JobAidPage, Refusal
from curation.models.place import Source
from curation.places.described import PlaceGone, model_of, place_url, read_place, with_sources
from curation.states import RefusalState
from curation.views.desk_base import desk_context, desk_page

A_PAGE_OF_WORDS = 15
A_PAGE_OF_REFUSALS = 30


@require_safe
@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """What became of one's own words."""
    page = page_of(request, flagged_words(request.user), order=("-newest_at", "-pk"), size=A_PAGE_OF_WORDS)
    context = {"page": page, "rows": shown(page.items, request.user), "uses": uses_of(request.user)}
    return render(request, "curation/words/mine.html", context)


@keeps_text
def refuse(request: SignedInRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Ask that words of one's own not be used; `?at=` is their anchor."""
    community = readable_community(request, slug)
    source = _source(request, kind, pk)
    if source.community.pk != community.pk:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not actions.wrote(request.user, source):
        raise PermissionDenied("Only who wrote these words can ask that they not be used.")
    anchor = request.GET.get("at", "")
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _asked(request, source, anchor, form):
        return redirect("curation:my_words")
    try:
        place = read_place(source, anchor)
    except PlaceGone as gone:
        raise Http404(str(gone)) from gone
    context = community_context(request, community, "") | {"form": form, "place": place, "source": source}
    return render(request, "curation/words/refuse.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """What one asked is taken back."""
    mine = Refusal.objects.visible_to(request.user).filter(asked_by=request.user)
    actions.take_refusal_back(user=request.user, refusal=get_object_or_404(mine, pk=pk))
    messages.success(request, "Taken back. Your words may be used.")
    return redirect("curation:my_words")


@require_POST
@login_required
def naming(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Be named on one job aid that uses one's words, or not."""
    community = readable_community(request, slug)
    job_aid = get_object_or_404(JobAidPage.objects.visible_to(request.user).at(community, aid))
    named = request.POST.get("named") != "0"
    if actions.name_me(user=request.user, job_aid=job_aid, named=named):
        messages.success(
            request, f"“{job_aid.title}” {'names you' if named else 'uses your words without your name'}."
        )
    return redirect("curation:my_words")


# -- for curators ------------------------------------------------------------------------------------------
@desk_page
def refusals(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """What authors asked and nobody has answered, the longest first."""
    rows = waiting_refusals(desk).select_related("community", "asked_by")
    page = page_of(request, rows, order=("asked_at", "pk"), size=A_PAGE_OF_REFUSALS)
    return render(request, "curation/words/refusals.html", desk_context(desk, "refusals") | {"page": page})


@keeps_text
@login_required
def refusal(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of them, with the words and what was made of them; a curator answers."""
    rows = with_sources(Refusal.objects.visible_to(request.user).select_related("community", "asked_by"))
    asked = get_object_or_404(rows.select_related("decided_by"), pk=pk)
    require(request.user, Verb.CURATE, asked)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answered(request, asked, form):
        return redirect("curation:desk_refusals")
    context = {
        "section": "desk",
        "refusal": asked,
        "url": place_url(asked.source, asked.anchor, asked.quote),
        "form": form,
        "binds": asked.wiki_page_id is None,
        "is_open": asked.state == RefusalState.OPEN,
    }
    return render(request, "curation/words/refusal.html", context, status=422 if form.errors else 200)


def _source(request: SignedInRequest, kind: str, pk: int) -> Source:
    try:
        model = model_of(kind)
    except KeyError as error:
        raise Http404 from error
    return get_object_or_404(model.objects.visible_to(request.user), pk=pk)


def _asked(request: SignedInRequest, source: Source, anchor: str, form: RefusalForm) -> bool:
    """Whether it was asked; else the form says why not."""
    try:
        actions.ask_not_to_use(user=request.user, source=source, anchor=anchor, **form.cleaned_data)
    except (PlaceGone, actions.Answered) as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, "You asked. The curators are told; their answer stands here.")
    return True


def _answered(request: SignedInRequest, asked: Refusal, form: AnswerForm) -> bool:
    honour = request.POST.get("act") != "decline"
    try:
        actions.decide_refusal(user=request.user, refusal=asked, honour=honour, **form.cleaned_data)
    except actions.Answered as problem:
        form.add_error("answer", str(problem))
        return False
    messages.success(request, f"{asked.asked_by.name} reads your answer.")
    return True
