"""Starts the site as production does: its settings, its entry point, its proxy configuration."""

from __future__ import annotations

import http.client
import os
import re
import shlex
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

HOST = "commonplace.example"
SECRET_KEY = "a-key-of-this-test-only-" + "k3y" * 20
TIME_TO_START = 60.0  # seconds


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str


@dataclass(frozen=True)
class Installation:
    """One server of its own, in a folder of its own."""

    folder: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command; raises AssertionError with what it said when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def web(self) -> Iterator[int]:
        """The server of the container, on a free port."""
        port = free_port()
        environment = {**self.environment, "BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "1"}
        with started(["sh", "deploy/entrypoint.sh", "web"], environment, port, self.folder / "web.log"):
            yield port

    @contextmanager
    def proxy(self, web_port: int) -> Iterator[int]:
        """nginx with deploy/nginx.conf and a certificate of its own making; yields the TLS port."""
        https_port = free_port()
        subprocess.run(
            shlex.split(
                f"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN={HOST}"
                " -keyout privkey.pem -out fullchain.pem"
            ),
            cwd=self.folder,
            check=True,
            capture_output=True,
        )
        values = {
            "WEB_ADDRESS": f"127.0.0.1:{web_port}",
            "HTTP_PORT": f"127.0.0.1:{free_port()}",
            "HTTPS_PORT": f"127.0.0.1:{https_port}",
            "TLS_FOLDER": str(self.folder),
            "STATIC_FOLDER": self.environment["STATIC_ROOT"],
            "MEDIA_FOLDER": str(self.folder / "media"),
            "LARGEST_UPLOAD": "2g",
        }
        server = re.sub(
            r"\$\{(\w+)\}",
            lambda name: values[name[1]],
            (settings.BASE_DIR / "deploy/nginx.conf").read_text(),
        )
        (self.folder / "nginx.conf").write_text(
            f"{'user root;' if os.getuid() == 0 else ''} daemon off; pid {self.folder}/nginx.pid;"
            f"error_log stderr; events {{}} http {{ include /etc/nginx/mime.types; access_log off;"
            f"client_body_temp_path {self.folder}; proxy_temp_path {self.folder}; {server} }}"
        )
        command = ["nginx", "-c", str(self.folder / "nginx.conf"), "-e", "stderr"]
        with started(command, dict(os.environ), https_port, self.folder / "nginx.log"):
            yield https_port


@contextmanager
def started(command: list[str], environment: dict[str, str], port: int, log: Path) -> Iterator[None]:
    """A process that listens on `port`, ended at the end; its log is in the error when it does not start."""
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        deadline = time.monotonic() + TIME_TO_START
        while not is_listening(port):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def get(port: int, path: str, *, tls: bool = False, **headers: str) -> Answer:
    """One GET under the installation's host name; no redirect is followed, no certificate checked."""
    if tls:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            "127.0.0.1", port, timeout=30, context=context
        )
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Host": HOST, **given})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read().decode(errors="replace"))
    finally:
        connection.close()
