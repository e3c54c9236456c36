"""The seam, as Elasticsearch answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from elasticsearch.dsl import Q, Search

from search import outbox
from search.backends.base import (
    FACET_VALUES,
    FACETS,
    LIKE,
    RANKED,
    Counted,
    EngineState,
    Faults,
    Ranked,
    Ranking,
    SearchQuery,
    Variant,
)
from search.backends.elasticsearch import auditing, catching_up, indices, questions, rebuilding
from search.backends.elasticsearch.apart import apart
from search.backends.elasticsearch.connection import asking
from search.models import SearchEntry

WORDS_AT_ONCE = 200
SMALL = 10_000  # entries: some seconds
ENTRY = {"entry": {"order": "asc"}}
NEWEST = {"updated_at": {"order": "desc", "missing": "_last"}}


class ElasticsearchSearch:
    def rank(self, query: SearchQuery, *, count: bool = True) -> Ranking:
        """Everything in one request. Filters narrow after the counting, since each facet is counted without its own."""
        if not (query.terms or query.filters):
            return Ranking()
        found = _ordered(query).filter(questions.may(query))
        if narrowed := questions.narrowed(query.filters):
            found = found.post_filter(Q("bool", filter=narrowed)) if count else found.filter(*narrowed)
        if count:
            for name, counted in questions.counts(query.filters).items():
                found.aggs.bucket(name, counted)
        answer = _answer(found, size=RANKED)
        return Ranking(
            places=_as_rows_say(query, answer),
            counts=list(_counted(answer["aggregations"])) if count else [],
            total=answer["aggregations"]["total"]["things"]["value"] if count else 0,
        )

    def found_words(self, query: SearchQuery, words: Iterable[str]) -> set[str]:
        asked = list(words)
        found: set[str] = set()
        for start in range(0, len(asked), WORDS_AT_ONCE):
            found |= self._found_words(query, asked[start : start + WORDS_AT_ONCE])
        return found

    def _found_words(self, query: SearchQuery, asked: list[str]) -> set[str]:
        search = Search().query("bool", filter=[questions.may(query)])
        said = {str(number): questions.says(Variant(word)) for number, word in enumerate(asked)}
        search.aggs.bucket("said", "filters", filters=said)
        buckets = _answer(search, size=0)["aggregations"]["said"]["buckets"]
        return {word for number, word in enumerate(asked) if buckets[str(number)]["doc_count"]}

    def suggest(self, query: SearchQuery, *, limit: int) -> list[int]:
        beginning = questions.title_beginning(query)
        if beginning is None:
            return []
        found = Search().query(questions.weighed(beginning)).filter(questions.may(query))
        answer = _answer(found.sort("_score", ENTRY), size=limit)
        return [place.entry_id for place in _as_rows_say(query, answer)]

    def nearest(self, query: SearchQuery, vector: Any, *, limit: int) -> list[int]:
        """The filter is part of the search for the nearest: what may not be found takes nobody's place."""
        found = Search().knn(
            "vector",
            k=limit,
            num_candidates=2 * limit,
            query_vector=[float(each) for each in vector],
            similarity=LIKE,
            filter=Q("bool", filter=[questions.may(query), *questions.narrowed(query.filters)]),
        )
        return [_ranked(hit).entry_id for hit in _answer(found, size=limit)["hits"]["hits"]]

    def wrote(self, entries: Iterable[SearchEntry]) -> None:
        outbox.note(entry.pk for entry in entries)

    def removed(self, entry_ids: Iterable[int]) -> None:
        outbox.note(entry_ids, is_gone=True)

    def catch_up(self) -> None:
        """A small site that has no index yet gets its first by itself; a large one when somebody says so."""
        if indices.serving() is None and SearchEntry.objects.count() <= SMALL:
            rebuilding.rebuild(lambda done: None)
        catching_up.catch_up()

    def rebuild(self, say: Callable[[int], None]) -> None:
        rebuilding.rebuild(say)

    def faults(self) -> Faults:
        return auditing.faults()

    def repair(self) -> None:
        auditing.repair()

    def apart(self) -> AbstractContextManager[Callable[[], None]]:
        return apart()

    def state(self) -> EngineState:
        return indices.state()

    def plain(self, text: str, query: SearchQuery, *, limit: int) -> list[int]:
        asked = Q("combined_fields", query=text, fields=["title", "text"])
        answer = _answer(Search().query(asked).filter(questions.may(query)), size=limit)
        return [_ranked(hit).thing_id for hit in answer["hits"]["hits"]]


def _ordered(query: SearchQuery) -> Search[Any]:
    if query.is_browsing:
        return Search().query(questions.browsing(query)).sort(NEWEST, ENTRY).collapse("thing")
    found = Search().query(questions.weighed(questions.matching(query)))
    return found.sort(NEWEST if query.newest_first else "_score", ENTRY)


def _answer(search: Search[Any], *, size: int) -> dict[str, Any]:
    """Of a document only two numbers are read, from their columns."""
    body = search.source(False).extra(
        size=size,
        track_total_hits=False,
        track_scores=True,
        stored_fields="_none_",
        docvalue_fields=["entry", "thing"],
    )
    with asking() as engine:
        answer = engine.search(
            index=indices.READ.name, body=body.to_dict(), allow_partial_search_results=False
        )
    return answer.body


def _as_rows_say(query: SearchQuery, answer: dict[str, Any]) -> list[Ranked]:
    """Without what is gone, or stands elsewhere now, where this person may not read it: the engine hears of that
    some seconds later. One query."""
    places = [_ranked(hit) for hit in answer["hits"]["hits"]]
    rows = SearchEntry.objects.filter(pk__in=[place.entry_id for place in places])
    now = {pk: (kind, community) for pk, kind, community in rows.values_list("pk", "kind", "community_id")}
    return [place for place in places if place.entry_id in now and query.lets_find(*now[place.entry_id])]


def _ranked(hit: dict[str, Any]) -> Ranked:
    kind, _, thing_id = hit["fields"]["thing"][0].partition(" ")
    return Ranked(hit["fields"]["entry"][0], kind, int(thing_id), hit["_score"])


def _counted(answer: dict[str, Any]) -> Iterator[Counted]:
    for facet in FACETS:
        values = [(bucket["things"]["value"], bucket["key"]) for bucket in answer[facet]["values"]["buckets"]]
        for things, value in sorted(values, key=lambda each: (-each[0], each[1]))[:FACET_VALUES]:
            yield Counted(facet, value, things)
    for period, bucket in answer["date"]["values"]["buckets"].items():
        if bucket["doc_count"]:
            yield Counted("date", period, bucket["things"]["value"])
