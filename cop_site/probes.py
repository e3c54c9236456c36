"""Asks each part of the installation whether it answers; nothing here leaves a trace or tells a secret.

A probe returns what it found, for the person who runs the site, or raises: ProbeFailed with words for that
person, or whatever the part itself raised.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from screencasts.transcoding import ffmpeg
from screencasts.transcoding.process import Limits, run
from search.backends import search_backend
from search.backends.base import EngineState, SearchQuery
from search.terms import read_terms

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
        raise ProbeFailed(
            "no worker has done a task yet; run: manage.py db_worker and manage.py tick --forever"
        )
    age = timezone.now() - last
    if age > WORKER_SILENT_AFTER:
        raise ProbeFailed(
            f"silent for {age.total_seconds() / 60:.0f} minutes; is db_worker running, and tick?"
        )
    return f"worked {age.total_seconds():.0f} s ago"


def cache_store() -> str:
    key, value = f"doctor-{uuid.uuid4()}", uuid.uuid4().hex
    cache.set(key, value, timeout=60)
    kept = cache.get(key)
    cache.delete(key)
    if kept != value:
        raise ProbeFailed("what is put in does not come out")
    return settings.CACHES["default"]["BACKEND"].rpartition(".")[2]


def search() -> str:
    backend = search_backend()
    state = backend.state()
    if state.word != "ok":
        raise ProbeFailed(f"{state.word}: {state.advice}{_waiting(state)}")
    asked = read_terms("doctor").terms
    backend.rank(SearchQuery(terms=asked, readable=(), known=(), people=False), count=False)
    return settings.SEARCH_BACKEND.rpartition(".")[2] + _waiting(state)


def _waiting(state: EngineState) -> str:
    if not state.since:
        return ""
    seconds = (timezone.now() - state.since).total_seconds()
    return f"; {state.waiting} changes wait to be told, the first for {seconds:.0f} s"


def storage() -> str:
    name = default_storage.save(f"doctor-{uuid.uuid4()}", ContentFile(b"written"))
    try:
        with default_storage.open(name) as file:
            if file.read() != b"written":
                raise ProbeFailed("what is written does not read back")
    finally:
        default_storage.delete(name)
    return f"{settings.MEDIA_ROOT}, sent by {'the proxy' if settings.MEDIA_ACCEL else 'the site itself'}"


def transcoding() -> str:
    program = ffmpeg.executable()
    lines: list[str] = []
    outcome = run([program, "-version"], limits=Limits(seconds=20), on_line=lines.append)
    if outcome.code or not lines:
        raise ProbeFailed(f"{program} does not run: {outcome.words.strip()[-200:]}")
    return f"{program}, {' '.join(lines[0].split()[:3])}"


def mail_server() -> str:
    """Sign in to the mail server, sending nothing."""
    connection = mail.get_connection()
    connection.open()
    connection.close()
    kind = settings.EMAIL_BACKEND.split(".")[-2]
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if kind == "smtp" else f"not sent, {kind} only"


PROBES: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "worker": worker,
    "cache": cache_store,
    "search": search,
    "storage": storage,
    "transcoding": transcoding,
    "mail": mail_server,
}
