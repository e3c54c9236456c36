"""Weighing a practice: points by part, kept in its row, so that pages and lists compute nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from curation.evidence.parts import BY_KEY, PARTS, Part
from curation.evidence.seen import look_at
from curation.models import Practice
from curation.states import PracticeState

WEIGHED = (
    PracticeState.FLAGGED,
    PracticeState.EMERGING,
    PracticeState.ENDORSED,
    PracticeState.PROMOTED,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One part as it is shown: what was seen, and how many of how many points it gives (or takes off)."""

    part: Part
    seen: str
    points: float
    most: float

    @property
    def share(self) -> int:
        """0 to 100, for the bar."""
        return round(100 * self.points / self.most) if self.most else 0


def weigh(practice: Practice, *, now: datetime | None = None) -> float:
    """Count the evidence anew and keep it; returns the points, 0 to 100. Safe to run at any time."""
    now = now or timezone.now()
    seen = look_at(practice)
    weights = settings.EVIDENCE_WEIGHTS
    parts: dict[str, dict[str, Any]] = {}
    for part in PARTS:
        most = weights.get(part.key, 0)
        points = round(most * part.score(seen, now), 2)
        parts[part.key] = {"seen": part.seen(seen), "points": points, "most": most}
    total = _together(parts)
    Practice.objects.filter(pk=practice.pk).update(evidence=parts, evidence_score=total, evidence_at=now)
    return total


def lines_of(practice: Practice) -> list[Line]:
    """The parts as they were counted last; empty when they never were."""
    return [
        Line(BY_KEY[key], kept["seen"], round(kept["points"], 1), kept["most"])
        for key, kept in practice.evidence.items()
        if key in BY_KEY and kept["most"]
    ]


def _together(parts: dict[str, dict[str, Any]]) -> float:
    """Points for it less points against it, on a scale of 100."""
    signed = sum(kept["points"] * (-1 if BY_KEY[key].is_against else 1) for key, kept in parts.items())
    most = sum(kept["most"] for key, kept in parts.items() if not BY_KEY[key].is_against)
    return round(max(0.0, 100 * signed / most), 1) if most else 0.0
