"""Filters in a real browser: completed while typing, in a sheet on a phone, chips; places shown where they stand."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from communities.actions.threads import open_thread
from tests.chromium import Visitors, check_accessibility, screenshot
from tests.conftest import Cast
from tests.curation.conftest import Ward
from tests.curation.drafts import published
from tests.search.conftest import RunTasks

pytestmark = pytest.mark.django_db(transaction=True)
IN_SIGHT = (
    "target => { const box = target.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; }"
)


@pytest.fixture
def indexed(ward: Ward, cast: Cast, run_tasks: RunTasks) -> Ward:
    published(ward)
    for n in range(10):
        title = f"Scan number {n} on the older grey scanners of ward 4B-Nord"
        open_thread(
            user=cast.ana,
            community=ward.community,
            kind="note",
            title=title,
            body=f"<p>A scan. See /{'communities' * 8}/ for it.</p>",
            tags=[f"a rather long tag {n}", "scanning"],
        )
    run_tasks()
    return ward


def no_overflow(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_filter_is_completed_by_keyboard_and_the_words_around_it_stay(
    visit: Visitors, indexed: Ward
) -> None:
    page = visit(indexed.cast.ana)
    page.goto("/communities/")

    page.keyboard.press("/")
    page.keyboard.type("scan in:wa")
    options = page.get_by_role("option")
    expect(options).to_contain_text("in:ward-nursing")
    expect(options).to_contain_text("Ward nursing")
    expect(page.get_by_role("listbox", name="What can stand behind in:")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="1 value")).to_be_attached()
    check_accessibility(page)
    screenshot(page, "search-completion")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value("scan in:ward-nursing ")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type("type:thr")
    expect(options).to_contain_text("type:thread")
    options.click()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=scan\+in%3Award-nursing\+type%3Athread"))
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.get_by_role("checkbox", name="Threads")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_facets_are_a_sheet_and_chips_take_them_away(
    visit: Visitors, indexed: Ward, scheme: str
) -> None:
    page = visit(indexed.cast.ana, width=360, height=740, scheme=scheme, java_script_enabled=scheme == "dark")
    page.goto("/search/?q=scan+in:nowhere+tag:scanning")
    screenshot(page, f"search-filters-{scheme}")
    if scheme == "dark":
        no_overflow(page, 360)
    sheet = page.locator("#facets")
    expect(sheet).to_be_hidden()

    page.get_by_role("button", name="Narrow 1 on").click()
    expect(sheet).to_be_visible()
    if scheme == "dark":
        check_accessibility(page)
        no_overflow(page, 360)
    screenshot(page, f"search-sheet-{scheme}")
    page.get_by_text("3 more").click()
    page.get_by_role("checkbox", name="a rather long tag 8").check()
    page.get_by_role("button", name="Show results").click()

    expect(page.locator(".chip")).to_have_count(2)
    page.get_by_role("link", name="Remove Tag scanning").click()
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator(".hit")).to_have_count(1)


@pytest.mark.parametrize(("width", "scheme"), [(768, "light"), (1440, "light"), (1440, "dark")])
def test_facets_stand_beside_the_results_where_there_is_room(
    visit: Visitors, indexed: Ward, width: int, scheme: str
) -> None:
    page = visit(indexed.cast.ana, width=width, scheme=scheme)
    page.goto("/search/?q=scan+in:nowhere+tag:scanning+after:year+by:ana")

    expect(page.locator("#facets")).to_be_visible()
    button = page.get_by_role("button", name="Show results")
    expect(button).to_be_in_viewport()
    check_accessibility(page)
    no_overflow(page, width)
    values, below = page.locator(".facets__all").bounding_box(), button.bounding_box()
    assert values is not None
    assert below is not None
    assert values["y"] + values["height"] <= below["y"], "no value lies under the button"
    screenshot(page, f"search-facets-{scheme}")
    page.goto("/search/")
    check_accessibility(page)
    expect(page.get_by_text("type:job-aid")).to_be_visible()


def test_each_place_opens_in_sight_and_marked(visit: Visitors, indexed: Ward) -> None:
    page = visit(indexed.cast.ana)
    for question, place in (
        ("gloves type:wiki", "Gloves"),
        ("cartridge type:thread", "Accepted answer"),
        ("scan type:job-aid", "Step"),
    ):
        page.goto(f"/search/?q={question.replace(' ', '+')}")
        page.locator(".hit__places a", has_text=place).first.click()

        target = page.locator(":target")
        expect(target).to_have_count(1)
        assert target.evaluate(IN_SIGHT), question
        style = target.evaluate("target => getComputedStyle(target).boxShadow")
        assert style != "none", question
    page.goto("/search/?q=trigger+type:screencast")
    page.locator(".hit__places a").first.click()
    expect(page).to_have_url(re.compile(r"[?&]t=\d+"))
