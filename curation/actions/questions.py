"""Questions about a step of a job aid, and the answers that stand below it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions.threads import open_thread
from communities.models import Post, Thread
from communities.permissions import Verb
from communities.states import ThreadKind
from core.policy import require
from core.sanitize import sanitize_html
from curation.models import JobAidPage, StepNote, StepQuestion
from curation.permissions import may_verify
from curation.signals import question_about_step
from people.models import User


class NoAnswer(Exception):
    """The question has no accepted answer that could stand below the step."""


@transaction.atomic
def ask_about_step(
    *,
    user: User,
    job_aid: JobAidPage,
    step: str,
    title: str,
    body: str,
    tags: Iterable[str] = (),
    person: User | None = None,
    submission: uuid.UUID | None = None,
) -> StepQuestion:
    """Open a question that is tied to a step, or with "" to the whole; `person` is told that it is for them.

    The same `submission` twice gives the same question. Raises PermissionDenied.
    """
    require(user, Verb.VIEW, job_aid)
    thread = open_thread(
        user=user,
        community=job_aid.community,
        kind=ThreadKind.QUESTION,
        title=title,
        body=body,
        tags=tags,
        submission=submission,
    )
    question, is_new = tie_to_step(user=user, job_aid=job_aid, step=step, thread=thread)
    if is_new:
        question_about_step.send(sender=StepQuestion, question=question, person=person)
    return question


def tie_to_step(*, user: User, job_aid: JobAidPage, step: str, thread: Thread) -> tuple[StepQuestion, bool]:
    """Remember that a thread is about a step; and whether this was not known before."""
    about = {
        "job_aid": job_aid,
        "step": step,
        "number": job_aid.number,
        "asked_by": user,
        "at": timezone.now(),
    }
    return StepQuestion.objects.get_or_create(thread=thread, defaults=about)


@transaction.atomic
def note_the_answer(*, user: User, question: StepQuestion) -> StepNote:
    """Put the accepted answer of a question below its step, in the words that it has now.

    For the owner and those who curate; twice gives the same note. Raises PermissionDenied, NoAnswer.
    """
    _require_keeper(user, question.job_aid)
    thread = Thread.objects.select_for_update().get(pk=question.thread_id)
    post = Post.objects.filter(pk=thread.accepted_post_id, is_removed=False).select_related("author").first()
    if post is None:
        raise NoAnswer("Nobody accepted an answer, or it was taken back.")
    words = {
        "text": sanitize_html(post.body),
        "author": post.author,
        "author_name": post.author_name,
        "added_by": user,
        "at": timezone.now(),
    }
    place = {"job_aid": question.job_aid, "step": question.step, "post": post, "removed_at": None}
    return StepNote.objects.update_or_create(**place, defaults=words)[0]


@transaction.atomic
def remove_note(*, user: User, note: StepNote) -> None:
    """Take a note away from below its step; the answer stays in its thread. Twice changes nothing."""
    _require_keeper(user, note.job_aid)
    StepNote.objects.filter(pk=note.pk, removed_at=None).update(removed_at=timezone.now())


def _require_keeper(user: User, job_aid: JobAidPage) -> None:
    if not may_verify(user, job_aid):
        raise PermissionDenied("The owner and those who curate keep the notes of a job aid.")
