"""What a search asks the database: the same few queries however much there is, and however much is found."""

from __future__ import annotations

import pytest
from django.test import Client

from communities.actions.threads import open_thread
from tests.curation.conftest import Ward
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.queries import queries
from tests.search.conftest import RunTasks

pytestmark = pytest.mark.django_db


def more(ward: Ward, run_tasks: RunTasks) -> None:
    for n in range(40):
        author = UserFactory()
        place = CommunityFactory()
        MembershipFactory(user=author, community=place)
        open_thread(
            user=author, community=place, kind="note", title=f"Scan number {n}", body="<p>A scan.</p>"
        )
        MembershipFactory(user=ward.cast.ana, community=place)
    run_tasks()


@pytest.mark.parametrize(
    "address", ["/search/?q=scan", "/search/?q=scan&kind=thread&community=ward-nursing", "/search/?q=sc"]
)
def test_a_page_of_results_asks_the_same_few_queries(ward: Ward, run_tasks: RunTasks, address: str) -> None:
    run_tasks()
    client = Client()
    client.force_login(ward.cast.ana)
    client.get(address)

    with queries(at_most=12) as few:
        client.get(address)
    more(ward, run_tasks)
    with queries(at_most=12) as many:
        client.get(address)

    assert len(few) == len(many)


def test_a_suggestion_asks_the_same_few_queries(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    client = Client()
    client.force_login(ward.cast.ana)

    with queries(at_most=6) as few:
        client.get("/search/suggest/?q=sc")
    more(ward, run_tasks)
    with queries(at_most=6) as many:
        client.get("/search/suggest/?q=sc")

    assert len(few) == len(many)
