"""What PostgreSQL and Redis do for the site that SQLite and its own tables do otherwise."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache, caches
from django.db import connection, connections
from django.test import Client
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cop_site.tasks import beat
from tests.factories import PASSWORD, UserFactory

TASKS = 30


def work(name: str) -> None:
    try:
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        ).run()
    finally:
        connections.close_all()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_several_workers_share_the_queue_and_do_each_task_once() -> None:
    for _ in range(TASKS):
        beat.enqueue()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, ["one", "two", "three", "four"]))

    done = list(DBTaskResult.objects.successful().values_list("worker_ids", flat=True))
    assert [len(workers) for workers in done] == [1] * TASKS


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_database_is_the_one_that_production_has() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        assert cursor.fetchone() == ("UTF8",)


@pytest.mark.redis
@pytest.mark.django_db
def test_a_session_is_found_in_redis_and_survives_its_loss() -> None:
    person = UserFactory()
    client = Client()
    client.force_login(person)
    assert cache.get(f"django.contrib.sessions.cached_db{client.session.session_key}")

    cache.clear()

    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.redis
@pytest.mark.django_db
def test_wrong_passwords_are_counted_for_all_server_processes_together() -> None:
    person = UserFactory()
    for _ in range(10):
        response = Client().post("/accounts/login/", {"login": person.email, "password": "wrong"})
    caches.close_all()

    right = Client().post("/accounts/login/", {"login": person.email, "password": PASSWORD})

    assert "Too many" in response.content.decode()
    assert right.status_code == 200  # the form again, not the way in
