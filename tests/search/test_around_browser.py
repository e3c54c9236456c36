"""What is opened is told by the browser itself; the pages around a search can be used on every width."""

from __future__ import annotations

import pytest

from search import asked_log
from search.gaps import count_gaps
from search.models import Asked
from search.needed import need
from search.saved import keep_search
from tests.chromium import Visitors, check_accessibility
from tests.curation.conftest import Ward
from tests.search.conftest import RunTasks
from tests.search.test_gaps import asked


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


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (768, "light"), (1440, "light")])
def test_the_pages_around_a_search_can_be_used_on_every_width(
    transactional_db: None, ward: Ward, run_tasks: RunTasks, visit: Visitors, width: int, scheme: str
) -> None:
    cast = ward.cast
    asked("wristband printer jam that goes on", cast.ana, cast.lee, community=ward.community)
    count_gaps()
    need(user=cast.ana, community=ward.community, title="Clear a scanner")
    keep_search(user=cast.lee, address="q=scan", name="Scans", tell="daily")
    run_tasks()

    for user, addresses in (
        (cast.cora, ["/curation/gaps/"]),
        (
            cast.lee,
            ["/search/?q=scan", "/search/needed/?q=scanner", "/search/saved/", "/search/saved/new/?q=x"],
        ),
    ):
        page = visit(user, width=width, scheme=scheme)
        for address in addresses:
            page.goto(address)
            check_accessibility(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
