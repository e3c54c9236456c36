"""The numbers of steps, in words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby


def steps_in_words(numbers: Iterable[int]) -> str:
    """step 2; steps 2 and 3; steps 1 to 6; steps 1 to 3, 5 and 7."""
    steps = sorted(set(numbers))
    if len(steps) < 2:
        return f"step {steps[0]}" if steps else ""
    runs = [list(run) for run in _runs(steps)]
    parts = [part for run in runs for part in (_run(run) if len(run) > 2 else map(str, run))]
    words = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    return f"steps {words}"


def _runs(steps: list[int]) -> Iterable[Iterable[int]]:
    """Stretches of numbers without a gap."""
    for _, run in groupby(enumerate(steps), lambda pair: pair[1] - pair[0]):
        yield (number for _, number in run)


def _run(run: list[int]) -> list[str]:
    return [f"{run[0]} to {run[-1]}"]
