"""What nobody read or verified for long leaves the library, a week after its people were told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from curation.actions.retirement import retire_job_aid
from curation.models import ArchiveProposal, JobAidPage, Reading
from curation.signals import archive_proposed
from curation.states import ProposalState

AT_ONCE = 200


def forgotten() -> QuerySet[JobAidPage]:
    """Published, unverified for ARCHIVE_AFTER_DAYS and read by nobody in that time.

    Reading is kept by month: who read in the month that the time begins in, has read. Uses the indexes
    curation_job_aid_lapse and curation_reading_once.
    """
    since = timezone.localdate() - timedelta(days=settings.ARCHIVE_AFTER_DAYS)
    read = Reading.objects.filter(
        kind=Reading.Kind.JOB_AID, object_id=OuterRef("pk"), month__gte=since.replace(day=1)
    )
    return JobAidPage.objects.lapsed(since).filter(~Exists(read), first_published_at__lt=_start_of(since))


def propose() -> int:
    """Propose what was forgotten, unless somebody kept it in that time; tells its people. Counts them."""
    since = timezone.now() - timedelta(days=settings.ARCHIVE_AFTER_DAYS)
    lately = ArchiveProposal.objects.filter(job_aid=OuterRef("pk"))
    spoken_of = lately.filter(state=ProposalState.OPEN) | lately.filter(
        state=ProposalState.KEPT, decided_at__gt=since
    )
    rows = forgotten().filter(~Exists(spoken_of)).values_list("pk", flat=True)
    return sum(_propose(pk) for pk in list(rows[:AT_ONCE]))


@transaction.atomic
def _propose(pk: int) -> int:
    job_aid = JobAidPage.objects.locked().get(pk=pk)
    proposal, created = ArchiveProposal.objects.get_or_create(
        job_aid=job_aid,
        state=ProposalState.OPEN,
        defaults={
            "proposed_at": timezone.now(),
            "archive_on": timezone.localdate() + timedelta(days=settings.ARCHIVE_NOTICE_DAYS),
        },
    )
    if created:
        archive_proposed.send(sender=ArchiveProposal, proposal=proposal)
    return int(created)


def retire_what_nobody_kept() -> int:
    """Retire what was proposed and whose week is over; what was read or verified meanwhile stays. Counts them.

    Uses the index curation_archive_due.
    """
    due = ArchiveProposal.objects.filter(state=ProposalState.OPEN, archive_on__lte=timezone.localdate())
    return sum(
        _settle(pk) for pk in list(due.order_by("archive_on", "pk").values_list("pk", flat=True)[:AT_ONCE])
    )


@transaction.atomic
def _settle(pk: int) -> int:
    proposal = ArchiveProposal.objects.select_for_update(of=("self",)).get(pk=pk)
    if proposal.state != ProposalState.OPEN:
        return 0
    is_forgotten = forgotten().filter(pk=proposal.job_aid_id).exists()
    if is_forgotten:
        days = settings.ARCHIVE_AFTER_DAYS
        retire_job_aid(
            user=None, job_aid=proposal.job_aid, reason=f"Nobody read or verified it for {days} days."
        )
    else:
        proposal.state, proposal.decided_at = ProposalState.LAPSED, timezone.now()
        proposal.save(update_fields=["state", "decided_at"])
    return int(is_forgotten)


def is_wanted(job_aid: JobAidPage) -> None:
    """Somebody verified or published it: it is not about to go any more."""
    ArchiveProposal.objects.filter(job_aid=job_aid.pk, state=ProposalState.OPEN).update(
        state=ProposalState.LAPSED, decided_at=timezone.now()
    )


def _start_of(day: object) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))  # type: ignore[arg-type]
