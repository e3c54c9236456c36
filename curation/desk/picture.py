"""A line of weeks as a small picture: points for an SVG of our own, so that no page needs a script for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curation.desk.pace import Stage, Week

WIDTH, HEIGHT, EDGE = 260, 64, 6


@dataclass(frozen=True, slots=True)
class Picture:
    """`line` and `area` are paths, `target_y` the height of the dashed line; all in a box of WIDTH by HEIGHT."""

    line: str
    area: str
    end: tuple[float, float]
    target_y: float | None
    words: str


def picture_of(stage: Stage) -> Picture | None:
    """The picture of a stage, None when there are fewer than two weeks to join."""
    known = [(at, week) for at, week in enumerate(stage.weeks) if week.days is not None]
    if len(known) < 2:
        return None
    most = max([week.days or 0 for _, week in known] + [stage.target or 0]) or 1
    points = [(_x(at, len(stage.weeks)), _y(week.days or 0, most)) for at, week in known]
    line = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
    area = f"{line}V{HEIGHT}H{points[0][0]:g}Z"
    target = None if stage.target is None else _y(stage.target, most)
    return Picture(line, area, points[-1], target, _in_words(stage, [week for _, week in known]))


def _x(at: int, number: int) -> float:
    return round(EDGE + at * (WIDTH - 2 * EDGE) / max(number - 1, 1), 1)


def _y(days: float, most: float) -> float:
    return round(HEIGHT - EDGE - days / most * (HEIGHT - 2 * EDGE), 1)


def _in_words(stage: Stage, weeks: Sequence[Week]) -> str:
    days = ", ".join(f"{week.days:g}" for week in weeks)
    target = f" The target is {stage.target}." if stage.target is not None else ""
    return f"{stage.title}, median days by week: {days}.{target}"
