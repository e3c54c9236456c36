"""Choosing pieces of the sources beside the draft that they make."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html

from communities.permissions import Verb
from communities.views.base import SignedInRequest, community_context, readable_community
from core.policy import require
from core.rescue import keeps_text
from curation.actions.choices import TooMuch, forget_choice, save_choice, saved_choice
from curation.actions.joining import AT_END, join_job_aid
from curation.actions.practices import NotNow
from curation.actions.promotion import promote_practice, why_not
from curation.forms.promotion import NEW, Choice, JobAidDraftForm
from curation.models import JobAidPage, Practice
from curation.promotion import page as promote_page
from curation.promotion.drafting import keyed_sources
from curation.promotion.pieces import Role
from curation.promotion.targets import job_aids_of, listed, target_of
from curation.states import PROMOTABLE

CHANGED = "The sources changed while you chose. Look at the pieces again, then make the draft."
_WRITTEN = ("title", "purpose", "submission", "into", "after", "withdraw", "aid_code")


@keeps_text
def promote(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Choose, order and trim pieces; each button but the last draws the page again, with all that was typed.

    With `part` only what follows the choice is answered: the sheet, what each piece becomes, and the `words` of those
    that are being trimmed.
    """
    community = readable_community(request, slug)
    practice = get_object_or_404(Practice.objects.in_community(community), pk=pk)
    practice.community = community
    require(request.user, Verb.CURATE, practice)
    if request.method != "POST" and practice.state not in PROMOTABLE:
        messages.warning(request, why_not(practice))
        return redirect(practice)
    if "afresh" in request.POST:
        forget_choice(user=request.user, practice=practice)
        return redirect("curation:promote", slug, pk)
    saved = saved_choice(request.user, practice) if request.method != "POST" else None
    data = QueryDict(saved.form) if saved else request.POST if request.method == "POST" else None
    sources = keyed_sources(practice)
    choice = promote_page.choice_of(sources, data)
    form = _form(request, practice, data)
    if "save" in request.POST and (done := _saved(request, practice, form)):
        return done
    if "make" in request.POST and form.is_valid() and (done := _made(request, practice, form, choice)):
        return done
    after = str(data.get("after", "")) if data else ""
    context = community_context(request, community, "practices") | {
        "practice": practice,
        "form": form,
        "page": promote_page.read(sources, choice, form.target, after),
        "roles": Role,
        "saved": saved,
        "why_not": "" if practice.state in PROMOTABLE else why_not(practice),
    }
    if "part" in request.POST:
        trimmed = {"trimmed": set(request.POST.getlist("words"))}
        return render(request, "curation/promote/answer.html", context | trimmed)
    return render(request, "curation/promote/promote.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, practice: Practice, data: QueryDict | None) -> JobAidDraftForm:
    """Asked for errors only when the draft is to be made."""
    job_aids = job_aids_of(practice.community)
    typed = {name: data[name] for name in _WRITTEN if name in data} if data else {}
    named: dict[str, Any] = {"pk": typed.get("into", ""), "code": typed.get("aid_code", "")}
    return JobAidDraftForm(
        request.POST if "make" in request.POST else None,
        initial={"title": practice.title, "into": NEW, "after": AT_END} | typed,
        job_aids=listed(job_aids),
        target=target_of(job_aids, **named) if any(named.values()) else None,
    )


def _saved(request: SignedInRequest, practice: Practice, form: JobAidDraftForm) -> HttpResponse | None:
    try:
        save_choice(user=request.user, practice=practice, form=request.POST)
    except TooMuch as refused:
        messages.error(request, str(refused))
        return None
    messages.success(request, "Your choice is kept. “Promote” on this page opens it again.")
    return redirect(practice)


def _made(
    request: SignedInRequest, practice: Practice, form: JobAidDraftForm, choice: Choice
) -> HttpResponse | None:
    """Make the draft, and go back to the practice; None when it cannot be made, which the form then says."""
    if choice.changes:
        form.add_error(None, CHANGED)
        return None
    try:
        job_aid = _promoted(request, practice, form, choice)
    except NotNow as refused:
        form.add_error(None, str(refused))
        return None
    edit = reverse("wagtailadmin_pages:edit", args=[job_aid.pk])
    done = "The pieces are in the draft of {}" if form.target else "The draft {} is made"
    words = f'{done}. Nothing is published. <a href="{{}}">Open it in the editor</a>'
    messages.success(request, format_html(words, job_aid.code, edit))
    return redirect(practice)


def _promoted(
    request: SignedInRequest, practice: Practice, form: JobAidDraftForm, choice: Choice
) -> JobAidPage:
    written = form.cleaned_data
    if form.target is None:
        return promote_practice(
            user=request.user,
            practice=practice,
            title=written["title"],
            purpose=written["purpose"],
            chosen=choice.chosen,
            submission=written["submission"],
        )
    return join_job_aid(
        user=request.user,
        practice=practice,
        job_aid=form.target.job_aid,
        chosen=choice.chosen,
        after=written["after"],
        withdraw=written.get("withdraw", False),
        submission=written["submission"],
    )
