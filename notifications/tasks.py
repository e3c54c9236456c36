from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from notifications.actions import deliver
from notifications.models import Notice
from notifications.news import NEWS

_AT_ONCE = 5000


@task()
def tell(what: str, *args: Any) -> None:
    """Make the notices of one event; what it was about may have gone meanwhile. Safe to run twice."""
    for news, people in NEWS[what](*args):
        deliver(news, people)


@task(priority=-50)
def remove_old_notices() -> None:
    """Notices that were read NOTICES_KEPT_DAYS ago. Uses the index notifications_old."""
    before = timezone.now() - timedelta(days=settings.NOTICES_KEPT_DAYS)
    old = Notice.objects.filter(read_at__lt=before).order_by("read_at").values_list("pk", flat=True)
    while batch := list(old[:_AT_ONCE]):
        Notice.objects.filter(pk__in=batch).delete()
