"""Searching in a real browser: titles while typing, by keyboard; the page on every width, light and dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from communities.actions.threads import open_thread
from tests.chromium import Visitors, check_accessibility, screenshot
from tests.conftest import Cast
from tests.curation.conftest import Ward
from tests.curation.drafts import published
from tests.search.conftest import RunTasks

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Insulin pen will not scan after the first use on the older grey scanners of ward 4B-Nord"


@pytest.fixture
def indexed(ward: Ward, cast: Cast, run_tasks: RunTasks) -> Ward:
    published(ward)
    open_thread(user=cast.ana, community=ward.community, kind="question", title=LONG, body="<p>A pen.</p>")
    run_tasks()
    return ward


def test_a_title_is_chosen_by_keyboard_while_typing(visit: Visitors, indexed: Ward) -> None:
    page = visit(indexed.cast.ana)
    page.goto("/communities/")

    page.keyboard.press("/")
    page.keyboard.type("scannin")
    options = page.get_by_role("option")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("Scanning at the bedside")
    expect(page.get_by_role("status").filter(has_text="1 title")).to_be_attached()
    check_accessibility(page)
    page.keyboard.press("ArrowDown")
    screenshot(page, "search-suggestions")
    expect(options).to_have_attribute("aria-selected", "true")
    expect(page.locator("#q")).to_have_attribute("aria-activedescendant", re.compile("suggestions-"))
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/wiki/scanning-at-the-bedside/"))


def test_escape_closes_the_list_and_keeps_the_words_and_enter_searches(
    visit: Visitors, indexed: Ward
) -> None:
    page = visit(indexed.cast.ana)
    page.goto("/communities/")

    page.locator("#q").press_sequentially("insulin p")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("#q")).to_have_value("insulin p")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=insulin\+p"))
    expect(page.locator("#q")).to_have_value("insulin p")
    expect(page.get_by_role("link", name=LONG)).to_be_visible()


def test_without_scripts_the_box_searches_and_filters_work(visit: Visitors, indexed: Ward) -> None:
    page = visit(indexed.cast.ana, java_script_enabled=False)
    page.goto("/communities/")

    page.locator("#q").fill("pen")
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Job aids").check()
    page.get_by_role("button", name="Show results").click()

    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator(".hit")).to_contain_text("Scan a pen")


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (768, "light"), (1440, "light"), (1440, "dark")]
)
def test_results_can_be_read_narrowed_and_followed_on_every_width(
    visit: Visitors, indexed: Ward, width: int, scheme: str
) -> None:
    page = visit(indexed.cast.ana, width=width, scheme=scheme)
    page.goto("/search/?q=pen+scan+label+trigger+novak")
    check_accessibility(page)
    screenshot(page, f"search-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    if width < 768:
        page.get_by_text("Narrow", exact=False).first.click()
        screenshot(page, f"search-narrowed-{scheme}")
    page.get_by_role("checkbox", name="Job aids").check()
    page.get_by_role("button", name="Show results").click()
    expect(page.locator(".hit")).to_have_count(1)
    page.locator(".hit__places a").first.click()

    expect(page).to_have_url(re.compile(r"/job-aids/scan-a-pen/#step-\d"))
    page.goto("/search/?q=syringe+driver")
    check_accessibility(page)
    screenshot(page, f"search-nothing-{scheme}")
