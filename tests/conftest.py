"""What every test can ask for. Its parts: `needs.py`, `database.py`, `chromium.py`, `factories.py`."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, TransactionTestCase
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from curation.evidence import reads
from people.models import User
from search import asked_log
from tests import chromium, database
from tests.elasticsearch.fixtures import elasticsearch, own_elasticsearch, spare_elasticsearch  # noqa: F401
from tests.factories import UserFactory
from tests.needs import NEEDS

MARKED_FIXTURES = {
    "browser": {"page", "visit"},
    "database": {"db", "transactional_db"},
    "elasticsearch": {"elasticsearch", "own_elasticsearch"},
}


# -- a cache of its own for each process --------------------------------------------------------------------
def pytest_configure(config: pytest.Config) -> None:
    """Each clears its cache after each test, so they must not share one; Redis number 0 is left to production."""
    store = settings.CACHES["default"]
    if store["BACKEND"].endswith("RedisCache"):
        number = int(getattr(config, "workerinput", {}).get("workerid", "gw0").removeprefix("gw")) + 1
        store["LOCATION"] = f"{store['LOCATION'].rpartition('/')[0]}/{number}"


# -- which tests can run here ------------------------------------------------------------------------------
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    missing = [need for need in NEEDS if not need.is_met()]
    if os.environ.get("CI") and any(need.always_in_ci for need in missing):
        raise pytest.UsageError(f"CI runs every test, and lacks {', '.join(need.name for need in missing)}")
    for item in items:
        asked_for = set(getattr(item, "fixturenames", ()))
        for mark, fixtures in MARKED_FIXTURES.items():
            if fixtures & asked_for:
                item.add_marker(mark)
        if item.get_closest_marker("django_db"):
            item.add_marker("database")
        for need in missing:
            if item.get_closest_marker(need.mark):
                item.add_marker(pytest.mark.skip(reason=f"needs {need.name}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    count = Counter(reason.removeprefix("Skipped: ") for reason in reasons)
    remedies = {f"needs {need.name}": need.remedy for need in NEEDS}
    if count:
        terminalreporter.section("not run here")
    for reason, times in count.most_common():
        remedy = f" ({remedies[reason]})" if reason in remedies else ""
        terminalreporter.line(f"{times} tests: {reason}{remedy}")


# -- the database ------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[database.ProcessDatabase]:
    """A migrated database of this process; a test that commits is followed by a fresh one."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        made = database.for_process(process, tmp_path_factory.mktemp("database"))
        made.prepare()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: made.restore())
        yield made
        made.drop()


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """In the cache, and of what gathers in memory: ids are those of other people in the next test."""
    yield
    cache.clear()
    reads.forget()
    asked_log.forget_held()


@pytest.fixture(scope="session", autouse=True)
def _files_removed_at_the_end() -> Iterator[None]:
    yield
    shutil.rmtree(settings.TEMPORARY, ignore_errors=True)


# -- background work ---------------------------------------------------------------------------------------
@pytest.fixture
def run_tasks(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run what is queued, as the worker does, until nothing is left; returns how many tasks ran."""
    # Between tasks the worker drops connections that look used up, as that of a test's transaction does.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)

    def run(*, may_fail: bool = False) -> int:
        before = DBTaskResult.objects.finished().count()
        db_worker.Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
            excluded_queue_names=[],
        ).run()
        failed = DBTaskResult.objects.failed().first()
        assert may_fail or failed is None, f"{failed.task_path} failed:\n{failed.traceback}"
        return DBTaskResult.objects.finished().count() - before

    return run


# -- people ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Cast:
    """The people of the demo story, without any community, and one who is never in the story."""

    ana: User  # practitioner
    nia: User  # new
    cora: User  # site-wide curator
    lou: User  # another one, who approves what cora wrote
    fay: User  # facilitator
    eli: User  # expert
    lee: User  # leader of ana
    adam: User  # administrator
    stranger: User


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast(
        ana=UserFactory(username="ana", display_name="Ana Silva"),
        nia=UserFactory(username="nia", display_name="Nia Roberts"),
        cora=UserFactory(username="cora", display_name="Cora Lind", curator=True),
        lou=UserFactory(username="lou", display_name="Lou Marsh", curator=True),
        fay=UserFactory(username="fay", display_name="Fay Adeyemi"),
        eli=UserFactory(username="eli", display_name="Eli Novak"),
        lee=UserFactory(username="lee", display_name="Lee Tan"),
        adam=UserFactory(username="adam", display_name="Adam Haddad", administrator=True),
        stranger=UserFactory(username="stranger", display_name="Sam Stranger"),
    )


@pytest.fixture
def sign_in() -> Callable[[Client, User], Client]:
    """Sign a test client in without the form; returns the same client."""

    def sign_in(client: Client, user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in


# -- the browser -------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, which Django would take for an async context.
    with pytest.MonkeyPatch.context() as patch, chromium.started() as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield browser


@pytest.fixture
def visit(chromium_browser: Browser, live_server: LiveServer) -> Iterator[chromium.Visitors]:
    """`visit(user, width=360)` opens a window; console errors, refused scripts and 5xx fail the test."""
    visitors = chromium.Visitors(chromium_browser, live_server.url)
    yield visitors
    visitors.close()


@pytest.fixture
def page(visit: chromium.Visitors) -> Page:
    """A window of a visitor who has not signed in."""
    return visit()
