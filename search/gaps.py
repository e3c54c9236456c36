"""What people looked for in vain: counted for curators, as words that several people used, never as anybody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from communities.permissions import standing
from curation.desk.requests import share_of_words
from curation.desk.scope import Desk
from curation.models import ContentRequest
from curation.states import RequestState
from search.models import Asked, Gap, RequestAnswer

WINDOWS = (30, 90)
MOST_WORDS = 300  # of a community
BATCH = 200
SHOWS = {
    "nothing": "Nothing found",
    "unopened": "Nothing opened",
    "reworded": "Said again",
    "asked": "Most asked",
}
_ORDER = {"nothing": "nothing", "unopened": "unopened", "reworded": "reworded", "asked": "searches"}
_LIKE_A_REQUEST = 0.6
_REQUESTS = 200


# -- counted each hour -------------------------------------------------------------------------------------
def count_gaps() -> int:
    """Count again what was asked in each window; returns how many rows there are now. Uses search_asked_at."""
    now = timezone.now()
    return sum(_count(days, now) for days in WINDOWS)


@transaction.atomic
def _count(days: int, now: datetime) -> int:
    asked = Asked.objects.filter(at__gte=now - timedelta(days=days), at__lte=now).order_by()
    rows = [*_totals(asked), *_words(asked, days, now)]
    for row in rows:
        row.days, row.counted_at = days, now
    Gap.objects.filter(days=days).delete()
    Gap.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _numbers() -> dict[str, Any]:
    again = Exists(Asked.objects.filter(follows=OuterRef("pk")))
    return {
        "searches": Count("pk"),
        "nothing": Count("pk", filter=Q(things=0)),
        "unopened": Count("pk", filter=Q(things__gt=0, clicked_at=None)),
        "reworded": Count("pk", filter=again),
        "last_at": Max("at"),
        "found_at": Max("at", filter=Q(things__gt=0)),
        "nothing_at": Max("at", filter=Q(things=0)),
    }


def _totals(asked: QuerySet[Asked]) -> Iterator[Gap]:
    """All searches of each community, without a word of them."""
    for row in asked.values("community_id").annotate(**_numbers(), people=Count("user", distinct=True)):
        yield Gap(**row)


def _words(asked: Any, days: int, now: datetime) -> Iterator[Gap]:
    """Words that SEARCH_GAP_PEOPLE people at least used: of a community the most asked MOST_WORDS.

    People are counted while their names are kept: so long somebody has one `asker` for the same words, later another.
    """
    kept = settings.SEARCH_NAMES_KEPT_DAYS
    spans = {
        f"span_{n}": Count(
            "asker",
            distinct=True,
            filter=Q(at__gt=now - timedelta(days=(n + 1) * kept), at__lte=now - timedelta(days=n * kept)),
        )
        for n in range(-(-days // kept))
    }
    found = asked.exclude(words="").values("community_id", "words").annotate(**_numbers(), **spans)
    people = Greatest(*spans) if len(spans) > 1 else F("span_0")
    several = found.annotate(people=people).filter(people__gte=settings.SEARCH_GAP_PEOPLE)
    rows = several.order_by(F("community_id").asc(nulls_first=True), "-searches", "words")
    for _, of_one in groupby(rows.iterator(chunk_size=BATCH), key=lambda row: row["community_id"]):
        for number, row in enumerate(of_one):
            if number < MOST_WORDS:
                yield Gap(**{name: value for name, value in row.items() if name not in spans})


# -- read by curators --------------------------------------------------------------------------------------
def gaps_of(desk: Desk, *, days: int) -> Any:
    """What was asked where this curator curates; what was asked nowhere is for those of the whole site."""
    rows = Gap.objects.filter(days=days)
    whole_site = desk.user.is_curator or standing(desk.user).is_administrator
    if desk.chosen is None and whole_site:
        return rows.filter(Q(community=None) | Q(pk__in=desk.of(rows).values("pk")))
    return desk.of(rows)


def shown(rows: Any, show: str) -> tuple[Any, tuple[str, str]]:
    """The words that belong under `show`, and their order. Uses the indexes search_gap_*."""
    name = _ORDER[show]
    found = rows.exclude(words="").filter(**{f"{name}__gt": 0}).select_related("community")
    return found.annotate(number=F(name)), (f"-{name}", "-pk")


def waiting(desk: Desk) -> Any:
    """Words of the last month that found nothing, and still find nothing; for the number of the part."""
    rows = gaps_of(desk, days=WINDOWS[0]).exclude(words="").filter(nothing__gt=0)
    return rows.filter(Q(found_at=None) | Q(found_at__lt=F("nothing_at")))


@dataclass(frozen=True)
class Line:
    """Words with their numbers, as the page shows them. `share` of the largest number, in 100."""

    gap: Gap
    number: int
    share: int
    request: ContentRequest | None


def lines(gaps: Iterable[Any], *, most: int) -> list[Line]:
    """Each with the open request that asks for it. One query."""
    found = list(gaps)
    communities = {gap.community_id for gap in found if gap.community_id}
    rows = ContentRequest.objects.filter(community__in=communities, state=RequestState.OPEN)
    asked_for: dict[int, list[ContentRequest]] = {}
    for request in rows.order_by("-people_count", "-pk")[:_REQUESTS] if communities else ():
        asked_for.setdefault(request.community_id, []).append(request)
    return [
        Line(gap, gap.number, round(100 * gap.number / max(most, 1)), _asks_for(gap, asked_for))
        for gap in found
    ]


def _asks_for(gap: Gap, requests: dict[int, list[ContentRequest]]) -> ContentRequest | None:
    alike = (
        (share_of_words(gap.words, each.title), each) for each in requests.get(gap.community_id or 0, ())
    )
    return next((each for share, each in alike if share >= _LIKE_A_REQUEST), None)


def answers(desk: Desk, *, most: int = 10) -> list[RequestAnswer]:
    """Job aids that may answer requests that are still open, the newest first."""
    rows = RequestAnswer.objects.filter(request__state=RequestState.OPEN, job_aid__live=True)
    joined = desk.of(rows, "request__community").select_related("request", "job_aid__community")
    return list(joined.order_by("-pk")[:most])
