"""Job aids that wait for somebody: to be verified, to be reviewed, to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, DateField, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import WorkflowState

from curation.desk.scope import Desk
from curation.likeness.job_aids import like_pairs
from curation.models import ArchiveProposal, Feedback, JobAidPage, ReviewState
from curation.states import ProposalState
from people.models import User

DUE_SOON = timedelta(days=14)
NEVER = date(1970, 1, 1)
_SAID = Feedback.objects.filter(job_aid=OuterRef("pk"), number=OuterRef("number"))


def due(desk: Desk) -> Any:
    """Published job aids that nobody stands for, or soon will not; `until` sorts the never verified first."""
    soon = timezone.localdate() + DUE_SOON
    rows = desk.of(JobAidPage.objects.published())
    return with_until(rows.filter(Q(verified_until=None) | Q(verified_until__lte=soon)))


def with_until(job_aids: Any) -> Any:
    """Each with the day `until` which it is verified, or was; NEVER when it never was."""
    return job_aids.annotate(until=Coalesce("verified_until", Value(NEVER), output_field=DateField()))


def proposed_for_archive(desk: Desk) -> Any:
    """Proposals that wait for their day, or for somebody who keeps the job aid. Uses the index curation_archive_due."""
    waiting = ArchiveProposal.objects.filter(state=ProposalState.OPEN, job_aid__live=True)
    return desk.of(waiting, "job_aid__community")


def alike(desk: Desk) -> Any:
    """Pairs of published job aids that say much the same."""
    pairs = like_pairs().filter(first__live=True, second__live=True)
    return desk.of(desk.of(pairs, "first__community"), "second__community")


def in_review(desk: Desk) -> Any:
    """Job aids whose review waits for somebody."""
    return desk.of(JobAidPage.objects.in_review())


def doing_badly(desk: Desk) -> Any:
    """Published job aids whose present version did not work for somebody, with how many people said so.

    Reads the index curation_feedback_once for each published job aid.
    """
    rows = desk.of(JobAidPage.objects.published())
    return with_numbers(rows.filter(Exists(_SAID.filter(worked=False))))


def with_numbers(job_aids: Any) -> Any:
    """How many people the present version did not work for (`against`), and for how many it did (`worked`)."""
    return job_aids.annotate(
        against=_people(_SAID.filter(worked=False)), worked=_people(_SAID.filter(worked=True))
    )


def _people(rows: Any) -> Any:
    """How many people those rows are of."""
    counted = rows.order_by().values("job_aid").annotate(people=Count("user", distinct=True)).values("people")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job aid whose review waits: at which stage, since when, who sent it, and by when."""

    job_aid: JobAidPage
    state: ReviewState | None
    sent_by: User | None
    is_own_words: bool

    @property
    def stage(self) -> str:
        return self.state.task.name if self.state else ""


def reviews(job_aids: Sequence[JobAidPage], user: User) -> list[Waiting]:
    """What is said of these reviews. One query."""
    states = ReviewState.objects.filter(
        workflow_state__content_type=ContentType.objects.get_for_model(JobAidPage),
        workflow_state__object_id__in=[str(aid.pk) for aid in job_aids],
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__current_task_state=F("pk"),
    ).select_related("task", "workflow_state__requested_by")
    found = {state.workflow_state.object_id: state for state in states}
    return [_waiting(aid, found.get(str(aid.pk)), user) for aid in job_aids]


def _waiting(job_aid: JobAidPage, state: ReviewState | None, user: User) -> Waiting:
    newest = job_aid.latest_revision
    return Waiting(
        job_aid,
        state,
        sent_by=state.workflow_state.requested_by if state else None,
        is_own_words=newest is not None and newest.user_id == user.pk,
    )
