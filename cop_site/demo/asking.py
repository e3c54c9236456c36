"""What people ask and say about one step: of a published job aid, and of a draft in review."""

from __future__ import annotations

from communities.actions.threads import accept_answer, reply_to_thread
from communities.models import Thread
from cop_site.demo.days import ago, date_thread
from cop_site.demo.talk import Cast
from core.forms import paragraphs
from curation.actions.questions import ask_about_step, note_the_answer
from curation.actions.remarks import make_remark, resolve_remark
from curation.job_aids.steps import place_of_step
from curation.models import JobAidPage, StepNote, StepQuestion, StepRemark


def step_called(job_aid: JobAidPage, words: str) -> str:
    """The id of the step whose title begins so."""
    return next(str(step.id) for step in job_aid.steps if step.value["title"].startswith(words))


def answered(job_aid: JobAidPage, cast: Cast) -> None:
    """A question of somebody new: the expert's answer was accepted, and stands below the step."""
    job_aid.refresh_from_db()
    step = step_called(job_aid, "Choose what you see")
    question = ask_about_step(
        user=cast["nia"],
        job_aid=job_aid,
        step=step,
        title=f"{place_of_step(job_aid, step)}: which one for a torn label?",
        body=paragraphs("Half of the label is there and half is gone. Is that damaged, or no label?"),
        person=cast["eli"],
    )
    answer = reply_to_thread(
        user=cast["eli"],
        thread=question.thread,
        body=paragraphs("Damaged, as long as you can read the name on the pack. Without a name: No label."),
    )
    accept_answer(user=cast["nia"], post=answer)
    note = note_the_answer(user=cast["cora"], question=question)
    date_thread(question.thread, days=5, hours_between=1.5)
    StepQuestion.objects.filter(pk=question.pk).update(at=ago(days=5))
    StepNote.objects.filter(pk=note.pk).update(at=ago(days=4))


def unanswered(thread: Thread, *, days: float) -> None:
    """What did not work is a question that waits."""
    date_thread(thread, days=days)
    StepQuestion.objects.filter(thread=thread).update(at=ago(days=days))


def remarked(job_aid: JobAidPage, cast: Cast) -> None:
    """Two remarks on steps of a draft: one was done, one waits for the editor."""
    draft = job_aid.get_latest_revision_as_object()
    for words, handle, days, text, is_done in (
        ("Take the scanner", "lou", 0.9, "Say which light: the cradle has one too.", True),
        (
            "On the computer",
            "eli",
            0.2,
            "F9 does nothing while a patient is open. Begin with: close the chart.",
            False,
        ),
    ):
        remark = make_remark(user=cast[handle], job_aid=job_aid, step=step_called(draft, words), text=text)
        StepRemark.objects.filter(pk=remark.pk).update(at=ago(days=days))
        if is_done:
            resolve_remark(user=cast["cora"], remark=remark)
