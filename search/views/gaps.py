"""What people looked for in vain, on the curators' desk."""

from __future__ import annotations

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import render

from communities.views.base import SignedInRequest, page_of
from curation.desk.scope import Desk
from curation.views.desk_base import desk_context, desk_page
from search.gaps import SHOWS, WINDOWS, answers, gaps_of, lines, shown

A_PAGE = 20


@desk_page
def gaps(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """Words that found nothing, of which nothing was opened, that were said again, or that are asked most."""
    days = WINDOWS[1] if request.GET.get("days") == str(WINDOWS[1]) else WINDOWS[0]
    show = request.GET.get("show", "")
    show = show if show in SHOWS else next(iter(SHOWS))
    mine = gaps_of(desk, days=days)
    rows, order = shown(mine, show)
    page = page_of(request, rows, order=order, size=A_PAGE)
    totals = list(mine.filter(words=""))
    numbers = {
        name: sum(getattr(row, name) for row in totals)
        for name in ("searches", "nothing", "unopened", "reworded")
    }
    context = desk_context(desk, "gaps") | {
        "page": page,
        "lines": lines(page.items, most=rows.aggregate(most=Max("number"))["most"] or 0),
        "answers": answers(desk),
        "numbers": numbers,
        "counted_at": max((row.counted_at for row in totals), default=None),
        "days": days,
        "windows": WINDOWS,
        "show": show,
        "shows": SHOWS.items(),
    }
    return render(request, "search/gaps/gaps.html", context)
