"""A text that was not saved is kept in the browser, offered, and thrown away for good."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editing import Opener, publish, put_caret, stored

pytestmark = pytest.mark.django_db(transaction=True)


def leave(page: Page) -> None:
    page.goto("about:blank")


def test_text_that_was_not_saved_is_offered_and_used(edit: Opener) -> None:
    page = edit("<p>Server</p>", version=15)
    page.get_by_label("Title").fill("My title")
    put_caret(page, "Server")
    page.keyboard.type(" and mine")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_contain_text("Draft kept in this browser")
    leave(page)

    edit("<p>Server, newer</p>", version=17, page=page)
    offer = page.get_by_text("Text that you had not saved is kept in this browser from")
    expect(offer).to_contain_text("It was published again since then.")
    page.get_by_role("button", name="Use it").click()

    assert stored(page) == "<p>Server and mine</p>"
    expect(page.get_by_label("Title")).to_have_value("My title")
    assert page.locator("input[name=version]").input_value() == "15"
    expect(offer).to_have_count(0)


def test_draft_is_kept_by_itself_and_thrown_away_for_good(edit: Opener) -> None:
    page = edit("<p>Server</p>")
    put_caret(page, "Server")
    page.keyboard.type(" and mine")
    expect(page.get_by_text("Draft kept in this browser")).to_be_visible()
    leave(page)

    edit("<p>Server</p>", page=page)
    page.get_by_role("button", name="Throw it away").click()
    edit("<p>Server</p>", page=page)

    expect(page.get_by_role("button", name="Use it")).to_have_count(0)


def test_typing_on_does_not_destroy_an_offer_that_is_not_answered(edit: Opener) -> None:
    page = edit("<p>Server</p>")
    put_caret(page, "Server")
    page.keyboard.type(" first")
    page.keyboard.press("Control+s")
    leave(page)
    edit("<p>Server</p>", page=page)
    put_caret(page, "Server")
    page.keyboard.type(" second")
    page.keyboard.press("Control+s")
    leave(page)

    edit("<p>Server</p>", page=page)

    expect(page.get_by_role("button", name="Use it")).to_have_count(2)


def test_saved_text_is_no_longer_offered(edit: Opener) -> None:
    page = edit("<p>Server</p>")
    put_caret(page, "Server")
    page.keyboard.type(" and mine")
    page.keyboard.press("Control+s")

    publish(page)
    edit("<p>Something else</p>", page=page)

    expect(page.get_by_role("button", name="Use it")).to_have_count(0)


def test_form_that_came_back_keeps_text_and_draft_and_ends_both_when_saved(edit: Opener) -> None:
    page = edit("<p>Server</p>")
    page.locator("input[name=version]").evaluate("(input) => (input.value = 'nonsense')")
    put_caret(page, "Server")
    page.keyboard.type(" and mine")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_load_state()
    assert stored(page) == "<p>Server and mine</p>"
    expect(page.get_by_role("button", name="Use it")).to_have_count(0)

    page.locator("input[name=version]").evaluate("(input) => (input.value = '1')")
    publish(page)
    edit("<p>Something else</p>", page=page)

    expect(page.get_by_role("button", name="Use it")).to_have_count(0)


def test_full_storage_is_said_and_leaving_asks_first(edit: Opener) -> None:
    page = edit("<p>Server</p>")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    put_caret(page, "Server")
    page.keyboard.type(" and mine")

    page.keyboard.press("Control+s")
    expect(page.get_by_text("This browser cannot keep a draft. Save often.")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)

    assert asked.value.type == "beforeunload"
