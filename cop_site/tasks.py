from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

KEEP_DONE = timedelta(days=1)
KEEP_FAILED = timedelta(days=30)


@task(priority=50)
def beat() -> None:
    """Does nothing: that it ran is how `cop_site.probes` knows that scheduler and worker are alive."""


@task(priority=-50)
def tidy() -> None:
    """Remove expired sessions and the rows of tasks that nobody will ask about again."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()
    call_command("clearsessions")
