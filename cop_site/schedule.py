"""What is done from time to time, and what becomes of tasks whose worker died."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

LONGEST_TASK = timedelta(hours=2)
TRIES = 3


def enqueue_due_tasks() -> list[str]:
    """Enqueue each task of settings.SCHEDULE whose time has come; returns their paths.

    A task that still waits is not enqueued again, so nothing piles up while no worker runs. Two schedulers at
    the same moment may enqueue a task twice, which every task tolerates. What was enqueued while the clock was ahead
    counts no more once it is set right.
    """
    now = timezone.now()
    due = []
    for path, seconds in settings.SCHEDULE.items():
        with transaction.atomic():
            lately = Q(enqueued_at__gt=now - timedelta(seconds=seconds), enqueued_at__lte=now)
            if DBTaskResult.objects.filter(lately | Q(finished_at=None), task_path=path).exists():
                continue
            import_string(path).enqueue()
            due.append(path)
    return due


def release_tasks_of_dead_workers(*, running_for: timedelta = timedelta(0), queue: str = "") -> int:
    """Give back the tasks that are said to run for so long that their worker must be dead; returns how many.

    Those of one `queue` alone when the only worker of that queue has ended. A task whose workers died TRIES times
    is marked as failed: it may be what kills them.
    """
    now = timezone.now()
    begun = Q(started_at__lte=now - running_for) | Q(started_at__gt=now + running_for)  # the clock was ahead
    left = DBTaskResult.objects.running().filter(begun)
    if queue:
        left = left.filter(queue_name=queue)
    released = 0
    for task in left:
        if len(task.worker_ids) < TRIES:
            released += left.filter(pk=task.pk).update(status=TaskResultStatus.READY, started_at=None)
        else:
            task.set_failed(RuntimeError(f"Its worker ended in the middle of it, {TRIES} times."))
    return released
