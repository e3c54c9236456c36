from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string

from communities.home import home_sections, tasks_of
from communities.models import CommunityPage
from communities.permissions import standing
from core.rescue import without_token
from people.activity import Scope, latest

NEW_FOR_YOU = 12
TO_JOIN = 4
SHOWN_TO_VISITORS = 12


def home(request: HttpRequest) -> HttpResponse:
    """What this is, for a visitor; one's own home for a person."""
    return own_home(request) if request.user.is_authenticated else front_page(request)


def own_home(request: HttpRequest) -> HttpResponse:
    """What waits for me, what is new in my communities, and where else I could go."""
    mine = standing(request.user)
    others = CommunityPage.objects.visible_to(request.user).exclude(pk__in=mine.community_ids)
    context = {
        "section": "home",
        "tasks": tasks_of(request.user),
        "latest": latest(
            Scope(viewer=request.user, size=NEW_FOR_YOU, community_ids=tuple(mine.community_ids))
        ),
        "sections": home_sections(request.user),
        "to_join": others.order_by("-member_count", "pk")[:TO_JOIN],
    }
    return render(request, "site/home.html", context)


def front_page(request: HttpRequest) -> HttpResponse:
    """What this is, and what a visitor may read of it."""
    public = CommunityPage.objects.visible_to(request.user)
    context = {
        "section": "home",
        "communities": public.order_by("-member_count", "pk")[:SHOWN_TO_VISITORS],
        "sections": home_sections(request.user),
    }
    return render(request, "site/front.html", context)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: give back what was typed; from a page of ours it can be sent again."""
    return without_token(request)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that Django would not read: too large, of too many fields, in no known encoding.

    Not Django's own page, which looks for the form's token in what cannot be read, and so breaks.
    """
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return HttpResponseBadRequest(render_to_string("400.html", {"too_large": too_large}))
