"""The desk in a real browser: keys, dragging, menus, no script, small screens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from curation.models import Practice
from tests.chromium import Visitors, check_accessibility
from tests.curation.conftest import Ward, a_ward
from tests.curation.test_desk import PARTS, a_busy_day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def practices(ward: Ward) -> list[Practice]:
    now = timezone.now()
    return [
        Practice.objects.create(
            community=ward.community,
            title=f"Practice {n}",
            state="emerging",
            created_at=now,
            changed_at=now - timedelta(minutes=n),
        )
        for n in range(3)
    ]


def test_list_is_worked_by_keys_alone(ward: Ward, practices: list[Practice], visit: Visitors) -> None:
    page = visit(ward.cast.cora)
    page.goto("/curation/practices/list/")

    for key in "jxjjxk":
        page.keyboard.press(key)
    expect(page.get_by_text("2 selected")).to_be_visible()
    expect(page.get_by_label("Select Practice 1")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys of this list")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("c")

    expect(page.get_by_text("You follow 3 practices now.")).to_be_visible()
    assert set(Practice.objects.values_list("curator__username", flat=True)) == {"cora"}


def test_key_o_opens_the_practice(ward: Ward, practices: list[Practice], visit: Visitors) -> None:
    page = visit(ward.cast.cora)
    page.goto("/curation/practices/list/")

    page.keyboard.press("j")
    page.keyboard.press("o")

    expect(page.get_by_role("heading", level=1, name="Practice 0")).to_be_visible()


def test_keys_are_letters_while_one_writes(ward: Ward, practices: list[Practice], visit: Visitors) -> None:
    page = visit(ward.cast.cora)
    page.goto("/curation/practices/list/")

    page.get_by_role("textbox", name="Why").press_sequentially("jxoc?")

    expect(page.get_by_role("textbox", name="Why")).to_have_value("jxoc?")
    expect(page.get_by_text("selected", exact=False).locator("visible=true").first).to_have_text(
        "With those selected"
    )
    assert page.url.endswith("/curation/practices/list/")


def test_card_is_dragged_to_another_column_and_the_reason_is_asked(
    ward: Ward, practices: list[Practice], visit: Visitors
) -> None:
    page = visit(ward.cast.cora)
    page.goto("/curation/practices/")

    page.locator("[data-card]", has_text="Practice 1").drag_to(page.locator("[data-state=declined]"))
    dialog = page.get_by_role("dialog", name="Move “Practice 1” to declined")
    dialog.get_by_role("textbox", name="Why").fill("Out of use.")
    dialog.get_by_role("button", name="Move it").click()

    expect(page.get_by_text("1 practice moved.")).to_be_visible()
    assert Practice.objects.get(state="declined").title == "Practice 1"


def test_card_dragged_where_it_may_not_go_stays_and_says_why(
    ward: Ward, practices: list[Practice], visit: Visitors
) -> None:
    page = visit(ward.cast.cora)
    page.goto("/curation/practices/")

    page.locator("[data-card]", has_text="Practice 1").drag_to(page.locator("[data-state=endorsed]"))

    expect(page.get_by_text("An expert’s endorsement moves it there.")).to_be_visible()
    assert not Practice.objects.exclude(state="emerging").exists()


def test_card_moves_without_script(ward: Ward, practices: list[Practice], visit: Visitors) -> None:
    page = visit(ward.cast.cora, java_script_enabled=False)
    page.goto("/curation/practices/")
    card = page.locator("[data-card]", has_text="Practice 2")

    card.locator("summary").click()
    card.get_by_label("Why").fill("Out of use.")
    card.get_by_role("button", name="Move it").click()

    expect(page.get_by_text("1 practice moved.")).to_be_visible()
    assert Practice.objects.get(state="declined").title == "Practice 2"


def test_list_is_worked_without_script(ward: Ward, practices: list[Practice], visit: Visitors) -> None:
    page = visit(ward.cast.cora, java_script_enabled=False)
    page.goto("/curation/practices/list/")

    page.get_by_label("Select Practice 0").check()
    page.get_by_role("button", name="Take on").click()

    expect(page.get_by_text("You follow 1 practice now.")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (768, "dark"), (1440, "light")])
def test_every_part_is_accessible_and_fits(ward: Ward, visit: Visitors, width: int, scheme: str) -> None:
    for number in range(2):
        a_busy_day(ward, number)
    page = visit(ward.cast.cora, width=width, scheme=scheme)  # type: ignore[arg-type]

    for part in PARTS:
        page.goto(f"/curation/{part}")
        check_accessibility(page)
        assert fits(page), f"/curation/{part} is wider than {width} px"


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_a_community_with_a_long_name_leaves_room_for_the_rest(
    ward: Ward, visit: Visitors, width: int
) -> None:
    long = "Perioperative documentation, handover and everything else that is written before an operation"
    a_ward(ward.cast, slug="perioperative", title=long)
    page = visit(ward.cast.cora, width=width)

    for part in ("", "flags/", "pace/"):
        page.goto(f"/curation/{part}")
        assert has_room(page, "h1")
        assert has_room(page, "nav[aria-label=Community]")
        assert fits(page)
    assert has_room(page, ".table-wrap")


def has_room(page: Page, found: str) -> bool:
    return page.locator(found).evaluate("e => e.scrollWidth <= e.clientWidth")
