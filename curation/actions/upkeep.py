"""What curators decide about job aids that stand in the way: keep one from the archive, tell two apart."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from communities.permissions import Verb
from core.policy import require
from curation.models import ArchiveProposal, DifferentJobAids, JobAidPage
from curation.permissions import may_verify
from curation.signals import job_aid_answers_changed
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
def say_who_answers(
    *, user: User, job_aid: JobAidPage, owner: User, stand_in: User | None, verify_months: int | None
) -> JobAidPage:
    """Set the owner, the stand-in and the interval of a job aid; it is verified until the day that it was.

    Raises PermissionDenied. The form sees to it that both can stand for it.
    """
    held = JobAidPage.objects.locked().select_related("community").get(pk=job_aid.pk)
    require(user, Verb.CURATE, held)
    before = {"owner": held.owner_id, "stand_in": held.stand_in_id, "months": held.verify_months}
    JobAidPage.objects.filter(pk=held.pk).update(stand_in=stand_in, verify_months=verify_months)
    Page.objects.filter(pk=held.pk).update(owner=owner)
    after = {"owner": owner.pk, "stand_in": stand_in and stand_in.pk, "months": verify_months}
    if before != after:
        log(instance=held, action="curation.answers", user=user, data={"from": before, "to": after})
        job_aid_answers_changed.send(sender=JobAidPage, job_aid=held)
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
