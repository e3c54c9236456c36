"""A server of one's own: to run tests against, or to kill, pause and empty in a test of what the site does then."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.elasticsearch import distribution
from tests.elasticsearch.distribution import VERSION, Unavailable
from tests.elasticsearch.rest import ask, remove_indices

# Compiled quickly and not well, which halves the time to start; a measurement sets ES_JAVA_OPTS to something else.
JAVA_OPTIONS = os.environ.get("ES_JAVA_OPTS") or "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"
SECONDS_TO_START = 90
NOBODY = 65534
REMEDY = "apt-get install maven and a JDK of 21 or later, or start Docker, or set ELASTICSEARCH_URL"


def kind_of_server() -> type[Server]:
    """How a server can be had here; raises Unavailable with what to do."""
    if distribution.is_obtainable():
        return UnpackedServer
    if shutil.which("docker") and not _docker("info", check=False).returncode:
        return ContainerServer
    raise Unavailable(f"Elasticsearch cannot be started here: {REMEDY}")


@contextmanager
def running_server() -> Iterator[Server]:
    """A new, empty server that answers; ended and removed afterwards, whatever was done to it."""
    server = kind_of_server()()
    try:
        server.start()
        yield server
    finally:
        server.remove()


class Server(ABC):
    """Keeps its address and its data from `start` to `start`."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, the first time or again, and wait until it answers."""
        self._launch()
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if time.monotonic() > deadline or not self._is_up():
                raise Unavailable(f"Elasticsearch did not start:\n{self._log()}")
            time.sleep(0.1)

    def empty(self) -> None:
        """Lose all data."""
        remove_indices(self.url)

    def renew(self) -> None:
        """Make it run and be empty, whatever was done to it."""
        self.resume()
        if not self._is_up():
            self.start()
        self.empty()

    def _answers(self) -> bool:
        try:
            health = ask(self.url, "_cluster/health?wait_for_status=yellow&timeout=2s", seconds=5)
        except OSError:
            return False
        return not health["timed_out"]

    @abstractmethod
    def kill(self) -> None:
        """End it at once, as a loss of power would."""

    @abstractmethod
    def pause(self) -> None:
        """Let it take connections and answer nothing, until `resume`."""

    @abstractmethod
    def resume(self) -> None:
        """Go on after a `pause`; without one, nothing."""

    @abstractmethod
    def remove(self) -> None:
        """End it, and delete what it wrote."""

    @abstractmethod
    def _launch(self) -> None: ...

    @abstractmethod
    def _is_up(self) -> bool: ...

    @abstractmethod
    def _log(self) -> str: ...


class UnpackedServer(Server):
    """A process of this machine, of an unprivileged user where this is root: the server refuses to be root's."""

    def __init__(self) -> None:
        super().__init__()
        java = distribution.java_home()
        assert java is not None
        self.java = java
        home = distribution.prepared(java)
        self.folder = Path(mkdtemp(prefix="commonplace-elasticsearch."))
        self.process: subprocess.Popen[bytes] | None = None
        self.owner: dict[str, Any] = {}
        if os.getuid() == 0:
            self.owner = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            if not _others_may_read(home):
                home = shutil.copytree(home, self.folder / "server", copy_function=os.link)
        self.home = home
        self._configure()

    def _configure(self) -> None:
        config = self.folder / "config"
        shutil.copytree(self.home / "config", config)
        (self.folder / "temporary").mkdir()
        (config / "elasticsearch.yml").write_text(
            f"""discovery.type: single-node
xpack.security.enabled: false
network.host: 127.0.0.1
http.port: {self.port}
transport.port: {_free_port()}
path.data: {self.folder / "data"}
path.logs: {self.folder / "logs"}
cluster.routing.allocation.disk.threshold_enabled: false
"""
        )
        if self.owner:
            for path in [self.folder, *self.folder.glob("*"), *config.rglob("*")]:
                os.chown(path, NOBODY, NOBODY)

    def _launch(self) -> None:
        environment = {
            **{name: value for name, value in os.environ.items() if name != "JAVA_HOME"},
            "ES_JAVA_HOME": str(self.java),
            "ES_JAVA_OPTS": JAVA_OPTIONS,
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(self.folder / "temporary"),
        }
        with (self.folder / "output.log").open("ab") as output:
            self.process = subprocess.Popen(
                [self.home / "bin/elasticsearch"],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # a group of its own: the launcher with its server, and no Ctrl-C
                **self.owner,
            )

    def _is_up(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _log(self) -> str:
        return (self.folder / "output.log").read_text(errors="replace")[-5000:]

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None and self._is_up():
            os.killpg(self.process.pid, number)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()
            _until_gone(
                self.process.pid
            )  # the server itself, which holds the port and the data a little longer

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def remove(self) -> None:
        self.kill()  # it holds nothing that is wanted
        shutil.rmtree(self.folder, ignore_errors=True)


class ContainerServer(Server):
    """The official image in Docker, where there is no JDK."""

    def __init__(self) -> None:
        super().__init__()
        options = ["--publish", f"127.0.0.1:{self.port}:9200", "--env", f"ES_JAVA_OPTS={JAVA_OPTIONS}"]
        for setting in (
            "discovery.type=single-node",
            "xpack.security.enabled=false",
            "cluster.routing.allocation.disk.threshold_enabled=false",
        ):
            options += ["--env", setting]
        self.container = _docker("create", *options, f"elasticsearch:{VERSION}").stdout.strip()

    def _launch(self) -> None:
        _docker("start", self.container)

    def _is_up(self) -> bool:
        running = _docker("inspect", "--format", "{{.State.Running}}", self.container, check=False)
        return running.stdout.strip() == "true"

    def _log(self) -> str:
        return _docker("logs", "--tail", "50", self.container, check=False).stdout

    def kill(self) -> None:
        _docker("kill", self.container)

    def pause(self) -> None:
        _docker("pause", self.container)

    def resume(self) -> None:
        _docker("unpause", self.container, check=False)

    def remove(self) -> None:
        _docker("rm", "--force", "--volumes", self.container, check=False)


def _docker(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    if check and ran.returncode:
        raise Unavailable(f"docker {arguments[0]} failed: {ran.stderr}")
    return ran


def _until_gone(group: int) -> None:
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _others_may_read(folder: Path) -> bool:
    return all(path.stat().st_mode & 0o005 == 0o005 for path in [folder, *folder.parents])
