"""What is done to a real engine: killed, stopped, emptied. Nobody is left without an answer, and no change is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from communities.models import CommunityPage
from search.backends.base import EngineDown, SearchBackend
from search.backends.elasticsearch import breaker as breaking
from search.backends.elasticsearch import rebuilding, sending
from search.backends.elasticsearch.connection import breaker
from search.models import EngineIndex, IndexChange, SearchEntry
from search.outbox import tell_engine
from search.results import find, suggestions
from tests.elasticsearch.server import Server
from tests.factories import CommunityFactory
from tests.search.engine import engine_in_use
from tests.search.test_backends import asking, entry
from tests.search.test_indexing import audited

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(own_elasticsearch: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Left alone only shortly after a failure, and sent to only twice."""
    monkeypatch.setattr(breaking, "FIRST_REST", 0.01)
    monkeypatch.setattr(breaking, "LONGEST_REST", 0.01)
    monkeypatch.setattr(sending, "PAUSES", (0.01,))
    return own_elasticsearch


@pytest.fixture
def engine(db: None, server: Server, settings: Any) -> Iterator[SearchBackend]:
    with engine_in_use(settings, server.url, settle=False) as backend:
        yield backend


@pytest.fixture
def here(db: None) -> CommunityPage:
    return CommunityFactory(title="Here")


def told(engine: SearchBackend) -> None:
    engine.catch_up()
    engine.settle()  # type: ignore[attr-defined]


def answered_by(words: str, here: CommunityPage) -> tuple[str, list[str]]:
    """Who answered a search, and the titles."""
    results = find(asking(words, here))
    return "database" if results.engine_is_down else "engine", [hit.entry.title for hit in results.hits]


def test_an_engine_killed_under_writes_and_searches_loses_no_change(
    engine: SearchBackend, server: Server, here: CommunityPage
) -> None:
    entry(engine, here, 1, title="Pen one")
    gone = entry(engine, here, 2, title="Pen two")
    told(engine)
    entry(engine, here, 3, title="Pen three")

    server.kill()
    pk = gone.pk
    gone.delete()
    engine.removed([pk])
    tell_engine.call()

    assert answered_by("three", here) == ("database", ["Pen three"])
    assert answered_by("two", here) == ("database", [])
    assert breaker.is_open
    assert engine.state().word == "down"
    assert engine.state().waiting == 2

    server.start()
    tell_engine.call()
    told(engine)

    assert answered_by("three", here) == ("engine", ["Pen three"])
    assert answered_by("one", here) == ("engine", ["Pen one"])
    assert answered_by("two", here) == ("engine", [])
    assert not IndexChange.objects.exists()
    assert engine.state().word == "ok"
    assert engine.faults().total == 0


def test_an_engine_that_takes_questions_and_answers_none_is_left_alone(
    engine: SearchBackend, server: Server, here: CommunityPage, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    entry(engine, here, 1, title="Pen one")
    told(engine)
    monkeypatch.setattr(breaking, "FIRST_REST", 600)
    patience, settings.SEARCH_PATIENCE = settings.SEARCH_PATIENCE, 0.7

    server.pause()

    assert answered_by("pen", here) == ("database", ["Pen one"])
    assert breaker.is_open
    with pytest.raises(EngineDown, match="a moment ago"):
        engine.rank(asking("pen", here))
    assert [each.title for each in suggestions(asking("pe", here))] == ["Pen one"]
    tell_engine.call()

    server.resume()
    assert answered_by("pen", here) == ("database", ["Pen one"])
    settings.SEARCH_PATIENCE = patience
    breaker.rest_is_over()
    assert answered_by("pen", here) == ("engine", ["Pen one"])
    assert not breaker.is_open


def test_an_engine_that_lost_its_data_is_seen_by_the_audit_and_mended_by_a_rebuild(
    engine: SearchBackend, server: Server, here: CommunityPage
) -> None:
    entry(engine, here, 1, title="Pen one")
    told(engine)
    before = SearchEntry.objects.count()

    server.empty()
    entry(engine, here, 2, title="Pen two")
    tell_engine.call()

    assert answered_by("two", here) == ("database", ["Pen two"])
    assert engine.state().word == "no index"
    assert engine.faults().missing == before  # the newest waits to be told, and is not missed
    assert IndexChange.objects.count() == 1
    with pytest.raises(SystemExit):
        audited()
    with pytest.raises(CommandError, match="search_rebuild --index-only"):
        call_command("search_audit", "--repair")

    call_command("search_rebuild", "--index-only")

    assert answered_by("two", here) == ("engine", ["Pen two"])
    assert not IndexChange.objects.exists()
    assert engine.faults().total == 0
    assert engine.state().word == "ok"


def test_a_rebuild_goes_on_where_a_killed_engine_cut_it_off(
    engine: SearchBackend, server: Server, here: CommunityPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    rows = [entry(engine, here, number, title=f"Pen {number}") for number in range(1, 6)]
    told(engine)
    served = EngineIndex.objects.get()

    with pytest.raises(EngineDown):
        engine.rebuild(lambda done: server.kill())

    cut_off = EngineIndex.objects.get(state=EngineIndex.State.BUILDING)
    assert cut_off.built_to == rows[1].pk
    rows[0].title = "Quill"
    rows[0].save()
    engine.wrote([rows[0]])
    server.start()
    breaker.rest_is_over()
    assert answered_by("pen", here)[0] == "engine"

    heard: list[int] = []
    engine.rebuild(heard.append)

    assert heard[0] == 4
    assert EngineIndex.objects.get().name == cut_off.name != served.name
    assert answered_by("quill", here) == ("engine", ["Quill"])
    assert engine.faults().total == 0
