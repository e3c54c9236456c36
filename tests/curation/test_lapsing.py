"""Reminders before the day of a job aid, and what happens when it has passed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from time_machine import TimeMachineFixture

from cop_site.schedule import enqueue_due_tasks
from curation.models import JobAidPage
from curation.upkeep.intervals import months_later
from search import indexing
from search.models import SearchEntry
from tests.curation.aids import a_job_aid
from tests.curation.conftest import Ward

pytestmark = pytest.mark.django_db


# -- reminders and lapsing -------------------------------------------------------------------------------------
def test_who_answers_is_reminded_two_weeks_and_two_days_before_and_on_the_day(
    ward: Ward, run_tasks: Callable[..., int], heard: list[Any], time_machine: TimeMachineFixture
) -> None:
    job_aid = a_job_aid(ward, days=30)
    start = timezone.now()

    for day in range(32):
        time_machine.move_to(start + timedelta(days=day))
        for _ in range(2):  # each day more than once
            enqueue_due_tasks()
            run_tasks()

    assert [days for what, pk, days in heard if what == "due" and pk == job_aid.pk] == [14, 2, 0]


def test_a_site_that_slept_reminds_once_and_not_three_times(
    ward: Ward, run_tasks: Callable[..., int], heard: list[Any], time_machine: TimeMachineFixture
) -> None:
    job_aid = a_job_aid(ward, days=30)
    time_machine.move_to(timezone.now() + timedelta(days=40))

    enqueue_due_tasks()
    run_tasks()

    assert heard == [("due", job_aid.pk, 0)]


def test_a_lapsed_job_aid_reaches_the_index_within_a_minute(
    ward: Ward, run_tasks: Callable[..., int], time_machine: TimeMachineFixture
) -> None:
    last = timezone.localdate() + timedelta(days=1)
    job_aid = a_job_aid(ward, days=1)
    time_machine.move_to(datetime(last.year, last.month, last.day, 23, 59, 40, tzinfo=UTC), tick=False)
    indexing.refresh("job_aid", job_aid.pk)
    enqueue_due_tasks()
    run_tasks()
    before = SearchEntry.objects.get(kind="job_aid", thing_id=job_aid.pk, place="").trust

    time_machine.shift(65)
    enqueue_due_tasks()
    run_tasks()

    assert before == "verified"
    assert set(SearchEntry.objects.filter(kind="job_aid").values_list("trust", flat=True)) == {"unverified"}


# -- the clock -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("moment", "verified"),
    [
        ("2027-03-27T22:59:59+00:00", True),  # 23:59:59 on the 27th, the night before the clocks go forward
        ("2027-03-28T00:30:00+00:00", True),  # 01:30 on the last day
        ("2027-03-28T01:30:00+00:00", True),  # 03:30: the hour from two to three is missing
        ("2027-03-28T21:59:59+00:00", True),  # 23:59:59 of a day of 23 hours
        ("2027-03-28T22:00:00+00:00", False),  # midnight on the clock of the site
    ],
)
def test_a_job_aid_lapses_at_midnight_on_the_clock_of_the_site(
    time_machine: TimeMachineFixture, moment: str, verified: bool
) -> None:
    time_machine.move_to(datetime.fromisoformat(moment), tick=False)

    with timezone.override(ZoneInfo("Europe/Berlin")):
        is_verified = JobAidPage(live=True, verified_until=date(2027, 3, 28)).is_verified

    assert is_verified is verified


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 23), 6, date(2027, 5, 23)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 1), 24, date(2028, 1, 1)),
    ],
)
def test_an_interval_ends_on_the_same_day_of_the_month_or_its_last(
    day: date, months: int, later: date
) -> None:
    assert months_later(day, months) == later
