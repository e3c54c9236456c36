"""A test collection indexed and asked as the site indexes and asks; afterwards nothing of it is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.conf import settings

from communities.actions.community import create_community
from communities.models import CommunityPage
from search import indexing
from search.backends import search_backend
from search.backends.base import RANKED, SearchQuery
from search.evaluation.collections import Collection, Question
from search.evaluation.measures import Quality, judge, mean
from search.evaluation.plain import plain_bm25
from search.kinds import Kind
from search.language import stem, words
from search.meaning.matrix import forget_matrix
from search.meaning.rows import make_missing
from search.models import SearchEntry
from search.results import best_places
from search.terms import QUOTES, STOP_WORDS, read_terms

FEW = 3  # content words: what is typed into a search box; more is a question in plain words
SOME = 5  # questions that show whether an engine answers by itself
Answers = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Figures:
    """One engine on one kind of question."""

    engine: str
    kind: str
    quality: Quality


def content_words(text: str) -> list[str]:
    return [word for word in words(text) if word not in STOP_WORDS]


def evaluate(collection: Collection, *, cut: bool, say: Callable[[str], None]) -> list[Figures]:
    """Index the documents, ask the questions, and take everything back."""
    asked = [question for question in collection.questions if collection.gains.get(question.topic)]
    if cut:
        asked += cut_to_rarest(collection, asked)
    try:
        with search_backend().apart() as settle:
            return list(_evaluate(collection, asked, say, settle))
    finally:
        if settings.SEARCH_MEANING:
            forget_matrix()


def cut_to_rarest(collection: Collection, questions: Sequence[Question]) -> list[Question]:
    """The same questions as people type them: their three rarest words, in their order."""
    found_in = Counter(
        each
        for title, text in collection.documents.values()
        for each in {stem(word) for word in words(f"{title} {text}")}
    )
    cuts = []
    for question in questions:
        telling = dict.fromkeys(word for word in content_words(question.text) if found_in[stem(word)])
        if len(telling) > FEW:
            rarest = sorted(telling, key=lambda word: found_in[stem(word)])[:FEW]
            cuts.append(replace(question, text=" ".join(word for word in telling if word in rarest)))
    return cuts


def _evaluate(
    collection: Collection, asked: Sequence[Question], say: Callable[[str], None], settle: Callable[[], None]
) -> Iterator[Figures]:
    community = create_community(title="A test collection", slug="a-test-collection")
    backend = search_backend()
    names = _index(collection, community)
    make_missing(kind=Kind.WIKI, community=community)
    settle()
    say(f"{collection.name}: {len(names)} documents, {len(asked)} questions")

    def by_the_engine(question: str) -> list[str]:
        query = _query(question, community)
        return [names[found] for found in backend.plain(question, query, limit=RANKED)]

    def by_the_site(question: str) -> list[str]:
        return [names[place.thing_id] for place in best_places(backend, _query(question, community))]

    with plain_bm25(collection.documents.items()) as plain:
        yield from _measure("plain BM25", partial(plain.answers, limit=RANKED), collection, asked)
    if any(by_the_engine(question.text) for question in asked[:SOME]):
        yield from _measure("the engine", by_the_engine, collection, asked)
    yield from _measure("this site", by_the_site, collection, asked)


def _index(collection: Collection, community: CommunityPage) -> dict[int, str]:
    """Names of documents by the id that they have here: below nothing, where no page of the site is."""
    names = {-number: name for number, name in enumerate(collection.documents, start=1)}
    for thing_id, name in names.items():
        title, text = collection.documents[name]
        indexing.write(
            SearchEntry.objects.filter(kind=Kind.WIKI, thing_id=thing_id),
            [
                SearchEntry(
                    kind=Kind.WIKI, thing_id=thing_id, community=community, title=title, text=text, url="/"
                )
            ],
        )
    return names


def _query(question: str, community: CommunityPage) -> SearchQuery:
    """Quotation marks in a collection are those of a sentence: nobody meant "exactly this"."""
    asked = read_terms(question.translate(QUOTES).replace('"', " "))
    return SearchQuery(
        terms=asked.terms,
        excluded=asked.excluded,
        readable=(community.pk,),
        known=(community.pk,),
        people=False,
    )


def _measure(
    engine: str, answers: Answers, collection: Collection, asked: Sequence[Question]
) -> Iterator[Figures]:
    """By kind of question, then all; a kind that nobody asked is left out."""
    judged = [
        (
            len(content_words(question.text)) <= FEW,
            judge(answers(question.text), collection.gains[question.topic]),
        )
        for question in asked
    ]
    for kind, some in (
        (f"1–{FEW} words", [quality for is_short, quality in judged if is_short]),
        ("longer", [quality for is_short, quality in judged if not is_short]),
    ):
        if some:
            yield Figures(engine, kind, mean(some))
