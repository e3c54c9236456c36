"""The whole journey on a handbook that nobody here wrote: imported, flagged, promoted, published, read, changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html as lxml_html

from communities.models import CommunityPage, WikiPage
from core.blocks import sections
from curation.models import FlaggedPlace, JobAidPage, Practice, Provenance
from curation.places.described import version_url
from people.models import User
from tests.communities.importing.conftest import said
from tests.conftest import Cast
from tests.realdata import shared_data

SOURCE = "pages/tools/google-calendar.md"
SECTION = "Change default event permissions"


@pytest.fixture
def tools(ward: CommunityPage, tmp_path: Path) -> WikiPage:
    """The real page about a calendar, imported from a copy of the handbook that the test may change."""
    copy = tmp_path / "handbook"
    shutil.copytree(shared_data("handbook/pages/tools"), copy / "pages/tools")
    shutil.copytree(shared_data("handbook/_img"), copy / "_img")
    said("import_handbook", str(copy), community=ward.slug)
    return WikiPage.objects.get(source_name=f"handbook:{SOURCE}")


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(page: str) -> str:
    return " ".join(lxml_html.fromstring(page).text_content().split())


def form_with(page: str, field: str) -> tuple[str, dict[str, object]]:
    """Address and fields of the form that has a field of this name, as a browser would send them."""
    form = next(form for form in lxml_html.fromstring(page).forms if field in form.fields)
    sent: dict[str, object] = {}
    for name, value in form.form_values():
        sent.setdefault(name, [])
        sent[name].append(value)  # type: ignore[attr-defined]
    return form.action or "", sent


def test_a_job_aid_is_promoted_from_an_imported_page_and_says_when_its_source_changes(
    tools: WikiPage, cast: Cast, run_tasks: Callable[..., int], tmp_path: Path
) -> None:
    anchor = next(section.anchor for section in sections(tools.body) if section.title == SECTION)
    run_tasks()

    # A member finds the page by search and flags the section that works.
    ana = browser_of(cast.ana)
    found = ana.get("/search/", {"q": "calendar default event permissions guests"}).content.decode()
    assert tools.get_absolute_url() in found
    address = f"/communities/ward/flags/wiki_page/{tools.pk}/?at={anchor}"
    ana.post(address, {"kind": "works", "reason": "Guests can move the meeting themselves"})

    # A curator makes it a practice, an expert endorses it, and it becomes a draft.
    cora = browser_of(cast.cora)
    desk = cora.get("/curation/flags/").content.decode()
    assert SECTION in desk
    place = FlaggedPlace.objects.get()
    cora.post(
        f"/curation/places/{place.pk}/practice/",
        {"title": "Let guests move the meeting", "summary": "Once, for all events.", "state": "emerging"},
    )
    practice = Practice.objects.get()
    eli = browser_of(cast.eli)
    eli.post(f"{practice.get_absolute_url()}endorse/", {"note": "Right."})
    promote = f"{practice.get_absolute_url()}promote/"
    _, proposed = form_with(cora.get(promote).content.decode(), "piece")
    title = {
        "title": "Let guests move a meeting",
        "purpose": "Guests change the time themselves.",
        "make": "1",
    }
    cora.post(promote, proposed | title)
    job_aid = JobAidPage.objects.get()
    steps = [str(step.value["title"]) for step in job_aid.steps]
    assert len(steps) >= 3
    source_words = words(tools.body)
    assert all(step.rstrip(".…") in source_words for step in steps)
    rows = {row.step: row for row in Provenance.objects.filter(job_aid=job_aid)}
    assert all(rows[str(step.id)].wiki_page == tools for step in job_aid.steps)

    # An expert agrees, and a curator who did not write it publishes it.
    draft = f"{job_aid.get_absolute_url()}draft/"
    cora.post(f"{draft}send/")
    job_aid.refresh_from_db()
    until = timezone.localdate() + timedelta(days=90)
    approval = {
        "seen": job_aid.latest_revision_id,
        "owner": cast.cora.pk,
        "verified_until": until.isoformat(),
    }
    eli.post(f"{draft}approve/", {"seen": job_aid.latest_revision_id})
    lou = browser_of(cast.lou)
    assert "Approved and published." in lou.post(f"{draft}approve/", approval, follow=True).content.decode()

    # A new person reads it, follows a chip to the exact words, and the source says where it is used.
    run_tasks()
    nia = browser_of(cast.nia)
    page = nia.get(job_aid.get_absolute_url()).content.decode()
    assert all(step in words(page) for step in steps)
    assert "Source changed" not in page
    chip = rows[str(job_aid.steps[0].id)]
    exact = version_url(chip)
    assert f'href="{exact}"' in page
    assert chip.quote in words(nia.get(exact, follow=True).content.decode())
    assert job_aid.title in nia.get(tools.get_absolute_url()).content.decode()

    # The handbook changes one of its steps, and is imported again: the right step says so.
    file = tmp_path / "handbook" / SOURCE
    text = file.read_text()
    start = text.index(SECTION)
    changed = text[start:].replace("1. ", "1. First of all, breathe out. ", 1)
    file.write_text(text[:start] + changed)
    report = said("import_handbook", str(tmp_path / "handbook"), community="ward")
    run_tasks()
    assert "1 pages changed" in report
    page = nia.get(job_aid.get_absolute_url()).content.decode()
    assert page.count("Source changed") == 1
    marked = page.split("Source changed")[0].rsplit('id="step-', 1)[1]
    assert steps[0] in words(f"<div>{marked.partition('>')[2]}")
    assert "breathe out" in cora.get("/curation/sources/").content.decode()
