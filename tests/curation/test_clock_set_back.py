"""A clock that was ahead and is set right: nothing is kept back until the day that it had shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from time_machine import TimeMachineFixture

from communities.signals import was_read
from cop_site.schedule import enqueue_due_tasks, release_tasks_of_dead_workers
from curation.actions.claims import claim, set_due
from curation.evidence import reads
from curation.models import JobAidPage, Reading, ReviewState
from curation.reviewing.workflow import send_to_review
from curation.tasks import remind_reviewers
from notifications.models import Notice
from people.models import User
from tests.curation.aids import a_job_aid
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
Run = Callable[..., int]
AHEAD = datetime(2027, 12, 1, 12, tzinfo=UTC)
RIGHT = datetime(2026, 12, 1, 12, tzinfo=UTC)
REFRESH = "search.tasks.refresh_lapsed"


def test_scheduled_tasks_run_again_at_once_and_not_all_the_time(
    run_tasks: Run, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(AHEAD)
    enqueue_due_tasks()
    run_tasks()
    time_machine.move_to(RIGHT)

    first = enqueue_due_tasks()
    run_tasks()
    second = enqueue_due_tasks()

    assert REFRESH in first
    assert second == []


def test_a_task_whose_worker_died_while_the_clock_was_ahead_is_given_back(
    time_machine: TimeMachineFixture,
) -> None:
    time_machine.move_to(AHEAD)
    enqueue_due_tasks()
    task = DBTaskResult.objects.filter(task_path=REFRESH).get()
    DBTaskResult.objects.filter(pk=task.pk).update(status="RUNNING", started_at=AHEAD, worker_ids=["gone"])
    time_machine.move_to(RIGHT)

    assert release_tasks_of_dead_workers(running_for=timedelta(hours=2)) == 1


def test_verifying_again_counts_from_the_right_day(
    ward: Ward, as_user: AsUser, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(AHEAD)
    job_aid = a_job_aid(ward, days=1)
    as_user(ward.cast.cora).post(f"{job_aid.get_absolute_url()}still-right/")
    time_machine.move_to(RIGHT)

    sent = as_user(ward.cast.cora).post(f"{job_aid.get_absolute_url()}still-right/", follow=True)

    kept = JobAidPage.objects.get(pk=job_aid.pk)
    assert sent.status_code == 200
    assert kept.verified_until is not None
    assert kept.verified_until.isoformat() == "2027-06-01"
    assert kept.verified_at is not None
    assert kept.verified_at - RIGHT < timedelta(minutes=1)


def test_what_was_due_is_due_no_more(ward: Ward, as_user: AsUser, time_machine: TimeMachineFixture) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    claim(user=ward.cast.cora, thing=place)
    set_due(user=ward.cast.cora, thing=place, due_on=RIGHT.date() + timedelta(days=3))
    time_machine.move_to(AHEAD)
    late = as_user(ward.cast.cora).get("/curation/flags/").content.decode()
    time_machine.move_to(RIGHT)

    right = as_user(ward.cast.cora).get("/curation/flags/").content.decode()

    assert "due-day--over" in late
    assert "due-day--over" not in right


def test_who_reads_in_both_months_is_counted_once_in_each(
    ward: Ward, time_machine: TimeMachineFixture
) -> None:
    job_aid = a_job_aid(ward)
    reads.forget()
    for now in (RIGHT, AHEAD, RIGHT, AHEAD, RIGHT):
        time_machine.move_to(now)
        was_read.send(sender=JobAidPage, kind="job_aid", pk=job_aid.pk, user=ward.cast.ana)
        reads.write()
    reads.forget()

    months = Reading.objects.filter(object_id=job_aid.pk, user=ward.cast.ana).order_by("month")
    assert [row.month.isoformat() for row in months] == ["2026-12-01", "2027-12-01"]


def test_reviewers_are_reminded_again(ward: Ward, run_tasks: Run, time_machine: TimeMachineFixture) -> None:
    send_to_review(user=ward.cast.cora, job_aid=a_draft(ward))
    ReviewState.objects.update(due_on=RIGHT.date() - timedelta(days=1))
    time_machine.move_to(AHEAD)
    remind_reviewers.enqueue()
    run_tasks()
    Notice.objects.all().delete()
    time_machine.move_to(RIGHT)

    remind_reviewers.enqueue()
    run_tasks()

    assert Notice.objects.filter(user=ward.cast.eli, text__contains="is overdue").count() == 1
    assert ReviewState.objects.get().reminded_on == timezone.localdate()
