"""One click, step by step, reminders, and who answers when the owner is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from communities.actions.community import leave_community, set_roles
from communities.actions.threads import open_thread
from communities.models import CommunityPage, Membership
from communities.permissions import forget_standing
from cop_site.schedule import enqueue_due_tasks
from curation.actions.feedback import say_how_it_went
from curation.actions.releases import add_system, announce_release
from curation.drift import check_drift
from curation.models import CurationSettings, DriftAlert, JobAidPage, StepCheck, StepQuestion
from curation.signals import owner_gone, verification_due
from curation.states import DriftState
from curation.upkeep.intervals import months_later
from people.models import User
from search import indexing
from search.models import SearchEntry
from tests.curation.aids import a_job_aid, taken_from
from tests.curation.conftest import Ward
from tests.curation.test_job_aids import edit_wiki
from tests.factories import MembershipFactory, UserFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


@pytest.fixture
def heard() -> Any:
    """What was told, as (signal, job aid, what): the receivers of other parts hear the same."""
    told: list[tuple[str, int, Any]] = []

    def due(sender: type, job_aid: JobAidPage, days: int, **kwargs: Any) -> None:
        told.append(("due", job_aid.pk, days))

    def gone(sender: type, job_aid: JobAidPage, people: list[User], **kwargs: Any) -> None:
        told.append(("gone", job_aid.pk, [person.username for person in people]))

    verification_due.connect(due)
    owner_gone.connect(gone)
    yield told
    verification_due.disconnect(due)
    owner_gone.disconnect(gone)


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


# -- one click -----------------------------------------------------------------------------------------------
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


# -- only what changed ---------------------------------------------------------------------------------------
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


def sent(page: str, job_aid: JobAidPage, step: int) -> dict[str, str]:
    """What the button of a step sends."""
    pk = str(job_aid.steps[step].id)
    seen = page.split(f'value="{pk}"><input type="hidden" name="seen" value="')[1].partition('"')[0]
    return {"step": pk, "seen": seen}


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


# -- who may, who answers ------------------------------------------------------------------------------------
def test_who_has_just_lost_the_role_is_refused_with_words(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_job_aid(ward, days=5, owner=ward.cast.eli)
    browser = as_user(ward.cast.eli)
    before = browser.get(f"{job_aid.get_absolute_url()}check/")
    Membership.objects.filter(user=ward.cast.eli, community=ward.community).update(is_expert=False)

    refused = browser.post(f"{job_aid.get_absolute_url()}still-right/")

    assert before.status_code == 200
    assert refused.status_code == 403
    assert "as long as they have that role" in refused.content.decode()
    assert "Nothing was changed." in refused.content.decode()
    job_aid.refresh_from_db()
    assert job_aid.verified_until == timezone.localdate() + timedelta(days=5)


@pytest.mark.parametrize("how", ["left", "lost the role", "deactivated"])
def test_when_the_owner_is_gone_the_stand_in_answers(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int], heard: list[Any], how: str
) -> None:
    stand_in = UserFactory(username="sam", display_name="Sam Stand-in")
    MembershipFactory(user=stand_in, community=ward.community, is_expert=True)
    job_aid = a_job_aid(ward, days=5, owner=ward.cast.eli, stand_in=stand_in)

    end(ward, ward.cast.eli, how)
    run_tasks()

    assert ("gone", job_aid.pk, ["sam"]) in heard
    home = as_user(stand_in).get("/").content.decode()
    assert "Is “Scan a pen” still right?" in home
    assert "cannot say so any more, so it is up to you" in home
    said = as_user(stand_in).post(f"{job_aid.get_absolute_url()}still-right/")
    assert said.status_code == 302


def end(ward: Ward, person: User, how: str) -> None:
    membership = Membership.objects.get(user=person, community=ward.community)
    if how == "left":
        CommunityPage.objects.filter(pk=ward.community.pk).update(member_count=5)
        leave_community(user=person, community=ward.community)
    elif how == "lost the role":
        set_roles(user=ward.cast.adam, membership=membership, is_expert=False)
    else:
        person.is_active = False
        person.save()
    forget_standing(person)


def test_without_a_stand_in_it_falls_to_the_curators_of_the_community(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int], heard: list[Any]
) -> None:
    carl = UserFactory(username="carl", display_name="Carl")
    MembershipFactory(user=carl, community=ward.community, is_curator=True)
    job_aid = a_job_aid(ward, days=5, owner=ward.cast.eli)

    end(ward, ward.cast.eli, "left")
    run_tasks()
    run_tasks()

    assert [row for row in heard if row[0] == "gone"] == [("gone", job_aid.pk, ["carl"])]
    assert "Is “Scan a pen” still right?" in as_user(carl).get("/").content.decode()


def test_a_curator_says_who_owns_it_who_stands_in_and_how_often(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_job_aid(ward)
    address = f"{job_aid.get_absolute_url()}check/answers/"
    eli, lee = ward.cast.eli, ward.cast.lee
    sent = {"owner": eli.pk, "stand_in": ward.cast.cora.pk, "verify_months": 3}

    same = as_user(ward.cast.cora).post(address, sent | {"stand_in": eli.pk})
    unable = as_user(ward.cast.cora).post(address, sent | {"owner": lee.pk})
    saved = as_user(ward.cast.cora).post(address, sent, follow=True)
    by_owner = as_user(eli).post(address, sent)

    assert "Choose somebody else than the owner" in same.content.decode()
    assert unable.status_code == 422
    assert "Saved." in saved.content.decode()
    assert by_owner.status_code == 403
    job_aid.refresh_from_db()
    assert (job_aid.owner, job_aid.stand_in, job_aid.verify_months) == (eli, ward.cast.cora, 3)


def test_a_member_does_not_check(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_job_aid(ward, days=5)
    address = job_aid.get_absolute_url()

    for user in (ward.cast.ana, ward.cast.nia):
        assert as_user(user).get(f"{address}check/").status_code == 403
        assert as_user(user).post(f"{address}still-right/").status_code == 403
        assert as_user(user).post(f"{address}check/step/").status_code == 403


# -- reminders and lapsing -----------------------------------------------------------------------------------
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


# -- the clock -----------------------------------------------------------------------------------------------
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
