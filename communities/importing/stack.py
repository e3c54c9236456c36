"""Reading dumps of threads: a Stack Exchange `Posts.xml`, or JSON Lines with one thread a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.dateparse import parse_datetime
from lxml import etree
from lxml import html as lxml_html

from communities.actions.thread_import import Brought
from communities.importing.report import Report
from communities.states import ThreadKind

QUESTION, ANSWER = "1", "2"
_OTHER_TYPES = {
    "4": "tag description",
    "5": "tag description",
    "3": "wiki",
    "6": "moderation",
    "7": "moderation",
}


@dataclass(frozen=True)
class ReadThread:
    """One thread of a dump; `source_name` finds it again at the next import."""

    source_name: str
    kind: str
    title: str
    tags: tuple[str, ...]
    opening: Brought
    replies: tuple[Brought, ...]
    is_closed: bool = False


class UnreadableDump(Exception):
    """The file is no dump that we know; the message says what was expected."""


def read_threads(path: Path, report: Report) -> Iterator[ReadThread]:
    """Every thread of a dump, oldest first. Raises UnreadableDump."""
    with path.open("rb") as stream:
        start = stream.read(200).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return _stack_exchange(path, report)
    if start.startswith(b"{"):
        return _json_lines(path, report)
    raise UnreadableDump(
        "This is neither a Stack Exchange Posts.xml nor JSON Lines: it starts with neither < nor {"
    )


# -- Stack Exchange ----------------------------------------------------------------------------------------
@dataclass
class _Question:
    row: dict[str, str]
    answers: list[dict[str, str]] = field(default_factory=list)


def _stack_exchange(path: Path, report: Report) -> Iterator[ReadThread]:
    questions: dict[str, _Question] = {}
    answers: list[dict[str, str]] = []
    for row in _rows(path, report):
        if row.get("PostTypeId") == QUESTION:
            questions[row["Id"]] = _Question(row)
        elif row.get("PostTypeId") == ANSWER:
            answers.append(row)
        else:
            what = _OTHER_TYPES.get(row.get("PostTypeId", ""), "unknown kind of row")
            report.problem(f"Not a question or answer: {what}", f"row {row['Id']}")
    for answer in answers:
        if question := questions.get(answer.get("ParentId", "")):
            question.answers.append(answer)
        else:
            report.problem("An answer whose question is not in the file", f"row {answer['Id']}")
    for question in questions.values():
        if thread := _thread_of(question, report):
            yield thread


def _rows(path: Path, report: Report) -> Iterator[dict[str, str]]:
    """The `row` elements; entities are never resolved and nothing is fetched."""
    with path.open("rb") as stream:
        rows = etree.iterparse(
            stream, tag="row", resolve_entities=False, no_network=True, load_dtd=False, recover=True
        )
        for _, element in rows:
            row = {str(key): str(value) for key, value in element.attrib.items()}
            element.clear()
            if row.get("Id"):
                yield row
            else:
                report.problem("A row without an Id", f"line {element.sourceline}")
        for failure in list(rows.error_log)[:20]:
            report.problem(
                "Broken XML: the rest of the row is missing", f"line {failure.line}", failure.message
            )


def _thread_of(question: _Question, report: Report) -> ReadThread | None:
    row = question.row
    where = f"question {row['Id']}"
    opening = _post_of(row, report)
    title = " ".join(row.get("Title", "").split())
    if opening is None or not title:
        report.problem("A question without title or date", where)
        return None
    accepted = row.get("AcceptedAnswerId", "")
    replies = [reply for answer in question.answers if (reply := _post_of(answer, report, accepted))]
    if comments := _number(row.get("CommentCount")):
        report.problem("Comments are not in the file", where, f"{comments}")
    return ReadThread(
        source_name=f"stack-exchange:{row['Id']}",
        kind=ThreadKind.QUESTION,
        title=title,
        tags=tuple(_tags(row.get("Tags", ""))),
        opening=opening,
        replies=tuple(sorted(replies, key=lambda reply: (reply.created_at, reply.source_name))),
        is_closed=bool(row.get("ClosedDate")),
    )


def _post_of(row: dict[str, str], report: Report, accepted: str = "") -> Brought | None:
    where = f"row {row['Id']}"
    created = _moment(row.get("CreationDate"))
    if created is None:
        report.problem("A post without a date", where)
        return None
    owner = row.get("OwnerUserId")
    name = row.get("OwnerDisplayName") or (f"Stack Exchange user {owner}" if owner else "")
    return Brought(
        source_name=f"stack-exchange:{row['Id']}",
        body=pictures_as_links(row.get("Body", ""), where, report),
        created_at=created,
        author_name=name[:120],
        score=_number(row.get("Score")),
        is_accepted=row["Id"] == accepted,
    )


def pictures_as_links(body: str, where: str, report: Report) -> str:
    """A picture on another site becomes a link to it: no page here shows what others serve."""
    if "<img" not in body:
        return body
    try:
        root = lxml_html.fragment_fromstring(body, create_parent="div")
    except (etree.ParserError, ValueError):
        return body
    for picture in list(root.iter("img")):
        source = picture.get("src") or ""
        report.problem("A picture on another site became a link", where, source)
        link = lxml_html.Element("a", href=source)
        link.text, link.tail = picture.get("alt") or "picture", picture.tail
        picture.getparent().replace(picture, link)
    return (root.text or "") + "".join(lxml_html.tostring(child, encoding="unicode") for child in root)


def _tags(source: str) -> list[str]:
    """`<storage><whole-bean>` or `|storage|whole-bean|`."""
    return [tag for tag in source.replace("><", "|").strip("<>|").split("|") if tag]


# -- JSON Lines --------------------------------------------------------------------------------------------
def _json_lines(path: Path, report: Report) -> Iterator[ReadThread]:
    """A line: `{"id", "title", "kind", "tags", "accepted", "posts": [{"id", "body", "author", "created"}]}`."""
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                yield _thread_of_json(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError) as failure:
                report.problem(
                    "A line that is not a thread", f"line {number}", str(failure) or type(failure).__name__
                )


def _thread_of_json(source: dict[str, Any]) -> ReadThread:
    name = f"json:{source['id']}"
    title = " ".join(str(source["title"]).split())
    kind = str(source.get("kind") or ThreadKind.QUESTION)
    posts = [
        _post_of_json(name, number, post, source.get("accepted"))
        for number, post in enumerate(source["posts"])
    ]
    if not posts or not title or kind not in ThreadKind.values:
        raise ValueError("a thread needs a title, a known kind and at least one post")
    return ReadThread(
        source_name=name,
        kind=kind,
        title=title,
        tags=tuple(str(tag) for tag in source.get("tags") or ()),
        opening=posts[0],
        replies=tuple(posts[1:]),
        is_closed=bool(source.get("closed")),
    )


def _post_of_json(thread: str, number: int, post: dict[str, Any], accepted: Any) -> Brought:
    identity = post.get("id", number)
    return Brought(
        source_name=f"{thread}:{identity}",
        body=str(post["body"]),
        created_at=_required_moment(post.get("created")),
        author_name=str(post.get("author") or "")[:120],
        score=_number(post.get("score")),
        is_accepted=accepted is not None and accepted == identity,
    )


def _required_moment(source: Any) -> datetime:
    moment = _moment(source)
    if moment is None:
        raise ValueError("a post needs a date in `created`, like 2026-11-02T08:30:00Z")
    return moment


def _moment(source: Any) -> datetime | None:
    try:
        moment = parse_datetime(str(source or ""))
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _number(source: Any) -> int:
    try:
        return max(-1_000_000, min(int(source), 1_000_000))
    except (TypeError, ValueError):
        return 0
