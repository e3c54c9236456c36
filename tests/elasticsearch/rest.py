"""Questions to a server by plain HTTP: before there is a client, and about what the client hides."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

_opener = build_opener(ProxyHandler({}))  # the server is on this machine


def ask(url: str, path: str, body: Any = None, *, method: str | None = None, seconds: float = 30) -> Any:
    """The answer of `url/path`; an answer that is an error raises HTTPError."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(f"{url}/{path}", data, {"Content-Type": "application/json"}, method=method)
    with _opener.open(request, timeout=seconds) as answer:
        return json.load(answer)


def remove_indices(url: str, prefix: str = "") -> None:
    """Delete every index whose name begins with `prefix`."""
    names = ask(url, f"{prefix}*?features=aliases&expand_wildcards=open,closed")
    for name in names:
        ask(url, name, method="DELETE")
