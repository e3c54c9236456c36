"""What stands around the results of a search: the log, "I needed this", keeping it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from search.asking import note_search
from search.question import Question
from search.results import PER_PAGE, Results
from search.saved import address_of


def around(request: HttpRequest, question: Question, results: Results) -> dict[str, Any]:
    """Note this search, and what `search/after.html` and the list of hits draw. No query."""
    first = results.page == 1
    return {
        "asked": note_search(
            request, question.query, question=question.words, things=results.total, is_first=first
        ),
        "hits_before": (results.page - 1) * PER_PAGE,
        "came_from": request.GET.get("from", "")[:255],
        "address": address_of(question),
        "since": _since(request.GET.get("since", "")),
    }


def _since(sent: str) -> datetime | None:
    """Since when things are new to this person, in milliseconds; nonsense is none."""
    if sent.isascii() and sent.isdigit() and len(sent) <= 13:
        return datetime.fromtimestamp(int(sent) / 1000, UTC)
    return None
