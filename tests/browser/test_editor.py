"""The editor in a real browser, on a small site of its own: what people do with it, and what is stored."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import editor_pages
from tests.browser.editing import (
    Opener,
    body,
    choose,
    choose_kind,
    paste,
    publish,
    put_caret,
    settle,
    stored,
    surface,
    tool,
)
from tests.chromium import Visitors, check_accessibility

pytestmark = pytest.mark.django_db(transaction=True)

STORED = body("everything")


# -- what is stored --------------------------------------------------------------------------------------------
def test_everything_a_body_may_hold_comes_back_as_it_was(edit: Opener) -> None:
    page = edit(STORED)

    put_caret(page, "Scan the patient first.")
    page.keyboard.type("!")
    page.keyboard.press("Backspace")

    assert stored(page) == STORED


def test_opening_a_text_changes_nothing_in_the_form(edit: Opener) -> None:
    odd = "<p>kept  as it is</p><div>even this</div>"

    page = edit(odd)

    assert stored(page) == odd


def test_typing_makes_headings_lists_and_paragraphs(edit: Opener) -> None:
    page = edit()

    surface(page).click()
    page.keyboard.type("## Order\n1. Scan\nRead\n\nThen ")
    page.keyboard.press("Control+b")
    page.keyboard.type("wait")

    assert (
        publish(page) == "<h2>Order</h2><ol><li>Scan</li><li>Read</li></ol><p>Then <strong>wait</strong></p>"
    )


def test_toolbar_makes_what_its_buttons_say(edit: Opener) -> None:
    page = edit("<p>one</p>")
    for button, expected in {
        "Numbered list": "<ol><li>one</li></ol>",
        "List": "<ul><li>one</li></ul>",
        "Task list": '<ul data-type="taskList"><li data-type="taskItem" data-checked="false">one</li></ul>',
        "Quote": "<blockquote><p>one</p></blockquote>",
    }.items():
        put_caret(page, "one")

        tool(page, button).click()

        assert stored(page) == expected
        expect(tool(page, button)).to_have_attribute("aria-pressed", "true")
        tool(page, button).click()
        assert stored(page) == "<p>one</p>"


def test_menus_make_headings_callouts_and_small_marks(edit: Opener) -> None:
    page = edit("<p>one</p>")
    put_caret(page, "one")

    choose_kind(page, "Subheading")
    assert stored(page) == "<h3>one</h3>"

    choose_kind(page, "Paragraph")
    choose(page, "Callout", "Pitfall")
    assert stored(page) == '<aside data-callout="pitfall"><p>one</p></aside>'

    choose(page, "Callout", "Note")
    page.keyboard.press("Control+a")
    choose(page, "More for these words", "Key to press")
    assert stored(page) == '<aside data-callout="note"><p><kbd>one</kbd></p></aside>'


def test_table_grows_shrinks_and_is_named(edit: Opener) -> None:
    page = edit("<p>Before</p>")
    put_caret(page, "Before")

    tool(page, "Table").click()
    page.keyboard.type("Tone")
    choose(page, "Table", "Delete the column")
    choose(page, "Table", "Delete the row")
    choose(page, "Table", "Row above")
    choose(page, "Table", "Head row on or off")
    choose(page, "Table", "Caption")
    page.get_by_label("Caption of the table").fill("What the tones mean")
    page.get_by_role("button", name="Keep the caption").click()

    table = surface(page).locator("table")
    expect(table.locator("tr")).to_have_count(3)
    expect(table.locator("caption")).to_have_text("What the tones mean")
    assert publish(page).count("<th>") == 2
    assert "<caption>What the tones mean</caption><thead><tr><th></th>" in editor_pages.received[-1]


def test_undo_and_redo(edit: Opener) -> None:
    page = edit("<p>one</p>")
    expect(tool(page, "Undo")).to_have_attribute("aria-disabled", "true")
    put_caret(page, "one")
    page.keyboard.type(" two")

    tool(page, "Undo").click()
    assert stored(page) == "<p>one</p>"

    tool(page, "Redo").click()
    assert stored(page) == "<p>one two</p>"


def test_every_change_reaches_the_form_and_says_so(edit: Opener) -> None:
    page = edit("<p>one</p>")
    page.evaluate(
        """() => document.forms[0].addEventListener("input", ({ target }) => {
            if (target.name) document.title = "changed " + target.name;
        })"""
    )

    put_caret(page, "one")
    page.keyboard.type(" two")

    expect(page).to_have_title("changed body")
    assert stored(page) == "<p>one two</p>"


def test_text_emptied_again_is_nothing(edit: Opener) -> None:
    page = edit("<p>one</p>")

    surface(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Publish").click()

    expect(page.locator(".field__error")).to_contain_text("Write something first")
    expect(surface(page)).to_have_attribute("aria-invalid", "true")
    page.get_by_role("alert").get_by_role("link", name="Body of the page").click()
    expect(surface(page)).to_be_focused()


# -- ids -------------------------------------------------------------------------------------------------------
def test_splitting_a_block_leaves_its_id_with_the_first_part(edit: Opener) -> None:
    page = edit('<p id="baaaaaaaaaa">Scan twice.</p><ul><li id="bccccccccca">Wait here</li></ul>')
    put_caret(page, "Scan twice.", at="Home")
    for _ in "Scan":
        page.keyboard.press("ArrowRight")
    settle(page)
    page.keyboard.press("Enter")
    put_caret(page, "Wait here")

    page.keyboard.press("Enter")
    page.keyboard.type("New")

    assert stored(page) == (
        '<p id="baaaaaaaaaa">Scan</p><p> twice.</p><ul><li id="bccccccccca">Wait here</li><li>New</li></ul>'
    )


def test_words_pushed_down_keep_their_id(edit: Opener) -> None:
    page = edit('<p>Before</p><p id="baaaaaaaaaa">Scan twice.</p>')
    put_caret(page, "Scan twice.", at="Home")

    page.keyboard.press("Enter")

    assert stored(page) == '<p>Before</p><p></p><p id="baaaaaaaaaa">Scan twice.</p>'


def test_changing_the_kind_of_a_block_keeps_its_id(edit: Opener) -> None:
    page = edit('<p id="baaaaaaaaaa">Order</p>')
    put_caret(page, "Order")

    choose_kind(page, "Heading")

    assert stored(page) == '<h2 id="baaaaaaaaaa">Order</h2>'


def test_copy_has_no_id(edit: Opener) -> None:
    page = edit('<p id="baaaaaaaaaa">First</p><p id="bbbbbbbbbbb">Second</p><p>Last</p>')
    put_caret(page, "Last")
    page.keyboard.press("Enter")

    paste(page, '<p id="baaaaaaaaaa">First</p><p id="bzzzzzzzzzz">From elsewhere</p>')

    assert re.findall(r' id="(\w+)"', stored(page)) == ["baaaaaaaaaa", "bbbbbbbbbbb"]


def test_block_that_is_cut_and_pasted_keeps_its_id(edit: Opener) -> None:
    figure = '<figure id="bffffffffff"><img src="/files/window.png" alt="w" width="40" height="20"></figure>'
    page = edit(f"{figure}<p>One</p><p>Two</p>")

    surface(page).locator("img").click()
    expect(surface(page).locator("figure")).to_have_class(re.compile("ProseMirror-selectednode"))
    page.keyboard.press("Control+x")
    put_caret(page, "Two")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+v")

    assert stored(page) == f"<p>One</p><p>Two</p>{figure}"


# -- by keyboard, by ear, by thumb -----------------------------------------------------------------------------
def test_toolbar_is_one_stop_with_arrows_inside(edit: Opener) -> None:
    page = edit("<p>one</p>")
    put_caret(page, "one")
    page.keyboard.press("Control+a")

    page.keyboard.press("Alt+F10")
    page.keyboard.press("ArrowRight")
    expect(tool(page, "Bold")).to_be_focused()
    page.keyboard.press("Enter")
    assert stored(page) == "<p><strong>one</strong></p>"
    expect(surface(page)).to_be_focused()

    page.keyboard.press("Shift+Tab")
    expect(tool(page, "Bold")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert stored(page) == "<h2><strong>one</strong></h2>"

    page.keyboard.press("Alt+F10")
    page.keyboard.press("Escape")
    expect(surface(page)).to_be_focused()


def test_tab_leaves_a_list_after_escape(edit: Opener) -> None:
    page = edit("<ul><li>one</li><li>two</li></ul>")
    put_caret(page, "two")

    page.keyboard.press("Tab")
    assert stored(page) == "<ul><li>one<ul><li>two</li></ul></li></ul>"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")

    expect(page.get_by_role("button", name="Publish")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["full", "short"])
def test_editor_has_no_fault_that_axe_can_see(edit: Opener, size: str, scheme: str) -> None:
    page = edit(STORED, size=size, scheme=scheme, width=360)

    check_accessibility(page)
    tool(page, "Link").click()
    check_accessibility(page)


def test_on_a_phone_the_page_never_scrolls_sideways_and_tools_fit_a_thumb(edit: Opener) -> None:
    page = edit(STORED, width=360, height=700)

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    boxes = [button.bounding_box() for button in page.get_by_role("toolbar").get_by_role("button").all()]
    assert all(box and box["width"] >= 44 and box["height"] >= 44 for box in boxes)


# -- without script --------------------------------------------------------------------------------------------
def test_without_script_plain_text_becomes_paragraphs(visit: Visitors, edit: Opener) -> None:
    editor_pages.start.update(body="", version=1)
    page = visit(java_script_enabled=False)
    page.goto("/try/full/")

    page.get_by_label("Body of the page").fill("Scan <now> & wait\nthen read\n\nLast line")

    assert publish(page) == "<p>Scan &lt;now&gt; &amp; wait<br>then read</p><p>Last line</p>"


# -- what pages call -------------------------------------------------------------------------------------------
def test_page_inserts_a_quote_where_the_caret_is(edit: Opener) -> None:
    page = edit("<p>one</p>", size="short")

    page.evaluate(
        "document.querySelector('rich-text-editor').insertHTML('<blockquote><p>said</p></blockquote>')"
    )

    assert stored(page) == "<p>one</p><blockquote><p>said</p></blockquote>"
    expect(surface(page)).to_be_focused()
