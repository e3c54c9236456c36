"""One notice as one mail: plain and short, with the address of what it is about."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from notifications.models import Notice, NoticeChoice
from notifications.states import How

_LONGEST_SUBJECT = 120


@task()
def mail_notice(notice_id: int) -> None:
    """Send it once, unless it was read, or must not be told, by now. A mail that fails is not marked as sent."""
    notice = Notice.objects.unread().filter(pk=notice_id, mailed_at=None).select_related("user").first()
    if notice is None or not _is_wanted(notice):
        return
    claimed = Notice.objects.filter(pk=notice.pk, mailed_at=None).update(mailed_at=timezone.now())
    if not claimed:  # another worker sends it
        return
    try:
        _mail(notice).send()
    except Exception:
        Notice.objects.filter(pk=notice.pk).update(mailed_at=None)
        raise


def _is_wanted(notice: Notice) -> bool:
    off = NoticeChoice.objects.filter(user=notice.user, kind=notice.kind).exclude(how=How.MAIL)
    shown = Notice.objects.visible_to(notice.user).filter(pk=notice.pk)
    return notice.user.is_active and not off.exists() and shown.exists()


def _mail(notice: Notice) -> EmailMessage:
    subject = " ".join(notice.text.split())
    if len(subject) > _LONGEST_SUBJECT:
        subject = f"{subject[: _LONGEST_SUBJECT - 1]}…"
    words = {
        "notice": notice,
        "site": settings.SITE_NAME,
        "address": settings.WAGTAILADMIN_BASE_URL + notice.get_absolute_url(),
        "choices": settings.WAGTAILADMIN_BASE_URL + reverse("notifications:choices"),
    }
    body = render_to_string("notifications/mail.txt", words)
    return EmailMessage(subject=subject, body=body, to=[notice.user.email])
