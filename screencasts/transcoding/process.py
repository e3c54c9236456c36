"""Runs a program that reads hostile files: few rights, few means, an end."""

from __future__ import annotations

import ctypes
import os
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

BEAT = 2.0  # seconds between two calls of `on_beat`
NICE = 10
_MOST_WORDS = 256 * 1024  # bytes of what the program says that are kept
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use: seconds by the clock, and as many on the processor for each thread; bytes."""

    seconds: float
    threads: int = 2
    memory: int = 4 * 1024**3
    file_size: int = 8 * 1024**3


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: its code and what it said."""

    code: int
    words: str


class TookTooLong(Exception):
    """The run reached its limit of time and was ended."""


def run(
    command: list[str],
    *,
    limits: Limits,
    on_line: Callable[[str], None] = lambda line: None,
    on_beat: Callable[[], None] = lambda: None,
) -> Outcome:
    """Run to the end; `on_line` gets each line of standard output. However this ends, no process is left."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            preexec_fn=lambda: _confine(limits),
        )
        assert process.stdout is not None
        try:
            with process.stdout as output:
                _follow(output, limits.seconds, on_line, on_beat)
            code = process.wait(timeout=10)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        errors.seek(max(0, errors.seek(0, os.SEEK_END) - _MOST_WORDS))
        return Outcome(code, errors.read().decode("utf-8", errors="replace"))


def _follow(
    output: IO[bytes], seconds: float, on_line: Callable[[str], None], on_beat: Callable[[], None]
) -> None:
    """Read lines until the program closes its output, beating while it is silent too."""
    started = last_beat = time.monotonic()
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while True:
            if selector.select(timeout=BEAT):
                data = os.read(output.fileno(), 65536)
                if not data:
                    return
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    on_line(line.decode("ascii", errors="replace").strip())
            now = time.monotonic()
            if now - started > seconds:
                raise TookTooLong
            if now - last_beat >= BEAT:
                last_beat = now
                on_beat()


def _confine(limits: Limits) -> None:
    """Runs in the new process, before the program: it ends with the worker (on Linux), within its limits."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    cpu = int(limits.seconds * limits.threads) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_size, limits.file_size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    os.nice(NICE)
