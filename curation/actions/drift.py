"""What a curator decides about a step whose source changed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from communities.permissions import Verb
from core import blocks
from core.policy import require
from curation.models import DriftAlert, JobAidPage, Provenance
from curation.places import PlaceGone, read_place, version_of
from curation.states import DriftState
from people.models import User


class AlreadySettled(Exception):
    """Somebody decided about this change before."""


@transaction.atomic
def keep_step(*, user: User, alert: DriftAlert, note: str = "") -> DriftAlert:
    """The step stays as it is: the change does not matter to it. Raises AlreadySettled."""
    return _decide(user, alert, DriftState.KEPT, note)


@transaction.atomic
def detach_step(*, user: User, alert: DriftAlert, note: str = "") -> DriftAlert:
    """The step no longer follows this source; readers see it without. Raises AlreadySettled."""
    decided = _decide(user, alert, DriftState.DETACHED, note)
    Provenance.objects.filter(pk=alert.provenance_id).update(detached_at=timezone.now())
    return decided


@transaction.atomic
def update_step(*, user: User, alert: DriftAlert) -> JobAidPage:
    """Put the new words of the source into a draft of the job aid, where the step still has the old ones.

    The alert stays open for readers until the draft is published. Raises AlreadySettled, and PlaceGone when the
    source has no words there any more.
    """
    locked = _locked(user, alert)
    row = locked.provenance
    read_place(row.source, row.anchor)
    draft = row.job_aid.get_latest_revision_as_object()
    if replace_words(draft, row.step, locked.old_text, locked.new_text):
        draft.save_revision(user=user, log_action=True)
    locked.state = DriftState.UPDATING
    locked.decided_by, locked.decided_at = user, timezone.now()
    locked.save(update_fields=["state", "decided_by", "decided_at"])
    return row.job_aid


def settle_updates(job_aid: JobAidPage) -> None:
    """The draft with the new words is published: those alerts are done, and provenance names the new words."""
    waiting = DriftAlert.objects.filter(provenance__job_aid=job_aid, state=DriftState.UPDATING)
    for alert in waiting.select_related("provenance"):
        row = alert.provenance
        row.quote, row.digest = alert.new_text, blocks.digest(alert.new_text)
        row.version = alert.new_version
        row.save(update_fields=["quote", "digest", "version"])
        alert.state = DriftState.UPDATED
        alert.save(update_fields=["state"])


def replace_words(draft: JobAidPage, step: str, old: str, new: str) -> bool:
    """Put `new` where a step says exactly `old`; False when the step was rewritten by hand, and nothing changed."""
    for field in (draft.steps, draft.before_you_start, draft.pitfalls):
        for block in field:
            if str(block.id) == step:
                return _replace_in(block, old, new)
    return False
