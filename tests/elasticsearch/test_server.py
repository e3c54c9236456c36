"""A server of one's own can be killed, paused and emptied, and is gone afterwards, however the run ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.elasticsearch import distribution
from tests.elasticsearch.distribution import Unavailable
from tests.elasticsearch.rest import ask
from tests.elasticsearch.server import Server, kind_of_server

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "tests.elasticsearch"]


def can_start() -> bool:
    try:
        return bool(kind_of_server())
    except Unavailable:
        return bool(os.environ.get("CI"))  # which then fails, and says why


def counted(server: Server) -> int:
    return ask(server.url, "kept/_count", seconds=5)["count"]


def answers(server: Server) -> bool:
    try:
        ask(server.url, "_cluster/health", seconds=1)
    except OSError:
        return False
    return True


def test_a_server_survives_what_a_test_does_to_it(own_elasticsearch: Server) -> None:
    server = own_elasticsearch
    ask(server.url, "kept/_doc/1?refresh=true", {"text": "handover"}, method="PUT")

    server.pause()
    assert not answers(server)
    server.resume()
    assert answers(server)

    server.kill()
    assert not answers(server)
    server.start()
    assert counted(server) == 1

    server.pause()
    server.renew()
    assert ask(server.url, "_aliases") == {}


@pytest.mark.elasticsearch
@pytest.mark.skipif(not can_start(), reason="needs a JDK of 21 or later and Maven, or Docker")
def test_the_command_runs_on_a_server_and_ends_it_when_it_is_told_to_stop() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "ELASTICSEARCH_URL"}
    shown = "import os, time; print(os.environ['ELASTICSEARCH_URL'], flush=True); time.sleep(600)"
    running = subprocess.Popen(
        [*COMMAND, sys.executable, "-c", shown],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdout is not None
    url = running.stdout.readline().strip()
    assert ask(url, "_cluster/health")["number_of_nodes"] == 1

    running.send_signal(signal.SIGTERM)
    running.wait(timeout=30)

    with pytest.raises(OSError, match="refused"):
        ask(url, "_cluster/health", seconds=2)


def test_a_named_server_is_used_as_it_is() -> None:
    shown = [sys.executable, "-c", "import os; print(os.environ['ELASTICSEARCH_URL'])"]
    environment = {**os.environ, "ELASTICSEARCH_URL": "http://search.example:9200"}

    ran = subprocess.run(
        [*COMMAND, *shown], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "http://search.example:9200"


def test_where_no_server_can_be_had_one_line_says_how_to_get_one(tmp_path: Path) -> None:
    environment = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    without_java = (
        "import sys; from tests.elasticsearch import distribution as d; d.java_home = lambda: None; "
    )
    run = "sys.argv[1:] = ['true']; import tests.elasticsearch.__main__"

    ran = subprocess.run(
        [sys.executable, "-c", without_java + run], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert "apt-get install maven and a JDK of 21 or later" in ran.stderr


def test_the_server_of_the_tests_is_the_one_of_production() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    requirements = (ROOT / "requirements.txt").read_text()
    client = re.search(r"^elasticsearch==(\d+\.\d+)\.", requirements, re.MULTILINE)

    assert services["elasticsearch"]["image"] == f"elasticsearch:{distribution.VERSION}"
    assert client
    assert distribution.VERSION.startswith(f"{client[1]}.")
