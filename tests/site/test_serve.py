"""`manage.py serve` and the supervisor in it: real processes, ended again by the tests."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from cop_site import supervisor
from cop_site.supervisor import Child, Supervisor

SLEEPS = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def wait_until(happened: Callable[[], object], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture(autouse=True)
def _own_signals_again() -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def supervise(child: Child, *, until: Callable[[Child], object]) -> tuple[int, list[str]]:
    """Run the child until something is true of it; returns the supervisor's exit code and what it said."""
    said: list[str] = []
    boss = Supervisor([child], say=said.append)

    def stop_when_it_is_true() -> None:
        with contextlib.suppress(AssertionError):  # a part that gives up never gets there; the test says so
            wait_until(lambda: until(child), seconds=10)
        boss.told_to_stop.set()

    return boss.run(when_started=stop_when_it_is_true), said


def test_a_part_that_died_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.1)
    pids: list[int] = []

    def killed_once_and_back(child: Child) -> bool:
        if child.process and child.process.pid not in pids:
            pids.append(child.process.pid)
            if len(pids) == 1:
                os.kill(pids[0], signal.SIGKILL)
        return len(pids) == 2

    cleared_up: list[int] = []
    worker = Child("worker", [sys.executable, "-c", SLEEPS], clear_up=lambda: cleared_up.append(len(pids)))

    code, said = supervise(worker, until=killed_once_and_back)

    assert code == 0
    assert cleared_up == [1]  # after the first, before the second; not when all are stopped
    assert said == ["The worker ended with code -9; starting it again in 0 s."]
    assert not any(is_alive(pid) for pid in pids)


def test_a_part_that_cannot_start_ends_everything_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.01)

    code, said = supervise(
        Child("server", [sys.executable, "-c", "raise SystemExit(3)"]), until=lambda child: False
    )

    assert code == 1
    assert said[-1] == "The server ended 6 times in a row; the reason is above."


def test_a_part_that_does_not_want_to_end_is_ended_with_all_it_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.3)
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEPS!r}]); {DEAF}"
    child = Child("worker", [sys.executable, "-c", parent])
    family: list[int] = []

    def has_a_child_and_is_deaf(child: Child) -> bool:
        assert child.process is not None
        pid = child.process.pid
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ignored = re.search(r"SigIgn:\s*(\w+)", Path(f"/proc/{pid}/status").read_text())
        if not below or ignored is None or not int(ignored[1], 16) & (1 << (signal.SIGTERM - 1)):
            return False
        family[:] = [pid, *map(int, below)]
        return True

    code, said = supervise(child, until=has_a_child_and_is_deaf)

    assert code == 0
    assert "still busy" in said[-1]
    assert len(family) == 2
    wait_until(lambda: not any(is_alive(pid) for pid in family), seconds=5)


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = re.sub(r"/[^/]*$", f"/{name}", os.environ["DATABASE_URL"])
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cop_site.settings.dev",
        "COMMONPLACE_DATA": str(tmp_path),
        "DATABASE_URL": url,
        "PYTHONUNBUFFERED": "1",
    }


def serve(environment: dict[str, str], port: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    return subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def address_of(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if found := re.search(r"Ready: (http://\S+)", line):
            return found[1]
    raise AssertionError("It never said that it is ready.")


def started_by(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [below for child in children for below in started_by(child)]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_server_worker_and_scheduler_start_and_end_together(
    environment: dict[str, str], end: signal.Signals
) -> None:
    server = serve(environment)
    try:
        address = address_of(server)
        processes = started_by(server.pid)

        with urllib.request.urlopen(f"{address}healthz", timeout=10) as answer:
            assert answer.read() == b"ok\n"
        names = " ".join(Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") for pid in processes)
        assert all(part in names for part in ("gunicorn", "db_worker", "tick"))
    finally:
        server.send_signal(end)
        said = server.communicate(timeout=30)[0]

    wait_until(lambda: not any(is_alive(pid) for pid in processes), seconds=15)
    assert "Traceback" not in said
    if end != signal.SIGKILL:
        assert server.returncode == 0
        assert said.endswith("Stopped.\n")


def test_a_port_that_is_taken_is_named_with_another_to_try(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        said, _ = serve(environment, port).communicate(timeout=30)

    assert f"Port {port} is taken." in said
    assert f"make run PORT={port + 1}" in said
    assert "Traceback" not in said
