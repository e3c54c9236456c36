"""What a person sees in a real browser: sending, waiting, playing from a second, following the words."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from communities.models import CommunityPage
from people.models import User
from screencasts.actions import keep_upload, upload_screencast
from screencasts.captions import CueLine
from screencasts.chapters import ChapterLine
from screencasts.models import Screencast
from tests.chromium import Visitors, check_accessibility, screenshot
from tests.factories import CommunityFactory, MembershipFactory, ScreencastFactory, UserFactory
from tests.screencasts.conftest import upload_file

Clip = Callable[[str], Path]
NOW = "document.querySelector('.player__media').currentTime"


@pytest.fixture
def community(transactional_db: None) -> CommunityPage:
    return CommunityFactory(title="Ward nursing", slug="ward")


@pytest.fixture
def ana(community: CommunityPage) -> User:
    ana = UserFactory(username="ana", display_name="Priyanka Venkataraghavan-Hollingsworth")
    MembershipFactory(user=ana, community=community)
    return ana


@pytest.fixture
def film(community: CommunityPage, ana: User, clip: Clip, run_tasks: Callable[..., int]) -> Screencast:
    """Four seconds with captions and chapters, processed."""
    upload = keep_upload(user=ana, community=community, file=upload_file(clip("short.mp4")))
    screencast = upload_screencast(
        user=ana,
        community=community,
        title="Pair a scanner after downtime",
        upload=upload,
        captions=[CueLine(n, n + 1, f"Line number {n}") for n in range(4)],
        chapters=[ChapterLine(0, "Find the code"), ChapterLine(2, "Hold, scan, wait")],
    )
    run_tasks()
    screencast.refresh_from_db()
    return screencast


def until(page: Page, condition: str) -> None:
    """Playwright's own wait_for_function needs eval, which the site's policy forbids to scripts."""
    deadline = time.monotonic() + 15
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"never: {condition}"
        page.wait_for_timeout(50)


def ready(page: Page) -> None:
    until(page, "document.querySelector('.player__media').readyState >= 2")


def test_a_recording_is_sent_prepared_and_played(
    visit: Visitors, ana: User, clip: Clip, run_tasks: Callable[..., int]
) -> None:
    page = visit(ana)
    page.goto("/communities/ward/screencasts/new/")
    check_accessibility(page)
    page.get_by_label("Video or sound file").set_input_files(clip("short.mp4"))
    page.get_by_label("Title", exact=True).fill("Pair a scanner")
    page.get_by_label("Chapters").fill("0:02 Hold\n0:01 Find")
    page.get_by_role("button", name="Upload the screencast").click()
    expect(page.locator(".error-summary")).to_contain_text("Line 2: 0:01 is not after 0:02 above it.")
    expect(page.get_by_text("You need not choose it again")).to_be_visible()
    check_accessibility(page)

    page.get_by_label("Chapters").fill("0:01 Find\n0:02 Hold")
    page.get_by_role("button", name="Upload the screencast").click()
    expect(page.get_by_text("Waiting to be prepared")).to_be_visible()
    check_accessibility(page)
    run_tasks()

    page.wait_for_selector("video.player__media")
    ready(page)
    page.evaluate("document.querySelector('video').play()")
    until(page, f"{NOW} > 0.2")
    assert page.evaluate("document.querySelector('video').videoWidth") == 320


def test_a_file_over_the_limit_is_not_even_sent(
    visit: Visitors, ana: User, settings: Any, clip: Clip
) -> None:
    settings.SCREENCAST_MAX_BYTES = 1024 * 1024
    page = visit(ana)
    page.goto("/communities/ward/screencasts/new/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    too_large = {
        "name": "film.mp4",
        "mimeType": "video/mp4",
        "buffer": clip("short.mp4").read_bytes() + b"\0" * 2**20,
    }

    page.get_by_label("Video or sound file").set_input_files(files=[too_large])
    page.get_by_label("Title", exact=True).fill("Pair a scanner")
    page.get_by_role("button", name="Upload the screencast").click()

    expect(page.get_by_text("the limit is 1.0 MB")).to_be_visible()
    assert not sent


def test_a_link_opens_the_recording_at_its_second_and_links_seek_in_place(
    visit: Visitors, ana: User, film: Screencast
) -> None:
    page = visit(ana)
    page.goto(film.url_at(2.5))
    ready(page)
    until(page, f"Math.abs({NOW} - 2.5) < 0.3")
    expect(page.locator(".transcript a[aria-current]")).to_have_text("0:02Line number 2")
    expect(page.locator(".margin .chapters a[aria-current]")).to_contain_text("Hold, scan, wait")
    check_accessibility(page)

    page.locator(".transcript a", has_text="Line number 1").click()
    until(page, f"{NOW} >= 1 && {NOW} < 2.4")

    assert page.url.endswith("?t=1")
    expect(page.get_by_role("heading", name="Pair a scanner after downtime")).to_be_visible()


def test_the_recording_starts_at_its_second_without_script(
    visit: Visitors, ana: User, film: Screencast
) -> None:
    page = visit(ana, java_script_enabled=False)
    page.goto(film.url_at(2.5))

    source = page.locator("video.player__media").get_attribute("src")

    assert source == f"{film.media_url}#t=2.5"
    expect(page.get_by_role("link", name="0:03 Line number 3")).to_be_visible()


def test_a_stretch_stops_at_its_end(visit: Visitors, ana: User, film: Screencast) -> None:
    page = visit(ana)
    page.goto(film.url_at(1, 2))
    ready(page)
    page.evaluate("document.querySelector('video').muted = true")
    page.evaluate("document.querySelector('video').play()")

    until(page, f"document.querySelector('video').paused && {NOW} >= 1.9")

    assert page.evaluate(NOW) < 3


def test_the_keyboard_plays_seeks_and_shows_captions(visit: Visitors, ana: User, film: Screencast) -> None:
    page = visit(ana)
    page.goto(film.get_absolute_url())
    ready(page)
    page.evaluate("document.querySelector('video').muted = true")

    page.locator("video").focus()
    page.keyboard.press("ArrowRight")
    until(page, f"{NOW} > 3.5")
    page.keyboard.press("ArrowLeft")
    until(page, f"{NOW} < 0.5")
    page.keyboard.press("c")
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "hidden"
    page.keyboard.press("c")
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "showing"
    page.keyboard.press("Space")
    until(page, "!document.querySelector('video').paused")

    page.get_by_label("Find in the transcript").press_sequentially("number 3 c")
    expect(page.get_by_text("0 of 4 lines")).to_be_visible()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_and_can_be_used_by_all(
    visit: Visitors, ana: User, film: Screencast, width: int, scheme: Any
) -> None:
    community = film.community
    ScreencastFactory(community=community, author=ana, title="A recording that was cut off", failed=True)
    ScreencastFactory(community=community, author=ana, title="Waiting for its turn", waiting=True)
    page = visit(ana, width=width, scheme=scheme)
    pages = {"list": "", "new": "new/", "edit": f"{film.pk}/edit/", "remove": f"{film.pk}/remove/"}
    urls = {name: f"/communities/ward/screencasts/{rest}" for name, rest in pages.items()}
    for screencast in Screencast.objects.all():
        urls[screencast.state] = screencast.get_absolute_url()

    for name, url in urls.items():
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{url} is wider than {width}"
        )
        check_accessibility(page)
        screenshot(page, f"screencasts-{name}-{scheme}")
