"""Asks each part of the installation whether it answers; nothing here changes anything or tells a secret."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

WORKER_SILENT_AFTER = timedelta(minutes=3)


class ProbeFailed(Exception):
    """A part does not answer as it should; the message is for the person who runs the site."""


def unapplied_migrations() -> list[str]:
    """The migrations of this version of the code that the database has not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return connection.vendor


def migrations() -> str:
    waiting = unapplied_migrations()
    if waiting:
        raise ProbeFailed(f"{len(waiting)} not applied; run: manage.py prepare")
    return "all applied"


def worker() -> str:
    """When the worker last did the scheduled task that exists for this question."""
    beats = DBTaskResult.objects.successful().filter(task_path="cop_site.tasks.beat")
    last = beats.order_by("-finished_at").values_list("finished_at", flat=True).first()
    if last is None:
        raise ProbeFailed("no worker has done a task yet; run: manage.py db_worker and manage.py tick --forever")
    age = timezone.now() - last
    if age > WORKER_SILENT_AFTER:
        raise ProbeFailed(f"silent for {age.total_seconds() / 60:.0f} minutes; is db_worker running, and tick?")
    return f"worked {age.total_seconds():.0f} s ago"
