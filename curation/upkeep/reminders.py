"""Telling people that a job aid is to be verified soon, or that it is theirs now."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from curation.models import JobAidPage
from curation.signals import owner_gone, verification_due
from curation.upkeep.owners import is_able, people_who_answer
from people.models import User

STAGES = (14, 2, 0)  # days before its day
AT_ONCE = 200
GONE = "curation.owner_gone"


def remind_owners() -> int:
    """Send `verification_due` for each stage that a job aid has reached and nobody was told of; counts them.

    When no worker ran for days, only the last stage is told. Uses the index curation_job_aid_lapse.
    """
    today = timezone.localdate()
    told = 0
    for stage, next_stage in zip(STAGES, (*STAGES[1:], None), strict=True):
        near = JobAidPage.objects.published().filter(
            Q(reminded=None) | Q(reminded__gt=stage), verified_until__lte=today + timedelta(days=stage)
        )
        if next_stage is not None:
            near = near.filter(verified_until__gt=today + timedelta(days=next_stage))
        for pk in list(near.values_list("pk", flat=True)[:AT_ONCE]):
            told += _remind(pk, stage)
    return told


@transaction.atomic
def _remind(pk: int, stage: int) -> int:
    job_aid = JobAidPage.objects.locked().select_related("community", "owner", "stand_in").get(pk=pk)
    if job_aid.reminded is not None and job_aid.reminded <= stage:  # told meanwhile
        return 0
    JobAidPage.objects.filter(pk=pk).update(reminded=stage)
    left = (job_aid.verified_until - timezone.localdate()).days if job_aid.verified_until else 0
    verification_due.send(sender=JobAidPage, job_aid=job_aid, days=max(0, left))
    return 1


def hand_over(user_id: int) -> int:
    """Send `owner_gone` for each job aid of a person who cannot stand for it any more; tells of each once."""
    person = User.objects.filter(pk=user_id).first()
    if person is None:
        return 0
    rows = JobAidPage.objects.published().filter(Q(owner=person) | Q(stand_in=person))
    told = 0
    for job_aid in rows.select_related("community", "owner", "stand_in").order_by("pk"):
        if not is_able(person, job_aid.community):
            told += _hand_over(job_aid, person)
    return told


@transaction.atomic
def _hand_over(job_aid: JobAidPage, person: User) -> int:
    if job_aid.owner_id != person.pk and is_able(job_aid.owner, job_aid.community):
        return 0  # a stand-in whom nobody needs now
    last = PageLogEntry.objects.filter(page=job_aid.pk, action=GONE).order_by("-timestamp").first()
    if last is not None and last.data.get("person") == person.pk and not _was_back(job_aid, last):
        return 0
    people = people_who_answer(job_aid)
    log(
        instance=job_aid,
        action=GONE,
        data={"person": person.pk, "name": person.name, "to": [user.name for user in people]},
    )
    owner_gone.send(sender=JobAidPage, job_aid=job_aid, people=people)
    return 1


def _was_back(job_aid: JobAidPage, last: PageLogEntry) -> bool:
    """Whether the person stood for it again after that."""
    return (
        job_aid.verified_at is not None
        and job_aid.verified_at > last.timestamp
        and job_aid.verified_by_id == last.data["person"]
    )
