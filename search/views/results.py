from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.forms import SearchForm, what_may_be_found
from search.ranking import near_to
from search.results import find, suggestions


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """What was found for a question, with the place inside each thing."""
    form = SearchForm(request.GET, user=request.user)
    query = form.query()
    text = form.cleaned_data.get("q", "")
    context = {"form": form, "text": text, "searched_for": text, "query": query}
    if query.terms:
        context["results"] = find(query, page=_page(request), near=near_to(request.user))
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
