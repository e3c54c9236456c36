"""The editor in a real browser, on a small site of its own: what people do with it, and to it."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser import editor_pages
from tests.chromium import Visitors, check_accessibility

pytestmark = pytest.mark.django_db(transaction=True)

Opener = Callable[..., Page]


def body(name: str) -> str:
    return (Path(__file__).parent / "bodies" / f"{name}.html").read_text(encoding="utf-8").strip()


STORED = body("everything")


def png(width: int = 40, height: int = 20) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (70, 110, 90)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def edit(visit: Visitors, settings: LazySettings) -> Iterator[Opener]:
    """`edit("<p>…</p>", size="short", width=360)` opens the form on a text; the window can be reused."""
    settings.ROOT_URLCONF = "tests.browser.editor_pages"
    editor_pages.received.clear()
    editor_pages.pictures.clear()
    editor_pages.pictures["/files/window.png"] = png()

    def edit(
        body: str = "", *, version: int = 1, size: str = "full", page: Page | None = None, **options: object
    ) -> Page:
        editor_pages.start.update(body=body, version=version)
        page = page or visit(**options)
        page.goto(f"/try/{size}/")
        expect(surface(page)).to_be_visible()
        return page

    yield edit
    editor_pages.start.update(body="", version=1)


def surface(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Body of the page")


def tool(page: Page, name: str) -> Locator:
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


def stored(page: Page) -> str:
    """What would be sent now."""
    return page.locator("textarea[name=body]").input_value()


def publish(page: Page) -> str:
    """Send the form; returns the text that the server took."""
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    return editor_pages.received[-1]


def put_caret(page: Page, words: str, *, at: str = "End") -> None:
    page.locator(".editor__surface").get_by_text(words).first.click()
    page.keyboard.press(at)
    settle(page)


def settle(page: Page) -> None:
    """The editor hears of a selection a moment after the browser made it: no person is quicker, a test is."""
    page.wait_for_function(
        """() => {
            const { view, state } = document.querySelector("rich-text-editor").editor;
            const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
            return view.posAtDOM(anchorNode, anchorOffset) === state.selection.anchor
                && view.posAtDOM(focusNode, focusOffset) === state.selection.head;
        }"""
    )


def paste(page: Page, html: str = "", text: str = "", picture: bytes | None = None) -> None:
    """Paste as a browser does it: one event with all kinds of the same thing."""
    page.locator(".editor__surface").evaluate(
        """(dom, { html, text, picture }) => {
            dom.focus();
            const data = new DataTransfer();
            if (html) data.setData("text/html", html);
            if (text) data.setData("text/plain", text);
            if (picture) {
                const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
                data.items.add(new File([bytes], "photo.png", { type: "image/png" }));
            }
            const event = { clipboardData: data, bubbles: true, cancelable: true };
            dom.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        {"html": html, "text": text, "picture": base64.b64encode(picture).decode() if picture else None},
    )


def choose(page: Page, menu: str, entry: str) -> None:
    tool(page, menu).click()
    page.get_by_role("menu", name=menu).get_by_text(entry, exact=True).click()


def choose_kind(page: Page, kind: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name="Kind of paragraph").click()
    page.get_by_role("menuitemradio", name=kind, exact=True).click()


# -- what is stored ----------------------------------------------------------------------------------------
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


# -- ids ---------------------------------------------------------------------------------------------------
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


# -- pasting -----------------------------------------------------------------------------------------------
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


# -- links -------------------------------------------------------------------------------------------------
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


# -- pictures ----------------------------------------------------------------------------------------------
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


# -- drafts ------------------------------------------------------------------------------------------------
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


# -- by keyboard, by ear, by thumb -------------------------------------------------------------------------
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


# -- without script ----------------------------------------------------------------------------------------
def test_without_script_plain_text_becomes_paragraphs(visit: Visitors, edit: Opener) -> None:
    editor_pages.start.update(body="", version=1)
    page = visit(java_script_enabled=False)
    page.goto("/try/full/")

    page.get_by_label("Body of the page").fill("Scan <now> & wait\nthen read\n\nLast line")

    assert publish(page) == "<p>Scan &lt;now&gt; &amp; wait<br>then read</p><p>Last line</p>"


# -- what pages call ---------------------------------------------------------------------------------------
def test_page_inserts_a_quote_where_the_caret_is(edit: Opener) -> None:
    page = edit("<p>one</p>", size="short")

    page.evaluate(
        "document.querySelector('rich-text-editor').insertHTML('<blockquote><p>said</p></blockquote>')"
    )

    assert stored(page) == "<p>one</p><blockquote><p>said</p></blockquote>"
    expect(surface(page)).to_be_focused()
