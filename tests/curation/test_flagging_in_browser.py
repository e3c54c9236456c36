"""Two clicks in a real browser: the button and the reason, on the page where the place is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from curation.models import Flag
from tests.chromium import Visitors, check_accessibility, screenshot
from tests.conftest import Cast
from tests.curation.conftest import Ward, a_ward


@pytest.fixture
def ward(transactional_db: None, cast: Cast) -> Ward:
    return a_ward(cast, slug="ward-nursing", title="Ward nursing")


def mark(page: Page, words: str) -> None:
    """Mark these words as a reader does with a pointer or a finger."""
    page.evaluate(
        """words => {
          const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
          throw new Error("not on the page");
        }""",
        words,
    )


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "dark"), (360, "light"), (360, "dark")])
def test_a_section_is_flagged_in_two_clicks_in_place(
    ward: Ward, visit: Visitors, width: int, scheme: str
) -> None:
    page = visit(ward.cast.ana, width=width, scheme=scheme)  # type: ignore[arg-type]
    page.goto(ward.page.get_absolute_url())
    section = page.locator(".section-head", has_text="When a scan fails")

    section.get_by_role("link", name="Flag: this works").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    screenshot(page, f"flag-{width}-{scheme}")
    page.get_by_role("button", name="Saves time").click()

    said = page.get_by_role("dialog").get_by_role("status")
    expect(said).to_have_text("Flagged. You are the first. The curators see it on their desk.")
    expect(said).to_be_focused()
    screenshot(page, f"flagged-{width}-{scheme}")
    check_accessibility(page)
    page.get_by_role("button", name="Close").click()
    expect(section.get_by_role("link", name=re.compile("You flagged this"))).to_be_visible()
    assert page.url.endswith("/wiki/scanning-at-the-bedside/")
    assert Flag.objects.get().kind == "saves_time"


def test_own_words_are_added_afterwards_and_survive_closing(ward: Ward, visit: Visitors) -> None:
    page = visit(ward.cast.ana)
    page.goto(ward.answer.get_absolute_url())
    link = page.locator("#post-2").get_by_role("link", name="Flag: this works")
    link.click()
    page.get_by_label("In your own words").fill("Twelve pens in a row")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

    link.click()
    expect(page.get_by_label("In your own words")).to_have_value("Twelve pens in a row")
    page.get_by_role("button", name="Works well").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Flagged.")
    page.get_by_label("In your own words").fill("Twelve pens on ward 4B")
    page.get_by_role("button", name="Save my words").click()

    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Your words are saved.")
    assert Flag.objects.get().reason == "Twelve pens on ward 4B"


def test_marked_words_are_flagged_in_two_clicks(ward: Ward, visit: Visitors) -> None:
    page = visit(ward.cast.ana)
    page.goto(ward.answer.get_absolute_url())
    mark(page, "until you see")

    page.get_by_role("button", name="Flag these words").click()
    expect(page.get_by_role("dialog")).to_contain_text("until you see")
    page.get_by_role("button", name="Safer").click()

    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Flagged.")
    assert Flag.objects.get().place.quote == "until you see"


def test_a_block_is_flagged_by_marking_words_in_it_or_pointing_at_it(ward: Ward, visit: Visitors) -> None:
    page = visit(ward.cast.ana)
    page.goto(ward.answer.get_absolute_url())

    page.get_by_text("Scan the label. You hear").hover()
    page.get_by_role("button", name="Flag this item").click()
    page.get_by_role("button", name="Works well").click()

    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Flagged.")
    assert Flag.objects.get().place.quote == "Scan the label. You hear one long tone."


def test_a_flag_is_taken_back_and_the_mark_goes(ward: Ward, visit: Visitors) -> None:
    ward.flag(ward.cast.ana, ward.answer)
    page = visit(ward.cast.ana)
    page.goto(ward.answer.get_absolute_url())
    page.locator("#post-2").get_by_role("link", name=re.compile("You flagged this")).click()

    page.get_by_role("button", name="Take my flag back").click()

    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Your flag is taken back.")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#post-2").get_by_role("link", name="Flag: this works", exact=True)).to_be_visible()
    assert not Flag.objects.exists()


def test_a_second_click_while_the_first_is_sent_flags_once(ward: Ward, visit: Visitors) -> None:
    page = visit(ward.cast.ana)
    page.goto(ward.answer.get_absolute_url())
    page.locator("#post-2").get_by_role("link", name="Flag: this works").click()

    page.get_by_role("button", name="Works well").dblclick()

    expect(page.get_by_role("dialog").get_by_role("status")).to_be_visible()
    assert Flag.objects.get().place.people_count == 1


def test_words_stay_when_the_server_does_not_answer(ward: Ward, visit: Visitors) -> None:
    page = visit(ward.cast.ana)
    visit.expected.append("Failed to load resource")
    page.goto(ward.answer.get_absolute_url())
    page.locator("#post-2").get_by_role("link", name="Flag: this works").click()
    page.get_by_label("In your own words").fill("Twelve pens in a row")
    page.context.set_offline(True)

    page.get_by_role("button", name="Works well").click()

    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Not saved")
    expect(page.get_by_label("In your own words")).to_have_value("Twelve pens in a row")
    page.context.set_offline(False)
    page.get_by_role("button", name="Works well").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Flagged.")
    assert Flag.objects.get().reason == "Twelve pens in a row"


def test_without_script_the_button_leads_to_one_click_on_a_reason(ward: Ward, visit: Visitors) -> None:
    page = visit(ward.cast.ana, java_script_enabled=False)
    page.goto(ward.page.get_absolute_url())

    page.locator(".section-head", has_text="Gloves").get_by_role("link", name="Flag: this works").click()
    page.get_by_role("button", name="Should be official").click()

    expect(page.get_by_role("status")).to_contain_text("Flagged. You are the first.")
    assert page.url.endswith(f"#{ward.anchors['Gloves']}")
    assert Flag.objects.get().kind == "official"


def test_a_stretch_is_flagged_in_two_clicks(ward: Ward, visit: Visitors) -> None:
    page = visit(ward.cast.ana)
    visit.expected.append("404")
    page.goto(f"{ward.recording.get_absolute_url()}?t=70,100")

    page.get_by_role("button", name="Flag 30 seconds").click()
    page.get_by_role("button", name="Works well").click()

    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Flagged.")
    assert Flag.objects.get().place.anchor == "t=70,100"
