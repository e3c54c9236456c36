"""Talking in a real browser: with script, without it, and for those who do not see the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from communities.actions.threads import accept_answer
from communities.models import CommunityPage, Post, Thread
from tests.chromium import Visitors, check_accessibility
from tests.conftest import Cast

LIST = "/communities/ward-nursing/threads/"


def test_asking_replying_and_choosing_an_answer_work_without_script(
    transactional_db: None, visit: Visitors, cast: Cast, ward: CommunityPage
) -> None:
    ana = visit(cast.ana, width=360, java_script_enabled=False)
    ana.goto(LIST)
    ana.get_by_role("link", name="Ask a question").first.click()
    ana.get_by_label("Your question in one line").fill("Insulin pen will not scan")
    ana.get_by_label("What did you try?").fill("It says Product not recognised.\n\nI wiped it.")
    ana.get_by_role("button", name="Ask", exact=True).click()
    expect(ana.get_by_role("heading", level=1)).to_have_text("Insulin pen will not scan")
    expect(ana.get_by_text("I wiped it.")).to_be_visible()

    eli = visit(cast.eli, java_script_enabled=False)
    eli.goto(ana.url)
    eli.get_by_role("link", name="Quote").click()
    eli.get_by_label("Your reply").fill("Scan the flag label on the cap.")
    eli.get_by_role("button", name="Reply", exact=True).click()
    expect(eli.get_by_text("Scan the flag label on the cap.")).to_be_visible()

    ana.reload()
    ana.get_by_role("button", name="Thanks").click()
    ana.get_by_role("button", name="Accept as answer").click()
    expect(ana.get_by_text("Accepted answer, chosen by Ana Silva")).to_be_visible()
    expect(ana.get_by_role("link", name="Go to the accepted answer by Eli Novak")).to_be_visible()


def test_a_quotation_is_edited_and_sent_with_the_editor(
    transactional_db: None, visit: Visitors, cast: Cast, answer: Post, question: Thread
) -> None:
    nia = visit(cast.nia)
    nia.goto(question.get_absolute_url())
    nia.get_by_role("link", name="Quote").last.click()
    surface = nia.locator("#reply [contenteditable=true]")
    expect(surface.locator("blockquote")).to_contain_text("Eli Novak, post 2")

    surface.press("ControlOrMeta+End")
    surface.type("It worked on the first try.")
    nia.get_by_role("button", name="Reply", exact=True).click()

    reply = nia.locator("#post-3")
    expect(reply.locator("blockquote")).to_contain_text("Scan the flag label on the cap.")
    expect(reply).to_contain_text("It worked on the first try.")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (360, "light")])
def test_pages_of_talk_and_people_are_accessible(
    transactional_db: None,
    visit: Visitors,
    cast: Cast,
    answer: Post,
    question: Thread,
    width: int,
    scheme: str,
) -> None:
    accept_answer(user=cast.ana, post=answer)
    fay = visit(cast.fay, width=width, scheme=scheme)

    for address in (
        "/",
        "/communities/",
        "/communities/ward-nursing/",
        "/communities/ward-nursing/members/",
        "/communities/ward-nursing/members/eli/",
        "/communities/ward-nursing/edit/",
        LIST,
        f"{LIST}new/?kind=question",
        question.get_absolute_url(),
        f"{question.get_absolute_url()}posts/{answer.pk}/versions/1/",
        "/people/",
        "/people/eli/",
        "/people/me/edit/",
    ):
        fay.goto(address)
        check_accessibility(fay)
        assert fay.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} is too wide"
