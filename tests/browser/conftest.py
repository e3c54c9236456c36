"""The editor on a small site of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from tests.browser import editor_pages
from tests.browser.editing import Opener, png, surface
from tests.chromium import Visitors


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
