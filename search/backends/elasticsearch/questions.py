"""A SearchQuery as Elasticsearch is asked it. What was typed is only ever a text to analyse, never syntax."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from elasticsearch.dsl import SF, A, Q
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import FunctionScore, Query

from search.backends.base import FACET_VALUES, FACETS, PERIODS, Filters, SearchQuery, Term, Variant
from search.backends.weights import KIND_WEIGHTS, TRUST_WEIGHTS
from search.language import words

MOST_VARIANTS = 300  # in one question, of all its terms together: the engine takes 16,384 clauses
STEMMED = ["title^1.5", "place_title", "text", "former", "more^0.5"]
WORD_FOR_WORD = ["title.exact^0.3", "text.exact^0.3"]
AS_WRITTEN = ["title.exact^1.5", "place_title.exact", "text.exact", "former.exact", "more.exact^0.5"]
LONGEST_PREFIX = 15  # of the field title.prefix
COUNTED_EXACTLY = 1_000  # things with one value of a facet; of more the number is right within some per cent
TOTAL_COUNTED_EXACTLY = 10_000


# -- words -------------------------------------------------------------------------------------------------
def says(variant: Variant) -> Query:
    """The words of a variant in their order, in any of the fields; what several fields say is added up."""
    fields = AS_WRITTEN if variant.is_exact else STEMMED + WORD_FOR_WORD
    return Q(
        "multi_match", query=variant.text, type="phrase", fields=fields, tie_breaker=1.0, boost=variant.weight
    )


def _any(variants: Iterable[Variant]) -> Query:
    """The best of several ways to say one thing, so that many ways do not count more than one."""
    ways = [says(variant) for variant in variants]
    return ways[0] if len(ways) == 1 else Q("dis_max", queries=ways)


def _bounded(terms: Iterable[Term]) -> list[Term]:
    left, kept = MOST_VARIANTS, []
    for term in terms:
        if left > 0:
            kept.append(replace(term, variants=term.variants[:left]))
            left -= len(term.variants)
    return kept


def matching(query: SearchQuery) -> Query:
    """What is required, all of it; without it any of the terms that find; nothing that is excluded."""
    terms = _bounded([*query.finding, *query.adding])
    required = [_any(term.variants) for term in terms if term.is_required]
    finding = [_any(term.variants) for term in terms if not (term.is_required or term.is_common)]
    adding = [_any(term.variants) for term in terms if term.is_common]
    return Q(
        "bool",
        must=required or [Q("bool", should=finding, minimum_should_match=1)],
        should=finding + adding if required else adding,
        must_not=[says(variant) for variant in query.excluded],
    )


def browsing(query: SearchQuery) -> Query:
    """Without words: what stands for a thing is its beginning, and of talk whatever was said."""
    stands_for_it = Q(
        "bool", should=[Q("term", is_top=True), Q("term", kind="thread")], minimum_should_match=1
    )
    return Q("bool", filter=[stands_for_it], must_not=[says(variant) for variant in query.excluded])


def weighed(query: Query) -> Query:
    """Times what the trust label and the kind count for."""
    functions = [SF({"filter": Q("term", trust=label), "weight": by}) for label, by in TRUST_WEIGHTS.items()]
    functions += [SF({"filter": Q("term", kind=kind), "weight": by}) for kind, by in KIND_WEIGHTS.items()]
    return FunctionScore(query=query, functions=functions, score_mode="multiply", boost_mode="multiply")


def title_beginning(query: SearchQuery) -> Query | None:
    """Every word in the title, now or before; the last one as a beginning, since it is still being typed."""
    typed = [word for term in query.terms for word in words(term.typed)]
    if not typed:
        return None
    *whole, last = typed
    return Q(
        "bool",
        must=[
            *(_in_title("exact", word) for word in whole[:MOST_VARIANTS]),
            _in_title("prefix", last[:LONGEST_PREFIX]),
        ],
        filter=[Q("term", is_top=True)],
    )


def _in_title(part: str, word: str) -> Query:
    fields = [f"title.{part}", f"former.{part}^0.5"]
    return Q("multi_match", query=word, type="best_fields", operator="and", fields=fields)


# -- what may be found -------------------------------------------------------------------------------------
def may(query: SearchQuery) -> Query:
    """What this person may know of."""
    community = Q("term", kind="community")
    ways = [
        Q("bool", must_not=[community], filter=[Q("terms", community=list(query.readable))]),
        Q("bool", filter=[community, Q("terms", community=list(query.known))]),
    ]
    if query.people:
        ways.append(Q("term", kind="person"))
    return Q("bool", filter=[Q("bool", should=ways, minimum_should_match=1)])


def narrowed(filters: Filters, *, but: str = "") -> list[Query]:
    """What is narrowed, save one facet: it counts what could be chosen instead. Days are the facet "date"."""
    narrow = [
        Q("terms", **{facet: list(values)})
        for facet in FACETS
        if facet != but and (values := getattr(filters, facet))
    ]
    return narrow if but == "date" else [*narrow, *_in_days(filters)]


def _in_days(filters: Filters) -> list[Query]:
    within = {}
    if filters.after:
        within["gte"] = _begin(filters.after)
    if filters.before:
        within["lt"] = _begin(filters.before + timedelta(days=1))
    return [Q("range", updated_at=within)] if within else []


def _begin(day: date) -> str:
    """Days are those of the site's time zone."""
    return datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE)).isoformat()


# -- counts ------------------------------------------------------------------------------------------------
def counts(filters: Filters) -> dict[str, Agg]:
    """Things by value of each facet under all other filters, and all things under all. Things are counted of those
    values alone that most places have."""
    asked = {"total": _under(narrowed(filters), things=_things(TOTAL_COUNTED_EXACTLY))}
    for facet in FACETS:
        values = A("terms", field=facet, size=2 * FACET_VALUES, collect_mode="breadth_first")
        values.bucket("things", _things(COUNTED_EXACTLY))
        asked[facet] = _under(narrowed(filters, but=facet), values=values)
    periods = A("filters", filters={period: _since(days) for period, days in PERIODS.items()})
    periods.bucket("things", _things(TOTAL_COUNTED_EXACTLY))
    return asked | {"date": _under(narrowed(filters, but="date"), values=periods)}


def _under(filters: list[Query], **counted: Agg) -> Agg:
    under = A("filter", Q("bool", filter=filters))
    for name, each in counted.items():
        under.bucket(name, each)
    return under


def _since(days: int) -> Query:
    return Q("range", updated_at={"gte": _begin(timezone.localdate() - timedelta(days=days))})


def _things(exactly: int) -> Agg:
    return A("cardinality", field="thing_number", precision_threshold=exactly)
