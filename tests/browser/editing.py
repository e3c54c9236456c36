"""What a person does in the editor, in a real browser."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser import editor_pages

Opener = Callable[..., Page]


def body(name: str) -> str:
    return (Path(__file__).parent / "bodies" / f"{name}.html").read_text(encoding="utf-8").strip()


def png(width: int = 40, height: int = 20) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (70, 110, 90)).save(out, "PNG")
    return out.getvalue()


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
