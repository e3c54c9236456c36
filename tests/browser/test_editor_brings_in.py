"""What is brought into the editor: pasted words, links and pictures."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import expect

from tests.browser import editor_pages
from tests.browser.editing import Opener, body, paste, png, publish, put_caret, settle, stored, surface, tool
from tests.chromium import Visitors

pytestmark = pytest.mark.django_db(transaction=True)


# -- pasting ---------------------------------------------------------------------------------------------------
def test_what_comes_from_word_is_headings_lists_and_tables(edit: Opener) -> None:
    page = edit()

    paste(page, body("word"))

    assert publish(page) == (
        "<h2>Scanning</h2><p>Read <strong>aloud</strong>.</p>"
        "<ol><li>Scan the band<ul><li>Wait for green</li></ul></li><li>Scan the dose</li></ol>"
        "<table><tbody><tr><td>Tone</td><td>Meaning</td></tr></tbody></table>"
    )


def test_what_comes_from_google_docs_keeps_its_bold_and_italic_words(edit: Opener) -> None:
    page = edit()

    paste(page, body("google-docs"))

    assert publish(page) == (
        "<h2>Scanning</h2><p>Read <strong><em>aloud</em></strong> twice.</p><ul><li>Wait</li></ul>"
    )


def test_hostile_paste_leaves_words_and_nothing_that_runs(edit: Opener) -> None:
    page = edit("<p>Here: </p>")
    put_caret(page, "Here:")

    paste(page, body("hostile"))

    html = stored(page)
    assert "Words one two three four" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    assert not re.search(r"<(a|script|svg|iframe|style|input|img)\b|on\w+=|style=|class=|evil", html)
    assert page.evaluate("window.bad") is None


def test_pictures_from_elsewhere_are_left_out_and_the_person_is_told(edit: Opener) -> None:
    page = edit()

    paste(page, '<p>See <img src="https://elsewhere.example/a.png"> here</p>')

    expect(page.get_by_role("alert")).to_contain_text("1 picture was left out: upload it to use it here")
    assert "<img" not in stored(page)
    assert "here" in stored(page)


def test_addresses_of_this_site_become_paths(edit: Opener) -> None:
    page = edit()
    here = page.evaluate("location.origin")

    paste(
        page,
        f'<p><a href="{here}/communities/ward/">Ward</a> <img src="{here}/files/window.png" alt="w"></p>',
    )

    assert '<a href="/communities/ward/">Ward</a>' in stored(page)
    assert '<img src="/files/window.png" alt="w">' in stored(page)


# -- links -----------------------------------------------------------------------------------------------------
def test_link_to_a_page_found_by_keyboard_alone(edit: Opener) -> None:
    page = edit("<p>See</p>")
    put_caret(page, "See")
    page.keyboard.type(" ")

    page.keyboard.press("Control+k")
    page.keyboard.type("scan")
    finder = page.get_by_role("combobox", name="Find a page")
    expect(finder).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Scanner will not pair")
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.type(" now")
    assert (
        stored(page) == '<p>See <a href="/communities/ward/wiki/pairing/">Scanner will not pair</a> now</p>'
    )


def test_link_to_an_address_which_is_completed_or_refused(edit: Opener) -> None:
    page = edit("<p>guide</p>")
    put_caret(page, "guide")
    page.keyboard.press("Shift+Home")
    settle(page)

    tool(page, "Link").click()
    address = page.get_by_label("Or an address")
    address.fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Type a web address")
    address.fill("example.org/guide")
    page.keyboard.press("Enter")
    assert stored(page) == '<p><a href="https://example.org/guide">guide</a></p>'

    put_caret(page, "guide", at="ArrowLeft")
    tool(page, "Link").click()
    page.get_by_role("button", name="Take the link out").click()
    assert stored(page) == "<p>guide</p>"


# -- pictures --------------------------------------------------------------------------------------------------
def test_picture_is_uploaded_described_and_given_a_caption(edit: Opener) -> None:
    page = edit("<p>Before</p>")
    put_caret(page, "Before")

    with page.expect_file_chooser() as chooser:
        tool(page, "Picture").click()
    chooser.value.set_files({"name": "window.png", "mimeType": "image/png", "buffer": png(64, 32)})
    page.get_by_label("What does the picture show?").fill("The scanner window")
    page.get_by_role("button", name="Keep the description").click()
    surface(page).locator("figcaption").click()
    page.keyboard.type("Clean it daily")
    page.keyboard.press("Enter")
    page.keyboard.type("After")

    assert re.fullmatch(
        r'<p>Before</p><figure><img src="/files/[\w-]+\.png" alt="The scanner window" width="64" height="32">'
        r"<figcaption>Clean it daily</figcaption></figure><p>After</p>",
        publish(page),
    )


def test_pasted_picture_may_be_decoration(edit: Opener) -> None:
    page = edit()

    paste(page, picture=png())
    page.get_by_role("button", name="Keep the description").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Write what it shows")
    page.get_by_label("Only decoration").check()
    page.get_by_role("button", name="Keep the description").click()

    assert re.fullmatch(
        r'<figure><img src="/files/[^"]+" alt="" width="40" height="20"></figure>', publish(page)
    )


def test_dropped_picture_lands_where_it_was_dropped(edit: Opener) -> None:
    page = edit("<p>One</p><p>Two</p>")

    surface(page).get_by_text("One").evaluate(
        """(dom, picture) => {
            const data = new DataTransfer();
            const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
            data.items.add(new File([bytes], "photo.png", { type: "image/png" }));
            const { left, top } = dom.getBoundingClientRect();
            dom.dispatchEvent(new DragEvent("drop", {
                dataTransfer: data, clientX: left + 5, clientY: top + 5, bubbles: true, cancelable: true }));
        }""",
        base64.b64encode(png()).decode(),
    )
    page.get_by_role("button", name="Not now").click()

    assert re.fullmatch(r"<p>One</p><figure>.*</figure><p>Two</p>", stored(page))


def test_refused_picture_says_why_where_it_would_have_been(edit: Opener, visit: Visitors) -> None:
    visit.expect("400")
    page = edit("<p>Before</p>")
    put_caret(page, "Before")

    paste(page, picture=b"not a picture at all")

    reason = "Choose a JPEG, PNG, GIF, WebP or AVIF picture under 10 MB"
    expect(surface(page).get_by_text(reason)).to_be_visible()
    expect(page.get_by_role("alert").get_by_text(reason)).to_be_visible()
    page.get_by_role("button", name="Take this line away").click()
    assert publish(page) == "<p>Before</p>"


def test_publishing_waits_for_a_picture_that_is_on_its_way(edit: Opener) -> None:
    page = edit("<p>Before</p>")
    page.route("**/try/upload/", lambda route: (page.wait_for_timeout(700), route.continue_()))
    put_caret(page, "Before")

    paste(page, picture=png())
    expect(page.get_by_role("progressbar", name="Sending photo.png")).to_be_visible()
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    assert "<figure>" in editor_pages.received[-1]
