"""The board of a community's practices, and one practice with its sources."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from communities.alike import related_to
from communities.models import CommunityPage
from communities.permissions import Verb
from communities.views.base import SignedInRequest, community_context, page_of, readable_community
from core.policy import can, require
from core.rescue import keeps_text
from curation import practice_page
from curation.actions import practices as actions
from curation.desk.board import columns_of
from curation.forms.practices import (
    AnswerForm,
    EndorseForm,
    NewPracticeForm,
    ObjectForm,
    PracticeForm,
    RemoveForm,
    SourceForm,
    StateForm,
)
from curation.models import Objection, Practice
from curation.states import ENDORSABLE, PROMOTABLE, PracticeState
from curation.trust import trust_of_practice

A_PAGE_OF_PRACTICES = 30


def board(request: HttpRequest, slug: str) -> HttpResponse:
    """The practices of a community by state; `?state=` lists all of one state."""
    community = readable_community(request, slug)
    practices = Practice.objects.visible_to(request.user).in_community(community)
    context = community_context(request, community, "practices") | {
        "may_curate": can(request.user, Verb.CURATE, community),
        "states": PracticeState,
    }
    if not (state := request.GET.get("state", "")):
        columns = columns_of(practices)
        return render(request, "curation/practices/board.html", context | {"columns": columns})
    if state not in PracticeState.values:
        raise Http404
    rows = practices.in_state(state).with_numbers().select_related("community", "curator")
    page = page_of(request, rows, order=("-changed_at", "-pk"), size=A_PAGE_OF_PRACTICES)
    context |= {"page": page, "state": PracticeState(state)}
    return render(request, "curation/practices/list.html", context)


@keeps_text
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a practice that nobody flagged."""
    community = readable_community(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    require(request.user, Verb.CURATE, community)
    form = NewPracticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.make_practice(user=request.user, community=community, **form.cleaned_data)
        return redirect(made)
    back = reverse("curation:practices", args=[community.slug])
    return _form_page(request, community, form, title="New practice", act="Follow this practice", back=back)


def practice(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What it is, where it was seen, who endorses it, and how it came here."""
    community, found = found_practice(request, slug, pk)
    return show_practice(request, community, found)


@keeps_text
def edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change the words of a practice."""
    community, found = found_practice(request, slug, pk)
    require(request.user, Verb.CURATE, found)
    form = PracticeForm(request.POST or None, initial={"title": found.title, "summary": found.summary})
    if request.method == "POST" and form.is_valid():
        actions.edit_practice(user=request.user, practice=found, **form.cleaned_data)
        return redirect(found)
    back = found.get_absolute_url()
    return _form_page(request, community, form, title="Change the practice", act="Save", back=back)


@keeps_text
@require_POST
def state(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Move it along, with the reason."""
    community, found = found_practice(request, slug, pk)
    require(request.user, Verb.CURATE, found)
    form = StateForm(request.POST, practice=found, auto_id="state_%s")
    if form.is_valid():
        try:
            moved = actions.change_state(user=request.user, practice=found, **form.cleaned_data)
        except actions.NotNow as refused:
            community, found = found_practice(request, slug, pk)
            form = StateForm.again(request.POST, practice=found, problem=str(refused), auto_id="state_%s")
        else:
            messages.success(request, f"The practice is {moved.get_state_display().lower()} now.")
            return redirect(found)
    return show_practice(request, community, found, state_form=form)


@keeps_text
@require_POST
def endorse(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """An expert's word, with a note."""
    community, found = found_practice(request, slug, pk)
    require(request.user, Verb.ENDORSE, found)
    form = EndorseForm(request.POST, auto_id="endorse_%s")
    if form.is_valid():
        try:
            actions.endorse_practice(user=request.user, practice=found, note=form.cleaned_data["note"])
        except actions.NotNow as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "You endorse this practice. Your name stands beside it.")
            return redirect(found)
    return show_practice(request, community, found, endorse_form=form)


def found_practice(request: HttpRequest, slug: str, pk: int) -> tuple[CommunityPage, Practice]:
    rows = Practice.objects.visible_to(request.user).filter(community__slug=slug)
    found = get_object_or_404(rows.select_related("community", "curator"), pk=pk)
    return found.community, found


def show_practice(
    request: HttpRequest,
    community: CommunityPage,
    found: Practice,
    *,
    answer_form: tuple[int, Form] | None = None,
    **forms: Form,
) -> HttpResponse:
    """Draw a practice, with the forms that were not in order; `answer_form` is that of one objection."""
    shown = practice_page.read(found)
    context = (
        community_context(request, community, "practices")
        | {
            "practice": found,
            "shown": shown,
            "related": related_to(request.user, "practice", found.pk),
            "label": trust_of_practice(found.state, is_endorsed=bool(shown.endorsements)),
            "crumbs": [
                (community.title, community.get_absolute_url()),
                ("Practices", reverse("curation:practices", args=[community.slug])),
            ],
        }
        | _acts(request, found, shown, answer_form)
        | forms
    )
    status = 422 if forms or answer_form else 200
    return render(request, "curation/practices/practice.html", context, status=status)


def _acts(
    request: HttpRequest,
    found: Practice,
    shown: practice_page.PracticePage,
    answer_form: tuple[int, Form] | None,
) -> dict[str, Any]:
    """What this reader may do here, each with its empty form."""
    may_curate = can(request.user, Verb.CURATE, found)
    may_speak = can(request.user, Verb.ENDORSE, found) and found.state in ENDORSABLE
    has_endorsed = any(one.expert_id == request.user.pk for one in shown.endorsements)
    answers = dict([answer_form] if answer_form else [])
    return {
        "may_curate": may_curate,
        "may_promote": may_curate and found.state in PROMOTABLE,
        "has_endorsed": may_speak and has_endorsed,
        "state_form": StateForm(practice=found, auto_id="state_%s") if may_curate else None,
        "source_form": SourceForm(auto_id="source_%s") if may_curate else None,
        "remove_form": RemoveForm(auto_id=False) if may_curate else None,
        "endorse_form": EndorseForm(auto_id="endorse_%s") if may_speak else None,
        "object_form": ObjectForm(auto_id="object_%s") if may_speak else None,
        "objections": [(one, _answer_form(request, one, answers, may_curate)) for one in shown.objections],
    }


def _answer_form(
    request: HttpRequest, objection: Objection, sent: dict[int, Form], may_curate: bool
) -> Form | None:
    """The form that answers an objection: as it was sent, else an empty one for who may answer it."""
    if objection.pk in sent:
        return sent[objection.pk]
    if not may_curate or not objection.stands or objection.expert_id == request.user.pk:
        return None
    return AnswerForm(auto_id=f"answer_{objection.pk}_%s")


def _form_page(
    request: HttpRequest, community: CommunityPage, form: Form, *, title: str, act: str, back: str
) -> HttpResponse:
    context: dict[str, Any] = community_context(request, community, "practices") | {
        "form": form,
        "title": title,
        "act": act,
        "back_url": back,
    }
    return render(request, "curation/practices/form.html", context, status=422 if form.errors else 200)
