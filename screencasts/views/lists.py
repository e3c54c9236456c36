from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.permissions import Verb
from communities.views.base import community_context, page_of, readable_community
from core.policy import can
from screencasts.models import Screencast

A_PAGE = 20


@require_safe
def screencast_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The recordings of a community, newest first; one's own also while they do not play yet."""
    community = readable_community(request, slug)
    rows = Screencast.objects.visible_to(request.user).in_community(community).listed_for(request.user)
    rows = rows.with_people().with_caption_mark()
    page = page_of(request, rows, order=("-created_at", "-pk"), size=A_PAGE)
    for screencast in page.items:
        screencast.community = community
    context = community_context(request, community, "screencasts") | {
        "page": page,
        "may_join": can(request.user, Verb.JOIN, community),
    }
    return render(request, "screencasts/list.html", context)
