"""The way of a job aid from draft to published version, on Wagtail's workflow.

A draft is sent to review (`send_to_review`), experts agree and a curator approves (`decide`, once for each person),
and approval publishes it (`publish_approved`, called through `finish.py`). The published version stays as it is
while the next one waits. Words that are saved meanwhile begin the review again (`begin_again`).
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Workflow, WorkflowState
from wagtail.workflows import publish_workflow_state

from communities.permissions import Verb
from core.policy import require
from curation.models import JobAidPage, PlannedVersion, ReviewState
from curation.reviewing.planning import plan_version
from curation.reviewing.publishing import publish_version
from curation.reviewing.reviewers import round_of
from people.models import User

WORKFLOW = "Job aid review"
EDITED = "The draft was edited, so the review began again."


class ReviewProblem(Exception):
    """Why the draft cannot be sent or decided now; the message is for the person."""


@transaction.atomic
def send_to_review(*, user: User, job_aid: JobAidPage, change_note: str = "") -> WorkflowState:
    """Ask for a review of the newest draft; asking twice is one review. Raises ReviewProblem."""
    require(user, Verb.CURATE, job_aid)
    job_aid = JobAidPage.objects.locked().get(pk=job_aid.pk)
    flow = job_aid.current_workflow_state
    if flow is not None and flow.status == WorkflowState.STATUS_IN_PROGRESS:
        return flow
    if job_aid.retired_at is not None:
        raise ReviewProblem("It is withdrawn. Bring it back first.")
    planned = PlannedVersion.objects.filter(job_aid=job_aid).select_related("review").first()
    if planned is not None and planned.review.revision_id == job_aid.latest_revision_id:
        raise ReviewProblem("These words are approved already, and published on their day.")
    draft = job_aid.get_latest_revision_as_object()
    if not draft.steps:
        raise ReviewProblem("Write at least one step before somebody reviews it.")
    if job_aid.live and not job_aid.has_unpublished_changes:
        raise ReviewProblem("The newest words are published already. Edit the job aid first.")
    if flow is None:
        flow = Workflow.objects.get(name=WORKFLOW).start(job_aid, user)
    else:
        flow.resume(user)
    ReviewState.objects.filter(pk=flow.current_task_state_id).update(change_note=change_note)
    return flow


@transaction.atomic
def decide(
    *,
    user: User,
    job_aid: JobAidPage,
    approve: bool,
    seen_revision: int,
    **decision: Any,
) -> ReviewState:
    """Agree to the draft that the reviewer saw, approve it, or ask for changes; `decision` is what the form holds.

    Raises PermissionDenied, and ReviewProblem when nothing waits for this person or the draft was edited meanwhile.
    """
    job_aid = JobAidPage.objects.locked().get(pk=job_aid.pk)
    require(user, Verb.REVIEW, job_aid)
    state = waiting_review(job_aid)
    if state is None:
        raise ReviewProblem("Nothing waits for review here: somebody decided or took it back meanwhile.")
    if job_aid.latest_revision_id != seen_revision:
        raise ReviewProblem("The draft was edited while you read it. Read it again, then decide.")
    review = round_of(state)
    if not review.decides(user):
        raise ReviewProblem(review.why_not(user))
    state.task.specific.on_action(state, user, "approve" if approve else "reject", **decision)
    return state


@transaction.atomic
def take_back(*, user: User, job_aid: JobAidPage) -> None:
    """End the review without a decision: the draft stays. Raises ReviewProblem when none is under way."""
    require(user, Verb.CURATE, job_aid)
    job_aid = JobAidPage.objects.locked().get(pk=job_aid.pk)
    flow = job_aid.current_workflow_state
    if flow is None:
        raise ReviewProblem("Nothing waits for review here.")
    flow.cancel(user=user)


def waiting_review(job_aid: JobAidPage) -> ReviewState | None:
    """The stage of a review that waits for somebody, if one does."""
    waiting = ReviewState.objects.waiting().with_numbers().filter(job_aid=job_aid)
    return waiting.select_related("revision__user", "job_aid__community", "task").first()


@transaction.atomic
def begin_again(job_aid: JobAidPage, user: User | None) -> None:
    """The draft was saved while it was in review: what was said of the old words counts no more."""
    stale = ReviewState.objects.waiting().filter(job_aid=job_aid)
    state = stale.exclude(revision=job_aid.latest_revision_id).select_related("workflow_state").first()
    if state is not None:
        state.cancel(user=user, comment=EDITED)


@transaction.atomic
def publish_approved(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish what was approved as the next version, with its owner and the day until which it is verified."""
    if not isinstance(workflow_state.content_object.specific, JobAidPage):
        publish_workflow_state(workflow_state, user=user)
        return
    approved = ReviewState.objects.filter(
        workflow_state=workflow_state, status=ReviewState.STATUS_APPROVED
    ).exclude(verified_until=None)
    review = approved.order_by("-finished_at", "-pk").first()
    if review is None:
        raise PermissionDenied("Nobody set until when it is verified, so nothing was published.")
    if review.goes_live_at is not None and review.goes_live_at > timezone.now():
        plan_version(review)
    else:
        publish_version(review)
