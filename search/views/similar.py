"""What is there already, for the forms in which somebody types a title."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communities.views.base import readable_community
from search.similar import similar_to


@require_safe
@never_cache
def similar(request: HttpRequest, slug: str) -> HttpResponse:
    """The list that stands below a title while it is typed (`?title=`): empty when nothing is like it."""
    community = readable_community(request, slug)
    found = similar_to(request.user, community, request.GET.get("title", ""))
    return render(request, "components/alike.html", {"found": found, "community": community, "apart": True})
