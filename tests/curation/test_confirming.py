""" "I have read this": who is asked, who has and has not, reminders, and the list for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from communities.models import Membership
from curation.actions.confirming import remind_who_waited_long
from curation.models import Acknowledgement, ConfirmationRound, JobAidPage
from curation.signals import acknowledgement_due
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, published
from tests.curation.editing import newest
from tests.factories import MembershipFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
MEMBERS = ("ana", "eli", "lee")


@pytest.fixture
def job_aid(ward: Ward) -> JobAidPage:
    """Published, and everybody confirms it; its owner is cora."""
    return asks(ward)


@pytest.fixture
def told() -> Any:
    """The reminders that were sent: which job aid, to whom."""
    sent: list[tuple[str, set[str]]] = []

    def hear(sender: type, job_aid: JobAidPage, users: Any, **kwargs: Any) -> None:
        sent.append((job_aid.title, set(users.values_list("username", flat=True))))

    acknowledgement_due.connect(hear)
    yield sent
    acknowledgement_due.disconnect(hear)


def asks(ward: Ward) -> JobAidPage:
    draft = a_draft(ward)
    page = newest(draft)
    page.needs_acknowledgement = True
    page.save_revision(user=ward.cast.cora)
    return published(ward, draft)


def next_version(ward: Ward, job_aid: JobAidPage, **changed: Any) -> JobAidPage:
    """Published with another title of its first step, or with other fields changed."""
    page = newest(job_aid)
    for name, value in changed.items():
        setattr(page, name, value)
    if not changed:
        page.steps[0].value["title"] = "Turn the cap twice."
    page.save_revision(user=ward.cast.cora)
    return published(ward, job_aid)


def confirm(browser: Client, job_aid: JobAidPage, number: int | str | None = None) -> str:
    sent = {"number": job_aid.number if number is None else number}
    return browser.post(f"{job_aid.get_absolute_url()}confirm/", sent, follow=True).content.decode()


def shown(browser: Client, job_aid: JobAidPage, query: str = "") -> str:
    return browser.get(f"{job_aid.get_absolute_url()}readers/{query}").content.decode()


def waits(browser: Client, job_aid: JobAidPage) -> bool:
    return f"Read and confirm “{job_aid.title}”" in browser.get("/").content.decode()


# -- the reader --------------------------------------------------------------------------------------------
def test_a_member_confirms_and_is_asked_no_more(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    browser = as_user(ward.cast.ana)
    assert waits(browser, job_aid)
    assert "I have read this" in browser.get(job_aid.get_absolute_url()).content.decode()

    page = confirm(browser, job_aid)
    confirm(browser, job_aid)

    assert "Noted: you have read version 1." in page
    assert "You have read this" in page
    assert "I have read this" not in page
    assert not waits(browser, job_aid)
    assert Acknowledgement.objects.filter(user=ward.cast.ana).count() == 1


def test_only_members_are_asked(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    browser = as_user(ward.cast.nia)

    page = browser.get(job_aid.get_absolute_url()).content.decode()
    refused = browser.post(f"{job_aid.get_absolute_url()}confirm/", {"number": 1})

    assert "I have read this" not in page
    assert refused.status_code == 403
    assert not waits(browser, job_aid)


def test_a_job_aid_that_does_not_ask_asks_nobody(ward: Ward, as_user: AsUser) -> None:
    quiet = published(ward)
    browser = as_user(ward.cast.ana)

    assert "I have read this" not in browser.get(quiet.get_absolute_url()).content.decode()
    assert "asks nobody to confirm any more" in confirm(browser, quiet)
    assert as_user(ward.cast.cora).get(f"{quiet.get_absolute_url()}readers/").status_code == 404


def test_a_version_with_other_steps_asks_again(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    confirm(as_user(ward.cast.ana), job_aid)

    second = next_version(ward, job_aid)

    assert waits(as_user(ward.cast.ana), second)
    assert "I have read this" in as_user(ward.cast.ana).get(second.get_absolute_url()).content.decode()
    assert ward.cast.ana.name in shown(as_user(ward.cast.cora), second)


def test_a_minor_version_does_not(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    confirm(as_user(ward.cast.ana), job_aid)

    second = next_version(ward, job_aid, purpose="Every pen scans.")

    assert second.number == 2
    assert not waits(as_user(ward.cast.ana), second)
    assert waits(as_user(ward.cast.lee), second)
    assert ward.cast.ana.name not in shown(as_user(ward.cast.cora), second)
    assert "who confirmed version 1 or later need not again" in shown(as_user(ward.cast.cora), second)


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "", "9" * 30, "１"])
def test_what_nobody_has_published_is_not_confirmed(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser, number: str
) -> None:
    page = confirm(as_user(ward.cast.ana), job_aid, number)

    assert "A new version was published meanwhile. Read it, then confirm." in page
    assert not Acknowledgement.objects.exists()


def test_a_version_that_came_meanwhile_is_read_first(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    second = next_version(ward, job_aid)

    page = confirm(as_user(ward.cast.ana), second, 1)

    assert "A new version was published meanwhile. Read it, then confirm." in page
    assert waits(as_user(ward.cast.ana), second)


# -- who has and who has not -------------------------------------------------------------------------------
def test_curators_facilitators_and_the_owner_see_who_has_and_who_has_not(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    fay = ward.cast.fay
    MembershipFactory(user=fay, community=ward.community, is_facilitator=True)
    JobAidPage.objects.get(pk=job_aid.pk).page_ptr.__class__.objects.filter(pk=job_aid.pk).update(
        owner=ward.cast.eli
    )
    confirm(as_user(ward.cast.ana), job_aid)

    for user in (ward.cast.cora, fay, ward.cast.eli, ward.cast.adam):
        missing, has = shown(as_user(user), job_aid), shown(as_user(user), job_aid, "?show=confirmed")
        assert ward.cast.lee.name in missing, user
        assert ward.cast.ana.name in has, user
        assert ward.cast.lee.name not in has, user
        assert "<b>1</b> of 4 have confirmed" in missing, user


def test_nobody_else_sees_it(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    for user in (ward.cast.ana, ward.cast.lee, ward.cast.nia):  # lee leads ana, and sees no more for that
        for path in ("readers/", "readers.csv"):
            answer = as_user(user).get(f"{job_aid.get_absolute_url()}{path}")
            assert answer.status_code == 403, (user, path)
        assert as_user(user).post(f"{job_aid.get_absolute_url()}readers/remind/").status_code == 403
        assert "Who has read it" not in as_user(user).get(job_aid.get_absolute_url()).content.decode()


def test_an_owner_who_left_sees_it_no_more(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    JobAidPage.objects.get(pk=job_aid.pk).page_ptr.__class__.objects.filter(pk=job_aid.pk).update(
        owner=ward.cast.eli
    )
    assert as_user(ward.cast.eli).get(f"{job_aid.get_absolute_url()}readers/").status_code == 200

    Membership.objects.filter(user=ward.cast.eli).update(is_expert=False)

    assert as_user(ward.cast.eli).get(f"{job_aid.get_absolute_url()}readers/").status_code == 403


def test_who_left_is_asked_and_listed_no_more(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    User.objects.filter(pk=ward.cast.lee.pk).update(is_active=False)
    Membership.objects.filter(user=ward.cast.eli).delete()

    page = shown(as_user(ward.cast.cora), job_aid)

    assert "<b>0</b> of 1 have confirmed" in page
    assert ward.cast.lee.name not in page


def test_the_list_for_a_spreadsheet_holds_everybody_and_no_formula(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    User.objects.filter(pk=ward.cast.lee.pk).update(display_name="=cmd|' /C calc'!A0")
    confirm(as_user(ward.cast.ana), job_aid)

    answer = as_user(ward.cast.cora).get(f"{job_aid.get_absolute_url()}readers.csv")

    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    by_handle = {row[1]: row for row in rows[1:]}
    assert answer.streaming
    assert set(by_handle) == {getattr(ward.cast, name).username for name in MEMBERS}
    assert by_handle[ward.cast.ana.username][4:6] == ["yes", "1"]
    assert by_handle[ward.cast.lee.username][0] == "'=cmd|' /C calc'!A0"
    assert by_handle[ward.cast.lee.username][4:] == ["no", "", ""]
    assert "@example.org" not in str(rows)


def test_the_list_costs_the_same_however_many_are_asked(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    browser = as_user(ward.cast.cora)
    some = many(ward, 120)
    Acknowledgement.objects.bulk_create(
        Acknowledgement(job_aid=job_aid, number=1, user=user, at=timezone.now()) for user in some[:60]
    )
    shown(browser, job_aid)  # what the process keeps, such as the site, is asked once
    with queries(at_most=12) as few:
        shown(browser, job_aid)
    many(ward, 10_000)

    with queries(at_most=12) as more:
        page = shown(browser, job_aid)
    with queries(at_most=12):
        confirmed = shown(browser, job_aid, "?show=confirmed")

    assert len(more) == len(few)
    assert page.count('class="entry"') == 50
    assert "More names" in page
    assert confirmed.count('class="entry"') == 50


def many(ward: Ward, count: int) -> list[User]:
    start = User.objects.count()
    users = User.objects.bulk_create(
        User(username=f"m{start + n}", email=f"m{start + n}@example.org", display_name=f"Member {start + n}")
        for n in range(count)
    )
    Membership.objects.bulk_create(Membership(user=user, community=ward.community) for user in users)
    return users


# -- reminders ---------------------------------------------------------------------------------------------
def test_those_who_have_not_are_reminded_once_a_day(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser, told: Any
) -> None:
    confirm(as_user(ward.cast.ana), job_aid)
    where = f"{job_aid.get_absolute_url()}readers/remind/"

    first = as_user(ward.cast.cora).post(where, follow=True).content.decode()
    second = as_user(ward.cast.cora).post(where, follow=True).content.decode()
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        third = as_user(ward.cast.cora).post(where, follow=True).content.decode()

    missing = {ward.cast.eli.username, ward.cast.lee.username}
    assert "2 members are reminded." in first
    assert "They were reminded within the last day." in second
    assert "2 members are reminded." in third
    assert told == [(job_aid.title, missing)] * 2


def test_who_says_nothing_for_a_week_is_reminded_by_itself(
    ward: Ward, job_aid: JobAidPage, told: Any
) -> None:
    begun = ConfirmationRound.objects.get(job_aid=job_aid).since

    for days, reminders in ((6, 0), (7, 1), (8, 1), (13, 1), (14, 2)):
        with time_machine.travel(begun + timedelta(days=days, minutes=1), tick=False):
            remind_who_waited_long()
            remind_who_waited_long()
        assert len(told) == reminders, days


@pytest.mark.parametrize("what", ["withdrawn", "asks no more", "all confirmed"])
def test_nobody_is_reminded_in_vain(ward: Ward, job_aid: JobAidPage, told: Any, what: str) -> None:
    if what == "withdrawn":
        JobAidPage.objects.filter(pk=job_aid.pk).update(live=False)
    elif what == "asks no more":
        JobAidPage.objects.filter(pk=job_aid.pk).update(needs_acknowledgement=False)
    else:
        for name in MEMBERS:
            Acknowledgement.objects.create(
                job_aid=job_aid, number=1, user=getattr(ward.cast, name), at=timezone.now()
            )

    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        remind_who_waited_long()

    assert told == []


def test_a_job_aid_published_before_rounds_were_kept_can_be_reminded_of(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser, told: Any
) -> None:
    ConfirmationRound.objects.all().delete()

    page = as_user(ward.cast.cora).post(f"{job_aid.get_absolute_url()}readers/remind/", follow=True)

    assert "3 members are reminded." in page.content.decode()
    assert len(told) == 1


# -- the page ----------------------------------------------------------------------------------------------
def test_asking_keeps_the_job_aid_within_its_queries(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    for user in (ward.cast.ana, ward.cast.cora):
        browser = as_user(user)
        browser.get(job_aid.get_absolute_url())

        with queries(at_most=12):
            page = browser.get(job_aid.get_absolute_url()).content.decode()

        assert "I have read this" in page or "Who has read it" in page
