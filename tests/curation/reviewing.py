"""A job aid on its way through both stages of its review."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.utils import timezone

from communities.permissions import forget_standing
from curation.models import JobAidPage
from curation.reviewing.workflow import decide, send_to_review
from people.models import User
from tests.factories import MembershipFactory, UserFactory

if TYPE_CHECKING:
    from tests.curation.conftest import Ward


def agree(job_aid: JobAidPage, user: User, comment: str = "") -> None:
    """An expert's word for the newest draft."""
    decide(user=user, job_aid=job_aid, approve=True, seen_revision=newest(job_aid), comment=comment)


def approve(job_aid: JobAidPage, user: User, **decision: Any) -> JobAidPage:
    """A curator's, which publishes it; for 90 days unless told."""
    until = timezone.localdate() + timedelta(days=90)
    decision = {"verified_until": until, "owner": None, "comment": ""} | decision
    decide(user=user, job_aid=job_aid, approve=True, seen_revision=newest(job_aid), **decision)
    return JobAidPage.objects.get(pk=job_aid.pk)


def publish(job_aid: JobAidPage, *, editor: User, expert: User, curator: User, **decision: Any) -> JobAidPage:
    """Sent by its editor, agreed to by an expert, approved by a curator who did not write it."""
    send_to_review(user=editor, job_aid=job_aid)
    agree(job_aid, expert)
    return approve(job_aid, curator, **decision)


def newest(job_aid: JobAidPage) -> int:
    """The revision that a reviewer has before their eyes."""
    return JobAidPage.objects.values_list("latest_revision_id", flat=True).get(pk=job_aid.pk) or 0


def an_expert(ward: Ward, name: str, **roles: bool) -> User:
    user = UserFactory(username=name, display_name=name.title())
    MembershipFactory(user=user, community=ward.community, is_expert=True, **roles)
    forget_standing(user)
    return user


def page_of(browser: Client, draft: JobAidPage) -> str:
    return browser.get(f"{draft.get_absolute_url()}draft/").content.decode()


def say(browser: Client, draft: JobAidPage, act: str = "approve", **form: Any) -> Any:
    data = {"seen": newest(draft), **form}
    return browser.post(f"{draft.get_absolute_url()}draft/{act}/", data, follow=True)


def in_60_days() -> str:
    return (timezone.localdate() + timedelta(days=60)).isoformat()
