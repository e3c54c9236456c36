"""What people say after they used a job aid."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from communities.actions.threads import ThreadIsClosed, open_thread, reply_to_thread
from communities.models import Thread
from communities.permissions import Verb
from communities.states import ThreadKind
from core.forms import paragraphs
from core.policy import can, require
from curation.actions.questions import tie_to_step
from curation.job_aids.how_it_went import count_again
from curation.job_aids.steps import place_of_step
from curation.models import Feedback, JobAidPage
from curation.signals import did_not_work, feedback_given
from people.models import User


@transaction.atomic
def say_how_it_went(
    *,
    user: User,
    job_aid: JobAidPage,
    worked: bool,
    comment: str = "",
    step: str = "",
    role: str = "",
    release: str = "",
    asks: bool = False,
) -> Feedback:
    """One word of a person on the published version, or on a step of it; a later one replaces it.

    With `asks`, what did not work is a question in the community, in the person's name: a new one, or another
    post in the one that their word on this step opened before. Raises PermissionDenied.
    """
    require(user, Verb.VIEW, job_aid)
    if not user.is_authenticated or not job_aid.live:
        raise PermissionDenied("People who are signed in say how a published job aid went.")
    before = Feedback.objects.filter(job_aid=job_aid, number=job_aid.number, user=user, step=step).first()
    if before is not None and before.worked == worked and not comment:
        comment, role, release = (
            before.comment,
            before.role,
            before.release,
        )  # a bare second tap takes nothing away
    feedback, _ = Feedback.objects.update_or_create(
        job_aid=job_aid,
        number=job_aid.number,
        user=user,
        step=step,
        defaults={
            "worked": worked,
            "comment": comment,
            "role": role,
            "release": release,
            "created_at": timezone.now(),
        },
    )
    if asks and comment and not worked and can(user, Verb.ADD, job_aid):
        _ask(feedback, is_new=before is None or before.comment != comment)
    count_again(job_aid)
    feedback_given.send(sender=Feedback, feedback=feedback)
    if not worked:
        did_not_work.send(sender=Feedback, feedback=feedback)
    return feedback


def _ask(feedback: Feedback, *, is_new: bool) -> None:
    body = paragraphs(feedback.comment)
    if feedback.thread is None:
        feedback.thread = _question(feedback, body)
        feedback.save(update_fields=["thread"])
    elif is_new:
        try:
            reply_to_thread(user=feedback.user, thread=feedback.thread, body=body)
        except ThreadIsClosed:
            feedback.thread = _question(feedback, body)
            feedback.save(update_fields=["thread"])


def _question(feedback: Feedback, body: str) -> Thread:
    job_aid = feedback.job_aid
    circumstances = ", ".join(part for part in (feedback.role, feedback.release) if part)
    thread = open_thread(
        user=feedback.user,
        community=job_aid.community,
        kind=ThreadKind.QUESTION,
        title=Truncator(f"{place_of_step(job_aid, feedback.step)} did not work").chars(200),
        body=f"{body}{paragraphs(circumstances)}",
    )
    tie_to_step(user=feedback.user, job_aid=job_aid, step=feedback.step, thread=thread)
    return thread
