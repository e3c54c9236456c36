"""The log of searches: what is written, whose it is, and what is forgotten."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from people.models import User
from search import asked_log, asking
from search.kinds import Kind
from search.models import Asked
from tests.curation.conftest import Ward
from tests.factories import UserFactory
from tests.queries import queries
from tests.search.conftest import RunTasks

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture(autouse=True)
def _nothing_held() -> Iterator[None]:
    asked_log.forget_held()
    cache.clear()
    yield
    asked_log.forget_held()
    cache.clear()


@pytest.fixture
def ask(ward: Ward, run_tasks: RunTasks) -> Callable[..., str]:
    """Ask as this person, and write the log; returns the page."""
    run_tasks()

    def ask(user: User | None, question: str, **more: Any) -> str:
        client = Client(headers={"user-agent": BROWSER})
        if user is not None:
            client.force_login(user)
        page = client.get("/search/", {"q": question, **more}).content.decode()
        asked_log.write()
        return page

    return ask


def rows() -> list[tuple[str, str, int]]:
    """Words, who, and how many things, in the order of asking."""
    return [
        (row.words, row.user.username if row.user else "", row.things)
        for row in Asked.objects.select_related("user").order_by("at", "pk")
    ]


def test_a_search_is_noted_with_its_words_folded(ask: Callable[..., str], ward: Ward) -> None:
    ask(ward.cast.ana, "Übergabe, Scan")

    row = Asked.objects.get()
    assert (row.question, row.words) == ("Übergabe, Scan", "ubergabe scan")
    assert row.user == ward.cast.ana
    assert row.things > 0
    assert row.community is None


def test_pages_filters_and_reloads_are_no_searches_of_their_own(ask: Callable[..., str], ward: Ward) -> None:
    for more in ({}, {"page": "2"}, {"kind": "wiki"}, {"order": "newest"}):
        ask(ward.cast.ana, "scan", **more)
    ask(ward.cast.ana, "SCAN")
    ask(ward.cast.ana, "", kind="wiki")
    ask(ward.cast.ana, "?!")

    assert [words for words, _, _ in rows()] == ["scan"]

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        ask(ward.cast.ana, "scan")
    assert len(rows()) == 2


def test_titles_that_are_offered_while_typing_are_not_noted(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    client = Client()
    client.force_login(ward.cast.ana)

    client.get("/search/suggest/", {"q": "sca"})

    assert asked_log.write() == 0


def test_the_community_is_the_one_narrowed_to_or_come_from(
    ask: Callable[..., str], ward: Ward, hidden_ward: Ward
) -> None:
    ask(ward.cast.ana, "first", community="ward-nursing")
    ask(ward.cast.ana, "second", **{"from": "ward-nursing"})
    ask(ward.cast.stranger, "third", **{"from": "hidden"})
    ask(ward.cast.stranger, "fourth", community="hidden")

    places = dict(Asked.objects.values_list("words", "community__slug"))
    assert places == {"first": "ward-nursing", "second": "ward-nursing", "third": None, "fourth": None}


def test_the_search_box_of_a_community_says_where_it_stands(ward: Ward) -> None:
    client = Client()
    client.force_login(ward.cast.ana)

    page = client.get(ward.community.get_absolute_url()).content.decode()

    assert '<input type="hidden" name="from" value="ward-nursing">' in page


def test_what_is_said_again_in_other_words_follows_what_was_said_first(
    ask: Callable[..., str], ward: Ward
) -> None:
    ask(ward.cast.ana, "wristband printing")
    ask(ward.cast.nia, "wristband labels")
    ask(ward.cast.ana, "wristband printer jam")
    ask(ward.cast.ana, "holiday rota")

    follows = {
        row.words: row.follows.words for row in Asked.objects.exclude(follows=None).select_related("follows")
    }
    assert follows == {"wristband printer jam": "wristband printing"}


def test_after_five_minutes_or_something_opened_nothing_follows(ask: Callable[..., str], ward: Ward) -> None:
    page = ask(ward.cast.ana, "scan tone")
    opened(page, ward.cast.ana, kind="wiki", thing="1", position="1")
    ask(ward.cast.ana, "scan tone missing")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        ask(ward.cast.ana, "scan tone missing twice")

    assert not Asked.objects.exclude(follows=None).exists()


def opened(page: str, user: User | None, **said: str) -> int:
    """The browser says what was opened on this page."""
    found = re.search(r'data-asked="([^"]+)"', page)
    assert found
    client = Client(enforce_csrf_checks=True, headers={"user-agent": BROWSER})
    if user is not None:
        client.force_login(user)
    answer = client.post("/search/opened/", {"asked": found[1], **said}).status_code
    asked_log.write()
    return answer


def test_the_first_thing_that_is_opened_is_noted_once(ask: Callable[..., str], ward: Ward) -> None:
    page = ask(ward.cast.ana, "scan")

    assert opened(page, ward.cast.ana, kind="wiki", thing="7", position="2") == 204
    assert opened(page, ward.cast.ana, kind="thread", thing="8", position="3") == 204

    row = Asked.objects.get()
    assert (row.clicked_kind, row.clicked_thing, row.clicked_position) == ("wiki", 7, 2)
    assert row.clicked_at is not None


def test_what_is_told_again_and_again_is_held_once() -> None:
    told = asked_log.Opened(key=uuid.uuid4(), at=timezone.now(), kind=Kind.WIKI, thing=7, position=2)

    for number in range(30):
        asked_log.note_opened(replace(told, thing=7 + number))

    assert asked_log._opened == {told.key: told}


def test_what_was_opened_waits_for_its_search(ward: Ward, run_tasks: RunTasks) -> None:
    """Another process of the server may write the search a little later."""
    run_tasks()
    client = Client()
    client.force_login(ward.cast.ana)
    page = client.get("/search/", {"q": "scan"}).content.decode()
    held = asked_log._searches[:]
    asked_log.forget_held()
    opened(page, ward.cast.ana, kind="wiki", thing="7", position="1")

    asked_log.note(held[0])
    asked_log.write()

    assert Asked.objects.get().clicked_thing == 7


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "wiki", "thing": "7", "position": "x"},
        {"kind": "wiki", "thing": "9" * 30, "position": "1"},
        {"kind": "nonsense", "thing": "7", "position": "1"},
        {"asked": "forged:1:x", "kind": "wiki", "thing": "7", "position": "1"},
        {},
    ],
)
def test_nonsense_about_what_was_opened_is_refused(
    ask: Callable[..., str], ward: Ward, said: dict[str, str]
) -> None:
    page = ask(ward.cast.ana, "scan")

    assert opened(page, ward.cast.ana, **said) == 400
    assert Asked.objects.get().clicked_at is None


def test_nobody_says_what_somebody_else_opened(ask: Callable[..., str], ward: Ward) -> None:
    page = ask(ward.cast.ana, "scan")

    assert opened(page, ward.cast.nia, kind="wiki", thing="7", position="1") == 400
    assert opened(page, None, kind="wiki", thing="7", position="1") == 400
    assert Asked.objects.get().clicked_at is None


def test_a_robot_does_not_fill_the_log(
    ask: Callable[..., str], ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(asking.MOST_OF_ONE + 5):
        ask(ward.cast.ana, f"word{n}")
    assert Asked.objects.count() == asking.MOST_OF_ONE

    monkeypatch.setattr(asking, "MOST_OF_VISITORS", 3)
    for n in range(6):
        ask(None, f"other{n}")
    assert Asked.objects.filter(user=None).count() == 3

    Client(headers={"user-agent": "Googlebot/2.1"}).get("/search/", {"q": "crawled"})
    asked_log.write()
    assert not Asked.objects.filter(words="crawled").exists()


def test_words_that_may_name_somebody_are_not_kept(ask: Callable[..., str], ward: Ward) -> None:
    for question in ("jane.doe@example.org", "patient 943 476 5919", "ask @eli scan"):
        ask(ward.cast.ana, question)
    ask(ward.cast.ana, "ICD-10 v12.1")

    assert [row.question for row in Asked.objects.order_by("pk")] == ["", "", "", "ICD-10 v12.1"]
    assert [bool(row.words) for row in Asked.objects.order_by("pk")] == [False, False, False, True]


def test_who_searched_is_forgotten_and_people_can_still_be_told_apart(
    ask: Callable[..., str], ward: Ward, settings: Settings
) -> None:
    ask(ward.cast.ana, "wristband")
    ask(ward.cast.nia, "wristband")
    ask(ward.cast.ana, "scan")
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        ask(ward.cast.ana, "wristband")
    assert asked_log.forget_names() == 0

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert asked_log.forget_names() == 3
        assert asked_log.forget_names() == 0

    assert [who for _, who, _ in rows()] == ["", "", "", "ana"]
    askers = list(Asked.objects.filter(words="wristband").order_by("at").values_list("asker", flat=True))
    assert len(set(askers)) == 2
    assert askers[0] == askers[2]
    assert Asked.objects.get(words="scan").asker not in askers

    with time_machine.travel(timezone.now() + timedelta(days=370)):
        asked_log.forget_names()
    assert [words for words, _, _ in rows()] == ["wristband"]


def test_a_person_who_leaves_takes_their_name_along(ask: Callable[..., str], ward: Ward) -> None:
    gone = UserFactory()
    ask(gone, "wristband")

    gone.delete()

    assert rows() == [("wristband", "", 0)]


def test_a_search_of_somebody_who_left_before_it_was_written_is_noted_without_them(
    ward: Ward, run_tasks: RunTasks
) -> None:
    run_tasks()
    leaver = UserFactory()
    for user in (leaver, ward.cast.ana):
        client = Client(headers={"user-agent": BROWSER})
        client.force_login(user)
        client.get("/search/", {"q": "scan"})
    leaver.delete()

    assert asked_log.write() == 2
    assert [(words, who) for words, who, _ in rows()] == [("scan", ""), ("scan", "ana")]


def test_noting_a_search_costs_its_page_no_query(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    client = Client()
    client.force_login(ward.cast.ana)
    client.get("/search/?q=scan&from=ward-nursing")

    with queries(at_most=12) as noted:
        client.get("/search/?q=scanning&from=ward-nursing")

    assert not [query for query in noted.captured_queries if "search_asked" in query["sql"]]
    assert asked_log.write() == 2


def test_a_log_that_cannot_be_written_breaks_no_search(
    ward: Ward, run_tasks: RunTasks, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    run_tasks()
    client = Client()
    client.force_login(ward.cast.ana)
    client.get("/search/", {"q": "scan"})
    asked_log.note(asked_log._searches[0])  # the database refuses the same search twice
    settings.SEARCHES_HELD_SECONDS = 0

    answer = client.get("/search/", {"q": "wristband"})

    assert answer.status_code == 200
    assert "searches were not noted" in caplog.text
    settings.SEARCHES_HELD_SECONDS = None
    client.get("/search/", {"q": "downtime"})
    assert asked_log.write() == 1
