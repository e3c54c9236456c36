from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.facets import facets, periods
from search.forms import what_may_be_found
from search.question import read_question
from search.question.names import FILTERS
from search.ranking import near_to
from search.results import find, suggestions


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """What was found for a question, with the place inside each thing."""
    question = read_question(request.user, request.GET)
    context = {
        "question": question,
        "searched_for": question.text,
        "filters": FILTERS,
    }
    if question.can_be_answered:
        results = find(question.query, page=_page(request), near=near_to(request.user))
        context |= {
            "results": results,
            "facets": facets(results.counts, question),
            "periods": periods(results.counts, question),
        }
    return render(request, "search/results.html", context)


@require_safe
@never_cache
def suggest(request: HttpRequest) -> JsonResponse:
    """Things whose title begins as the person types, for the search box and the editor's link finder."""
    found = suggestions(what_may_be_found(request.user, request.GET.get("q", "")))
    return JsonResponse(
        {
            "results": [
                {
                    "title": entry.title,
                    "url": entry.url,
                    "kind": entry.one_of,
                    "place": entry.community.title if entry.community else "",
                }
                for entry in found
            ]
        }
    )
