"""Elasticsearch as a test wants it: an index of its own, and whatever was written can be found at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener
from uuid import uuid4

from search.backends.base import Faults, Ranking, SearchQuery
from search.backends.elasticsearch import ElasticsearchSearch, indices
from search.backends.elasticsearch.connection import breaker, working
from search.models import IndexChange
from tests.elasticsearch.rest import remove_indices


class Engine(ElasticsearchSearch):
    def settle(self) -> None:
        """Whatever the engine was told can be found."""
        with working() as engine:
            engine.indices.refresh(index=indices.READ.name)


class AtOnce(Engine):
    """Tells the engine of every change before each question, as a worker does within seconds."""

    def rank(self, query: SearchQuery, *, count: bool = True) -> Ranking:
        self.tell()
        return super().rank(query, count=count)

    def found_words(self, query: SearchQuery, words: Iterable[str]) -> set[str]:
        self.tell()
        return super().found_words(query, words)

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        self.tell()
        return super().suggest(query, limit=limit)

    def faults(self) -> Faults:
        self.tell()
        return super().faults()

    def tell(self) -> None:
        if IndexChange.objects.exists():
            self.catch_up()
            self.settle()


@contextmanager
def engine_in_use(settings: Any, url: str, prefix: str = "", *, settle: bool = True) -> Iterator[Engine]:
    """The settings name an engine with an empty index of its own; with `settle` it is told of changes at once."""
    kind = AtOnce if settle else Engine
    settings.ELASTICSEARCH_URL = url
    settings.SEARCH_PATIENCE = 20  # a busy machine is no fault
    settings.SEARCH_INDEX = f"{prefix}{uuid4().hex[:8]}"
    settings.SEARCH_BACKEND = f"{kind.__module__}.{kind.__name__}"
    breaker.answered()
    backend = kind()
    backend.rebuild(lambda done: None)
    yield backend
    breaker.answered()
    remove_indices(url, settings.SEARCH_INDEX)


@contextmanager
def busy(url: str, *, times: int) -> Iterator[str]:
    """An address that refuses changes so often because it has too much to do, and then hands all on to the engine."""
    left = [429] * times

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._hand_on()

        def do_POST(self) -> None:
            self._hand_on()

        def do_PUT(self) -> None:
            self._hand_on()

        def _hand_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path.startswith("/_bulk") and left:
                left.pop()
                return self._answer(429, b"{}")
            asked = Request(url + self.path, body or None, dict(self.headers), method=self.command)
            with build_opener(ProxyHandler({})).open(asked) as answer:
                return self._answer(answer.status, answer.read())

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/vnd.elasticsearch+json; compatible-with=9")
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
