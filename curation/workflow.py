"""The way of a job aid from draft to published version, on Wagtail's workflow.

A draft is sent to review (`send_to_review`), somebody who is not its last editor decides (`decide`), and
approval publishes it (`publish_approved`, called through `curation.finish`). The published version stays as
it is while the next one waits.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Workflow, WorkflowState
from wagtail.workflows import publish_workflow_state

from communities.permissions import Verb
from core.policy import require
from curation.actions.drift import settle_updates
from curation.models import JobAidPage, JobAidVersion, ReviewState
from curation.signals import job_aid_published
from people.models import User

WORKFLOW = "Job aid review"


class ReviewProblem(Exception):
    """Why the draft cannot be sent or decided now; the message is for the person."""


@transaction.atomic
def send_to_review(*, user: User, job_aid: JobAidPage) -> WorkflowState:
    """Ask for a review of the newest draft; asking twice is one review. Raises ReviewProblem."""
    require(user, Verb.CURATE, job_aid)
    job_aid = JobAidPage.objects.locked().get(pk=job_aid.pk)
    if (waiting := job_aid.current_workflow_state) is not None and waiting.is_active:
        return waiting
    draft = job_aid.get_latest_revision_as_object()
    if not draft.steps:
        raise ReviewProblem("Write at least one step before somebody reviews it.")
    if job_aid.live and not job_aid.has_unpublished_changes:
        raise ReviewProblem("The newest words are published already. Edit the job aid first.")
    return Workflow.objects.get(name=WORKFLOW).start(job_aid, user)


@transaction.atomic
def decide(
    *,
    user: User,
    job_aid: JobAidPage,
    approve: bool,
    seen_revision: int,
    owner: User | None = None,
    verified_until: date | None = None,
    comment: str = "",
) -> None:
    """Approve and publish the draft that the reviewer saw, or ask for changes.

    Raises PermissionDenied, and ReviewProblem when nothing waits or the draft was edited after it was shown.
    """
    job_aid = JobAidPage.objects.locked().get(pk=job_aid.pk)
    state = waiting_review(job_aid)
    if state is None:
        raise ReviewProblem("Nothing waits for review here: somebody decided meanwhile.")
    if job_aid.latest_revision_id != seen_revision:
        raise ReviewProblem("The draft was edited while you read it. Read it again, then decide.")
    state.task.specific.on_action(
        state,
        user,
        "approve" if approve else "reject",
        owner=owner,
        verified_until=verified_until,
        comment=comment,
    )


def waiting_review(job_aid: JobAidPage) -> ReviewState | None:
    """The review that waits for somebody, if one does."""
    state = job_aid.current_workflow_state
    if state is None or not state.is_active or state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    task_state = state.current_task_state
    specific = task_state.specific if task_state else None
    return specific if isinstance(specific, ReviewState) else None


@transaction.atomic
def publish_approved(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish what was approved as the next version, with its owner and the day until it is verified."""
    page = workflow_state.content_object.specific
    if not isinstance(page, JobAidPage):
        publish_workflow_state(workflow_state, user=user)
        return
    job_aid = JobAidPage.objects.locked().get(pk=page.pk)
    review = _approval(workflow_state)
    revision = job_aid.get_latest_revision()
    fields: dict[str, Any] = {
        "number": job_aid.number + 1,
        "owner": review.owner,
        "verified_by": user,
        "verified_until": review.verified_until,
    }
    JobAidPage.objects.filter(pk=job_aid.pk).update(
        **{name: value for name, value in fields.items() if name != "owner"}
    )
    job_aid.page_ptr.__class__.objects.filter(pk=job_aid.pk).update(owner=fields["owner"])
    revision.publish(user=user, skip_permission_checks=True)
    published = JobAidPage.objects.select_related("community", "owner").get(pk=job_aid.pk)
    JobAidVersion.objects.create(
        job_aid=published,
        number=published.number,
        revision=revision,
        title=published.title,
        approved_by=user,
        owner=published.owner,
        verified_until=published.verified_until,
        note=review.comment,
        published_at=timezone.now(),
    )
    settle_updates(published)
    job_aid_published.send(sender=JobAidPage, job_aid=published)


def _approval(workflow_state: WorkflowState) -> ReviewState:
    states = ReviewState.objects.filter(workflow_state=workflow_state, status=ReviewState.STATUS_APPROVED)
    return states.latest("finished_at", "pk")
