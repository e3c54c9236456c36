"""A job aid is verified until a day, and said to be still right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture
from wagtail.models import Page, PageLogEntry

from cop_site.schedule import enqueue_due_tasks
from curation.models import JobAidPage
from people.models import User
from search import indexing
from tests.curation.conftest import Ward
from tests.curation.drafts import published

pytestmark = pytest.mark.django_db

AsUser = Callable[[User], Client]


def test_after_its_day_a_job_aid_says_unverified_everywhere(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int], time_machine: TimeMachineFixture
) -> None:
    job_aid = published(ward)
    run_tasks()
    last_day = job_aid.verified_until
    places = (job_aid.get_absolute_url(), "/job-aids/", f"{ward.address()}job-aids/", "/search/?q=pen")

    time_machine.move_to(datetime.combine(last_day, time(20), tzinfo=UTC))
    on_the_day = [as_user(ward.cast.nia).get(place).content.decode() for place in places]
    time_machine.move_to(datetime.combine(last_day + timedelta(days=1), time(12), tzinfo=UTC))
    enqueue_due_tasks()
    run_tasks()
    after = [as_user(ward.cast.nia).get(place).content.decode() for place in places]

    assert all("trust--verified" in page and "trust--unverified" not in page for page in on_the_day)
    assert all("trust--unverified" in page and "trust--verified" not in page for page in after)


@pytest.mark.parametrize(("who", "status"), [("cora", 302), ("eli", 302), ("ana", 403), ("nia", 403)])
def test_the_owner_or_a_curator_says_that_it_is_still_right(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int], who: str, status: int
) -> None:
    job_aid = published(ward)
    Page.objects.filter(pk=job_aid.pk).update(owner=ward.cast.eli)
    until = timezone.localdate() + timedelta(days=300)
    user = getattr(ward.cast, who)

    shown = as_user(user).get(job_aid.get_absolute_url()).content.decode()
    answer = as_user(user).post(
        f"{job_aid.get_absolute_url()}still-right/", {"verified_until": until.isoformat()}
    )
    run_tasks()

    job_aid.refresh_from_db()
    said = status == 302
    assert answer.status_code == status
    assert ("Still right" in shown) is said
    assert (job_aid.verified_until == until) is said
    assert (job_aid.verified_by == user) is said
    assert job_aid.number == 1
    assert PageLogEntry.objects.filter(page=job_aid, action="curation.verify", user=user).exists() is said


def test_a_wrong_day_is_said_beside_still_right(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)

    answer = as_user(ward.cast.cora).post(
        f"{job_aid.get_absolute_url()}still-right/", {"verified_until": "2020-01-01"}
    )

    assert answer.status_code == 422
    assert "Choose a day after today" in answer.content.decode()


def test_saying_it_is_still_right_reaches_the_search(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    job_aid = published(ward)
    JobAidPage.objects.filter(pk=job_aid.pk).update(verified_until=timezone.localdate() - timedelta(days=1))
    indexing.refresh("job_aid", job_aid.pk)
    before = as_user(ward.cast.nia).get("/search/?q=pen").content.decode()
    until = (timezone.localdate() + timedelta(days=30)).isoformat()

    as_user(ward.cast.cora).post(f"{job_aid.get_absolute_url()}still-right/", {"verified_until": until})
    run_tasks()
    after = as_user(ward.cast.nia).get("/search/?q=pen").content.decode()

    assert "trust--unverified" in before
    assert "trust--unverified" not in after
