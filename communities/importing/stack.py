"""Reading a Stack Exchange `Posts.xml`: questions, and the answers to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from communities.actions.thread_import import Brought
from communities.importing.dumps import ReadThread, UnreadableDump, line_of, moment_of, number_of, source_of
from communities.importing.report import Report
from communities.states import ThreadKind
from core.links import link_target

QUESTION, ANSWER = "1", "2"
_OTHER_TYPES = {
    "3": "wiki",
    "4": "tag description",
    "5": "tag description",
    "6": "moderation",
    "7": "moderation",
}
_MOST_FAULTS = 20
Row = dict[str, str]


@dataclass
class _Question:
    row: Row
    answers: list[Row] = field(default_factory=list)


def stack_exchange(path: Path, report: Report) -> Iterator[ReadThread]:
    """Every question with its answers, in the order of the file. Raises UnreadableDump."""
    questions: dict[str, _Question] = {}
    answers: list[Row] = []
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


def _rows(path: Path, report: Report) -> Iterator[Row]:
    """The `row` elements, each Id once. Entities are never resolved and nothing is fetched."""
    seen: set[str] = set()
    with path.open("rb") as stream:
        events = etree.iterparse(
            stream, tag="row", resolve_entities=False, no_network=True, load_dtd=False, recover=True
        )
        try:
            for _, element in events:
                row = {str(key): str(value) for key, value in element.attrib.items()}
                where = f"line {element.sourceline}"
                _forget(element)
                if not row.get("Id"):
                    report.problem("A row without an Id", where)
                elif row["Id"] in seen:
                    report.problem("A row whose Id was there before", where, row["Id"])
                else:
                    seen.add(row["Id"])
                    yield row
        except etree.XMLSyntaxError as failure:
            report.problem("Broken XML: what follows is missing", f"line {failure.lineno}", failure.msg or "")
        for fault in list(events.error_log)[:_MOST_FAULTS]:
            report.problem("Broken XML: the rest of the row is missing", f"line {fault.line}", fault.message)
    if not seen:
        raise UnreadableDump(
            "There is no row with an Id in this file: it is not the Posts.xml of a Stack Exchange dump"
        )


def _forget(element: etree._Element) -> None:
    """Give back the memory of a row that was read, and of those before it."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]


def _thread_of(question: _Question, report: Report) -> ReadThread | None:
    row = question.row
    where = f"question {row['Id']}"
    title = line_of(row.get("Title"))
    if not title:
        report.problem(
            "A question without a title, and its answers", where, f"{len(question.answers)} answers"
        )
        return None
    opening = _post_of(row, report)
    if opening is None:
        return None
    accepted = row.get("AcceptedAnswerId", "")
    replies = [reply for answer in question.answers if (reply := _post_of(answer, report, accepted))]
    if accepted and not any(reply.is_accepted for reply in replies):
        report.problem("The accepted answer is not in the file", where, accepted)
    if comments := number_of(row.get("CommentCount")):
        report.problem("Comments are not in the file", where, f"{comments}")
    return ReadThread(
        source_name=source_of(f"stack-exchange:{row['Id']}"),
        kind=ThreadKind.QUESTION,
        title=title,
        tags=tuple(_tags(row.get("Tags", ""))),
        opening=opening,
        replies=tuple(sorted(replies, key=lambda reply: (reply.created_at, reply.source_name))),
        is_closed=bool(row.get("ClosedDate")),
    )


def _post_of(row: Row, report: Report, accepted: str = "") -> Brought | None:
    where = f"row {row['Id']}"
    created = moment_of(row.get("CreationDate"), where, report)
    if created is None:
        report.problem("A post without a date", where)
        return None
    owner = row.get("OwnerUserId")
    name = row.get("OwnerDisplayName") or (f"Stack Exchange user {owner}" if owner else "")
    return Brought(
        source_name=source_of(f"stack-exchange:{row['Id']}"),
        body=pictures_as_links(row.get("Body", ""), where, report),
        created_at=created,
        author_name=line_of(name),
        score=number_of(row.get("Score")),
        is_accepted=row["Id"] == accepted,
    )


def pictures_as_links(body: str, where: str, report: Report) -> str:
    """A picture on another site becomes a link to it: no page here shows what others serve."""
    if "<img" not in body.lower():
        return body
    try:
        root = lxml_html.fragment_fromstring(body, create_parent="div")
    except (etree.ParserError, ValueError):
        return body
    for picture in list(root.iter("img")):
        source = picture.get("src") or ""
        report.problem("A picture on another site became a link", where, source)
        words = line_of(picture.get("alt")) or "picture"
        in_a_link = any(above.tag == "a" for above in picture.iterancestors())
        instead = lxml_html.Element("em" if in_a_link or link_target(source) is None else "a", href=source)
        instead.text, instead.tail = words, picture.tail
        picture.getparent().replace(picture, instead)
    return (root.text or "") + "".join(lxml_html.tostring(child, encoding="unicode") for child in root)


def _tags(source: str) -> list[str]:
    """`<storage><whole-bean>` or `|storage|whole-bean|`."""
    return [tag for tag in source.replace("><", "|").strip("<>|").split("|") if tag]
