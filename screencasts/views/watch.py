from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from communities.alike import related_to
from communities.models import LinkTarget
from communities.permissions import Verb
from communities.views.base import community_context, tell_of_reading
from core.policy import can
from screencasts.forms import FileForm
from screencasts.models import Screencast
from screencasts.views.base import person, readable_screencast
from screencasts.watch_page import watch_page


@require_safe
def watch(request: HttpRequest, slug: str, pk: int, title: str) -> HttpResponse:
    """A recording that plays, at the second that `?t=` names; else where it stands, and why."""
    screencast = readable_screencast(request, slug, pk)
    if title != screencast.slug:
        query = request.META.get("QUERY_STRING", "")
        return redirect(screencast.get_absolute_url() + (f"?{query}" if query else ""))
    community = screencast.community
    context = community_context(request, community, "screencasts") | {
        "screencast": screencast,
        "can_change": can(request.user, Verb.CHANGE, screencast),
        "crumbs": [
            (community.title, community.get_absolute_url()),
            ("Screencasts", reverse("screencasts:list", args=[community.slug])),
        ],
    }
    if not screencast.is_ready:
        if context["can_change"]:
            context["form"] = FileForm(author=person(request))
        return render(request, "screencasts/not_ready.html", context)
    tell_of_reading(request, LinkTarget.SCREENCAST, screencast.pk)
    asked, language = request.GET.get("t", ""), request.GET.get("lang", "")
    context["page"] = watch_page(screencast, user=request.user, asked=asked, language=language)
    context["related"] = related_to(request.user, "screencast", screencast.pk)
    return render(request, "screencasts/watch.html", context)


@require_safe
def status(request: HttpRequest, slug: str, pk: int) -> JsonResponse:
    """How far the processing is: asked by the page that waits for it."""
    screencast: Screencast = readable_screencast(request, slug, pk)
    return JsonResponse({"state": screencast.state, "progress": screencast.progress})
