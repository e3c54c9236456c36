"""Reviews and versions in a real browser: by keyboard, without script, clean for axe; and a clip that plays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files import File
from django.utils import timezone
from playwright.sync_api import Page, expect

from curation.actions.remarks import make_remark
from curation.actions.retirement import retire_job_aid
from curation.models import JobAidPage
from curation.reviewing.workflow import send_to_review
from tests.chromium import Visitors, check_accessibility
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, edit_draft, published
from tests.curation.reviewing import agree, approve

pytestmark = pytest.mark.django_db(transaction=True)
FILM = Path(settings.BASE_DIR) / "cop_site/demo/content/media/pair-a-scanner.mp4"


@pytest.fixture
def in_review(ward: Ward) -> JobAidPage:
    """Two versions are published; the third is with its reviewers, one of whom remarked on its first step."""
    job_aid = published(ward)
    edit_draft(job_aid, ward.cast.cora, "Turn the cap twice")
    published(ward, job_aid)
    edit_draft(job_aid, ward.cast.cora, "Turn the cap until it clicks")
    job_aid = JobAidPage.objects.get(pk=job_aid.pk)
    send_to_review(user=ward.cast.cora, job_aid=job_aid)
    step = str(job_aid.get_latest_revision_as_object().steps[0].id)
    make_remark(user=ward.cast.eli, job_aid=job_aid, step=step, text="Which way?")
    return JobAidPage.objects.get(pk=job_aid.pk)


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_pages_of_versions_and_review_are_clean_for_axe(
    ward: Ward, in_review: JobAidPage, visit: Visitors, width: int, scheme: str
) -> None:
    page = visit(ward.cast.eli, width=width, scheme=scheme)  # type: ignore[arg-type]
    home = in_review.get_absolute_url()

    for path in ("versions/", "versions/1/", "versions/1/2/", "draft/"):
        page.goto(f"{home}{path}")
        for fold in page.locator("main details > summary").all():
            fold.click()
        check_accessibility(page)
    page.goto(f"/j/{in_review.code}/1/")
    check_accessibility(page)
    retire_job_aid(user=ward.cast.cora, job_aid=in_review, reason="The pens are gone.")
    visit.expect("410")
    for path in (home, f"/j/{in_review.code}/1/"):
        page.goto(path)
        check_accessibility(page)


def test_a_planned_version_says_when_and_is_clean_for_axe(ward: Ward, visit: Visitors) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, ward.cast.eli)
    approve(draft, ward.cast.lou, goes_live_on=in_days(3))
    page = visit(ward.cast.cora)

    page.goto(f"{draft.get_absolute_url()}draft/")

    expect(page.get_by_role("status").get_by_text("These words are published as version 1")).to_be_visible()
    expect(page.locator(".track [aria-current=step]")).to_contain_text(f"from {in_days(3):%-d %B}")
    check_accessibility(page)


def test_two_versions_are_chosen_and_compared_by_keyboard(
    ward: Ward, in_review: JobAidPage, visit: Visitors
) -> None:
    page = visit(ward.cast.nia)
    page.goto(f"{in_review.get_absolute_url()}versions/")

    page.get_by_role("radio", name="Compare to version 2").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Compare to version 1")).to_be_checked()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="What changed from version 1 to 2")).to_be_visible()
    expect(page.locator("ins", has_text="twice")).to_be_visible()


def test_a_remark_is_made_and_resolved_without_script_by_keyboard(
    ward: Ward, in_review: JobAidPage, visit: Visitors
) -> None:
    page = visit(ward.cast.eli, java_script_enabled=False)
    page.goto(f"{in_review.get_absolute_url()}draft/")

    page.locator("#step-2 details > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Which label?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    remark = page.locator("#step-2 .remark", has_text="Which label?")
    expect(remark).to_be_visible()
    remark.get_by_role("button", name="Resolve").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Which label?")).to_have_count(0)
    expect(page.locator("#step-1").get_by_text("Which way?")).to_be_visible()


def test_a_stretch_of_a_screencast_plays_in_its_step_and_ends_there(ward: Ward, visit: Visitors) -> None:
    with FILM.open("rb") as film:
        ward.recording.media.save("pair.mp4", File(film), save=False)
    ward.recording.media_size, ward.recording.duration = FILM.stat().st_size, 37
    ward.recording.width, ward.recording.height = 1280, 720
    ward.recording.save()
    job_aid = published(ward)
    job_aid.steps[0].value["clip"] = {"screencast": ward.recording.pk, "start": 6.0, "end": 8.0}
    job_aid.save()
    page = visit(ward.cast.nia)
    page.goto(job_aid.get_absolute_url())

    page.get_by_text("Watch it done").click()

    begun = second_when(page, "media.currentTime > 6 && !media.paused")
    ended = second_when(page, "media.paused && media.currentTime > 7")
    page.locator(".clip__media").evaluate("media => media.play()")
    again = second_when(page, "!media.paused")
    assert 6 <= begun < 8
    assert 8 <= ended < 8.6
    assert 5.9 <= again < 7.5


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def second_when(page: Page, condition: str) -> float:
    """Where the recording stands once this is so."""
    look = f"media => {condition} ? media.currentTime : null"
    for _ in range(150):
        if (second := page.locator(".clip__media").evaluate(look)) is not None:
            return float(second)
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {condition}")
