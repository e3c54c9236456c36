"""What is opened is told by the browser itself, while it leaves."""

from __future__ import annotations

from search import asked_log
from search.models import Asked
from tests.chromium import Visitors
from tests.curation.conftest import Ward
from tests.search.conftest import RunTasks


def test_opening_a_result_is_noted_with_its_place_in_the_list(
    transactional_db: None, ward: Ward, run_tasks: RunTasks, visit: Visitors
) -> None:
    run_tasks()
    asked_log.forget_held()
    page = visit(ward.cast.ana)
    page.goto("/search/?q=scan")

    second = page.locator(".hit").nth(1)
    kind, thing = second.get_attribute("data-kind"), second.get_attribute("data-thing")
    with page.expect_request("**/search/opened/"):
        second.locator("a").first.click()
    page.wait_for_load_state("networkidle")

    asked_log.write()
    row = Asked.objects.get()
    assert (row.clicked_kind, str(row.clicked_thing), row.clicked_position) == (kind, thing, 2)
    assert row.user == ward.cast.ana
