"""Who has said "I have read this" of a job aid that everybody confirms, and who has not.

A version asks again when what to do reads differently: a step, a check before the start, a pitfall. A version that
changes other words only, such as the purpose or the people to ask, is minor: who confirmed before it need not again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from communities.models import Membership
from communities.permissions import standing
from communities.states import MembershipState
from core.blocks import digest, plain_text
from curation.job_aids.blocks import branches_of
from curation.models import Acknowledgement, ConfirmationRound, JobAidPage
from people.models import User

BY_NAME = ("user__display_name", "pk")


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a reader is asked: `at` is when they confirmed, None while they have not."""

    number: int
    at: datetime | None


def confirmation_of(job_aid: JobAidPage, user: Any) -> Confirmation | None:
    """What this reader is asked about a published job aid; None when nothing is. Two queries."""
    if not job_aid.live or not job_aid.needs_acknowledgement or not is_asked(user, job_aid):
        return None
    said = Acknowledgement.objects.filter(job_aid=job_aid, user=user, number__gte=asked_from(job_aid))
    return Confirmation(job_aid.number, said.values_list("at", flat=True).order_by("-number").first())


def is_asked(user: Any, job_aid: JobAidPage) -> bool:
    return user.is_authenticated and standing(user).membership_in(job_aid.community) is not None


def asked_from(job_aid: JobAidPage) -> int:
    """The version from which on a confirmation counts."""
    numbers = ConfirmationRound.objects.filter(job_aid=job_aid).values_list("number", flat=True)
    return next(iter(numbers), 1)


def asked(job_aid: JobAidPage) -> QuerySet[Membership]:
    """All who are asked: the members who can sign in. Uses the index communities_member_list."""
    rows = Membership.objects.filter(
        community=job_aid.community_id, state=MembershipState.ACTIVE, user__is_active=True
    )
    return rows.select_related("user")


def have_confirmed(job_aid: JobAidPage, since: int) -> QuerySet[Any]:
    """Those whose word counts, given to version `since` or a later one."""
    return everybody(job_aid, since).filter(_has_confirmed(job_aid, since))


def have_not(job_aid: JobAidPage, since: int) -> QuerySet[Membership]:
    return asked(job_aid).filter(~_has_confirmed(job_aid, since))


def everybody(job_aid: JobAidPage, since: int) -> QuerySet[Any]:
    """All who are asked, each with `confirmed_at` and `confirmed_number`, if they confirmed."""
    said = Acknowledgement.objects.filter(job_aid=job_aid, number__gte=since, user=OuterRef("user"))
    newest = said.order_by("-number")
    return asked(job_aid).annotate(
        confirmed_at=Subquery(newest.values("at")[:1], DateTimeField()),
        confirmed_number=Subquery(newest.values("number")[:1], IntegerField()),
    )


def people_to_remind(job_aid: JobAidPage) -> QuerySet[User]:
    return User.objects.filter(pk__in=have_not(job_aid, asked_from(job_aid)).values("user"))


def waiting_for(user: User) -> QuerySet[JobAidPage]:
    """The published job aids that this person has yet to confirm."""
    asked_from = Coalesce(OuterRef("round__number"), Value(1))
    said = Acknowledgement.objects.filter(job_aid=OuterRef("pk"), user=user, number__gte=asked_from)
    mine = JobAidPage.objects.visible_to(user).published().filter(needs_acknowledgement=True)
    return mine.filter(~Exists(said), community__in=standing(user).community_ids)


def _has_confirmed(job_aid: JobAidPage, since: int) -> Q:
    """One list of people, made once: asking for each member would read all confirmations for each of them."""
    return Q(user__in=Acknowledgement.objects.filter(job_aid=job_aid, number__gte=since).values("user"))


def digest_of_what_to_do(job_aid: JobAidPage) -> str:
    """Of the words that a reader acts by; how they are set, pictures and recordings do not count."""
    return digest("\n".join(_words_to_act_by(job_aid)))


def _words_to_act_by(job_aid: JobAidPage) -> Iterator[str]:
    numbers = {str(block.id): number for number, block in enumerate(job_aid.steps, start=1)}
    for block in job_aid.steps:
        value = block.value
        yield value["title"]
        yield plain_text(value["text"].source if value["text"] else "")
        yield from (value.get("you_see") or "", value.get("warning") or "")
        yield from (f"{when} {numbers.get(target)}" for when, target in branches_of(block))
    for line in (*job_aid.before_you_start, *job_aid.pitfalls):
        yield plain_text(line.value.source)
