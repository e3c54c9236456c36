"""Reading JSON Lines: one thread a line.

{"id": 7, "title": "…", "kind": "question", "tags": ["…"], "accepted": 2, "closed": false,
 "posts": [{"id": 1, "body": "<p>…</p>", "author": "…", "created": "2026-11-02T08:30:00Z", "score": 3}]}
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communities.actions.thread_import import Brought
from communities.importing.dumps import ReadThread, line_of, moment_of, number_of, source_of
from communities.importing.report import Report
from communities.importing.stack import pictures_as_links
from communities.states import ThreadKind


class _NoThread(ValueError):
    """Why a line cannot become a thread."""


def json_lines(path: Path, report: Report) -> Iterator[ReadThread]:
    """Every thread, in the order of the file; a line that is none is reported."""
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            where = f"line {number}"
            try:
                yield _thread_of(_dict(json.loads(line), "a line"), where, report)
            except _NoThread as failure:
                report.problem(f"Not a thread: {failure}", where)
            except (ValueError, RecursionError):
                report.problem("Not a thread: the line is not JSON", where)


def _thread_of(source: dict[str, Any], where: str, report: Report) -> ReadThread:
    name = f"json:{_identity(source.get('id'), 'a thread')}"
    title = line_of(source.get("title"))
    kind = str(source.get("kind") or ThreadKind.QUESTION)
    if not title:
        raise _NoThread("it has no title")
    if kind not in ThreadKind.values:
        raise _NoThread(f"its kind is not one of {', '.join(ThreadKind.values)}")
    posts = [
        _post_of(name, number, _dict(post, "a post"), source.get("accepted"), where, report)
        for number, post in enumerate(_list(source.get("posts"), "posts"))
    ]
    if not posts:
        raise _NoThread("it has no posts")
    once = {post.source_name: post for post in reversed(posts)}
    if len(once) < len(posts):
        report.problem("Posts with the same id: the first was taken", where)
        posts = [post for post in posts if once[post.source_name] is post]
    if source.get("accepted") is not None and not any(post.is_accepted for post in posts[1:]):
        report.problem("The accepted answer is not among the replies", where, str(source["accepted"]))
    return ReadThread(
        source_name=source_of(name),
        kind=kind,
        title=title,
        tags=tuple(tag for each in _list(source.get("tags"), "tags") if (tag := line_of(each))),
        opening=posts[0],
        replies=tuple(posts[1:]),
        is_closed=source.get("closed") is True,
    )


def _post_of(
    thread: str, number: int, post: dict[str, Any], accepted: Any, where: str, report: Report
) -> Brought:
    identity = _identity(post.get("id", number), "a post")
    created = moment_of(post.get("created"), where, report)
    if created is None:
        raise _NoThread("a post needs a date in “created”, like 2026-11-02T08:30:00Z")
    if not isinstance(post.get("body"), str):
        raise _NoThread("a post needs its text in “body”")
    return Brought(
        source_name=source_of(f"{thread}:{identity}"),
        body=pictures_as_links(post["body"], where, report),
        created_at=created,
        author_name=line_of(post.get("author")),
        score=number_of(post.get("score")),
        is_accepted=accepted is not None and str(accepted) == identity,
    )


def _identity(value: Any, of: str) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        raise _NoThread(f"{of} needs an “id”, a number or a word")
    return str(value)


def _dict(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _NoThread(f"{what} is not an object in braces")
    return value


def _list(value: Any, what: str) -> list[Any]:
    if value is not None and not isinstance(value, list):
        raise _NoThread(f"its {what} are not a list")
    return value or []
