"""“I needed this”: from a search in vain to a request for a job aid, where its curators are."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from communities.models import CommunityPage
from communities.permissions import Verb, standing
from curation.actions.requests import add_voice, ask_for_job_aid
from curation.desk.requests import MOST_WANTED_FIRST, alike
from curation.likeness.job_aids import text_of
from curation.models import ContentRequest, JobAidPage, RequestVoice
from curation.states import RequestState
from people.models import User
from search.backends import fallback, search_backend
from search.backends.base import EngineDown, Filters, SearchQuery
from search.forms import what_may_be_found
from search.language import stem, words
from search.models import Asked, RequestAnswer
from search.signals import request_may_be_met
from search.terms import STOP_WORDS

_LOOKED_AT = 200
_ANSWERS = 0.75  # of the telling words of a request stand in the job aid
_COMMON = STOP_WORDS | frozenset("job aid aids need needs".split())


@dataclass(frozen=True)
class Like:
    """A request like the new one, and whether this person misses it already."""

    request: ContentRequest
    mine: bool


def may_ask_in(user: User) -> list[CommunityPage]:
    """The communities of which this person can ask the curators."""
    own = standing(user)
    return [each.community for each in own.memberships if own.allows(Verb.ADD, each.community)]


def best_first(user: User, title: str, came_from: str = "") -> list[CommunityPage]:
    """Where to ask, the likeliest first: where most of what it finds lies, where one stood, where one searches most."""
    communities = may_ask_in(user)
    found, searched = _found_in(user, title, communities), _searched_in(user)
    return sorted(
        communities,
        key=lambda each: (-found[each.pk], each.slug != came_from, -searched[each.pk], each.title),
    )


def _found_in(user: User, title: str, communities: Iterable[CommunityPage]) -> Counter[int]:
    query = replace(
        what_may_be_found(user, title), filters=Filters(community=tuple(each.pk for each in communities))
    )
    if not query.terms or not query.filters:
        return Counter()
    counts = _counts(query)
    return Counter({int(each.value): each.things for each in counts if each.facet == "community"})


def _counts(query: SearchQuery) -> list[Any]:
    try:
        return search_backend().rank(query).counts
    except EngineDown:
        return fallback().rank(query).counts


def _searched_in(user: User) -> Counter[int]:
    since = timezone.now() - timedelta(days=settings.SEARCH_NAMES_KEPT_DAYS)
    rows = Asked.objects.filter(user=user, at__gte=since, community__isnull=False).order_by()
    return Counter(dict(rows.values_list("community").annotate(Count("pk"))))


def like_requests(user: User, communities: Iterable[CommunityPage], title: str) -> list[Like]:
    """Open requests like this one in any of these communities. Two queries."""
    rows = ContentRequest.objects.filter(community__in=list(communities), state=RequestState.OPEN)
    found = alike(rows.select_related("community").order_by(*MOST_WANTED_FIRST), title)
    ids = [request.pk for request in found]
    mine = RequestVoice.objects.filter(user=user, request__in=ids).values_list("request", flat=True)
    own = set(mine) if ids else set()
    return [Like(request, request.pk in own) for request in found]


def like_job_aids(user: User, title: str) -> list[JobAidPage]:
    """Published job aids of any community that this person reads, which may be what is missed."""
    rows = JobAidPage.objects.visible_to(user).published().select_related("community").defer("steps")
    return alike(rows.order_by("title"), title)


@transaction.atomic
def need(
    *, user: User, community: CommunityPage, title: str, detail: str = "", submission: uuid.UUID | None = None
) -> tuple[ContentRequest, bool]:
    """Ask for it, or add a voice to the open request of the same name; whether it is new.

    Two who ask at once make one request: the community is locked. The same `submission` twice is one.
    """
    CommunityPage.objects.select_for_update(of=("self",)).get(pk=community.pk)
    rows = ContentRequest.objects.filter(community=community, state=RequestState.OPEN)
    for other in rows.order_by(*MOST_WANTED_FIRST).only("title", "asked_by", "submission")[:_LOOKED_AT]:
        sent_again = submission is not None and (other.asked_by_id, other.submission) == (user.pk, submission)
        if _same_words(other.title, title) and not sent_again:
            request = ContentRequest.objects.select_related("community").get(pk=other.pk)
            return add_voice(user=user, request=request), False
    made = ask_for_job_aid(user=user, community=community, title=title, detail=detail, submission=submission)
    return made, True


def _same_words(one: str, other: str) -> bool:
    return words(one) == words(other) and bool(words(one))


# -- when something is published -----------------------------------------------------------------------------
def telling(text: str) -> set[str]:
    """The stems of the words that say what a text is about."""
    return {stem(word) for word in words(text) if word not in _COMMON}


def propose_answers(job_aid: JobAidPage) -> list[RequestAnswer]:
    """Tell the curators which open requests of its community this job aid may answer, once each."""
    there = telling(text_of(job_aid))
    rows = ContentRequest.objects.filter(community=job_aid.community_id, state=RequestState.OPEN)
    proposed = []
    for request in rows.order_by(*MOST_WANTED_FIRST)[:_LOOKED_AT]:
        wanted = telling(request.title)
        if wanted and len(wanted & there) >= _ANSWERS * len(wanted):
            with transaction.atomic():
                answer, is_new = RequestAnswer.objects.get_or_create(request=request, job_aid=job_aid)
                if is_new:
                    request_may_be_met.send(sender=ContentRequest, request=request, job_aid=job_aid)
                    proposed.append(answer)
    return proposed
