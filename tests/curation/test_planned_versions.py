"""Approved now, published on its day: once, also after a night without a worker, and never behind a newer version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from cop_site.schedule import enqueue_due_tasks
from curation.models import JobAidPage, JobAidVersion, PlannedVersion, ReviewState
from curation.reviewing.planning import publish_due
from curation.reviewing.workflow import ReviewProblem, send_to_review
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, edit_draft
from tests.curation.reviewing import agree, approve, newest

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def planned(ward: Ward, *, days: int = 3) -> JobAidPage:
    """Approved by lou for a later day."""
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, ward.cast.eli)
    return approve(draft, ward.cast.lou, goes_live_on=timezone.localdate() + timedelta(days=days))


def test_a_version_is_approved_now_and_published_in_the_first_minute_of_its_day(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int], time_machine: TimeMachineFixture
) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, ward.cast.eli)
    day, until = timezone.localdate() + timedelta(days=3), timezone.localdate() + timedelta(days=60)
    form = {"seen": newest(draft), "verified_until": until.isoformat(), "goes_live_on": day.isoformat()}

    said = as_user(ward.cast.lou).post(f"{draft.get_absolute_url()}draft/approve/", form, follow=True)
    time_machine.move_to(datetime.combine(day, datetime.min.time(), tzinfo=UTC) - timedelta(minutes=3))
    enqueue_due_tasks()
    run_tasks()
    before = as_user(ward.cast.nia).get(draft.get_absolute_url())
    time_machine.move_to(datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(seconds=50))
    enqueue_due_tasks()
    run_tasks()
    after = as_user(ward.cast.nia).get(draft.get_absolute_url())

    assert "Approved. It is published on its day." in said.content.decode()
    assert f"as version 1 on {day:%-d %B %Y}" in said.content.decode()
    assert f"<small>from {day:%-d %B %Y}</small>" in said.content.decode()
    assert before.status_code == 404
    assert after.status_code == 200
    job_aid = JobAidPage.objects.get(pk=draft.pk)
    assert (job_aid.number, job_aid.verified_by, job_aid.verified_until) == (1, ward.cast.lou, until)
    assert not PlannedVersion.objects.exists()


def test_after_a_night_without_a_worker_it_is_published_once(
    ward: Ward, time_machine: TimeMachineFixture
) -> None:
    job_aid = planned(ward)

    time_machine.move_to(timezone.now() + timedelta(days=9))
    counts = [publish_due(), publish_due()]

    assert counts == [1, 0]
    assert JobAidVersion.objects.filter(job_aid=job_aid).count() == 1


def test_a_planned_version_can_be_cancelled_and_needs_a_review_again(
    ward: Ward, as_user: AsUser, time_machine: TimeMachineFixture
) -> None:
    job_aid = planned(ward)
    address = f"{job_aid.get_absolute_url()}draft/unplan/"
    with pytest.raises(ReviewProblem, match="approved already"):
        send_to_review(user=ward.cast.cora, job_aid=job_aid)

    by_expert = as_user(ward.cast.eli).post(address)
    cancelled = as_user(ward.cast.cora).post(address, follow=True).content.decode()
    twice = as_user(ward.cast.cora).post(address, follow=True).content.decode()
    time_machine.move_to(timezone.now() + timedelta(days=9))

    assert by_expert.status_code == 403
    assert "Cancelled. The draft is kept" in cancelled
    assert "Nothing is planned here any more" in twice
    assert publish_due() == 0
    send_to_review(user=ward.cast.cora, job_aid=job_aid)


def test_newer_words_are_not_taken_over_by_older_ones_on_their_day(
    ward: Ward, time_machine: TimeMachineFixture
) -> None:
    job_aid = planned(ward)
    edit_draft(job_aid, ward.cast.cora, "Newer words")
    send_to_review(user=ward.cast.cora, job_aid=job_aid)
    agree(job_aid, ward.cast.eli)
    approve(job_aid, ward.cast.lou)

    time_machine.move_to(timezone.now() + timedelta(days=9))

    assert publish_due() == 0
    assert JobAidPage.objects.get(pk=job_aid.pk).steps[0].value["title"] == "Newer words"


def test_the_plan_publishes_what_was_approved_and_leaves_the_next_review_alone(
    ward: Ward, time_machine: TimeMachineFixture
) -> None:
    job_aid = planned(ward)
    approved = job_aid.get_latest_revision_as_object().steps[0].value["title"]
    edit_draft(job_aid, ward.cast.cora, "Not approved")
    send_to_review(user=ward.cast.cora, job_aid=job_aid)

    time_machine.move_to(timezone.now() + timedelta(days=9))
    publish_due()

    live = JobAidPage.objects.get(pk=job_aid.pk)
    assert (live.live, live.steps[0].value["title"]) == (True, approved)
    assert live.has_unpublished_changes
    assert live.workflow_in_progress
    agree(job_aid, ward.cast.eli)
    assert approve(job_aid, ward.cast.lou).number == 2


def test_a_plan_that_fails_is_written_down_and_tried_again(
    ward: Ward, caplog: pytest.LogCaptureFixture
) -> None:
    job_aid = planned(ward)
    PlannedVersion.objects.filter(job_aid=job_aid).update(goes_live_at=timezone.now())
    reviews = ReviewState.objects.filter(pk=PlannedVersion.objects.get(job_aid=job_aid).review_id)
    until = reviews.get().verified_until
    reviews.update(verified_until=None)

    failed = publish_due()
    reviews.update(verified_until=until)

    assert (failed, publish_due()) == (0, 1)
    assert "was not published" in caplog.text


@pytest.mark.parametrize(
    ("days", "says"),
    [(-1, "Choose today or a later day"), (61, "before it has to be verified again")],
)
def test_a_day_that_cannot_be_is_said_beside_the_field(
    ward: Ward, as_user: AsUser, days: int, says: str
) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, ward.cast.eli)
    today = timezone.localdate()
    form = {
        "seen": newest(draft),
        "verified_until": (today + timedelta(days=60)).isoformat(),
        "goes_live_on": (today + timedelta(days=days)).isoformat(),
    }

    answer = as_user(ward.cast.lou).post(f"{draft.get_absolute_url()}draft/approve/", form)

    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_the_mail_says_that_it_is_approved_and_for_when(ward: Ward, mailoutbox: list[EmailMessage]) -> None:
    planned(ward)

    mail = next(mail for mail in mailoutbox if mail.subject.startswith("Approved:"))
    assert mail.to == [ward.cast.cora.email]
    assert "It is published on" in mail.body


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/New_York", "Europe/London"])
def test_a_day_begins_and_ends_where_the_site_is(
    ward: Ward, time_machine: TimeMachineFixture, zone: str
) -> None:
    """Over a night in which the clocks change, too: a day is the site's, a moment is everybody's."""
    with timezone.override(ZoneInfo(zone)):
        time_machine.move_to(datetime(2027, 3, 26, 12, tzinfo=UTC))
        job_aid = planned(ward, days=3)
        plan = PlannedVersion.objects.get(job_aid=job_aid)
        local = timezone.localtime(plan.goes_live_at)
        assert (local.hour, local.minute, local.date()) == (0, 0, timezone.localdate() + timedelta(days=3))

        time_machine.move_to(plan.goes_live_at)
        assert publish_due() == 1
        live = JobAidPage.objects.get(pk=job_aid.pk)
        last = datetime.combine(live.verified_until, datetime.max.time(), tzinfo=ZoneInfo(zone))
        time_machine.move_to(last)
        assert live.is_verified
        time_machine.move_to(last + timedelta(seconds=1))
        assert not live.is_verified
