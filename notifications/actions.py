"""Telling people, and what they do with what they were told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from communities.permissions import Verb, standing
from notifications.mail import mail_notice
from notifications.models import Notice, NoticeChoice
from notifications.news.base import News
from notifications.states import Audience, How
from people.models import User

MOST_SHOWN = 999  # beyond that nobody counts
NEEDS = {
    Audience.READERS: Verb.VIEW,
    Audience.KNOWERS: Verb.KNOW,
    Audience.FACILITATORS: Verb.MODERATE,
    Audience.REVIEWERS: Verb.REVIEW,
    Audience.CURATORS: Verb.CURATE,
}


def deliver(news: News, people: Iterable[User]) -> int:
    """Tell each of these people once; whoever may not know of it, or does not want to, is not told.

    News of a subject of which the person has not read yet is folded into that notice, without another mail.
    Each person is a transaction of their own. Returns how many got a new notice.
    """
    return sum(_deliver(news, person) for person in {person.pk: person for person in people}.values())


def may_know(person: User, news: News) -> bool:
    """Whether this person may know of what the news says."""
    if not person.is_active:
        return False
    if news.community is None:
        return True
    mine = standing(person)
    needed = NEEDS[Audience(news.audience)]
    readable = needed == Verb.KNOW or mine.allows(Verb.VIEW, news.community)
    return readable and mine.allows(needed, news.community)


@transaction.atomic
def _deliver(news: News, person: User) -> bool:
    how = NoticeChoice.objects.filter(user=person, kind=news.kind).values_list("how", flat=True).first()
    how = how or NoticeChoice.DEFAULT
    if how == How.OFF or not may_know(person, news) or _folded(news, person):
        return False
    try:
        with transaction.atomic():
            notice = Notice.objects.create(
                user=person, created_at=timezone.now(), subject=news.subject, kind=news.kind, **_said(news)
            )
    except IntegrityError:  # told of the same at this moment
        _folded(news, person)
        return False
    User.objects.filter(pk=person.pk).update(unread_notices=F("unread_notices") + 1)
    if how == How.MAIL:
        mail_notice.enqueue(notice.pk)
    return True


def _said(news: News) -> dict[str, object]:
    return {
        "text": news.text,
        "url": news.url,
        "community": news.community,
        "audience": news.audience,
    }


def _folded(news: News, person: User) -> bool:
    unread = Notice.objects.unread().filter(user=person, kind=news.kind, subject=news.subject)
    return bool(unread.update(created_at=timezone.now(), times=F("times") + 1, **_said(news)))


@transaction.atomic
def mark_read(*, user: User, notice: Notice) -> None:
    """Doing it twice changes nothing."""
    unread = Notice.objects.unread().filter(pk=notice.pk, user=user)
    if unread.update(read_at=timezone.now()):
        counted = User.objects.filter(pk=user.pk, unread_notices__gt=0)
        counted.update(unread_notices=F("unread_notices") - 1)


@transaction.atomic
def mark_all_read(*, user: User) -> None:
    """All that there is, also what the person may not be shown any more."""
    User.objects.select_for_update().get(pk=user.pk)
    Notice.objects.unread().filter(user=user).update(read_at=timezone.now())
    User.objects.filter(pk=user.pk).update(unread_notices=0)


def count_again(user: User) -> None:
    """Make the number at the bell what the list shows: notices may have gone, or are not to be shown now."""
    shown = Notice.objects.visible_to(user).unread().order_by()[:MOST_SHOWN].count()
    if shown != user.unread_notices:
        User.objects.filter(pk=user.pk, unread_notices=user.unread_notices).update(unread_notices=shown)
        user.unread_notices = shown


@transaction.atomic
def choose(*, user: User, choices: Mapping[str, str]) -> None:
    """Keep how this person wants to hear of each kind."""
    rows = [NoticeChoice(user=user, kind=kind, how=how) for kind, how in choices.items()]
    NoticeChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["how"]
    )
