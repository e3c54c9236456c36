"""What whoever watches the site is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cop_site.health import HealthMiddleware
from cop_site.schedule import enqueue_due_tasks


@pytest.fixture(autouse=True)
def _forget_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HealthMiddleware, "migrations_seen", False, raising=False)


def test_a_live_process_says_so_without_touching_the_database(client: Client) -> None:
    response = client.get("/healthz", headers={"host": "10.0.0.7:8000"})

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_once_the_worker_has_done_its_first_task(client: Client, run_tasks: Callable[..., int]) -> None:
    assert client.get("/readyz").json() == {
        "database": "ok",
        "migrations": "ok",
        "worker": "silent",
        "search": "ok",
    }

    enqueue_due_tasks()
    run_tasks()

    response = client.get("/readyz", headers={"host": "10.0.0.7:8000"})
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "migrations": "ok", "worker": "ok", "search": "ok"}


@pytest.mark.django_db
def test_a_worker_that_fell_silent_is_told_but_pages_are_still_served(
    client: Client, run_tasks: Callable[..., int]
) -> None:
    enqueue_due_tasks()
    run_tasks()
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(minutes=10))

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["worker"] == "silent"


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client: Client) -> None:
    (last,) = MigrationLoader(connection).graph.leaf_nodes("people")
    MigrationRecorder(connection).migration_qs.filter(app=last[0], name=last[1]).delete()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["migrations"] == "waiting"


@pytest.mark.django_db
def test_not_ready_without_a_database(client: Client) -> None:
    connection.close()
    name, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], "/nowhere/db.sqlite3"

    try:
        response = client.get("/readyz")
    finally:
        connection.settings_dict["NAME"] = name

    assert response.status_code == 503
    assert response.json() == {"database": "failed"}
    assert "nowhere" not in response.content.decode()
