"""Lead times: how long it takes from the first flag to a decision, a draft, a published job aid.

A stage begins with the first flag and ends with its event: `decided` for each flagged place when it was taken into
a practice or declined; `promoted` for each practice when a draft was made of it; `published` when its first job aid
was. Counted are those that ended in the last 90 days, by community: the median, and the median of each week. A place
that came back to the desk begins again with the flag that brought it back. Practices that nobody flagged count in none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import F
from django.utils import timezone

from communities.models import CommunityPage
from curation.desk.scope import Desk
from curation.models import CurationSettings, FlaggedPlace, Pace, Practice

DAYS = 90
WEEKS = 13
DAY = 24 * 60 * 60

DECIDED, PROMOTED, PUBLISHED = "decided", "promoted", "published"
TITLES = {
    DECIDED: "First flag to decision",
    PROMOTED: "First flag to draft",
    PUBLISHED: "First flag to published",
}
TARGETS = {DECIDED: "decide_days", PUBLISHED: "publish_days"}

Ended = tuple[int, datetime, datetime]  # community, first flag, end


def measure_lead_times(now: datetime | None = None) -> int:
    """Count the last 90 days of every community again; returns of how many there was something to count."""
    now = now or timezone.now()
    counted: dict[int, dict[str, Any]] = defaultdict(dict)
    for stage, rows in _ended(now - timedelta(days=DAYS)).items():
        for community_id, times in _by_community(rows).items():
            counted[community_id][stage] = _summary(times, now)
    for community_id, stages in counted.items():
        values = {"counted_at": now, "stages": stages}
        Pace.objects.update_or_create(community_id=community_id, defaults=values)
    Pace.objects.exclude(community_id__in=list(counted)).delete()
    return len(counted)


def _ended(since: datetime) -> dict[str, Iterable[Ended]]:
    places = FlaggedPlace.objects.filter(decided_at__gte=since, first_at__lte=F("decided_at"))
    rows = {DECIDED: places.exclude(state="open").values_list("community", "first_at", "decided_at")}
    for stage, field in ((PROMOTED, "promoted_at"), (PUBLISHED, "published_at")):
        practices = Practice.objects.filter(**{f"{field}__gte": since, "first_flag_at__lte": F(field)})
        rows[stage] = practices.values_list("community", "first_flag_at", field)
    return {stage: found.order_by().iterator() for stage, found in rows.items()}


def _by_community(rows: Iterable[Ended]) -> dict[int, list[tuple[datetime, float]]]:
    """When each ended, and how many days it took."""
    times: dict[int, list[tuple[datetime, float]]] = defaultdict(list)
    for community_id, began, ended in rows:
        times[community_id].append((ended, (ended - began).total_seconds() / DAY))
    return times


def _summary(times: list[tuple[datetime, float]], now: datetime) -> dict[str, Any]:
    weeks: dict[date, list[float]] = defaultdict(list)
    for ended, days in times:
        day = timezone.localdate(ended)
        weeks[day - timedelta(days=day.weekday())].append(days)
    this_week = timezone.localdate(now) - timedelta(days=timezone.localdate(now).weekday())
    first_days = [this_week - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return {
        "median": round(median(days for _, days in times), 1),
        "number": len(times),
        "weeks": [[day.isoformat(), _median(weeks.get(day)), len(weeks.get(day, ()))] for day in first_days],
    }


def _median(days: list[float] | None) -> float | None:
    return round(median(days), 1) if days else None


# -- what the pages show -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Week:
    """One point of the picture."""

    first_day: date
    days: float | None
    number: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of one community: its median beside its target, and its weeks."""

    key: str
    median: float | None
    number: int
    target: int | None
    weeks: list[Week]

    @property
    def title(self) -> str:
        return TITLES[self.key]

    @property
    def is_over(self) -> bool:
        return self.median is not None and self.target is not None and self.median > self.target


@dataclass(frozen=True, slots=True)
class Times:
    """The lead times of one community."""

    community: CommunityPage
    counted_at: datetime | None
    stages: list[Stage]

    @property
    def has_any(self) -> bool:
        return any(stage.number for stage in self.stages)


def lead_times(desk: Desk, most: int) -> list[Times]:
    """Of the communities of the desk, by title. Two queries."""
    shown = [desk.chosen] if desk.chosen else list(desk.communities[:most])
    ids = [community.pk for community in shown]
    paces = {pace.community_id: pace for pace in Pace.objects.filter(community__in=ids)}
    targets = {row.community_id: row for row in CurationSettings.objects.filter(community__in=ids)}
    return [
        _times(community, paces.get(community.pk), targets.get(community.pk) or CurationSettings())
        for community in shown
    ]


def _times(community: CommunityPage, pace: Pace | None, targets: CurationSettings) -> Times:
    counted = pace.stages if pace else {}
    stages = list(_stages(counted, targets))
    return Times(community, pace.counted_at if pace else None, stages)


def _stages(counted: dict[str, Any], targets: CurationSettings) -> Iterator[Stage]:
    for key in TITLES:
        found = counted.get(key, {})
        yield Stage(
            key=key,
            median=found.get("median"),
            number=found.get("number", 0),
            target=getattr(targets, TARGETS[key]) if key in TARGETS else None,
            weeks=[
                Week(date.fromisoformat(day), days, number) for day, days, number in found.get("weeks", ())
            ],
        )
