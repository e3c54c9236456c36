"""The whole main job, as people do it: from signing up to a step that says its source changed.

Each part is one of the twelve steps that the product promises; what is asserted is what the person sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from playwright.sync_api import Page, expect

from communities.actions.community import add_member
from communities.models import CommunityPage
from curation.models import JobAidPage
from people.models import User
from tests.chromium import Visitors, check_accessibility, screenshot
from tests.conftest import Cast
from tests.factories import CommunityFactory

pytestmark = pytest.mark.django_db(transaction=True)

MEDIA = Path(settings.BASE_DIR) / "cop_site/demo/content/media"
PASSWORD = "Seven wet umbrellas"
STEPS = (
    "## When a scan fails\n1. Wipe the window and scan once more\nTap the dose and choose Scan problem\n\n"
)


@dataclass
class Journey:
    """Who takes part, and where each of them is looking."""

    ward: CommunityPage
    cast: Cast
    visit: Visitors
    run_tasks: Callable[..., int]

    def seen(self, page: Page, name: str) -> None:
        """Every page on the way is looked at: no fault that axe knows, and a picture is kept."""
        page.evaluate("scrollTo(0, 0)")  # axe measures targets as they lie, also below the sticky bar
        check_accessibility(page)
        screenshot(page, f"journey-{name}")


@pytest.fixture
def journey(cast: Cast, visit: Visitors, run_tasks: Callable[..., int]) -> Journey:
    ward = CommunityFactory(title="Ward nursing", slug="ward-nursing")
    add_member(user=cast.fay, community=ward, is_facilitator=True)
    add_member(user=cast.eli, community=ward, is_expert=True)
    add_member(user=cast.cora, community=ward, is_curator=True)
    add_member(user=cast.lee, community=ward)
    return Journey(ward, cast, visit, run_tasks)


@pytest.mark.journey
def test_the_main_job_from_sign_up_to_a_changed_source(journey: Journey) -> None:
    ana = signs_up(journey, "Ana Ribeiro", "ana.ribeiro@example.org")
    joins(journey, ana)
    writes_a_page(journey, ana)
    asks(journey, ana)
    eli = journey.visit(journey.cast.eli)
    answers(journey, eli)
    accepts(journey, ana)
    shows(journey, ana)
    flags(journey, ana)
    cora = journey.visit(journey.cast.cora)
    makes_a_practice(journey, cora)
    promotes(journey, cora)
    sends_to_review(journey, cora)
    agrees(journey, eli)
    approves(journey, journey.visit(journey.cast.lou))
    nia = signs_up(journey, "Nia Okafor", "nia.okafor@example.org", width=360)
    finds_and_reads(journey, nia)
    says_it_worked(journey, nia)
    changes_the_source(journey, ana)
    is_told(journey, nia, cora)
    finds_everything(journey, nia)


# -- 2 and 3: entering -------------------------------------------------------------------------------------
def signs_up(journey: Journey, name: str, email: str, width: int = 1440) -> Page:
    page = journey.visit(width=width)
    page.goto("/accounts/signup/")
    journey.seen(page, "sign-up")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name=re.compile("Sign up", re.I)).click()
    page.wait_for_load_state()
    link = re.search(r"https?://\S+/accounts/confirm-email/\S+", mail.outbox[-1].body)
    assert link, mail.outbox[-1].body
    page.goto(re.sub(r"^https?://[^/]+", "", link.group(0)))
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_load_state()
    if page.get_by_label("Password").count():
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name=re.compile("Sign in", re.I)).first.click()
    page.goto("/")
    expect(page.get_by_role("heading", name=f"Hello, {name.split()[0]}")).to_be_visible()
    return page


def joins(journey: Journey, page: Page) -> None:
    page.goto("/communities/")
    journey.seen(page, "directory")
    page.get_by_role("link", name="Ward nursing").first.click()
    page.get_by_role("button", name=re.compile("^Join")).first.click()
    expect(page.get_by_text("You are a member").first).to_be_visible()
    journey.seen(page, "community")


# -- 4: writing --------------------------------------------------------------------------------------------
def writes_a_page(journey: Journey, page: Page) -> None:
    page.goto("/communities/ward-nursing/wiki/new/")
    page.get_by_role("textbox", name="Title", exact=True).fill("Scanning at the bedside")
    page.locator(".editor__surface").click()
    page.keyboard.type(STEPS)
    page.get_by_role("button", name="Publish the page").click()
    expect(page.get_by_role("heading", name="When a scan fails")).to_be_visible()
    journey.seen(page, "wiki")


# -- 5: talking --------------------------------------------------------------------------------------------
def asks(journey: Journey, page: Page) -> None:
    page.goto("/communities/ward-nursing/threads/new/?kind=question")
    page.get_by_label("Your question in one line").fill("Insulin pen will not scan after the first use")
    page.locator(".editor__surface").click()
    page.keyboard.type("It says Product not recognised.")
    page.get_by_role("main").get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", name="Insulin pen will not scan after the first use")).to_be_visible()


def answers(journey: Journey, page: Page) -> None:
    page.goto("/communities/ward-nursing/threads/")
    page.get_by_role("link", name="Insulin pen will not scan").click()
    page.locator(".editor__surface").click()
    page.keyboard.type("1. Turn the cap until you see the flag label\nScan the flag label\n\n")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_text("Scan the flag label")).to_be_visible()


def accepts(journey: Journey, page: Page) -> None:
    page.goto("/communities/ward-nursing/threads/")
    page.get_by_role("link", name="Insulin pen will not scan").click()
    page.get_by_role("button", name=re.compile("answer", re.I)).first.click()
    expect(page.get_by_text("Accepted answer").first).to_be_visible()
    journey.seen(page, "thread")


# -- 6: showing --------------------------------------------------------------------------------------------
def shows(journey: Journey, page: Page) -> None:
    page.goto("/communities/ward-nursing/screencasts/new/")
    journey.seen(page, "upload")
    page.get_by_role("textbox", name="Title", exact=True).fill("Pair a scanner after downtime")
    page.locator("input[type=file]").nth(0).set_input_files(MEDIA / "pair-a-scanner.mp4")
    page.locator("input[type=file]").nth(1).set_input_files(MEDIA / "pair-a-scanner.vtt")
    page.get_by_label("Chapters").fill((MEDIA / "pair-a-scanner.chapters.txt").read_text())
    page.get_by_role("button", name="Upload the screencast").click()
    expect(page.get_by_role("heading", name="Pair a scanner after downtime")).to_be_visible(timeout=30_000)
    journey.run_tasks()
    video = page.locator("video")
    expect(video).to_be_visible(timeout=20_000)  # the page looks for itself until the recording is ready
    page.goto(re.sub(r"\?.*", "", page.url) + "?t=19")
    assert second_shown(page) == 19
    expect(page.get_by_text("Scan the square code.")).to_be_visible()
    journey.seen(page, "screencast")


def second_shown(page: Page) -> int:
    """Where the recording stands once it shows a picture."""
    for _ in range(100):
        ready, second = page.locator("video").evaluate("video => [video.readyState, video.currentTime]")
        if ready >= 2:
            return round(second)
        page.wait_for_timeout(100)
    raise AssertionError("The recording shows no picture after ten seconds")


# -- 7: flagging -------------------------------------------------------------------------------------------
def flags(journey: Journey, page: Page) -> None:
    page.goto("/communities/ward-nursing/wiki/scanning-at-the-bedside/")
    page.locator(".section-head").get_by_role("link", name=re.compile("Flag")).first.click()
    journey.seen(page, "flag")
    page.get_by_label("In your own words").fill("Pharmacy repaired four codes")
    page.get_by_role("button", name="Works well").click()
    expect(page.get_by_text("You flagged this").first).to_be_visible()

    page.goto("/communities/ward-nursing/threads/")
    page.get_by_role("link", name="Insulin pen will not scan").click()
    page.locator(".post--accepted").get_by_role("link", name=re.compile("Flag")).first.click()
    page.get_by_role("button", name="Saves time").click()
    expect(page.get_by_text("You flagged this").first).to_be_visible()

    page.goto("/communities/ward-nursing/screencasts/")
    page.get_by_role("link", name="Pair a scanner after downtime").first.click()
    page.get_by_label("From").fill("0:06")
    page.get_by_label("To", exact=True).fill("0:19")
    page.locator("[data-stretch]").get_by_role("button").click()
    page.get_by_role("button", name="Works well").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Flagged.")


# -- 8: curating -------------------------------------------------------------------------------------------
def makes_a_practice(journey: Journey, page: Page) -> None:
    page.goto("/curation/")
    journey.seen(page, "desk")
    page.goto("/curation/flags/")
    expect(
        page.get_by_role("link", name="Scanning at the bedside § When a scan fails", exact=True)
    ).to_be_visible()
    expect(page.get_by_text("Pharmacy repaired four codes")).to_be_visible()
    journey.seen(page, "flags")
    page.locator(".queue__item", has_text="When a scan fails").get_by_role(
        "link", name=re.compile("^Make a practice")
    ).click()
    page.get_by_label("What people do").fill("Report the code, do not work around it")
    page.get_by_label("What it is and why it works").first.fill("Pharmacy learns which code is broken.")
    page.get_by_role("button", name="Make a practice").click()
    expect(page.get_by_role("heading", name="Report the code, do not work around it")).to_be_visible()
    journey.seen(page, "practice")


def promotes(journey: Journey, page: Page) -> None:
    page.get_by_role("link", name=re.compile("Promote")).first.click()
    page.get_by_role("textbox", name="Title", exact=True).fill(
        "Give a medicine when the barcode will not scan"
    )
    journey.seen(page, "promote")
    page.get_by_role("button", name="Make the draft").click()
    page.wait_for_load_state()
    draft = JobAidPage.objects.get()
    assert [block.value["title"] for block in draft.steps] == [
        "Wipe the window and scan once more",
        "Tap the dose and choose Scan problem",
    ]


# -- 9: review ---------------------------------------------------------------------------------------------
def sends_to_review(journey: Journey, page: Page) -> None:
    page.goto(f"{JobAidPage.objects.get().get_absolute_url()}draft/")
    expect(page.get_by_text("Wipe the window and scan once more")).to_be_visible()
    journey.seen(page, "draft")
    page.get_by_role("button", name="Send to review").click()
    expect(page.get_by_text("You wrote the newest words, so somebody else decides.")).to_be_visible()
    expect(page.get_by_role("button", name="Approve and publish")).to_have_count(0)


def agrees(journey: Journey, page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Read the draft").click()
    journey.seen(page, "review")
    page.get_by_label("What you checked").fill("Tried on 4B")
    page.get_by_role("button", name="Agree").click()
    expect(page.get_by_text("A curator who did not write it approves.")).to_be_visible()


def approves(journey: Journey, page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Read the draft").click()
    expect(page.get_by_text("“Tried on 4B”")).to_be_visible()
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("Approved and published.")).to_be_visible()
    expect(page.get_by_text("Verified").first).to_be_visible()
    journey.run_tasks()


# -- 10: reading -------------------------------------------------------------------------------------------
def finds_and_reads(journey: Journey, page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("link", name="Give a medicine when the barcode will not scan")).to_be_visible()
    page.goto("/search/?q=barcode")
    page.get_by_role("link", name=re.compile("Give a medicine when the")).first.click()
    expect(page.get_by_role("heading", name="Wipe the window and scan once more")).to_be_visible()
    journey.seen(page, "job-aid")
    page.locator("#step-2").get_by_role("link", name=re.compile("Scanning at the bedside")).click()
    expect(page.get_by_text("Tap the dose and choose Scan problem")).to_be_visible()
    assert "#b" in page.url


def says_it_worked(journey: Journey, page: Page) -> None:
    page.goto(JobAidPage.objects.get().get_absolute_url())
    page.get_by_role("button", name="It worked").click()
    expect(page.get_by_text("Noted: it worked for you.")).to_be_visible()
    expect(page.get_by_text("person says it worked")).to_be_visible()


# -- 11: a source changes ----------------------------------------------------------------------------------
def changes_the_source(journey: Journey, page: Page) -> None:
    page.goto("/communities/ward-nursing/wiki/scanning-at-the-bedside/")
    expect(page.get_by_text("Used in").first).to_be_visible()
    page.get_by_role("link", name="Edit", exact=True).first.click()
    page.locator(".editor__surface").get_by_text("Tap the dose and choose Scan problem").click()
    page.keyboard.press("End")
    page.keyboard.type(", then what you see")
    page.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.get_by_text("choose Scan problem, then what you see")).to_be_visible()
    journey.run_tasks()


def is_told(journey: Journey, reader: Page, owner: Page) -> None:
    reader.goto(JobAidPage.objects.get().get_absolute_url())
    expect(reader.locator("#step-2").get_by_text("Source changed")).to_be_visible()
    expect(reader.locator(".note--drift")).to_have_count(1)
    owner.goto("/curation/sources/")
    owner.get_by_role("link", name="Compare and decide").first.click()
    expect(owner.get_by_role("heading", name="The source of step 2 changed")).to_be_visible()
    expect(owner.locator("ins", has_text="then what you see")).to_be_visible()
    journey.seen(owner, "drift")


# -- 12: search --------------------------------------------------------------------------------------------
def finds_everything(journey: Journey, page: Page) -> None:
    found = {
        "wipe window": "Scanning at the bedside",
        "flag label": "Insulin pen will not scan after the first use",
        "trigger blinks blue": "Pair a scanner after downtime",
        "Ribeiro": "Ana Ribeiro",
    }
    for words, title in found.items():
        page.goto(f"/search/?q={words}")
        expect(page.get_by_role("main").get_by_role("link", name=re.compile(title)).first).to_be_visible()
    page.goto("/search/?q=trigger blinks blue")
    page.locator(".hit__places").get_by_role("link").first.click()
    assert second_shown(page) == int(re.search(r"t=(\d+)", page.url)[1])
    assert User.objects.filter(email="nia.okafor@example.org").exists()
