"""Whoever types a title sees what is there already, with script and without, and nothing that is hidden."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from communities.models import Thread, WikiPage
from curation.models import ContentRequest
from people.models import User
from tests.curation.conftest import Ward
from tests.queries import queries
from tests.search.conftest import RunTasks, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(ward: Ward, hidden_ward: Ward, run_tasks: RunTasks) -> Ward:
    run_tasks()
    return ward


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def titles(html: str) -> list[str]:
    page = BeautifulSoup(html, "html.parser")
    return [words(link).removesuffix(" (opens in a new tab)") for link in page.select(".related a")]


def typed(user: User, title: str, slug: str = "ward-nursing") -> list[str]:
    answer = client_of(user).get(f"/search/similar/{slug}/", {"title": title})
    assert answer.status_code == 200
    return titles(answer.content.decode())


def test_a_thread_and_a_section_like_the_title_are_shown_while_typing(indexed: Ward) -> None:
    assert typed(indexed.cast.nia, "My pen does not scan")[0] == "The pen will not scan"
    assert "Scanning at the bedside: When a scan fails" in typed(indexed.cast.nia, "a scan fails twice")


def test_a_slip_in_the_title_hides_nothing(indexed: Ward) -> None:
    assert typed(indexed.cast.nia, "cartrigde forumlary")[0].startswith("The pen will not scan")


def test_what_shares_one_word_of_many_is_not_shown(indexed: Ward) -> None:
    assert typed(indexed.cast.nia, "Where can I scan a long contract for the lawyers of my landlord") == []
    assert typed(indexed.cast.nia, "") == []
    assert typed(indexed.cast.nia, "?!") == []


def test_nothing_hidden_is_shown_while_typing(indexed: Ward, hidden_ward: Ward) -> None:
    title = "The pen will not scan"

    assert typed(indexed.cast.ana, title).count(title) == 2, "a member of both sees both"
    assert typed(indexed.cast.stranger, title).count(title) == 1
    assert client_of(indexed.cast.stranger).get("/search/similar/hidden/?title=pen").status_code == 404


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("threads/new/?kind=question", {"body": "<p>I tried twice</p>", "tags": "pen, scan"}),
        ("wiki/new/", {"body": "<p>I tried twice</p>"}),
        ("requests/new/", {"detail": "I tried twice"}),
    ],
)
def test_without_script_a_button_shows_them_and_keeps_what_was_typed(
    indexed: Ward, path: str, sent: dict[str, str]
) -> None:
    client = client_of(indexed.cast.ana)
    before = (Thread.objects.count(), WikiPage.objects.count(), ContentRequest.objects.count())

    answer = client.post(
        indexed.address(path), {**sent, "title": "The pen will not scan twice", "look": "yes"}
    )

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "The pen will not scan" in titles(html)
    assert "The pen will not scan twice" in html
    assert "I tried twice" in html
    assert "field--error" not in html
    assert before == (Thread.objects.count(), WikiPage.objects.count(), ContentRequest.objects.count())


def test_the_title_that_a_search_found_nothing_for_comes_along(indexed: Ward) -> None:
    html = (
        client_of(indexed.cast.ana)
        .get(indexed.address("threads/new/"), {"title": "Pen will not scan"})
        .content.decode()
    )

    assert 'value="Pen will not scan"' in html
    assert "The pen will not scan" in titles(html)


def test_an_edited_page_is_not_asked_whether_it_is_there(indexed: Ward) -> None:
    html = client_of(indexed.cast.ana).get(f"{indexed.page.get_absolute_url()}edit/").content.decode()

    assert "data-similar" not in html


def test_it_costs_few_queries(indexed: Ward) -> None:
    client = client_of(indexed.cast.ana)
    client.get("/search/similar/ward-nursing/?title=pen")

    with queries(at_most=9):
        client.get("/search/similar/ward-nursing/?title=The pen will not scan")
    with queries(at_most=14):
        client.get("/search/similar/ward-nursing/?title=zzzz yyyy")
    with queries(at_most=12):
        client.get(indexed.address("threads/new/"), {"title": "The pen will not scan"})
