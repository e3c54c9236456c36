"""Sources in a real browser: found while typing, chosen, quoted and ordered by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from communities.models import Post
from curation.actions.practices import add_source
from curation.models import Practice, PracticeSource
from tests.chromium import Visitors, check_accessibility, screenshot
from tests.conftest import Cast
from tests.curation.conftest import Ward, a_ward


@pytest.fixture
def ward(transactional_db: None, cast: Cast) -> Ward:
    return a_ward(cast, slug="ward-nursing", title="Ward nursing")


@pytest.fixture
def practice(ward: Ward, run_tasks: Callable[..., int]) -> Practice:
    practice = ward.practice(source=ward.page)
    add_source(user=ward.cast.cora, practice=practice, source=ward.answer, anchor="")
    run_tasks()
    return practice


def sources(page: Page) -> list[str]:
    return page.locator(".source__title").all_inner_texts()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "dark"), (360, "light"), (360, "dark")])
def test_source_is_found_while_typing_and_chosen(
    ward: Ward, practice: Practice, visit: Visitors, width: int, scheme: str
) -> None:
    page = visit(ward.cast.cora, width=width, scheme=scheme)  # type: ignore[arg-type]
    page.goto(practice.get_absolute_url())

    page.get_by_text("Add a source").click()
    page.get_by_label("Find it in Ward nursing").press_sequentially("second failure")
    expect(page.get_by_text("places found").or_(page.get_by_text("place found"))).to_be_visible()
    check_accessibility(page)
    screenshot(page, f"source-found-{width}-{scheme}")
    page.get_by_role("link", name="When a scan fails").click()
    expect(page.get_by_label("Section “When a scan fails”")).to_be_checked()
    check_accessibility(page)
    screenshot(page, f"source-choose-{width}-{scheme}")
    page.get_by_role("button", name="Add the source").click()

    expect(page.get_by_text("is a source of this practice now")).to_be_visible()
    assert sources(page)[-1] == "Scanning at the bedside § When a scan fails"


def test_words_of_a_source_are_chosen_by_keyboard(ward: Ward, practice: Practice, visit: Visitors) -> None:
    page = visit(ward.cast.cora, width=360)
    page.goto(practice.get_absolute_url())

    page.get_by_role("link", name="Choose its words for source b").press("Enter")
    page.get_by_label("Begin with sentence 2").press("Space")
    page.get_by_label("End with sentence 2").press("Space")
    check_accessibility(page)
    screenshot(page, "source-words-360")
    page.get_by_role("button", name="Show these words").press("Enter")

    expect(page.locator(".source__text").nth(1)).to_have_text("Turn the cap until you see the white label.")


@pytest.mark.parametrize("has_script", [True, False])
def test_sources_are_ordered_by_keyboard(
    ward: Ward, practice: Practice, visit: Visitors, has_script: bool
) -> None:
    page = visit(ward.cast.cora, java_script_enabled=has_script)
    page.goto(practice.get_absolute_url())
    before = sources(page)

    page.get_by_role("button", name="Move source b up").press("Enter")
    expect(page.locator(".source__title").first).to_have_text(before[1])

    assert sources(page) == before[::-1]


def test_without_script_a_source_is_found_on_a_page_of_its_own(
    ward: Ward, practice: Practice, visit: Visitors
) -> None:
    page = visit(ward.cast.cora, java_script_enabled=False)
    page.goto(practice.get_absolute_url())

    page.get_by_text("Add a source").click()
    page.get_by_label("Find it in Ward nursing").fill("second failure")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="When a scan fails").click()
    page.get_by_role("button", name="Add the source").click()

    assert practice.sources.count() == 3
    assert sources(page)[-1] == "Scanning at the bedside § When a scan fails"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_changed_source_is_compared_and_taken_anew(
    ward: Ward, practice: Practice, visit: Visitors, width: int, scheme: str
) -> None:
    body = ward.answer.body.replace("white label", "blue label")
    Post.objects.filter(pk=ward.answer.pk).update(body=body, version=2)
    PracticeSource.objects.filter(post=ward.answer).update(differs=True)
    page = visit(ward.cast.cora, width=width, scheme=scheme)  # type: ignore[arg-type]
    page.goto(practice.get_absolute_url())
    check_accessibility(page)
    screenshot(page, f"source-changed-{width}-{scheme}")

    page.get_by_role("link", name="What changed").click()
    expect(page.locator("ins")).to_have_text("blue")
    check_accessibility(page)
    screenshot(page, f"source-changes-{width}-{scheme}")
    page.get_by_role("button", name="Take the new words").click()

    expect(page.get_by_text("The practice has the new words.")).to_be_visible()
    expect(page.locator(".source__text").nth(1)).to_contain_text("blue label")
