"""Job aids that people miss: what waits, and what is like a new one."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q

from communities.models import CommunityPage
from curation.desk.scope import Desk
from curation.models import ContentRequest, JobAidPage
from curation.states import RequestState

MOST_WANTED_FIRST = ("-people_count", "-pk")
OFFERED = 3
_LOOKED_AT = 40
_ALIKE = 0.5  # of the words of the shorter title
_WORD = re.compile(r"\w{3,}")
_EVERYWHERE = frozenset("the and for with from into how what when where job aid aids need needs use".split())


def waiting(desk: Desk) -> Any:
    """Requests that nobody met or declined. Uses the indexes curation_request_desk and curation_request_wanted."""
    return desk.of(ContentRequest.objects.filter(state=RequestState.OPEN))


def like_requests(community: CommunityPage, title: str) -> list[ContentRequest]:
    """Open requests of the community that share half their words with this title, the most wanted first."""
    rows = ContentRequest.objects.in_community(community).filter(state=RequestState.OPEN)
    return alike(rows.order_by(*MOST_WANTED_FIRST), title)


def like_job_aids(community: CommunityPage, title: str) -> list[JobAidPage]:
    """Published job aids of the community that may be what is missed."""
    rows = JobAidPage.objects.in_community(community).published().select_related("community").defer("steps")
    return alike(rows.order_by("title"), title)


def share_of_words(one: str, other: str) -> float:
    """How much of the shorter of two titles stands in the other, 0 to 1."""
    return _shared(_words(one), _words(other))


def alike(rows: Any, title: str) -> list[Any]:
    """The first OFFERED of these rows that share half their words with this title, the most alike first."""
    words = _words(title)
    if not words:
        return []
    some = Q(pk__in=[])
    for word in sorted(words)[:12]:
        some |= Q(title__icontains=word[:5])
    found = [(row, _shared(words, _words(row.title))) for row in rows.filter(some)[:_LOOKED_AT]]
    best = sorted((pair for pair in found if pair[1] >= _ALIKE), key=lambda pair: -pair[1])
    return [row for row, _ in best[:OFFERED]]


def _words(title: str) -> set[str]:
    """The telling words, without their endings: labels and label are one."""
    return {word[:6] for word in _WORD.findall(title.casefold()) if word not in _EVERYWHERE}


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0
