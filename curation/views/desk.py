"""The desk of a curator: the day at a glance, and a page for each part that lists what waits there."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from communities.views.base import SignedInRequest, page_of
from curation.desk import aids, glance, parts, queue
from curation.desk.pace import lead_times
from curation.desk.picture import picture_of
from curation.desk.scope import Desk
from curation.upkeep.changes import changes_of, with_places
from curation.upkeep.checks import with_changes
from curation.views.desk_base import desk_context, desk_page

PACES = 4
A_PAGE_OF_PLACES = 8
A_PAGE_OF_CHANGES = 10
A_PAGE_OF_JOB_AIDS = 20


@desk_page
def desk(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """What is mine, what is due first, and the head of each part."""
    context = desk_context(desk, "")
    heads = glance.heads(desk)
    times = [each for each in lead_times(desk, PACES) if each.has_any]
    context |= {
        "pace": times,
        "picture": picture_of(times[0].stages[-1]) if len(times) == 1 else None,
        "mine": glance.mine(desk),
        "due_first": glance.due_first(desk),
        "heads": [(line, heads[line.part.key]) for line in context["parts"] if heads.get(line.part.key)],
    }
    return render(request, "curation/desk/glance.html", context)


@desk_page
def flags(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """Flagged places that wait for a decision, those that are alike together, most people first."""
    rows = queue.queue(desk)
    if whose := request.GET.get("whose", ""):
        rows = rows.filter(claimed_by=request.user if whose == "mine" else None)
    page = page_of(request, rows, order=queue.MOST_PEOPLE_FIRST, size=A_PAGE_OF_PLACES)
    context = desk_context(desk, "flags") | {
        "page": page,
        "waiting": queue.rows_of(page.items),
        "whose": whose,
    }
    return render(request, "curation/desk/flags.html", context)


@desk_page
def sources(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """Sources that changed after a step was taken from them, the oldest first."""
    rows = with_places(parts.open_alerts(desk)).select_related("claimed_by")
    page = page_of(request, rows, order=("opened_at", "pk"), size=A_PAGE_OF_CHANGES)
    context = desk_context(desk, "sources") | {"page": page, "changes": changes_of(page.items)}
    return render(request, "curation/desk/sources.html", context)


@desk_page
def verify(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """Published job aids that nobody stands for, or soon will not, the longest first."""
    rows = with_changes(aids.due(desk)).select_related("community", "owner", "stand_in")
    page = page_of(request, rows, order=("until", "pk"), size=A_PAGE_OF_JOB_AIDS)
    return render(request, "curation/desk/verify.html", desk_context(desk, "verify") | {"page": page})


@desk_page
def reviews(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """Drafts that wait for a reviewer, the longest first."""
    rows = aids.in_review(desk).select_related("community__curation_settings", "owner", "latest_revision")
    rows = rows.defer("latest_revision__content")
    page = page_of(request, rows, order=("latest_revision_created_at", "pk"), size=A_PAGE_OF_JOB_AIDS)
    context = desk_context(desk, "reviews") | {
        "page": page,
        "waiting": aids.reviews(page.items, request.user),
    }
    return render(request, "curation/desk/reviews.html", context)


@desk_page
def badly(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """Published job aids that did not work for somebody, most people first."""
    rows = aids.doing_badly(desk).select_related("community", "owner")
    page = page_of(request, rows, order=("-against", "pk"), size=A_PAGE_OF_JOB_AIDS)
    return render(request, "curation/desk/badly.html", desk_context(desk, "badly") | {"page": page})
