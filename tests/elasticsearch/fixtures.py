"""What a test gets of a server: the one of the whole run, with names of its own, or a server for itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.elasticsearch.distribution import Unavailable
from tests.elasticsearch.rest import remove_indices
from tests.elasticsearch.server import Server, kind_of_server, running_server


@dataclass(frozen=True)
class Engine:
    """The server of the run. Every index of this process must begin with `prefix`."""

    url: str
    prefix: str


@pytest.fixture(scope="session")
def elasticsearch() -> Iterator[Engine]:
    """All processes of the run share the server that ELASTICSEARCH_URL names; what begins with `prefix` is removed."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "main")
    engine = Engine(os.environ["ELASTICSEARCH_URL"].rstrip("/"), f"test-{process}-{os.getpid()}-")
    yield engine
    remove_indices(engine.url, engine.prefix)


@pytest.fixture(scope="session")
def spare_elasticsearch() -> Iterator[Server]:
    try:
        kind_of_server()
    except Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    with running_server() as server:
        yield server


@pytest.fixture
def own_elasticsearch(spare_elasticsearch: Server) -> Server:
    """A running, empty server that the test may kill, pause and empty. The tests of one process take turns with it."""
    spare_elasticsearch.renew()
    return spare_elasticsearch
