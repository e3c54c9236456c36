"""Choosing while a job aid is edited: each answers to those who curate the community, with what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from communities.models import CommunityPage
from communities.permissions import Verb
from communities.views.base import page_of, readable_community
from core.policy import require
from curation.job_aids import choosing

SHOWN = 24
NAMED = 100  # of those that an editor shows already
MOST_WORDS = 100
_NUMBER = re.compile(r"\d{1,15}", re.ASCII)


@require_safe
def pictures(request: HttpRequest, slug: str) -> JsonResponse:
    """The pictures of the community, newest first."""
    rows = choosing.pictures(_curated(request, slug), _words(request))
    return _list(request, rows, choosing.PICTURES, choosing.picture_choice)


@require_safe
def clips(request: HttpRequest, slug: str) -> JsonResponse:
    """The recordings of the community, newest first; `?named=` gives those that an editor shows."""
    community = _curated(request, slug)
    rows = choosing.clips(community, _words(request)).select_related("community")
    return _list(request, rows, choosing.CLIPS, choosing.clip_choice)


@require_safe
def clip(request: HttpRequest, slug: str, pk: int) -> JsonResponse:
    """One recording, with what a stretch of it is chosen by."""
    rows = choosing.clips(_curated(request, slug)).select_related("community")
    return JsonResponse(choosing.stretches_of(get_object_or_404(rows, pk=pk)))


@require_safe
def people(request: HttpRequest, slug: str) -> JsonResponse:
    """The members of the community by name; `?named=` gives those that an editor shows."""
    rows = choosing.people(_curated(request, slug), _words(request))
    return _list(request, rows, choosing.PEOPLE, choosing.person_choice)


def _curated(request: HttpRequest, slug: str) -> CommunityPage:
    community = readable_community(request, slug)
    require(request.user, Verb.CURATE, community)
    return community


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:MOST_WORDS]


def _list(
    request: HttpRequest, rows: QuerySet[Any], order: tuple[str, ...], choice: Callable[[Any], dict[str, Any]]
) -> JsonResponse:
    named = request.GET.get("named")
    if named is not None:
        numbers = [int(part) for part in named.split(",")[:NAMED] if _NUMBER.fullmatch(part)]
        found, following = list(rows.filter(pk__in=numbers)), None
    else:
        page = page_of(request, rows, order=order, size=SHOWN)
        found, following = page.items, page.next
    return JsonResponse({"results": [choice(row) for row in found], "next": following})
