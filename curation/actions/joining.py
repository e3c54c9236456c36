"""Putting pieces of a practice into a job aid that exists: into its newest draft, never into what is published."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from communities.permissions import Verb
from core.policy import require
from curation.actions.practices import NotNow, locked_practice
from curation.actions.promotion import keep_provenance, promoted, read_again
from curation.job_aids.blocks import MOST_LINES, MOST_STEPS
from curation.models import JobAidPage, Joining, Practice
from curation.promotion.drafting import Chosen, Draft, stream_fields
from curation.reviewing.workflow import take_back, waiting_review
from people.models import User

AT_START, AT_END = "start", "end"  # in the place of the id of a step
IN_REVIEW = (
    "This job aid is in review, and what the reviewer reads is not changed. Withdraw the review to join now."
)


@transaction.atomic
def join_job_aid(
    *,
    user: User,
    practice: Practice,
    job_aid: JobAidPage,
    chosen: Sequence[Chosen],
    after: str = AT_END,
    withdraw: bool = False,
    submission: uuid.UUID | None = None,
) -> JobAidPage:
    """Add the chosen pieces to the newest draft of a job aid, the steps after the step `after`, else at the end.

    What is published stays as it is. A review under way is ended when `withdraw` says so. The same `submission`
    twice joins once. Raises NotNow, and nothing has happened.
    """
    require(user, Verb.CURATE, practice)
    require(user, Verb.CURATE, job_aid)
    practice = locked_practice(practice)
    if submission and practice.joinings.filter(submission=submission).exists():
        return job_aid
    job_aid = JobAidPage.objects.locked().select_related("community").get(pk=job_aid.pk)
    _require_open(job_aid, practice, user, withdraw=withdraw)
    draft, taken = read_again(practice, chosen)
    if not draft.items:
        raise NotNow("Choose at least one piece.")
    page = job_aid.get_latest_revision_as_object()
    _put_in(page, draft, after)
    page.save_revision(user=user, log_action=True)
    keep_provenance(job_aid, taken)
    Joining.objects.create(
        practice=practice, job_aid=job_aid, user=user, at=timezone.now(), submission=submission
    )
    promoted(user=user, practice=practice, job_aid=job_aid, taken=taken, why=f"Joined into {job_aid.code}")
    return job_aid


def _require_open(job_aid: JobAidPage, practice: Practice, user: User, *, withdraw: bool) -> None:
    if job_aid.community_id != practice.community_id:
        raise NotNow("A practice joins a job aid of its own community only.")
    if job_aid.retired_at is not None:
        raise NotNow(f"{job_aid.code} is retired. Choose another job aid, or make a new one.")
    if job_aid.locked and job_aid.locked_by_id != user.pk:
        raise NotNow(f"{job_aid.code} is locked in the editor. Ask who locked it, or make a new one.")
    if waiting_review(job_aid) is not None:
        if not withdraw:
            raise NotNow(IN_REVIEW)
        take_back(user=user, job_aid=job_aid)


def _put_in(page: JobAidPage, draft: Draft, after: str) -> None:
    for name, added in stream_fields(draft).items():
        blocks: list[Any] = list(getattr(page, name).get_prep_value())
        at = _place(blocks, after) if name == "steps" and added else len(blocks)
        blocks[at:at] = added
        if len(blocks) > (MOST_STEPS if name == "steps" else MOST_LINES):
            raise NotNow(
                f"{page.code} would hold too much: {MOST_STEPS} steps are the limit. Leave something out."
            )
        setattr(page, name, JobAidPage._meta.get_field(name).to_python(blocks))


def _place(steps: Sequence[Any], after: str) -> int:
    if after in {AT_START, AT_END}:
        return 0 if after == AT_START else len(steps)
    at = next((at for at, step in enumerate(steps) if step["id"] == after), None)
    if at is None:
        raise NotNow("The step after which you put these is not in the draft any more. Choose where they go.")
    return at + 1
