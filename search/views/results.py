from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communities.permissions import Verb, standing
from search.backends.base import SearchQuery
from search.facets import facets, periods, who_wrote
from search.forms import what_may_be_found
from search.known import known_to
from search.pins import question_of
from search.question import read_question
from search.question.completion import complete
from search.question.names import FILTERS
from search.question.typed import take_apart
from search.ranking import near_to
from search.results import Results, find, suggestions
from search.views.around import around

MOST_ALSO = 5  # other words that are named over the results


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """What was found for a question, with the place inside each thing."""
    question = read_question(request.user, request.GET)
    context: dict[str, Any] = {
        "question": question,
        "searched_for": question.text,
        "filters": FILTERS,
    }
    if question.can_be_answered:
        curates = standing(request.user).curates_somewhere
        as_typed = request.GET.get("as_typed") == "1"
        results = find(
            question.query,
            page=_page(request),
            near=near_to(request.user),
            explain=curates and request.GET.get("explain") == "1",
            as_typed=as_typed,
        )
        narrowing = facets(results.counts, question)
        context |= {
            "results": results,
            "as_typed": as_typed,
            "corrected": results.asked.corrected(question.text) if results.asked.corrections else "",
            "also": results.asked.also[:MOST_ALSO],
            "facets": narrowing,
            "who_wrote": who_wrote(narrowing, request.user) if question.words else [],
            "periods": periods(results.counts, question),
        }
        context |= around(request, question, results)
        if curates:
            context |= _for_curators(request.user, question.query, results)
    return render(request, "search/results.html", context)


def _for_curators(user: Any, query: SearchQuery, found: Results) -> dict[str, Any]:
    """What things are pinned for, and the communities on this page whose things this person pins. No query."""
    own = standing(user)
    places = {hit.entry.community for hit in found.hits if hit.entry.community}
    return {
        "pin_for": question_of(query),
        "curated": {place.pk for place in places if own.allows(Verb.CURATE, place)},
    }


@require_safe
@never_cache
def suggest(request: HttpRequest) -> JsonResponse:
    """Things whose title begins as the person types, for the search box and the editor's link finder; values of a
    filter that is being typed, in the box."""
    typed, known = request.GET.get("q", "").replace("\0", " "), known_to(request.user)
    completed = complete(typed, known)
    found = [] if completed else suggestions(what_may_be_found(request.user, take_apart(typed).words, known))
    return JsonResponse(
        {
            "filter": completed and asdict(completed),
            "results": [
                {
                    "title": entry.title,
                    "url": entry.url,
                    "kind": entry.one_of,
                    "place": entry.community.title if entry.community else "",
                }
                for entry in found
            ],
        }
    )
