"""Keeps the processes alive that `manage.py serve` starts: the server, the worker and the scheduler."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

LOOK_EVERY = 0.25  # seconds
GRACE = 10.0  # seconds to finish after SIGTERM
LONGEST_PAUSE = 30.0  # seconds before a child is started again
STEADY = 60.0  # seconds after which a child counts as having started well
QUICK_ENDS_ALLOWED = 5
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def _nothing() -> None:
    """Most parts leave nothing behind."""


@dataclass
class Child:
    """One process to keep alive. It inherits the descriptors in `pass_fds` and standard output.

    `clear_up` is called when it ended by itself, before it is started again.
    """

    name: str
    command: list[str]
    pass_fds: tuple[int, ...] = ()
    clear_up: Callable[[], object] = _nothing
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    quick_ends: int = 0

    def start(self) -> None:
        # A session of its own, so that Ctrl+C reaches the supervisor alone, which then ends each child.
        self.process = subprocess.Popen(
            self.command,
            pass_fds=self.pass_fds,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
        self.started_at = time.monotonic()

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: int) -> None:
        """Send a signal to the child and to all that it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Starts children, starts one again that ended, and ends all of them when it is told to stop."""

    def __init__(self, children: list[Child], *, say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.told_to_stop = threading.Event()

    def run(self, *, when_started: Callable[[], None]) -> int:
        """Block until told to stop; returns 0, or 1 when a child would not stay up. No process is left."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.told_to_stop.set())
        announcer = threading.Thread(target=when_started, daemon=True)
        try:
            for child in self.children:
                child.start()
            announcer.start()
            return self._watch()
        finally:
            self._end_all()

    def _watch(self) -> int:
        while not self.told_to_stop.wait(LOOK_EVERY):
            for child in self.children:
                if child.has_ended():
                    self._plan_restart(child)
                if child.process is None and time.monotonic() >= child.start_at:
                    child.start()
                if child.quick_ends > QUICK_ENDS_ALLOWED:
                    self.say(
                        f"The {child.name} ended {child.quick_ends} times in a row; the reason is above."
                    )
                    return 1
        return 0

    def _plan_restart(self, child: Child) -> None:
        assert child.process is not None
        now = time.monotonic()
        child.signal(signal.SIGKILL)  # what it may have left running
        child.quick_ends = child.quick_ends + 1 if now - child.started_at < STEADY else 1
        pause = min(2.0 ** (child.quick_ends - 1), LONGEST_PAUSE)
        child.start_at = now + pause
        code = child.process.returncode
        self.say(f"The {child.name} ended with code {code}; starting it again in {pause:.0f} s.")
        child.process = None
        child.clear_up()

    def _end_all(self) -> None:
        running = [child for child in self.children if child.process is not None and not child.has_ended()]
        for child in running:
            assert child.process is not None
            child.process.terminate()
        deadline = time.monotonic() + GRACE
        for child in running:
            assert child.process is not None
            try:
                child.process.wait(timeout=max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"The {child.name} is still busy after {GRACE:.0f} s and is ended now.")
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()


def _end_with_parent() -> None:
    """Runs in the new process: ask Linux to end it when the supervisor dies without having ended it."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
