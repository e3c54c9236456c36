"""The editor where it stands: on a wiki page, with the site's own pictures, pages to link to, and saving."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from communities.models import CommunityPage, WikiPage
from tests.browser.editing import paste, png, put_caret, tool
from tests.chromium import Visitors, check_accessibility, screenshot
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ward(cast: Cast) -> CommunityPage:
    community = CommunityFactory(title="Ward nursing", slug="ward")
    MembershipFactory(user=cast.ana, community=community)
    return community


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (768, "light"), (1440, "light"), (1440, "dark")]
)
def test_member_writes_a_page_and_changes_it(
    visit: Visitors, cast: Cast, ward: CommunityPage, width: int, scheme: str
) -> None:
    page = visit(cast.ana, width=width, scheme=scheme)
    text = page.locator(".editor__surface")

    page.goto("/communities/ward/wiki/new/")
    page.get_by_role("textbox", name="Title", exact=True).fill("Scanning at the bedside")
    text.click()
    page.keyboard.type("## The order of scans\n1. Scan the band\nScan the dose\n\n")
    paste(page, picture=png(600, 300))
    page.get_by_label("What does the picture show?").fill("The scanner window")
    page.get_by_role("button", name="Keep the description").click()
    expect(page.get_by_text("Draft kept in this browser")).to_be_visible()
    screenshot(page, f"wiki-write-{scheme}")
    check_accessibility(page)
    page.get_by_role("button", name="Publish the page").click()
    expect(page.get_by_role("heading", name="The order of scans")).to_be_visible()
    expect(page.get_by_role("img", name="The scanner window")).to_be_visible()

    wiki_page = WikiPage.objects.get(title="Scanning at the bedside")
    ids = re.findall(r' id="(b[a-z2-7]{10})"', wiki_page.body)
    page.goto(wiki_page.get_absolute_url() + "edit/")
    put_caret(page, "Scan the dose")
    page.keyboard.type(", see ")
    page.keyboard.press("Control+k")
    page.keyboard.type("Scanning")
    page.get_by_role("option").first.click()
    page.mouse.wheel(0, 2000)
    page.get_by_role("button", name="Publish revision 2").click()

    expect(page.get_by_role("link", name="Scanning at the bedside").last).to_be_visible()
    wiki_page.refresh_from_db()
    assert re.findall(r' id="(b[a-z2-7]{10})"', wiki_page.body) == ids
    page.goto(wiki_page.get_absolute_url() + "edit/")
    expect(text).to_be_visible()
    expect(page.get_by_role("button", name="Use it")).to_have_count(0)


def test_toolbar_stays_in_sight_on_a_long_page(visit: Visitors, cast: Cast, ward: CommunityPage) -> None:
    page = visit(cast.ana, height=600)
    page.goto("/communities/ward/wiki/new/")
    text = page.locator(".editor__surface")
    text.click()
    paste(page, html="<p>Scan</p>" * 60)

    page.keyboard.press("Control+End")

    expect(tool(page, "Bold")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Publish the page")).to_be_in_viewport()
