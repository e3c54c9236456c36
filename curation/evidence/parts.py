"""What counts, how much, and by which formula: one row for each part, in the order in which it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from curation.evidence.formulas import half_life, saturating, wilson
from curation.evidence.seen import Seen

Score = Callable[[Seen, datetime], float]
Words = Callable[[Seen], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the evidence. `score` gives 0 to 1; it is multiplied with EVIDENCE_WEIGHTS[key]."""

    key: str
    title: str
    formula: str  # for a person who asks how the points come about
    seen: Words
    score: Score
    is_against: bool = False


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _worked(seen: Seen) -> str:
    if not seen.heard_teams:
        return "Nobody said yet"
    people, teams = (
        _counted(seen.worked_people, "person", "people"),
        _counted(seen.worked_teams, "team", "teams"),
    )
    return f"{people}; {teams} of {seen.heard_teams}"


def _reuse(seen: Seen) -> str:
    return f"{_counted(seen.reused, 'other job aid', 'other job aids')}, {_counted(seen.linked, 'link', 'links')}"


def _against(seen: Seen) -> str:
    found = [
        _counted(seen.failed_people, "person for whom it did not work", "people for whom it did not work"),
        _counted(seen.contradictions, "flag that it contradicts", "flags that it contradicts"),
        _counted(seen.objections, "expert objects", "experts object"),
    ]
    numbers = (seen.failed_people, seen.contradictions, seen.objections)
    return ", ".join(words for words, number in zip(found, numbers, strict=True) if number) or "Nothing"


def _recent(seen: Seen) -> str:
    return f"last word on {seen.newest:%-d %B %Y}" if seen.newest else "Nothing yet"


def _recency(seen: Seen, now: datetime) -> float:
    if seen.newest is None:
        return 0.0
    return half_life(now - seen.newest, days=settings.EVIDENCE_HALF_LIFE_DAYS)


PARTS: tuple[Part, ...] = (
    Part(
        "worked",
        "Worked for people in different teams",
        "The lower end of the Wilson interval (95 %) of the teams in which it worked for most, among all teams that "
        "said something. A team is the place where people work; authors of the sources do not count.",
        _worked,
        lambda seen, now: wilson(seen.worked_teams, seen.heard_teams),
    ),
    Part(
        "authors",
        "Independent authors",
        "(n − 1) / (n + 1), where n counts the people whose words the sources are: one alone is not independent.",
        lambda seen: _counted(seen.authors, "person", "people"),
        lambda seen, now: saturating(seen.authors - 1, half_at=2),
    ),
    Part(
        "flags",
        "People who flagged it",
        "n / (n + 5), where n counts people other than the authors; a flag that it contradicts counts below.",
        lambda seen: _counted(seen.flaggers, "person", "people"),
        lambda seen, now: saturating(seen.flaggers, half_at=5),
    ),
    Part(
        "accepted",
        "Accepted answers",
        "n / (n + 1), where n counts the sources that are the accepted answer to a question.",
        lambda seen: str(seen.accepted),
        lambda seen, now: saturating(seen.accepted, half_at=1),
    ),
    Part(
        "endorsed",
        "Endorsed by experts",
        "n / (n + 1), where n counts experts.",
        lambda seen: _counted(seen.experts, "expert", "experts"),
        lambda seen, now: saturating(seen.experts, half_at=1),
    ),
    Part(
        "reuse",
        "Linked and used elsewhere",
        "n / (n + 4), where n counts links from other pages and posts, and twice the other published job aids that "
        "use the same sources.",
        _reuse,
        lambda seen, now: saturating(2 * seen.reused + seen.linked, half_at=4),
    ),
    Part(
        "read",
        "Read",
        "n / (n + 20), where n counts people who read a source or its job aid in the last 90 days.",
        lambda seen: _counted(seen.readers, "person", "people"),
        lambda seen, now: saturating(seen.readers, half_at=20),
    ),
    Part(
        "recent",
        "Recent",
        "0.5 to the power of (days since the last word ÷ half-life): half after every half-life without news.",
        _recent,
        _recency,
    ),
    Part(
        "against",
        "Speaks against it",
        "n / (n + 6), where n counts people for whom it did not work, flags that it contradicts the official way, "
        "and three for each expert who objects. It is taken off.",
        _against,
        lambda seen, now: saturating(
            seen.failed_people + seen.contradictions + 3 * seen.objections, half_at=6
        ),
        is_against=True,
    ),
)
BY_KEY = {part.key: part for part in PARTS}
