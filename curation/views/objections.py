"""What experts say against a practice, the curators' answers, and taking one's word back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from communities.permissions import Verb
from communities.views.base import SignedInRequest
from core.policy import require
from core.rescue import keeps_text
from curation.actions import objections as actions
from curation.actions.practices import NotNow
from curation.forms.practices import AnswerForm, ObjectForm
from curation.models import Objection
from curation.views.practices import found_practice, show_practice


@keeps_text
@require_POST
def object_to(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """An expert says that it is not right, and why."""
    community, found = found_practice(request, slug, pk)
    require(request.user, Verb.ENDORSE, found)
    form = ObjectForm(request.POST, auto_id="object_%s")
    if form.is_valid():
        try:
            actions.object_to_practice(user=request.user, practice=found, **form.cleaned_data)
        except NotNow as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Your objection stands on this page. A curator answers it.")
            return redirect(f"{found.get_absolute_url()}#objections")
    return show_practice(request, community, found, object_form=form)


@require_POST
def withdraw(request: SignedInRequest, slug: str, pk: int, objection_id: int) -> HttpResponse:
    """Take one's own objection back."""
    _, found = found_practice(request, slug, pk)
    mine = Objection.objects.filter(practice=found, expert=request.user.pk or 0)
    actions.withdraw_objection(user=request.user, objection=get_object_or_404(mine, pk=objection_id))
    messages.success(request, "You took your objection back.")
    return redirect(found)


@keeps_text
@require_POST
def answer(request: SignedInRequest, slug: str, pk: int, objection_id: int) -> HttpResponse:
    """A curator says why the practice can stand in spite of it."""
    community, found = found_practice(request, slug, pk)
    require(request.user, Verb.CURATE, found)
    objection = get_object_or_404(
        Objection.objects.select_related("practice"), pk=objection_id, practice=found
    )
    form = AnswerForm(request.POST, auto_id=f"answer_{objection.pk}_%s")
    if form.is_valid():
        try:
            actions.answer_objection(user=request.user, objection=objection, **form.cleaned_data)
        except NotNow as refused:
            form.add_error("answer", str(refused))
        else:
            messages.success(request, "Answered. The expert reads it here.")
            return redirect(f"{found.get_absolute_url()}#objections")
    return show_practice(request, community, found, answer_form=(objection.pk, form))


@require_POST
def take_back_endorsement(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """An expert no longer stands for it."""
    _, found = found_practice(request, slug, pk)
    require(request.user, Verb.ENDORSE, found)
    actions.take_back_endorsement(user=request.user, practice=found)
    messages.success(request, "Your name no longer stands for this practice.")
    return redirect(found)
