"""Candidates in a real browser: without script, and for those who do not see the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from curation.candidates.search import find_candidates
from curation.models import Practice
from tests.chromium import Visitors, check_accessibility
from tests.curation.conftest import Ward
from tests.curation.test_candidates import told


def test_curator_walks_from_the_desk_to_a_practice_without_script(
    transactional_db: None, visit: Visitors, ward: Ward
) -> None:
    told(ward, ward.cast.ana, ward.cast.lee, ward.cast.eli)
    find_candidates()

    cora = visit(ward.cast.cora, width=360, java_script_enabled=False)
    cora.goto("/curation/")
    cora.locator("summary", has_text="On the desk").click()
    cora.get_by_role("link", name="Candidates").first.click()
    cora.get_by_role("link", name="Make a practice").click()
    cora.get_by_label("What people do").fill("Pair a scanner by its trigger")
    cora.get_by_role("checkbox").first.uncheck()
    cora.get_by_role("button", name="Make a practice").click()

    expect(cora.get_by_role("heading", level=1)).to_have_text("Pair a scanner by its trigger")
    assert Practice.objects.get().sources.count() == 2


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_pages_are_accessible(
    transactional_db: None, visit: Visitors, ward: Ward, width: int, scheme: str
) -> None:
    told(ward, ward.cast.ana, ward.cast.lee)
    find_candidates()

    cora = visit(ward.cast.cora, width=width, scheme=scheme)
    cora.goto("/curation/candidates/")
    check_accessibility(cora)
    cora.get_by_role("link", name="Make a practice").click()
    check_accessibility(cora)
