"""Asking for a job aid that is missing, and what becomes of it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from communities.models import CommunityPage
from communities.permissions import Verb
from core.policy import require
from curation.models import ContentRequest, JobAidPage, RequestVoice
from curation.signals import request_declined, request_met
from curation.states import RequestState
from people.models import User

ASKED_A_DAY = 20  # by one person: curators read each


class RequestClosed(ValueError):
    """It was met or declined meanwhile; the message is for the person."""

    def __init__(self, request: ContentRequest) -> None:
        became = (
            f"declined: {request.reason}" if request.state == RequestState.DECLINED else "met by a job aid"
        )
        super().__init__(f"This was decided already: {became}")


class TooMuchAsked(ValueError):
    def __init__(self) -> None:
        super().__init__(
            f"You asked for {ASKED_A_DAY} job aids since yesterday. Curators read each: ask for more tomorrow."
        )


@transaction.atomic
def ask_for_job_aid(
    *, user: User, community: CommunityPage, title: str, detail: str = "", submission: uuid.UUID | None = None
) -> ContentRequest:
    """Ask the curators for a job aid. The same `submission` twice is one request. Raises TooMuchAsked."""
    require(user, Verb.ADD, community)
    now = timezone.now()
    today = ContentRequest.objects.filter(asked_by=user, created_at__gt=now - timedelta(days=1))
    if today.exclude(submission=submission).count() >= ASKED_A_DAY:
        raise TooMuchAsked
    request, is_new = ContentRequest.objects.get_or_create(
        asked_by=user,
        submission=submission or uuid.uuid4(),
        defaults={"community": community, "title": title, "detail": detail, "created_at": now},
    )
    if is_new:
        RequestVoice.objects.create(request=request, user=user, at=now)
    return request


@transaction.atomic
def add_voice(*, user: User, request: ContentRequest) -> ContentRequest:
    """Say that one misses it too; again is nothing new. Raises RequestClosed."""
    require(user, Verb.ADD, request)
    request = locked_and_open(request)
    _, added = RequestVoice.objects.get_or_create(request=request, user=user, defaults={"at": timezone.now()})
    if added:
        _count(request, 1)
    return request


@transaction.atomic
def take_voice_back(*, user: User, request: ContentRequest) -> None:
    """Miss it no longer. What nobody misses is gone. Safe to run again. Raises RequestClosed."""
    require(user, Verb.VIEW, request)
    request = locked_and_open(request)
    if RequestVoice.objects.filter(request=request, user=user).delete()[0]:
        _count(request, -1)
        ContentRequest.objects.filter(pk=request.pk, people_count__lte=0).delete()


@transaction.atomic
def meet_request(*, user: User, request: ContentRequest, job_aid: JobAidPage) -> ContentRequest:
    """Answer it with a published job aid; everybody who asked is told. Raises RequestClosed, ValueError."""
    require(user, Verb.CURATE, request)
    request = locked_and_open(request)
    if not job_aid.live or job_aid.community_id != request.community_id:
        raise ValueError("Choose a job aid that is published in this community.")
    request.state, request.job_aid = RequestState.MET, job_aid
    _decide(request, user, "job_aid")
    request_met.send(sender=ContentRequest, request=request)
    return request


@transaction.atomic
def decline_request(*, user: User, request: ContentRequest, reason: str) -> ContentRequest:
    """Say why there will be none; everybody who asked reads it. Raises RequestClosed."""
    require(user, Verb.CURATE, request)
    request = locked_and_open(request)
    request.state, request.reason = RequestState.DECLINED, reason
    _decide(request, user, "reason")
    request_declined.send(sender=ContentRequest, request=request)
    return request


def locked_and_open(request: ContentRequest) -> ContentRequest:
    """The row again, locked. Raises RequestClosed unless it still waits."""
    locked = (
        ContentRequest.objects.select_for_update(of=("self",)).select_related("community").get(pk=request.pk)
    )
    if locked.state != RequestState.OPEN:
        raise RequestClosed(locked)
    return locked


def _decide(request: ContentRequest, user: User, field: str) -> None:
    request.decided_by, request.decided_at = user, timezone.now()
    request.save(update_fields=["state", field, "decided_by", "decided_at"])


def _count(request: ContentRequest, people: int) -> None:
    ContentRequest.objects.filter(pk=request.pk).update(people_count=F("people_count") + people)
    request.refresh_from_db(fields=["people_count"])
