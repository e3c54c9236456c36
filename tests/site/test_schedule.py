"""What is done from time to time is done once, and a task outlives the worker that died with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from cop_site.schedule import TRIES, enqueue_due_tasks, release_tasks_of_dead_workers
from cop_site.tasks import beat, tidy

pytestmark = pytest.mark.django_db
BEAT = "cop_site.tasks.beat"


@pytest.fixture(autouse=True)
def _only_the_beat(settings: Settings) -> None:
    settings.SCHEDULE = {BEAT: 60}


def test_a_task_is_enqueued_when_its_time_has_come_and_not_before(run_tasks: Callable[..., int]) -> None:
    assert enqueue_due_tasks() == [BEAT]
    run_tasks()

    assert enqueue_due_tasks() == []

    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(seconds=61))
    assert enqueue_due_tasks() == [BEAT]


def test_nothing_piles_up_while_no_worker_runs() -> None:
    enqueue_due_tasks()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(days=1))

    assert enqueue_due_tasks() == []
    assert DBTaskResult.objects.count() == 1


def test_a_task_whose_worker_died_is_done_by_the_next_one(run_tasks: Callable[..., int]) -> None:
    beat.enqueue()
    DBTaskResult.objects.get().claim("dead")

    assert run_tasks() == 0
    assert release_tasks_of_dead_workers() == 1
    assert run_tasks() == 1


def test_a_task_that_still_runs_is_left_alone() -> None:
    beat.enqueue()
    DBTaskResult.objects.get().claim("alive")

    assert release_tasks_of_dead_workers(running_for=timedelta(hours=2)) == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


def test_the_end_of_one_worker_gives_back_the_tasks_of_its_queue_alone() -> None:
    beat.enqueue()
    beat.using(queue_name="media").enqueue()
    for task in DBTaskResult.objects.all():
        task.claim("worker")

    released = release_tasks_of_dead_workers(queue="media")

    assert released == 1
    assert DBTaskResult.objects.running().get().queue_name == "default"


def test_a_task_that_keeps_killing_its_worker_is_given_up() -> None:
    beat.enqueue()
    for attempt in range(TRIES):
        DBTaskResult.objects.get().claim(f"worker {attempt}")
        release_tasks_of_dead_workers()

    given_up = DBTaskResult.objects.get()

    assert given_up.status == TaskResultStatus.FAILED
    assert "3 times" in given_up.traceback


def test_tidying_removes_what_nobody_will_ask_about_and_keeps_the_rest(run_tasks: Callable[..., int]) -> None:
    for age in (timedelta(hours=1), timedelta(days=2)):
        beat.enqueue()
        run_tasks()
        DBTaskResult.objects.order_by("-enqueued_at").filter(
            finished_at__gt=timezone.now() - timedelta(minutes=1)
        ).update(finished_at=timezone.now() - age)
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=timezone.now() + timedelta(days=1))

    tidy.call()

    assert DBTaskResult.objects.count() == 1
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
