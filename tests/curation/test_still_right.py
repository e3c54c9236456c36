"""Somebody says that a job aid is still right: at one click, or of what changed only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from communities.actions.threads import open_thread
from curation.actions.feedback import say_how_it_went
from curation.actions.releases import add_system, announce_release
from curation.models import CurationSettings, DriftAlert, JobAidPage, StepCheck, StepQuestion
from curation.states import DriftState
from curation.upkeep.drift import check_drift
from curation.upkeep.intervals import months_later
from people.models import User
from tests.curation.aids import a_job_aid, sent, taken_from
from tests.curation.conftest import Ward
from tests.curation.drafts import edit_wiki
from tests.queries import queries

pytestmark = pytest.mark.django_db

AsUser = Callable[[User], Client]


def changed_source(ward: Ward, job_aid: JobAidPage, step: int = 1) -> DriftAlert:
    """Step 2 is of the wiki page, which reads otherwise now."""
    row = taken_from(job_aid, ward.page, ward.anchors["Gloves"], step=step)
    edit_wiki(ward, ward.cast.ana, "Put a scanner inside.", "Put two scanners inside.")
    ward.page.refresh_from_db()
    check_drift(ward.page)
    return DriftAlert.objects.get(provenance=row)


def asked_about(ward: Ward, job_aid: JobAidPage, step: int, title: str) -> StepQuestion:
    thread = open_thread(
        user=ward.cast.ana,
        community=ward.community,
        kind="question",
        title=title,
        body="<p>Which side?</p>",
    )
    return StepQuestion.objects.create(
        job_aid=job_aid, step=str(job_aid.steps[step].id), number=1, thread=thread, at=timezone.now()
    )


# -- one click -------------------------------------------------------------------------------------------------
def test_one_click_on_the_page_verifies_for_the_interval(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_job_aid(ward, days=3, owner=ward.cast.eli, verify_months=3)
    browser = as_user(ward.cast.eli)

    shown = browser.get(job_aid.get_absolute_url()).content.decode()
    said = browser.post(f"{job_aid.get_absolute_url()}still-right/", follow=True).content.decode()

    job_aid.refresh_from_db()
    assert "Still right" in shown
    assert "Noted. It is verified until" in said
    assert job_aid.verified_until == months_later(timezone.localdate(), 3)
    assert job_aid.verified_by == ward.cast.eli


def test_the_interval_is_that_of_the_community_unless_it_has_its_own(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_job_aid(ward)
    CurationSettings.objects.create(community=ward.community, verify_months=2)

    as_user(ward.cast.cora).post(f"{job_aid.get_absolute_url()}still-right/")

    job_aid.refresh_from_db()
    assert job_aid.verified_until == months_later(timezone.localdate(), 2)


def test_one_click_at_home_says_it_too(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_job_aid(ward, days=5)
    browser = as_user(ward.cast.cora)

    home = browser.get("/").content.decode()
    said = browser.post(f"{job_aid.get_absolute_url()}still-right/", {"from": "home"}, follow=True)
    after = said.content.decode()

    assert "Is “Scan a pen” still right?" in home
    assert f'action="{job_aid.get_absolute_url()}still-right/"' in home
    assert said.redirect_chain[-1][0] == "/"
    assert "Is “Scan a pen” still right?" not in after


def test_home_costs_the_same_however_many_are_due(ward: Ward, as_user: AsUser) -> None:
    a_job_aid(ward, "First aid", days=5)
    browser = as_user(ward.cast.cora)
    browser.get("/")

    with queries(at_most=12) as few:
        browser.get("/")
    for number in range(3):
        a_job_aid(ward, f"Aid {number}", days=number)
    with queries(at_most=12) as many:
        browser.get("/")

    assert len(few) == len(many)


# -- only what changed -----------------------------------------------------------------------------------------
def test_only_what_changed_is_shown_and_checked_step_by_step(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_job_aid(ward, days=5)
    say_how_it_went(
        user=ward.cast.lee,
        job_aid=job_aid,
        worked=False,
        step=str(job_aid.steps[0].id),
        comment="It is stuck.",
    )
    alert = changed_source(ward, job_aid, step=1)
    browser = as_user(ward.cast.cora)
    address = f"{job_aid.get_absolute_url()}check/"

    one_click = browser.post(f"{job_aid.get_absolute_url()}still-right/", follow=True).content.decode()
    page = browser.get(address).content.decode()
    first = browser.post(f"{address}step/", sent(page, job_aid, 0), follow=True).content.decode()
    last = browser.post(f"{address}step/", sent(page, job_aid, 1), follow=True).content.decode()

    assert "Check these steps first." in one_click
    assert "2 places changed since the last time." in page
    assert "“It is stuck.”" in page
    assert "<ins>two</ins>" in page or "<ins>two " in page
    assert "Wait for the tone" not in page
    assert "1 place changed" in first
    assert "Still right, says Cora" in first
    assert "That was the last step." in last
    alert.refresh_from_db()
    assert (alert.state, alert.decided_by) == (DriftState.KEPT, ward.cast.cora)
    job_aid.refresh_from_db()
    assert job_aid.verified_until == months_later(timezone.localdate(), 6)


def test_what_comes_in_while_a_step_is_read_is_looked_at_again(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_job_aid(ward, days=5)
    asked_about(ward, job_aid, 0, "Turn it which way?")
    browser = as_user(ward.cast.cora)
    address = f"{job_aid.get_absolute_url()}check/"
    page = browser.get(address).content.decode()
    asked_about(ward, job_aid, 0, "And how far is that?")

    answer = browser.post(f"{address}step/", sent(page, job_aid, 0), follow=True).content.decode()

    assert "Something came in while you read." in answer
    assert "And how far is that?" in answer
    assert not StepCheck.objects.exists()


def test_a_release_concerns_every_step_and_is_checked_at_once_or_one_by_one(
    ward: Ward, as_user: AsUser
) -> None:
    emr = add_system(user=ward.cast.cora, community=ward.community, name="EMR")
    announce_release(user=ward.cast.cora, system=emr, name="12.0")
    job_aid = a_job_aid(ward, about=emr)
    announce_release(user=ward.cast.cora, system=emr, name="12.1", note="The scan window is new.")
    browser = as_user(ward.cast.cora)
    address = f"{job_aid.get_absolute_url()}check/"

    page = browser.get(address).content.decode()
    one = browser.post(f"{address}step/", sent(page, job_aid, 1), follow=True).content.decode()
    rest = browser.post(f"{address}step/", follow=True).content.decode()

    assert "3 places changed" in page
    assert "The scan window is new." in page
    assert page.count("Does it hold on EMR 12.1?") == 3
    assert "2 places changed" in one
    assert "That was the last step." in rest
    job_aid.refresh_from_db()
    assert job_aid.label == ("verified", "")


def test_the_check_page_costs_the_same_however_much_changed(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_job_aid(ward, days=5)
    asked_about(ward, job_aid, 0, "Turn it which way?")
    changed_source(ward, job_aid)
    browser = as_user(ward.cast.cora)
    address = f"{job_aid.get_absolute_url()}check/"
    browser.get(address)

    with queries(at_most=12) as few:
        browser.get(address)
    for number in range(5):
        asked_about(ward, job_aid, number % 3, f"Question {number} about it")
    with queries(at_most=12) as many:
        browser.get(address)

    assert len(few) == len(many)
