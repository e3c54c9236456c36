"""A curator writes a job aid in Wagtail's editor, in a real browser."""

from __future__ import annotations

import pytest
from lxml import etree
from lxml.html import fragment_fromstring
from playwright.sync_api import Locator, Page, expect

from core.sanitize import clean_body
from curation.job_aids.reading import sheet_of
from curation.models import JobAidPage
from tests.browser.editing import png
from tests.chromium import Visitors, check_accessibility
from tests.conftest import Cast
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft
from tests.curation.editing import address, newest
from tests.curation.test_job_aid_editor import EVERYTHING

pytestmark = pytest.mark.django_db(transaction=True)


def open_step(page: Page, number: int) -> Locator:
    """The step with this number, with all its parts in sight."""
    step = page.locator("[data-contentpath='steps'] [data-streamfield-child]").nth(number - 1)
    closed = step.locator("[data-panel-toggle][aria-expanded='false']")
    while closed.count():
        closed.first.click()
    return step


def leave(page: Page) -> None:
    """Wagtail says goodbye to the server when its editor is left: let it, while there is one."""
    page.goto("/people/")
    page.wait_for_load_state("networkidle")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()
    expect(
        page.get_by_text("has been saved as draft").or_(page.get_by_text("has been updated")).first
    ).to_be_visible()


def edited(visit: Visitors, cast: Cast, draft: JobAidPage) -> Page:
    page = visit(cast.cora)
    page.goto(address("edit", draft))
    expect(page.locator("[data-contentpath='steps'] [data-streamfield-child]").first).to_be_visible()
    return page


def test_what_a_source_brought_survives_opening_typing_and_saving(
    visit: Visitors, cast: Cast, ward: Ward
) -> None:
    draft = a_draft(ward)
    brought = clean_body(EVERYTHING)
    kept = draft.get_latest_revision_as_object()
    kept.steps[0].value["text"].source = brought
    kept.save_revision(user=cast.cora)
    page = edited(visit, cast, draft)

    page.get_by_role("textbox", name="Purpose").fill("Every pen scans.")
    save(page)
    untouched = newest(draft).steps[0].value["text"].source
    step = open_step(page, 1)
    step.locator(".editor__surface").get_by_text("Paired").click()
    page.keyboard.press("End")
    page.keyboard.type(" now")
    save(page)

    leave(page)
    assert newest(draft).purpose == "Every pen scans."
    assert untouched == brought
    after = newest(draft).steps[0].value["text"].source
    assert meaning(after) == meaning(brought.replace(">Paired<", ">Paired now<"))


def meaning(html: str) -> bytes:
    """The same for the same elements, attributes and words, in whatever order the attributes stand."""
    return etree.tostring(fragment_fromstring(html, create_parent=True), method="c14n")


def test_a_curator_chooses_a_picture_a_stretch_a_person_and_a_step_to_go_to(
    visit: Visitors, cast: Cast, ward: Ward
) -> None:
    visit.expected.append("status of 400")  # the editor saves by itself, also what is half written
    draft = a_draft(ward)
    page = edited(visit, cast, draft)
    step = open_step(page, 2)

    step.get_by_role("button", name="Choose a picture").click()
    page.locator("choice-dialog input[type=file]").set_input_files(
        {"name": "scanner.png", "mimeType": "image/png", "buffer": png()}
    )
    expect(step.get_by_text("scanner.png")).to_be_visible()
    step.get_by_role("button", name="Choose a screencast").click()
    check_accessibility(page, within="choice-dialog")
    page.get_by_role("button", name="Pair a scanner").click()
    page.get_by_role("button", name="Pair it").click()
    page.get_by_role("button", name="Use this stretch").click()
    step.locator("[data-contentpath='branches'] .c-sf-add-button").first.click()
    step.get_by_label("If", exact=False).last.fill("the light stays red")
    step.get_by_label("Go to").select_option(label=f"1. {draft.steps[0].value['title']}")
    page.get_by_role("button", name="Add Person").click()
    page.get_by_role("button", name="Choose a person").click()
    page.get_by_label("Search by name, role or ward").fill(cast.eli.name)
    page.locator("choice-dialog").get_by_role("button", name=cast.eli.name).click()
    save(page)
    page.reload()

    told = sheet_of(newest(draft))
    assert told.steps[1].picture.endswith("scanner.png")
    assert told.steps[1].clip is not None
    assert told.steps[1].clip.length == 130
    assert [(row.when, row.number) for row in told.steps[1].branches] == [("the light stays red", 1)]
    assert [row.person for row in told.contacts] == [cast.eli]
    step = open_step(page, 2)
    expect(step.get_by_text("Pair a scanner", exact=True)).to_be_visible()
    expect(page.get_by_text(cast.eli.name)).to_be_visible()
    leave(page)


def test_a_choice_follows_its_step_when_the_steps_are_moved(visit: Visitors, cast: Cast, ward: Ward) -> None:
    visit.expected.append("status of 400")
    draft = a_draft(ward)
    first = draft.steps[0].value["title"]
    page = edited(visit, cast, draft)
    step = open_step(page, 2)
    step.locator("[data-contentpath='branches'] .c-sf-add-button").first.click()
    step.get_by_label("If", exact=False).last.fill("it is dark")
    chosen = step.get_by_label("Go to")
    chosen.select_option(label=f"1. {first}")

    moving = page.locator("[data-contentpath='steps'] [data-streamfield-child]").first
    moving.locator("[data-streamfield-action='MOVE_DOWN']").first.click()

    expect(page.get_by_label("Go to").locator("option:checked")).to_have_text(f"2. {first}")
    leave(page)
