"""What curation adds to homes: job aids to start with, and what waits for a reviewer or an owner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from communities.home import Section, Task
from communities.models import CommunityPage
from curation.models import ArchiveProposal, DriftAlert, JobAidPage, ReviewState
from curation.states import ProposalState, ReviewStage
from curation.upkeep.checks import with_changes
from curation.upkeep.owners import answered_by

SHOWN = 5
TASKS = 4
DUE_SOON = timedelta(days=14)


def job_aids(viewer: Any, community: CommunityPage | None) -> Section | None:
    """The newest job aids that the viewer may read: of this community, or of all."""
    rows = JobAidPage.objects.visible_to(viewer).published().select_related("community", "owner")
    if community is not None:
        rows = rows.in_community(community)
    found = list(rows.order_by("-last_published_at", "-pk")[:SHOWN])
    return Section("curation/job_aids/home.html", found) if found else None


def reviews_waiting(user: Any) -> Iterable[Task]:
    """Drafts that this person may decide about: those of which somebody else wrote the newest words."""
    rows = ReviewState.objects.for_person(user).select_related("job_aid__community")
    for state in rows.order_by("due_on", "pk")[:TASKS]:
        job_aid, approves = state.job_aid, state.stage == ReviewStage.APPROVAL
        waits = "for a curator who did not write it" if approves else "for somebody who did not write it"
        late = ", and its day has passed" if state.is_overdue else ""
        yield Task(
            icon="clipboard-list",
            title=f"{'Approve' if approves else 'Review'} “{job_aid.title}”",
            url=reverse("curation:job_aid_draft", args=[job_aid.community.slug, job_aid.slug]),
            why=f"A draft of {job_aid.community.title} waits {waits}{late}.",
            act="Read the draft",
        )


def verifications_due(user: Any) -> Iterable[Task]:
    """Job aids that this person answers for and whose day comes near; one click says that they are still right.

    One that goes to the archive in a few days is kept by one click instead.
    """
    soon = timezone.localdate() + DUE_SOON
    proposed = ArchiveProposal.objects.filter(job_aid=OuterRef("pk"), state=ProposalState.OPEN)
    published = JobAidPage.objects.visible_to(user).published()
    due = published.annotate(
        leaves=Subquery(proposed.values("pk")[:1]), leaves_on=Subquery(proposed.values("archive_on")[:1])
    ).filter(Q(verified_until__lte=soon) | Q(leaves__isnull=False))
    rows = with_changes(answered_by(due, user)).select_related("community", "owner")
    for job_aid in rows.defer("steps").order_by("verified_until", "pk")[:TASKS]:
        if job_aid.leaves is not None:
            yield _leaving(job_aid)
            continue
        address = [job_aid.community.slug, job_aid.slug]
        yield Task(
            icon="hourglass",
            title=f"Is “{job_aid.title}” still right?",
            url=reverse("curation:job_aid_check", args=address),
            why=_why_due(job_aid, user),
            act="Check what changed" if job_aid.change_count else _still_right(job_aid),
            posts_to="" if job_aid.change_count else reverse("curation:job_aid_still_right", args=address),
        )


def _leaving(job_aid: Any) -> Task:
    day = job_aid.leaves_on
    return Task(
        icon="hourglass",
        title=f"“{job_aid.title}” goes to the archive",
        url=job_aid.get_absolute_url(),
        why=f"Nobody read or verified it for long. It goes on {day.day} {day:%B}.",
        act="Keep it",
        posts_to=reverse("curation:archive_keep", args=[job_aid.leaves]),
    )


def _still_right(job_aid: JobAidPage) -> str:
    return f"Still right on {job_aid.check_words}" if job_aid.check_words else "Still right"


def _why_due(job_aid: JobAidPage, user: Any) -> str:
    day = job_aid.verified_until
    until = f"{day.day} {day:%B}" if day else ""
    when = f"Verified until {until}." if job_aid.is_verified else f"Unverified since {until}."
    if job_aid.owner_id == user.pk:
        return when
    owner = job_aid.owner.name if job_aid.owner else "Its owner"
    return f"{when} {owner} cannot say so any more, so it is up to you."


def sources_changed(user: Any) -> Iterable[Task]:
    """Steps of this person's job aids whose source changed."""
    alerts = DriftAlert.objects.open().filter(provenance__job_aid__owner=user).curated_by(user)
    for alert in alerts.select_related("provenance__job_aid").order_by("opened_at")[:TASKS]:
        yield Task(
            icon="triangle-alert",
            title=f"A source of “{alert.provenance.job_aid.title}” changed",
            url=reverse("curation:drift", args=[alert.pk]),
            why=alert.provenance.label,
            act="Compare the words",
        )
