"""Saying how a job aid went, asking about a step, and keeping answers below it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from communities.permissions import Verb
from communities.views.base import SignedInRequest, community_context, require_writer
from communities.views.threads import editor
from core.policy import can
from core.rescue import keeps_text
from curation.actions.feedback import say_how_it_went
from curation.actions.questions import NoAnswer, ask_about_step, note_the_answer, remove_note
from curation.forms.job_aids import FeedbackForm, StepQuestionForm
from curation.job_aids.steps import place_of_step, step_id_of, step_numbers
from curation.models import JobAidPage, StepNote, StepQuestion
from curation.views.job_aids import found_job_aid, show_job_aid
from people.models import User


@keeps_text
@require_POST
def feedback(request: SignedInRequest, slug: str, aid: str) -> HttpResponse:
    """Take the word of a person who used it, on the whole or on a step."""
    found = found_job_aid(request, slug, aid)
    form = FeedbackForm(request.POST, job_aid=found, user=request.user, auto_id="no_%s")
    if not form.is_valid():
        return show_job_aid(request, found, form=form, status=422)
    said = say_how_it_went(user=request.user, job_aid=found, **form.cleaned_data)
    number = step_numbers(found).get(said.step)
    if said.worked:
        thanks = f"Noted: step {number} worked for you." if number else "Noted: it worked for you."
    elif said.thread_id:
        thanks = "Noted, and asked as a question. The owner is told."
    else:
        thanks = "Noted. The owner and the people behind it see what you wrote."
    messages.success(request, thanks)
    return redirect(f"{found.get_absolute_url()}#{f'step-{number}' if number else 'word'}")


@keeps_text
def ask(request: HttpRequest, slug: str, aid: str) -> HttpResponse:
    """A question in the community, about the step of `?step=` or the whole, for the person of `?person=`."""
    found = found_job_aid(request, slug, aid)
    if not found.live:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    require_writer(request.user, Verb.ADD, found)
    step = _asked_step(request, found)
    person = _asked_person(request, found)
    place = place_of_step(found, step.id if step else "")
    form = StepQuestionForm(request.POST or None, place=place, person=person)
    key = editor(form, request, found.community, key=f"ask-{found.pk}-{step.number if step else 0}")
    if request.method == "POST" and form.is_valid():
        question = ask_about_step(
            user=request.user,
            job_aid=found,
            step=step.id if step else "",
            person=person,
            **form.cleaned_data,
        )
        messages.success(request, "Your question is posted. The owner is told.", extra_tags=key)
        return redirect(question.thread)
    context = community_context(request, found.community, "job-aids") | {
        "job_aid": found,
        "step": step,
        "person": person,
        "form": form,
        "back_url": f"{found.get_absolute_url()}{f'#step-{step.number}' if step else ''}",
        "back_label": "Back to the job aid",
    }
    return render(request, "curation/job_aids/ask.html", context, status=422 if form.errors else 200)


@require_POST
def add_note(request: SignedInRequest, slug: str, aid: str, pk: int) -> HttpResponse:
    """The accepted answer of a question becomes a note below its step."""
    found = found_job_aid(request, slug, aid)
    question = get_object_or_404(StepQuestion.objects.filter(job_aid=found), pk=pk)
    question.job_aid = found
    try:
        note_the_answer(user=request.user, question=question)
    except NoAnswer as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "The answer stands below the step.")
    return _back_to_step(found, question.step)


@require_POST
def take_note_away(request: SignedInRequest, slug: str, aid: str, pk: int) -> HttpResponse:
    """A note leaves its step; the answer stays in its thread."""
    found = found_job_aid(request, slug, aid)
    note = get_object_or_404(StepNote.objects.filter(job_aid=found), pk=pk)
    note.job_aid = found
    remove_note(user=request.user, note=note)
    messages.success(request, "The note was taken away. The answer stays in its thread.")
    return _back_to_step(found, note.step)


def _back_to_step(found: JobAidPage, step: str) -> HttpResponse:
    number = step_numbers(found).get(step)
    return redirect(f"{found.get_absolute_url()}{f'#step-{number}' if number else ''}")


@dataclass(frozen=True, slots=True)
class AskedStep:
    number: int
    id: str
    title: str
    html: str


def _asked_step(request: HttpRequest, found: JobAidPage) -> AskedStep | None:
    """The step that `?step=3` names; 404 when there is none of that number."""
    if not (number := request.GET.get("step", "")):
        return None
    if not (wanted := step_id_of(found, number)):
        raise Http404
    block = next(block for block in found.steps if str(block.id) == wanted)
    text = block.value["text"]
    return AskedStep(int(number), wanted, block.value["title"], text.source if text else "")


def _asked_person(request: HttpRequest, found: JobAidPage) -> User | None:
    """The person whom the question is for, if they can read it."""
    handle = request.GET.get("person", "")
    person = User.objects.filter(username__iexact=handle, is_active=True).first() if handle else None
    return person if person is not None and can(person, Verb.VIEW, found) else None
