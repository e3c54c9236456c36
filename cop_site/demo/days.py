"""When things of the demo happened: actions date what they make now, and a story takes weeks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import Page, Revision

from communities.models import Membership, PostVersion, Thread
from curation.models import (
    DriftAlert,
    Endorsement,
    Feedback,
    Flag,
    FlaggedPlace,
    JobAidPage,
    JobAidVersion,
    Joining,
    Practice,
)
from people.models import User


def ago(*, days: float) -> datetime:
    """A moment so many days ago; from a day on at some time of the shifts, and not all at the minute of loading."""
    moment = timezone.localtime() - timedelta(days=days)
    if days < 1:
        return moment
    spread = int(days * 97)
    return moment.replace(hour=7 + spread % 14, minute=spread * 7 % 60)


def date_arrivals(people: Iterable[User], *, days: float) -> None:
    """When these people signed up and joined."""
    ids = [person.pk for person in people]
    User.objects.filter(pk__in=ids).update(date_joined=ago(days=days))
    Membership.objects.filter(user__in=ids).update(created_at=ago(days=days), is_welcomed=True)


def date_flag(flag: Flag, days: float) -> None:
    """Flags are dated oldest first, so the last one dates their place."""
    Flag.objects.filter(pk=flag.pk).update(created_at=ago(days=days))
    FlaggedPlace.objects.filter(pk=flag.place_id).update(newest_at=ago(days=days))


def date_practice(practice: Practice, *, made: float, endorsed: float = 0, changed: float) -> None:
    """The practice, its sources and its log, which runs evenly from when it was made to its last change."""
    Practice.objects.filter(pk=practice.pk).update(created_at=ago(days=made), changed_at=ago(days=changed))
    practice.sources.update(added_at=ago(days=made))
    Endorsement.objects.filter(practice=practice).update(created_at=ago(days=endorsed))
    FlaggedPlace.objects.filter(practice=practice).update(decided_at=ago(days=made))
    lines = list(practice.log.order_by("pk"))
    for number, line in enumerate(lines):
        part = number / max(len(lines) - 1, 1)
        line.at = ago(days=made + (changed - made) * part)
        line.save(update_fields=["at"])


def date_feedback(job_aid: JobAidPage, person: User, days: float) -> None:
    Feedback.objects.filter(job_aid=job_aid, user=person).update(created_at=ago(days=days))


def date_drift(job_aid: JobAidPage, days: float) -> None:
    DriftAlert.objects.filter(provenance__job_aid=job_aid).update(opened_at=ago(days=days))


def date_joining(practice: Practice, days: float) -> None:
    """When its pieces were joined into a job aid, which is in review since."""
    Joining.objects.filter(practice=practice).update(at=ago(days=days))


def date_draft(job_aid: JobAidPage, days: float) -> None:
    """When the newest words were written."""
    moment = ago(days=days)
    newest = Page.objects.filter(pk=job_aid.pk).values("latest_revision")
    Revision.objects.filter(pk__in=newest).update(created_at=moment)
    Page.objects.filter(pk=job_aid.pk).update(latest_revision_created_at=moment)


def date_publication(job_aid: JobAidPage, days: float) -> None:
    """When its first version came out, and was verified."""
    moment = ago(days=days)
    Page.objects.filter(pk=job_aid.pk).update(first_published_at=moment, last_published_at=moment)
    JobAidPage.objects.filter(pk=job_aid.pk).update(verified_at=moment)
    JobAidVersion.objects.filter(job_aid=job_aid).update(published_at=moment)


def date_retirement(job_aid: JobAidPage, days: float) -> None:
    JobAidPage.objects.filter(pk=job_aid.pk).update(retired_at=ago(days=days))


def date_thread(thread: Thread, *, days: float, hours_between: float = 0) -> None:
    """Its posts, one after the other, and what the thread remembers of them."""
    moment = ago(days=days)
    for post in thread.posts.order_by("position"):
        at = moment + timedelta(hours=hours_between * (post.position - 1))
        thread.posts.filter(pk=post.pk).update(created_at=at)
        PostVersion.objects.filter(post=post).update(created_at=at)
        Thread.objects.filter(pk=thread.pk).update(created_at=moment, last_post_at=at)
    accepted = Thread.objects.filter(pk=thread.pk).exclude(accepted_at=None)
    accepted.update(accepted_at=moment + timedelta(hours=2 * hours_between))
