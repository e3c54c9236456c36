"""Test collections: documents, questions and judgements, in the form of TREC or of Cranfield."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

CRANFIELD = ("cran.all.1400", "cran.qry", "cranqrel")
BEST_CODE = (
    5  # judgements of Cranfield are codes from 1, the best, to 4: gain is 5 - code; -1 is no judgement
)
TREC = ("documents*", "topics*", "qrels*")
_FIELD = re.compile(r"<(num|title|desc|narr)>\s*(?:Number|Topic|Description|Narrative)?:?", re.IGNORECASE)
_DOCUMENT = re.compile(r"<DOC>(.*?)</DOC>", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"<DOCNO>\s*(.*?)\s*</DOCNO>", re.DOTALL | re.IGNORECASE)
_TITLE = re.compile(r"<(TITLE|HEADLINE|HL)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,200}>")


class NoCollection(Exception):
    """Says what is missing."""


@dataclass(frozen=True)
class Question:
    """`topic` names its judgements: one topic may be asked in few words and in many."""

    topic: str
    text: str


@dataclass(frozen=True)
class Collection:
    """Title and text by document; gains by topic and document, only those above nothing."""

    name: str
    documents: Mapping[str, tuple[str, str]]
    questions: tuple[Question, ...]
    gains: Mapping[str, Mapping[str, int]]


def read_collection(folder: Path) -> Collection:
    """Raises NoCollection where the folder holds neither form."""
    if all((folder / name).is_file() for name in CRANFIELD):
        return _cranfield(folder)
    found = [sorted(file for file in folder.glob(pattern) if file.is_file()) for pattern in TREC]
    if not all(found):
        raise NoCollection(
            f"There is no test collection in {folder}: it has neither {', '.join(CRANFIELD)} nor {', '.join(TREC)}."
        )
    documents, topics, judgements = found
    return _checked(
        Collection(
            folder.resolve().name,
            dict(each for file in documents for each in _trec_documents(_text(file))),
            tuple(question for file in topics for question in _trec_topics(_text(file))),
            _trec_judgements(line for file in judgements for line in _text(file).splitlines()),
        )
    )


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _checked(collection: Collection) -> Collection:
    if not any(collection.gains.get(question.topic) for question in collection.questions):
        raise NoCollection(f"No question of {collection.name} has a judgement.")
    return collection


# -- TREC --------------------------------------------------------------------------------------------------
def _trec_documents(text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for document in _DOCUMENT.findall(text):
        if not (number := _NUMBER.search(document)):
            continue
        title = _TITLE.search(document)
        rest = _TITLE.sub(" ", _NUMBER.sub(" ", document), count=1)
        yield number[1], (_words(title[2]) if title else "", _words(rest))


def _trec_topics(text: str) -> Iterator[Question]:
    """The title of a topic is how people search, its description how they would ask."""
    for topic in re.findall(r"<top>(.*?)</top>", text, re.DOTALL | re.IGNORECASE):
        parts = _FIELD.split(topic)
        fields = {name.lower(): _words(words) for name, words in zip(parts[1::2], parts[2::2], strict=True)}
        for asked in ("title", "desc"):
            if fields.get(asked):
                yield Question(fields.get("num", ""), fields[asked])


def _trec_judgements(lines: Iterable[str]) -> dict[str, dict[str, int]]:
    gains: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in lines:
        parts = line.split()
        if len(parts) == 4 and parts[3].lstrip("-").isdigit() and int(parts[3]) > 0:
            gains[parts[0]][parts[2]] = int(parts[3])
    return gains


def _words(text: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", text)).split())


# -- Cranfield ---------------------------------------------------------------------------------------------
def _cranfield(folder: Path) -> Collection:
    """Judgements number the questions 1, 2, 3 in their order, whatever their own number says."""
    documents, questions, judgements = (folder / name for name in CRANFIELD)
    gains: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in judgements.read_text(encoding="latin-1").splitlines():
        question, document, code = line.split()[:3]
        if int(code) > 0:
            gains[question][document] = BEST_CODE - int(code)
    return _checked(
        Collection(
            folder.resolve().name,
            {
                number: (fields.get("T", ""), fields.get("W", ""))
                for number, fields in _records(documents.read_text(encoding="latin-1"))
            },
            tuple(
                Question(str(number), fields.get("W", ""))
                for number, (_, fields) in enumerate(
                    _records(questions.read_text(encoding="latin-1")), start=1
                )
            ),
            gains,
        )
    )


def _records(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """`.I 12` begins a record, `.T` and so on its fields."""
    for record in re.split(r"^\.I ", text, flags=re.MULTILINE)[1:]:
        number, _, rest = record.partition("\n")
        parts = re.split(r"^\.([A-Z])\s*$", rest, flags=re.MULTILINE)
        fields = {name: " ".join(words.split()) for name, words in zip(parts[1::2], parts[2::2], strict=True)}
        yield number.strip(), fields
