"""Make test collections in the form of TREC from real content: `python -m bench.collections KIND SOURCE FOLDER`.

`threads`: a Stack Exchange dump. Every answer is a document; the question is each title, and its first sentences; its
answers are right, the accepted one twice as much. `handbook`: Markdown. Every section is a document without its
heading, which is asked; headings that stand more than once are not.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path
from xml.etree import ElementTree

LONGEST = 60  # words of a question in plain words
_TAG = re.compile(r"<[^>]+>")
_HEADING = re.compile(r"^#{1,4}\s+(.+?)\s*#*$", re.MULTILINE)
_MARKS = re.compile(r"\s*\{#+[^{}]*\}|\{%.*?%\}|\{\{.*?\}\}|[*_`]|\[([^\]]*)\]\([^)]*\)", re.DOTALL)


def plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def write(
    folder: Path,
    documents: Iterable[tuple[str, str, str]],
    topics: Iterable[tuple[str, str, str]],
    judgements: Iterable[tuple[str, str, int]],
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "documents.trec").write_text(
        "".join(
            f"<DOC>\n<DOCNO>{name}</DOCNO>\n<TITLE>{escape(title)}</TITLE>\n<TEXT>{escape(text)}</TEXT>\n</DOC>\n"
            for name, title, text in documents
        )
    )
    (folder / "topics.trec").write_text(
        "".join(
            f"<top>\n<num> Number: {name}\n<title> {escape(few)}\n<desc> Description: {escape(many)}\n</top>\n"
            for name, few, many in topics
        )
    )
    (folder / "qrels.txt").write_text(
        "".join(f"{topic} 0 {document} {gain}\n" for topic, document, gain in judgements)
    )


def threads(source: Path, folder: Path) -> None:
    rows = [row.attrib for row in ElementTree.parse(source).getroot()]  # noqa: S314 - a file of one's own
    questions = {row["Id"]: row for row in rows if row["PostTypeId"] == "1"}
    answers = [row for row in rows if row["PostTypeId"] == "2" and row["ParentId"] in questions]
    write(
        folder,
        ((row["Id"], "", plain(row["Body"])) for row in answers),
        (
            (name, row["Title"], " ".join(plain(row["Body"]).split()[:LONGEST]))
            for name, row in questions.items()
        ),
        (
            (
                row["ParentId"],
                row["Id"],
                1 + (questions[row["ParentId"]].get("AcceptedAnswerId") == row["Id"]),
            )
            for row in answers
        ),
    )


def handbook(source: Path, folder: Path) -> None:
    found = []
    for file in sorted(source.rglob("*.md")):
        parts = _HEADING.split(_MARKS.sub(r"\1", file.read_text(encoding="utf-8")))
        for heading, body in zip(parts[1::2], parts[2::2], strict=True):
            if len(body.split()) >= 10:
                found.append((str(len(found) + 1), heading.strip(), plain(body)))
    often = Counter(heading.casefold() for _, heading, _ in found)
    asked = [(name, heading, "") for name, heading, _ in found if often[heading.casefold()] == 1]
    write(
        folder,
        ((name, "", body) for name, _, body in found),
        asked,
        ((name, name, 1) for name, _, _ in asked),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=("threads", "handbook"))
    parser.add_argument("source", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    {"threads": threads, "handbook": handbook}[asked.kind](asked.source, asked.folder)


if __name__ == "__main__":
    main()
