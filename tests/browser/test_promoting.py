"""The promote page in a real browser: the draft follows the choice, and pieces are put in order by hand and by keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from communities.actions.threads import edit_post
from communities.models import Post
from curation.actions.practices import add_source
from curation.models import JobAidPage, Practice
from tests.chromium import Visitors, check_accessibility, screenshot
from tests.conftest import Cast
from tests.curation.conftest import a_ward

FIRST, SECOND = "Turn the cap until you see the white label.", "Scan the label. You hear one long tone."


@pytest.fixture
def practice(transactional_db: None, cast: Cast) -> Practice:
    ward = a_ward(cast, slug="ward-nursing", title="Ward nursing")
    practice = ward.practice()
    add_source(user=cast.cora, practice=practice, source=ward.recording, anchor="t=70,100")
    add_source(user=cast.cora, practice=practice, source=ward.page, anchor="")
    return practice


def opened(visit: Visitors, cast: Cast, practice: Practice, **options: object) -> Page:
    page = visit(cast.cora, **options)  # type: ignore[arg-type]
    page.goto(f"{practice.get_absolute_url()}promote/")
    return page


def piece(page: Page, words: str) -> Locator:
    return page.locator(".piece", has=page.locator(".piece__words", has_text=words))


def steps(page: Page) -> Locator:
    return page.locator("#sheet .steps--draft > li > p > strong")


def title(page: Page) -> Locator:
    return page.locator("#id_title")


def test_draft_follows_ticks_roles_and_cuts_at_once(practice: Practice, cast: Cast, visit: Visitors) -> None:
    page = opened(visit, cast, practice)
    title(page).fill("Typed so far")

    piece(page, FIRST).get_by_role("checkbox").first.uncheck()
    expect(steps(page).first).to_have_text(SECOND)
    piece(page, "Pair it").get_by_label("Becomes").select_option("more")
    expect(piece(page, "Pair it").locator(".piece__role")).to_have_text("clip at step 1")
    piece(page, SECOND).get_by_text("Trim").click()
    piece(page, SECOND).get_by_label("You hear one long tone.", exact=True).check()

    expect(steps(page).first).to_have_text("Scan the label.")
    expect(piece(page, "Scan the label.").locator(".piece__words")).to_have_text("Scan the label.")
    expect(page.locator("#used")).to_have_text(re.compile("^7 of"))
    expect(title(page)).to_have_value("Typed so far")
    assert not JobAidPage.objects.exists()


def test_pieces_are_ordered_by_keys_and_buttons_and_the_focus_stays(
    practice: Practice, cast: Cast, visit: Visitors
) -> None:
    page = opened(visit, cast, practice)
    grip = piece(page, SECOND).locator("[data-grip]")

    grip.focus()
    page.keyboard.press("ArrowUp")
    expect(steps(page).first).to_have_text(SECOND)
    expect(grip).to_be_focused()
    expect(page.locator("[data-said]")).to_have_text(re.compile(r"^Scan the label.*: now \d of"))
    piece(page, SECOND).get_by_role("button", name="Move down").click()

    expect(steps(page).first).to_have_text(FIRST)
    assert page.url.endswith("/promote/")


def test_pieces_are_ordered_by_dragging_and_made_in_that_order(
    practice: Practice, cast: Cast, visit: Visitors
) -> None:
    page = opened(visit, cast, practice)
    handle = piece(page, SECOND).locator("[data-grip]").bounding_box()
    goal = piece(page, FIRST).bounding_box()
    assert handle
    assert goal

    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 8, goal["y"] + 4, steps=8)
    page.mouse.up()

    expect(steps(page).first).to_have_text(SECOND)
    page.locator(".promote__draft").get_by_role("button", name="Make the draft").click()
    expect(page.get_by_text("is made. Nothing is published.")).to_be_visible()
    made = JobAidPage.objects.get()
    assert [block.value["title"] for block in made.steps][:2] == [SECOND, FIRST]


def test_changed_source_is_told_beside_the_draft_while_one_chooses(
    practice: Practice, cast: Cast, visit: Visitors
) -> None:
    page = opened(visit, cast, practice)
    answer = Post.objects.get(pk=practice.sources.get(post__isnull=False).post_id or 0)
    edit_post(user=cast.eli, post=answer, body=answer.body.replace("white", "yellow"))

    piece(page, "Scan the medicine.").get_by_role("checkbox").first.uncheck()

    expect(page.locator("#notices del")).to_have_text("white")
    expect(page.locator("#notices ins")).to_have_text("yellow")
    expect(piece(page, FIRST.replace("white", "yellow"))).to_be_visible()
    screenshot(page, "promote-changed")
    check_accessibility(page)
    page.get_by_role("button", name="Take the new words").click()
    expect(page.locator("#notices")).to_contain_text("reads differently now")
    page.locator(".promote__draft").get_by_role("button", name="Make the draft").click()
    expect(page.get_by_text("is made. Nothing is published.")).to_be_visible()
    assert JobAidPage.objects.get().steps[0].value["title"] == FIRST.replace("white", "yellow")


def test_pieces_join_a_job_aid_without_loading_the_page(
    practice: Practice, cast: Cast, visit: Visitors
) -> None:
    page = opened(visit, cast, practice)
    page.locator(".promote__draft").get_by_role("button", name="Make the draft").click()
    expect(page.get_by_text("is made. Nothing is published.")).to_be_visible()
    Practice.objects.filter(pk=practice.pk).update(state="emerging")
    page.goto(f"{practice.get_absolute_url()}promote/")

    job_aid = JobAidPage.objects.get()
    page.get_by_label("The pieces become").select_option(str(job_aid.pk))
    expect(page.get_by_label("The new steps stand")).to_be_visible()
    expect(title(page)).to_be_hidden()
    page.get_by_label("The new steps stand").select_option("start")

    expect(page.locator("#sheet .is-there").first).to_contain_text("there already")
    expect(page.locator("#sheet .steps--draft > li").first).not_to_contain_text("there already")
    check_accessibility(page)


def test_without_an_answer_the_page_says_so_and_keeps_the_choice(
    practice: Practice, cast: Cast, visit: Visitors
) -> None:
    page = opened(visit, cast, practice)
    visit.expect("403")
    page.context.clear_cookies()

    piece(page, FIRST).get_by_role("checkbox").first.uncheck()

    expect(page.get_by_role("alert")).to_contain_text("The draft below is not up to date")
    expect(piece(page, FIRST).get_by_role("checkbox").first).not_to_be_checked()
    expect(page.get_by_role("button", name="Show the draft").last).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "dark"), (360, "light")])
def test_page_is_seen_at_every_width(
    practice: Practice, cast: Cast, visit: Visitors, width: int, scheme: str
) -> None:
    page = opened(visit, cast, practice, width=width, scheme=scheme)
    piece(page, SECOND).get_by_text("Trim").click()

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width < 960:
        page.locator(".promote__bar").get_by_role("link", name="Draft").click()
        expect(page.get_by_role("heading", name="Draft", exact=True)).to_be_in_viewport()
        page.locator(".promote__bar").get_by_role("link", name="Pieces").click()
        expect(page.get_by_role("heading", name="Pieces")).to_be_in_viewport()
    screenshot(page, f"promote-{scheme}")
    page.evaluate("scrollTo(0, 0)")
    check_accessibility(page)
