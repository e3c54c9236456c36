"""What the engine is told, and the index that it is told in: nothing is lost, nothing stops while it is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from communities.models import CommunityPage
from cop_site.probes import ProbeFailed, search
from search.backends.base import AlreadyRebuilding, EngineDown
from search.backends.database import DatabaseSearch
from search.backends.elasticsearch import catching_up, documents, indices, rebuilding, sending
from search.backends.elasticsearch.connection import working
from search.models import EngineIndex, IndexChange, SearchEntry
from search.outbox import tell_engine
from tests.elasticsearch.fixtures import Engine as Server
from tests.elasticsearch.rest import ask
from tests.factories import CommunityFactory, UserFactory
from tests.search.engine import Engine, busy, engine_in_use
from tests.search.test_backends import asking, entry, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(db: None, elasticsearch: Server, settings: Any) -> Iterator[Engine]:
    with engine_in_use(settings, elasticsearch.url, elasticsearch.prefix, settle=False) as backend:
        yield backend


@pytest.fixture
def here(db: None) -> CommunityPage:
    return CommunityFactory(title="Here")


def told(engine: Engine) -> None:
    engine.catch_up()
    engine.settle()


def changed(engine: Engine, row: SearchEntry, title: str) -> None:
    row.title = title
    row.save()
    engine.wrote([row])


def interrupted() -> None:
    raise KeyboardInterrupt


# -- the outbox --------------------------------------------------------------------------------------------
def test_a_change_that_was_taken_back_is_told_to_nobody(engine: Engine, here: CommunityPage) -> None:
    with transaction.atomic():
        entry(engine, here, 1, title="Pen")
        assert IndexChange.objects.count() == 1
        transaction.set_rollback(True)

    assert not IndexChange.objects.exists()


def test_many_changes_are_told_by_one_task(
    engine: Engine, here: CommunityPage, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        rows = [entry(engine, here, number) for number in range(1, 6)]
    with django_capture_on_commit_callbacks(execute=True):
        changed(engine, rows[0], "Quill")

    assert IndexChange.objects.count() == 6
    assert DBTaskResult.objects.ready().filter(task_path="search.outbox.tell_engine").count() == 1


def test_the_database_needs_to_be_told_nothing(here: CommunityPage) -> None:
    made = entry(DatabaseSearch(), here, 1)
    DatabaseSearch().removed([made.pk])

    assert not IndexChange.objects.exists()


def test_a_change_told_twice_or_late_does_no_harm(engine: Engine, here: CommunityPage) -> None:
    row = entry(engine, here, 1, title="Pen")
    first = list(IndexChange.objects.all())
    told(engine)
    changed(engine, row, "Quill")
    told(engine)

    stale = SearchEntry.objects.get(pk=row.pk)
    stale.title = "Pen"
    SearchEntry.objects.filter(pk=row.pk).update(title="Pen")
    catching_up.tell(first)  # as a worker does that was killed before it could forget them, or is late
    SearchEntry.objects.filter(pk=row.pk).update(title="Quill")
    engine.settle()

    assert ranked(engine, asking("quill", here)) == [row.pk]
    assert engine.faults().total == 0


def test_an_entry_that_the_engine_refuses_holds_up_no_other(
    engine: Engine, here: CommunityPage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    entry(engine, here, 1, title="Pen one")
    other = entry(engine, here, 2, title="Pen two")
    right = documents.document
    monkeypatch.setattr(
        "search.backends.elasticsearch.sending.document",
        lambda row: right(row) | ({"nowhere": 1} if row.thing_id == 1 else {}),
    )

    told(engine)

    assert ranked(engine, asking("pen", here)) == [other.pk]
    assert not IndexChange.objects.exists()
    assert "The engine refuses entry" in caplog.text
    assert engine.faults().missing == 1


def test_what_moved_to_others_is_hidden_before_the_engine_hears_of_it(
    engine: Engine, here: CommunityPage
) -> None:
    moved, gone, kept = [entry(engine, here, number, title=f"Pen {number}") for number in range(1, 4)]
    told(engine)

    SearchEntry.objects.filter(pk=moved.pk).update(community=CommunityFactory())
    gone.delete()

    assert ranked(engine, asking("pen", here)) == [kept.pk]
    assert engine.suggest(asking("pe", here), limit=8) == [kept.pk]


def test_who_is_deleted_with_a_community_is_told_to_the_engine(engine: Engine, here: CommunityPage) -> None:
    eli = UserFactory()
    written = entry(engine, CommunityFactory(), 1, title="Pen", author=eli)
    entry(engine, here, 2, title="Pen")
    told(engine)

    here.delete()
    eli.delete()
    told(engine)

    assert engine.faults().total == 0
    assert engine.rank(asking("pen", written.community)).total == 1
    assert engine.rank(asking("pen", here)).total == 0


def test_a_busy_engine_is_told_again_a_little_later(
    engine: Engine, here: CommunityPage, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PAUSES", (0, 0))
    made = entry(engine, here, 1, title="Pen")

    with busy(settings.ELASTICSEARCH_URL, times=2) as url:
        settings.ELASTICSEARCH_URL, directly = url, settings.ELASTICSEARCH_URL
        engine.catch_up()
    settings.ELASTICSEARCH_URL = directly
    engine.settle()

    assert ranked(engine, asking("pen", here)) == [made.pk]
    assert not IndexChange.objects.exists()


def test_an_engine_that_stays_busy_loses_nothing(
    engine: Engine, here: CommunityPage, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PAUSES", (0, 0))
    entry(engine, here, 1, title="Pen")

    with busy(settings.ELASTICSEARCH_URL, times=99) as settings.ELASTICSEARCH_URL, pytest.raises(EngineDown):
        engine.catch_up()

    assert IndexChange.objects.count() == 1


# -- how it does -------------------------------------------------------------------------------------------
def test_health_tells_of_an_engine_that_is_down_and_stays_ready(
    engine: Engine, here: CommunityPage, settings: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry(engine, here, 1, title="Pen")
    assert client.get("/readyz").json()["search"] == "ok"
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["search"] == "down"
    assert response.json()["changes_waiting"] == 1
    with pytest.raises(ProbeFailed, match=r"down: .* 1 changes wait to be told"):
        search()


def test_a_small_site_gets_its_first_index_by_itself(engine: Engine, here: CommunityPage) -> None:
    made = entry(engine, here, 1, title="Pen")
    with working() as server:
        indices.delete(server, EngineIndex.objects.get().name)
    EngineIndex.objects.all().delete()
    assert engine.state().word == "no index"

    tell_engine.call()

    assert engine.state().word == "ok"
    assert ranked(engine, asking("pen", here)) == [made.pk]


# -- a new index -------------------------------------------------------------------------------------------
def test_people_search_and_write_while_the_index_is_made_anew(
    engine: Engine, here: CommunityPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    rows = [entry(engine, here, number, title=f"Pen {number}") for number in range(1, 7)]
    told(engine)
    before = EngineIndex.objects.get()
    gone = rows[5].pk

    def meanwhile(done: int) -> None:
        assert rows[3].pk in ranked(engine, asking("pen", here))
        if done == 2:
            changed(engine, rows[0], "Quill")  # copied already
            changed(engine, rows[4], "Feather")  # not yet
            rows[5].delete()
            engine.removed([gone])
            engine.catch_up()
            changed(engine, rows[1], "Nib")  # told to nobody before the end

    engine.rebuild(meanwhile)

    after = EngineIndex.objects.get()
    assert after.name != before.name
    assert ranked(engine, asking("quill nib feather", here)) == [rows[number].pk for number in (0, 1, 4)]
    assert ranked(engine, asking("pen", here)) == [rows[2].pk, rows[3].pk]
    assert engine.faults().total == 0
    with working() as server:
        assert not indices.exists(server, before.name)


def test_an_index_of_an_older_version_is_read_until_a_new_one_is_made(
    engine: Engine, here: CommunityPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = entry(engine, here, 1, title="Pen")
    told(engine)
    assert engine.state().word == "ok"
    monkeypatch.setitem(documents.MAPPING["properties"], "shelf", documents.KEYWORD)

    assert engine.state().word == "rebuild needed"
    assert ranked(engine, asking("pen", here)) == [made.pk]

    engine.rebuild(lambda done: None)

    assert engine.state().word == "ok"
    assert ranked(engine, asking("pen", here)) == [made.pk]


def test_two_rebuilds_do_not_meet_and_one_that_was_killed_is_gone_on_with(
    engine: Engine, here: CommunityPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    rows = [entry(engine, here, number, title=f"Pen {number}") for number in range(1, 4)]

    def second_run(done: int) -> None:
        with pytest.raises(CommandError, match=r"is being rebuilt: it had come to entry \d+"):
            call_command("search_rebuild", "--index-only", stdout=StringIO())

    def killed(done: int) -> None:
        monkeypatch.setattr(rebuilding, "_let_go", lambda index: None)  # nobody tidies up after a kill -9
        interrupted()

    engine.rebuild(second_run)
    with pytest.raises(KeyboardInterrupt):
        engine.rebuild(killed)

    with pytest.raises(AlreadyRebuilding):
        engine.rebuild(lambda done: None)
    EngineIndex.objects.update(seen_at=timezone.now() - rebuilding.GIVEN_UP_AFTER - timedelta(seconds=1))
    heard: list[int] = []
    engine.rebuild(heard.append)

    assert heard[0] == 2
    assert len(ranked(engine, asking("pen", here))) == len(rows)


def test_a_run_that_stood_still_while_another_took_over_stops(
    engine: Engine, here: CommunityPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    for number in range(1, 4):
        entry(engine, here, number)

    with pytest.raises(AlreadyRebuilding, match="Another run"):
        engine.rebuild(
            lambda done: EngineIndex.objects.filter(state="building").update(builder="another") and None
        )


def test_a_rebuild_killed_in_the_middle_of_the_switch_is_finished_by_the_next(
    engine: Engine, here: CommunityPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = entry(engine, here, 1, title="Pen")
    told(engine)

    with monkeypatch.context() as patch:
        patch.setattr(indices, "_note", lambda engine, index: interrupted())
        with pytest.raises(KeyboardInterrupt):
            engine.rebuild(lambda done: None)
    changed(engine, made, "Quill")
    told(engine)
    assert ranked(engine, asking("quill", here)) == [made.pk]

    engine.rebuild(lambda done: pytest.fail("It was copied already"))

    assert EngineIndex.objects.get().state == EngineIndex.State.SERVING
    assert ranked(engine, asking("quill", here)) == [made.pk]
    assert engine.faults().total == 0


def test_what_is_measured_apart_leaves_nothing(engine: Engine, here: CommunityPage) -> None:
    waiting = entry(engine, here, 1, title="Pen")
    server, before = indices.READ.name, EngineIndex.objects.get()

    with engine.apart() as settle:
        measured = entry(engine, here, 2, title="Pen")
        settle()
        assert ranked(engine, asking("pen", here)) == [measured.pk]
        name = indices.READ.name

    assert name != server
    with working() as asked:
        assert not asked.indices.exists_alias(name=name)
    assert EngineIndex.objects.get() == before
    told(engine)
    assert ranked(engine, asking("pen", here)) == [waiting.pk]


# -- the audit ---------------------------------------------------------------------------------------------
def test_the_audit_tells_what_is_missing_old_and_too_much_and_repairs_only_that(
    engine: Engine, elasticsearch: Server, here: CommunityPage
) -> None:
    missing, old, right, lost = [entry(engine, here, number, title=f"Pen {number}") for number in range(1, 5)]
    told(engine)
    with working() as server:
        server.delete(index=indices.WRITE.name, id=str(missing.pk))
    SearchEntry.objects.filter(pk=old.pk).update(text="Newer")
    SearchEntry.objects.filter(pk=lost.pk).delete()
    engine.settle()
    waiting = entry(engine, here, 5, title="Pen 5")
    counted = ask(elasticsearch.url, f"{indices.READ.name}/_count")["count"]

    found = engine.faults()

    assert (found.missing, found.old, found.lost) == (1, 1, 1)
    assert ask(elasticsearch.url, f"{indices.READ.name}/_count")["count"] == counted
    engine.repair()
    engine.settle()
    assert engine.faults().total == 0
    assert set(ranked(engine, asking("pen", here))) == {missing.pk, old.pk, right.pk, waiting.pk}


def test_the_command_repairs_what_it_found(engine: Engine) -> None:
    SearchEntry.objects.all().delete()
    engine.rebuild(lambda done: None)
    SearchEntry.objects.create(kind="wiki", thing_id=999_999, title="Pen", url="/pen/")
    said = StringIO()

    with pytest.raises(SystemExit):
        call_command("search_audit", "--repair", stdout=said)

    assert "1 entries are missing in the engine" in said.getvalue()
    assert "The engine was told of them" in said.getvalue()
    assert engine.faults().total == 0
