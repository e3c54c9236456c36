"""News of drafts: for those who decide about them, and those who wrote them. Who may not review knows of none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse
from django.utils.dateformat import format as format_date

from curation.models import JobAidPage, ReviewState, StepRemark
from curation.reviewing.reviewers import round_of
from curation.upkeep.owners import answers_for
from notifications.models import Notice
from notifications.news.base import (
    News,
    Told,
    found,
    job_aids,
    name_of,
    news,
    said,
    without,
)
from notifications.states import Audience, Kind
from people.models import User


def _of_draft(job_aid: JobAidPage, text: str, kind: Kind = Kind.REVIEW) -> News:
    url = reverse("curation:job_aid_draft", args=[job_aid.community.slug, job_aid.slug])
    return News(kind, text, url, job_aid.community, f"draft:{job_aid.pk}", Audience.REVIEWERS)


def _asked(state: ReviewState) -> list[User]:
    """Everybody who can decide now, also who stands in for experts that are missing; else administrators."""
    stage = round_of(state)
    return list(stage.deciders) or stage.administrators


def _waiting(job_aid_id: int, state_id: int) -> tuple[JobAidPage, ReviewState] | None:
    job_aid = found(job_aids().select_related("latest_revision"), job_aid_id)
    state = found(ReviewState.objects.waiting(), state_id)
    return (job_aid, state) if job_aid is not None and state is not None else None


@news
def review_asked(job_aid_id: int, state_id: int) -> Iterable[Told]:
    if (waiting := _waiting(job_aid_id, state_id)) is None:
        return
    job_aid, state = waiting
    text = f"The draft of “{job_aid.title}” waits for your review{_by(state)}."
    yield _of_draft(job_aid, text), _asked(state)


@news
def review_overdue(job_aid_id: int, state_id: int) -> Iterable[Told]:
    if (waiting := _waiting(job_aid_id, state_id)) is None:
        return
    job_aid, state = waiting
    text = f"The review of “{job_aid.title}” is overdue{_by(state)}."
    # A subject of its own: folded into what nobody has read yet it would remind nobody.
    yield replace(_of_draft(job_aid, text), subject=f"overdue:{state.pk}"), _asked(state)


def _by(state: ReviewState) -> str:
    return f", until {format_date(state.due_on, 'j F')}" if state.due_on else ""


@news
def review_decided(job_aid_id: int, by: int, approved: bool, comment: str) -> Iterable[Told]:
    """To whoever wrote the newest words, and who answers for it."""
    job_aid = found(job_aids().select_related("latest_revision__user"), job_aid_id)
    person = User.objects.filter(pk=by).first()
    if job_aid is None:
        return
    writer = job_aid.latest_revision.user if job_aid.latest_revision else None
    verb = "agrees with" if approved else "asks for changes in"
    text = f"{name_of(person)} {verb} the draft of “{job_aid.title}”{said(comment)}"
    people = [each for each in (writer, answers_for(job_aid)) if each is not None]
    yield _of_draft(job_aid, text), without(people, person)


@news
def review_cancelled(job_aid_id: int, by: int | None, comment: str) -> Iterable[Told]:
    """To those who were asked and did not look yet: nobody waits for them any more."""
    job_aid = found(job_aids(), job_aid_id)
    if job_aid is None:
        return
    told = Notice.objects.unread().filter(kind=Kind.REVIEW, subject=f"draft:{job_aid.pk}")
    people = User.objects.filter(pk__in=told.values("user")).exclude(pk=by or 0)
    text = f"The review of “{job_aid.title}” was called off{said(comment)}"
    yield _of_draft(job_aid, text), list(people)


@news
def remark_made(remark_id: int) -> Iterable[Told]:
    remark = found(StepRemark.objects.select_related("author"), remark_id)
    job_aid = remark and found(job_aids().select_related("latest_revision__user"), remark.job_aid_id)
    if job_aid is None:
        return
    writer = job_aid.latest_revision.user if job_aid.latest_revision else None
    text = f"{name_of(remark.author)} remarks on a step of “{job_aid.title}”{said(remark.text)}"
    people = [each for each in (writer, answers_for(job_aid)) if each is not None]
    yield _of_draft(job_aid, text, Kind.REMARK), without(people, remark.author)
