"""In a real browser: a text is kept on the server while it is written, and the page says truly where it is kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from communities.actions.wiki import create_wiki_page
from communities.models import Draft, WikiIndexPage, WikiPage
from tests.chromium import Visitors
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
ON_SERVER = re.compile(r"^Draft kept on the server, \d+:\d\d$")


@pytest.fixture
def shared(cast: Cast) -> WikiPage:
    community = CommunityFactory(title="Ward nursing", slug="ward")
    MembershipFactory(user=cast.ana, community=community)
    MembershipFactory(user=cast.eli, community=community)
    wiki = WikiIndexPage.objects.child_of(community).get()
    return create_wiki_page(
        parent=wiki, user=cast.ana, title="Scanning", body="<p>Scan the patient first.</p>"
    )


def open_editor(page: Page, shared: WikiPage) -> None:
    page.goto(shared.address("wiki_edit"))
    page.locator(".editor__surface").get_by_text("Scan the patient first.").click()
    page.keyboard.press("End")


def test_a_crash_loses_nothing_and_another_device_goes_on(
    visit: Visitors, cast: Cast, shared: WikiPage
) -> None:
    ward = visit(cast.ana)
    open_editor(ward, shared)
    ward.keyboard.type(" Then the medicine.")
    expect(ward.get_by_text(ON_SERVER)).to_be_visible(timeout=15_000)
    ward.close()

    phone = visit(cast.ana, width=360)
    phone.goto(shared.address("wiki_edit"))
    phone.get_by_role("link", name="Use it").click()
    expect(phone.locator(".editor__surface")).to_contain_text("Scan the patient first. Then the medicine.")
    phone.get_by_role("button", name="Publish revision 2").click()

    expect(phone.get_by_text("Published as revision 2.")).to_be_visible()
    assert "Then the medicine" in WikiPage.objects.get(pk=shared.pk).body
    assert not Draft.objects.exists()


def test_without_a_connection_the_page_never_says_that_the_server_has_it(
    visit: Visitors, cast: Cast, shared: WikiPage
) -> None:
    visit.expected.append("ERR_INTERNET_DISCONNECTED")
    page = visit(cast.ana)
    open_editor(page, shared)
    page.context.set_offline(True)
    page.keyboard.type(" Then the medicine.")

    failed = page.get_by_text("Not kept on the server: no connection. Kept in this browser")
    expect(failed).to_be_visible(timeout=15_000)
    assert not Draft.objects.exists()

    page.context.set_offline(False)
    expect(page.get_by_text(ON_SERVER)).to_be_visible(timeout=15_000)
    assert "Then the medicine" in Draft.objects.get().html


def test_an_expired_session_is_said(visit: Visitors, cast: Cast, shared: WikiPage) -> None:
    visit.expected.append("403")
    page = visit(cast.ana)
    open_editor(page, shared)
    token = next(each for each in page.context.cookies() if "session" in each["name"])
    page.context.clear_cookies(name=token["name"])
    page.keyboard.type(" Then the medicine.")

    expect(
        page.get_by_text("Not kept on the server: you were signed out. Kept in this browser")
    ).to_be_visible(timeout=15_000)


def test_who_else_writes_appears_and_goes(visit: Visitors, cast: Cast, shared: WikiPage) -> None:
    eli = visit(cast.eli)
    open_editor(eli, shared)
    ana = visit(cast.ana)
    open_editor(ana, shared)
    line = ana.get_by_text("Eli Novak is writing on this page too")
    expect(line).to_be_visible()

    eli.goto("about:blank")
    ana.keyboard.type(" Then")

    expect(line).to_have_count(0, timeout=15_000)
