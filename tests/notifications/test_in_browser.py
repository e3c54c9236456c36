"""Notifications, choices and one's own words as a person sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from curation.actions.refusals import ask_not_to_use
from curation.models import JobAidPage
from notifications.actions import deliver
from notifications.models import Notice
from notifications.news import News
from notifications.states import Kind
from people.models import User
from tests.chromium import Visitors, check_accessibility, screenshot
from tests.conftest import Cast
from tests.curation.conftest import Ward, a_ward
from tests.curation.test_flagging_words import a_step_from


@pytest.fixture
def told(transactional_db: None, cast: Cast, run_tasks: Callable[..., int]) -> Ward:
    """Eli has news of three kinds, one of them read; words of his are used, others flagged and refused."""
    ward = a_ward(cast, slug="ward-nursing", title="Ward nursing")
    row = a_step_from(ward, "", ward.flag(cast.ana, ward.answer).place)
    JobAidPage.objects.filter(pk=row.job_aid_id).update(live=True, number=2, owner=cast.lee)
    ward.flag(cast.ana, ward.page, ward.anchors["When a scan fails"])
    ward.flag(cast.lee, ward.recording, "t=70,100")
    ask_not_to_use(
        user=cast.ana, source=ward.page, anchor=ward.anchors["When a scan fails"], reason="Old way"
    )
    run_tasks()
    text = "Priyanka Venkataraghavan-Hollingsworth objects to the practice “Scan the label on the cap”."
    deliver(News(Kind.OBJECTION, text, "/flags/", ward.community, "objection"), [cast.eli])
    Notice.objects.filter(user=cast.eli, kind=Kind.FLAGGED).update(read_at="2026-11-20T08:00Z")
    User.objects.filter(pk=cast.eli.pk).update(
        unread_notices=Notice.objects.unread().filter(user=cast.eli).count()
    )
    return ward


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "light"), (360, "dark")])
def test_pages_of_what_one_is_told_are_readable_by_everybody(
    told: Ward, visit: Visitors, width: int, scheme: str
) -> None:
    pages = {
        "notifications": (told.cast.eli, "/notifications/"),
        "notice-choices": (told.cast.eli, "/settings/notifications/"),
        "your-words": (told.cast.eli, "/flags/yours/"),
        "your-words-refused": (told.cast.ana, "/flags/yours/"),
        "your-flags": (told.cast.ana, "/flags/"),
        "refusals": (told.cast.cora, "/curation/refusals/"),
        "flag-page": (told.cast.ana, told.address(f"flags/post/{told.answer.pk}/")),
    }
    for name, (user, path) in pages.items():
        page = visit(user, width=width, scheme=scheme)  # type: ignore[arg-type]
        page.goto(path)
        screenshot(page, name)
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_the_bell_leads_to_news_and_reading_it_lowers_the_number(told: Ward, visit: Visitors) -> None:
    page = visit(told.cast.eli)
    page.goto("/")
    before = User.objects.get(pk=told.cast.eli.pk).unread_notices

    page.get_by_role("link", name=f"Notifications, {before} new").click()
    page.get_by_role("link", name="Priyanka Venkataraghavan-Hollingsworth objects").click()
    expect(page.get_by_role("heading", name="Your flags")).to_be_visible()

    assert User.objects.get(pk=told.cast.eli.pk).unread_notices == before - 1
