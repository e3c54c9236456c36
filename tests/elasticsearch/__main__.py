"""Runs a command with ELASTICSEARCH_URL naming a new, empty Elasticsearch of its own, and ends that server afterwards.

    python -m tests.elasticsearch COMMAND [ARGUMENT…]

An ELASTICSEARCH_URL that is already set is used as it is. Without a command: says whether a server can be had here.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from types import FrameType

from tests.elasticsearch.distribution import VERSION, Unavailable
from tests.elasticsearch.server import kind_of_server, running_server


def main(command: list[str]) -> int:
    if os.environ.get("ELASTICSEARCH_URL"):
        if command:
            os.execvp(command[0], command)  # noqa: S606
        return 0
    signal.signal(signal.SIGTERM, _leave)
    try:
        if not command:
            kind_of_server()
            return 0
        with running_server() as server:
            sys.stderr.write(f"Elasticsearch {VERSION}: {server.url}\n")
            return _run(command, server.url)
    except Unavailable as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


def _run(command: list[str], url: str) -> int:
    with subprocess.Popen(command, env={**os.environ, "ELASTICSEARCH_URL": url}) as running:
        # Ctrl-C reaches the command too, which ends as it sees fit; the server outlives it.
        signal.signal(signal.SIGINT, lambda number, frame: None)
        signal.signal(signal.SIGTERM, lambda number, frame: running.terminate())
        return running.wait()


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


sys.exit(main(sys.argv[1:]))
