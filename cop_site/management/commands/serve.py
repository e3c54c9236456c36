from __future__ import annotations

import errno
import logging
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from cop_site.demo import story
from cop_site.demo.cast import CAST, DEMO_PASSWORD
from cop_site.schedule import release_tasks_of_dead_workers
from cop_site.supervisor import Child, Supervisor

logger = logging.getLogger(__name__)
TIME_TO_ANSWER = 60.0  # seconds


class Command(BaseCommand):
    help = "Serve the site on this machine: web server, worker and scheduler under one process, until Ctrl+C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
        parser.add_argument(
            "--with-demo", action="store_true", help="first make the database and the demo content"
        )
        parser.add_argument(
            "--threads", type=int, default=8, help="requests answered at a time (default: %(default)s)"
        )

    def handle(self, *, host: str, port: int, threads: int, with_demo: bool, **options: Any) -> None:
        listener = self._listen(host, port)
        if with_demo:
            self._say("2/5  Database")
            call_command("prepare")
            self._say("3/5  Demo content")
            call_command("load_demo")
        address = f"http://{host}:{listener.getsockname()[1]}/"
        os.environ.setdefault("SITE_URL", address.rstrip("/"))  # mails and printed codes lead to this port
        release_tasks_of_dead_workers()
        self.hints = self._hints()
        self._say("4/5  Workers and server")
        supervisor = Supervisor(self._children(listener, threads), say=self._say)
        code = supervisor.run(when_started=lambda: self._announce(address))
        self._say("Stopped." if code == 0 else "Stopped, because a part would not stay up.")
        if code:
            sys.exit(code)

    def _listen(self, host: str, port: int) -> socket.socket:
        """Taken here and handed on, so that a browser waits while the server is started again."""
        try:
            return socket.create_server((host, port), backlog=128)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} is taken. Stop what listens there, or choose another: "
                    f"make run PORT={port + 1}"
                ) from error
            raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}") from error

    def _children(self, listener: socket.socket, threads: int) -> list[Child]:
        manage = [sys.executable, "manage.py"]
        server = [
            sys.executable,
            "-m",
            "gunicorn",
            "cop_site.wsgi:application",
            "--bind",
            f"fd://{listener.fileno()}",
        ]
        server += ["--worker-class", "gthread", "--threads", str(threads), "--timeout", "120"]
        server += ["--log-level", "warning", "--no-control-socket"]
        return [
            Child("server", server, pass_fds=(listener.fileno(),)),
            _worker("worker", queue="default"),
            # Of its own, so that an hour of transcoding keeps nothing else waiting.
            _worker("media worker", queue="media"),
            Child("scheduler", [*manage, "tick", "--forever", "--verbosity", "0"]),
        ]

    def _announce(self, address: str) -> None:
        deadline = time.monotonic() + TIME_TO_ANSWER
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{address}healthz", timeout=5).close()  # noqa: S310 - our own address
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
            else:
                self._say("\n".join([f"5/5  Ready: {address}", *(f"     {hint}" for hint in self.hints)]))
                return
        self._say(
            f"The server has not answered at {address} for {TIME_TO_ANSWER:.0f} s; it is still being tried."
        )

    def _hints(self) -> list[str]:
        hints = [f"Ctrl+C stops it. The data is in {settings.ENV.data}/."]
        if story.is_loaded():
            first, *others = [part.handle for part in CAST]
            hints.insert(
                0, f"Sign in as {first}@example.org (or {', '.join(others)}), password {DEMO_PASSWORD}."
            )
        return hints

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _worker(name: str, *, queue: str) -> Child:
    """The only worker of a queue: what runs there when it ends runs no more, and the next one takes it up."""
    command = [sys.executable, "manage.py", "db_worker", "--queue-name", queue, "--no-reload"]
    return Child(name, command, clear_up=lambda: _release_tasks(queue))


def _release_tasks(queue: str) -> None:
    try:
        release_tasks_of_dead_workers(queue=queue)
    except DatabaseError:
        logger.exception("What the worker of %s left was not given back; the scheduler does it later.", queue)
    finally:
        connection.close()
