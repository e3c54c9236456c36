"""Curators put things first for a question, for those who may read them, and see why things stand where they do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from communities.models import CommunityPage
from people.models import User
from search.models import CuratorChange, Pin
from tests.curation.conftest import Ward
from tests.queries import queries
from tests.search.conftest import Found, RunTasks, words

pytestmark = pytest.mark.django_db
Look = Callable[..., Found]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pin(user: User, kind: str, thing_id: int, question: str) -> HttpResponse:
    address = f"/search/pin/{kind}/{thing_id}/"
    return client_of(user).post(address, {"q": question, "back": f"q={question}"}, follow=True)


@pytest.fixture
def indexed(ward: Ward, hidden_ward: Ward, run_tasks: RunTasks) -> Ward:
    run_tasks()
    return ward


def test_a_pinned_thing_stands_first_for_exactly_that_question(indexed: Ward, look: Look) -> None:
    last = look(indexed.cast.ana, "scan").titles[-1]
    recording = ("screencast", indexed.recording.pk)

    answer = pin(indexed.cast.cora, *recording, "What is a Scan?")

    found = look(indexed.cast.ana, "scan")
    assert "stands first for “scan”" in answer.content.decode()
    assert found.titles[0] == ("Screencast", "Pair a scanner") != last
    assert "Pinned by curators" in found.text
    assert "Pinned by curators" not in look(indexed.cast.ana, "scan label").text


def test_a_pinned_thing_is_found_though_its_words_are_others(indexed: Ward, look: Look) -> None:
    assert look(indexed.cast.ana, "gadget").titles == []

    pin(indexed.cast.cora, "wiki", indexed.page.pk, "gadget")

    found = look(indexed.cast.ana, "gadget")
    assert found.titles == [("Wiki page", "Scanning at the bedside")]
    assert found.heading.startswith("1 thing")
    assert look(indexed.cast.ana, "gadget", kind="thread").titles == [], "what is narrowed stays narrow"
    assert look(indexed.cast.ana, "gadget", order="newest").titles == [], "newest first is newest first"


def test_a_pin_shows_nothing_to_who_may_not_read_it(indexed: Ward, hidden_ward: Ward, look: Look) -> None:
    pin(indexed.cast.adam, "wiki", hidden_ward.page.pk, "gadget")

    assert look(indexed.cast.ana, "gadget").titles == [("Wiki page", "Scanning at the bedside")]
    for outsider in (indexed.cast.stranger, indexed.cast.cora, None):
        found = look(outsider, "gadget")
        assert (found.titles, found.facets) == ([], {})
        assert "Pinned" not in found.text

    CommunityPage.objects.filter(pk=indexed.community.pk).update(access="private")
    pin(indexed.cast.adam, "wiki", indexed.page.pk, "gizmo")
    assert look(indexed.cast.stranger, "gizmo").titles == []


def test_three_things_of_a_community_are_pinned_for_one_question(indexed: Ward) -> None:
    things = [("wiki", indexed.page.pk), ("thread", indexed.question.thread_id)]
    things += [("screencast", indexed.recording.pk), ("community", indexed.community.pk)]

    answers = [pin(indexed.cast.cora, *thing, "scan") for thing in things]

    assert "Take one away first" in answers[-1].content.decode()
    assert Pin.objects.count() == 3


def test_only_curators_of_its_community_pin_and_take_away(indexed: Ward, hidden_ward: Ward) -> None:
    thing = ("wiki", indexed.page.pk)
    assert pin(indexed.cast.ana, *thing, "scan").status_code == 403
    assert pin(indexed.cast.cora, "wiki", hidden_ward.page.pk, "scan").status_code == 404
    assert pin(indexed.cast.cora, "person", indexed.cast.ana.pk, "ana").status_code == 404
    pin(indexed.cast.cora, *thing, "scan")
    kept = Pin.objects.get()
    address = f"/curation/pins/{kept.pk}/remove/"

    assert client_of(indexed.cast.ana).post(address).status_code == 403
    assert client_of(indexed.cast.cora).post(address).status_code == 302
    assert not Pin.objects.exists()
    assert [change.user for change in CuratorChange.objects.all()] == [indexed.cast.cora] * 2


def test_pinning_goes_back_to_the_results_and_nowhere_else(indexed: Ward) -> None:
    client = client_of(indexed.cast.cora)
    sent = {"q": "scan", "back": "q=scan&page=2\r\nSet-Cookie: x=1"}

    answer = client.post(f"/search/pin/wiki/{indexed.page.pk}/", sent)

    assert answer["Location"].startswith("/search/?q=scan")
    assert "Set-Cookie:" not in answer["Location"]


def test_the_button_is_there_for_curators_alone(indexed: Ward, look: Look) -> None:
    assert "Pin for “scan”" in look(indexed.cast.cora, "scan").text
    assert "Pin for" not in look(indexed.cast.ana, "scan").text
    assert "Pin for" not in look(indexed.cast.cora, "-scan pen").text


def test_the_list_of_pins_shows_those_of_ones_own_communities(indexed: Ward, hidden_ward: Ward) -> None:
    pin(indexed.cast.cora, "wiki", indexed.page.pk, "scan")
    pin(indexed.cast.adam, "wiki", hidden_ward.page.pk, "hidden question")

    client = client_of(indexed.cast.cora)
    with queries(at_most=12):
        page = client.get("/curation/pins/").content.decode()

    assert "Scanning at the bedside" in page
    assert "Added: “scan”" in page
    assert "hidden question" not in page
    assert client_of(indexed.cast.ana).get("/curation/pins/").status_code == 403


def test_curators_are_told_why_things_stand_where_they_stand_and_others_not(
    indexed: Ward, look: Look
) -> None:
    told, others = (look(user, "scan", explain="1") for user in (indexed.cast.cora, indexed.cast.ana))
    table = BeautifulSoup(told.html, "html.parser").select(".hit table")[0]
    rows = [[words(cell) for cell in row.select("th, td")] for row in table.select("tbody tr")]

    assert [row[0] for row in rows] == [
        *("Words", "Trust", "Kind", "Worked for", "Read in a year by", "Fresh", "Close to you"),
    ]
    assert rows[0][1] == "typed: scan"
    assert others.status == 200
    assert "<table" not in others.html


def test_a_pin_costs_two_queries_and_none_costs_one(indexed: Ward) -> None:
    client = client_of(indexed.cast.ana)
    client.get("/search/?q=gadget")
    with queries(at_most=12) as without:
        client.get("/search/?q=gadget")
    pin(indexed.cast.cora, "wiki", indexed.page.pk, "gadget")

    with queries(at_most=12) as with_one:
        client.get("/search/?q=gadget&")

    assert len(with_one) <= len(without) + 3
