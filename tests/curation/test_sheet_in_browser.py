"""A job aid in a real browser: on one screen, ticked, watched, without script, and on paper."""

from __future__ import annotations

import gzip
import re

import pytest
from playwright.sync_api import Page, Response, expect
from wagtail.blocks import StreamValue

from curation.models import JobAidPage
from tests.chromium import Visitors, check_accessibility
from tests.curation.conftest import Ward
from tests.curation.drafts import published

pytestmark = pytest.mark.django_db(transaction=True)


def with_steps(job_aid: JobAidPage, count: int) -> JobAidPage:
    """The same job aid with so many short steps."""
    step = job_aid.steps.stream_block.child_blocks["step"]
    words = "<p>Press the round button once and wait for two seconds.</p>"
    steps = [
        ("step", step.to_python({"title": f"Check light {number}", "text": words}), None)
        for number in range(1, count + 1)
    ]
    job_aid.steps = StreamValue(job_aid.steps.stream_block, steps)
    job_aid.pitfalls.append(
        ("pitfall", job_aid.pitfalls.stream_block.child_blocks["pitfall"].to_python("<p>Red is off.</p>"))
    )
    job_aid.purpose, job_aid.use_when, job_aid.not_for = "All lights are seen.", "it is dark.", "daylight."
    job_aid.save()
    return job_aid


@pytest.fixture
def job_aid(ward: Ward) -> JobAidPage:
    return with_steps(published(ward), 9)


def sheets_of(page: Page, **paper: object) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(**paper)))  # type: ignore[arg-type]


def test_nine_steps_with_everything_around_them_are_on_one_screen(
    ward: Ward, job_aid: JobAidPage, visit: Visitors
) -> None:
    page = visit(ward.cast.ana, width=1280, height=800)
    page.goto(job_aid.get_absolute_url())

    for words in ("Check light 1", "Check light 9", "Red is off.", "It worked", "owner"):
        expect(page.get_by_text(words, exact=True).first).to_be_in_viewport()
    check_accessibility(page)


def test_on_a_phone_every_act_at_a_step_fits_a_thumb_and_nothing_is_cut_off(
    ward: Ward, job_aid: JobAidPage, visit: Visitors
) -> None:
    page = visit(ward.cast.ana, width=360, height=740)
    page.goto(job_aid.get_absolute_url())

    small = page.locator(".step__act, .step__tick, .worked .button").evaluate_all(
        "all => all.filter(e => e.offsetHeight < 44 && e.offsetParent).map(e => e.textContent)"
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    check_accessibility(page)


def test_ticks_stay_for_this_person_and_version_until_they_start_again(
    ward: Ward, job_aid: JobAidPage, visit: Visitors
) -> None:
    page = visit(ward.cast.ana)
    page.goto(job_aid.get_absolute_url())
    again = page.get_by_role("button", name="Start again")
    expect(again).to_be_hidden()

    page.get_by_role("checkbox", name="Check light 2").check()
    page.context.set_offline(True)
    page.get_by_role("checkbox", name="Check light 3").check()
    page.context.set_offline(False)
    page.reload()

    expect(page.get_by_role("checkbox", name="Check light 2")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Check light 3")).to_be_checked()
    expect(page.get_by_text("2 of 9 steps done")).to_be_visible()
    again.click()
    page.reload()
    expect(page.get_by_role("checkbox", name="Check light 2")).not_to_be_checked()
    expect(page.get_by_text("9 steps")).to_be_visible()


def test_ticks_work_for_visitors_and_are_boxes_without_script(
    ward: Ward, job_aid: JobAidPage, visit: Visitors
) -> None:
    ward.community.is_public = True
    ward.community.save()
    visitor = visit()
    visitor.goto(job_aid.get_absolute_url())
    visitor.get_by_role("checkbox", name="Check light 1").check()
    visitor.reload()
    expect(visitor.get_by_role("checkbox", name="Check light 1")).to_be_checked()

    plain = visit(java_script_enabled=False)
    plain.goto(job_aid.get_absolute_url())
    plain.get_by_role("checkbox", name="Check light 1").check()
    expect(plain.get_by_role("checkbox", name="Check light 1")).to_be_checked()
    expect(plain.get_by_role("button", name="Start again")).to_be_hidden()


def test_did_not_at_a_step_keeps_what_was_typed_and_works_without_script(
    ward: Ward, job_aid: JobAidPage, visit: Visitors
) -> None:
    page = visit(ward.cast.ana)
    page.goto(job_aid.get_absolute_url())
    page.get_by_role("link", name="Did not at step 4").click()
    page.get_by_label("What you saw").fill("It stays dark")
    page.get_by_role("link", name="Did not at step 5").click()
    expect(page.get_by_label("What you saw")).to_have_value("It stays dark")
    page.get_by_role("button", name="Say what went wrong").click()
    expect(page.get_by_text("“It stays dark”")).to_be_visible()
    expect(page.get_by_role("link", name="now a question")).to_be_visible()

    plain = visit(ward.cast.lee, java_script_enabled=False)
    plain.goto(job_aid.get_absolute_url())
    plain.get_by_role("link", name=re.compile("Did not 1 +at step 5")).click()
    plain.get_by_label("What you saw").fill("Here too")
    plain.get_by_role("button", name="Say what went wrong").click()
    expect(plain.get_by_text("“Here too”")).to_be_visible()


@pytest.mark.parametrize(("count", "most"), [(9, 1), (20, 2)])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_on_one_or_two_sheets(
    ward: Ward, job_aid: JobAidPage, visit: Visitors, count: int, most: int, paper: str
) -> None:
    with_steps(job_aid, count)
    page = visit(ward.cast.ana)

    for address in (job_aid.get_absolute_url(), f"{job_aid.get_absolute_url()}print/"):
        page.goto(address)
        assert sheets_of(page, format=paper) <= most


def test_the_first_visit_is_under_150_kilobytes(ward: Ward, job_aid: JobAidPage, visit: Visitors) -> None:
    """Scripts and icons count as they are served outside of tests, compressed."""
    page = visit(ward.cast.ana)
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        packed = response.url.endswith((".js", ".svg")) and "/static/" in response.url
        body = response.body()
        sizes[response.url] = (
            len(gzip.compress(body)) if packed else response.request.sizes()["responseBodySize"]
        )

    page.on("requestfinished", lambda request: weigh(request.response()))

    page.goto(job_aid.get_absolute_url(), wait_until="networkidle")

    assert sum(sizes.values()) < 135_000, sizes
