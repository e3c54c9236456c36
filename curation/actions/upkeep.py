"""What curators decide about job aids that stand in the way: keep one from the archive, tell two apart."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.permissions import Verb
from core.policy import require
from curation.models import ArchiveProposal, DifferentJobAids, JobAidPage
from curation.permissions import may_verify
from curation.states import ProposalState
from curation.upkeep.owners import refusal
from people.models import User


@transaction.atomic
def keep_from_archive(*, user: User, proposal: ArchiveProposal) -> ArchiveProposal:
    """It stays, and is not proposed again for as long as it took to be proposed. Keeping twice changes nothing.

    Raises PermissionDenied with words for who neither curates nor answers for it.
    """
    held = ArchiveProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if not may_verify(user, held.job_aid):
        raise PermissionDenied(refusal(held.job_aid))
    if held.state == ProposalState.OPEN:
        held.state, held.decided_by, held.decided_at = ProposalState.KEPT, user, timezone.now()
        held.save(update_fields=["state", "decided_by", "decided_at"])
    return held


@transaction.atomic
def tell_apart(*, user: User, one: JobAidPage, other: JobAidPage) -> DifferentJobAids:
    """These two say much the same and are not the same; they are not grouped again. Raises PermissionDenied."""
    for job_aid in (one, other):
        require(user, Verb.CURATE, job_aid)
    first, second = sorted((one, other), key=lambda job_aid: job_aid.pk)
    told, _ = DifferentJobAids.objects.get_or_create(
        first=first, second=second, defaults={"said_by": user, "at": timezone.now()}
    )
    return told
