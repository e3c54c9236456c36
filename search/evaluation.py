"""How well the search ranks: a test collection of documents, questions and judgements, in the form of Cranfield."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from communities.actions.community import create_community
from search.backends import search_backend
from search.backends.base import SearchQuery
from search.kinds import Kind
from search.models import SearchEntry
from search.terms import read_terms

DOCUMENTS, QUESTIONS, JUDGEMENTS = "cran.all.1400", "cran.qry", "cranqrel"
BEST_CODE = 5  # judgements are codes from 1, the best, to 4: gain is 5 - code; -1 is no judgement
AT, DEEP = 10, 100


@dataclass(frozen=True)
class Collection:
    """Title and text by number of document; questions, numbered from 1; gains by question and document."""

    documents: Mapping[int, tuple[str, str]]
    questions: Sequence[str]
    gains: Mapping[int, Mapping[int, int]]


@dataclass(frozen=True)
class Quality:
    """Means over all questions with a judgement, from 0 to 1; linear gain, as trec_eval has it."""

    questions: int
    unanswered: int
    ndcg: float
    recall: float


def read_collection(folder: Path) -> Collection:
    """Read the three files of Cranfield; raises OSError when one is missing."""
    documents = {
        number: (fields.get("T", ""), fields.get("W", "")) for number, fields in _records(folder / DOCUMENTS)
    }
    questions = [fields.get("W", "") for _, fields in _records(folder / QUESTIONS)]
    gains: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for line in (folder / JUDGEMENTS).read_text(encoding="latin-1").splitlines():
        question, document, code = map(int, line.split()[:3])
        if code > 0:
            gains[question][document] = BEST_CODE - code
    return Collection(documents, questions, gains)


def _records(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """`.I 12` begins a record, `.T` and so on its fields."""
    text = file.read_text(encoding="latin-1")
    for record in re.split(r"^\.I ", text, flags=re.MULTILINE)[1:]:
        number, _, rest = record.partition("\n")
        parts = re.split(r"^\.([A-Z])\s*$", rest, flags=re.MULTILINE)
        yield (
            int(number),
            {name: " ".join(words.split()) for name, words in zip(parts[1::2], parts[2::2], strict=True)},
        )


def evaluate(collection: Collection, say: Callable[[str], None]) -> Quality:
    """Index the documents, ask the questions, and take everything back: nothing is left in the database."""
    with transaction.atomic():
        try:
            return _evaluate(collection, say)
        finally:
            transaction.set_rollback(True)


def _evaluate(collection: Collection, say: Callable[[str], None]) -> Quality:
    community = create_community(title="A test collection", slug="a-test-collection")
    entries = SearchEntry.objects.bulk_create(
        (
            SearchEntry(
                kind=Kind.WIKI, thing_id=number, community=community, title=title[:255], text=text, url="/"
            )
            for number, (title, text) in collection.documents.items()
        ),
        batch_size=100,
    )
    say(f"{len(entries)} documents indexed")
    backend = search_backend()
    backend.wrote(entries)
    try:
        scores = [
            _judge(_answers(question, community.pk), gains)
            for number, question in enumerate(collection.questions, start=1)
            if (gains := collection.gains.get(number))
        ]
    finally:
        backend.removed(entry.pk for entry in entries)
    count = len(scores)
    return Quality(
        questions=count,
        unanswered=sum(not found for _, _, found in scores),
        ndcg=sum(ndcg for ndcg, _, _ in scores) / count,
        recall=sum(recall for _, recall, _ in scores) / count,
    )


def _answers(question: str, community_id: int) -> list[int]:
    asked = read_terms(question)
    query = SearchQuery(
        terms=asked.terms,
        excluded=asked.excluded,
        readable=(community_id,),
        known=(community_id,),
        people=False,
    )
    return [place.thing_id for place in search_backend().rank(query, count=False).places]


def _judge(answers: list[int], gains: Mapping[int, int]) -> tuple[float, float, int]:
    """nDCG@10, recall@100, and how many were found at all."""
    gained = _discounted([gains.get(document, 0) for document in answers[:AT]])
    best = _discounted(sorted(gains.values(), reverse=True)[:AT])
    recalled = len(gains.keys() & set(answers[:DEEP])) / len(gains)
    return gained / best, recalled, len(answers)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
