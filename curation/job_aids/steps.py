"""The numbers of steps, also in words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

STREAMS = ("steps", "before_you_start", "pitfalls", "facts")


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


def place_of_step(job_aid: Any, step: str) -> str:
    """Step 3 of “Pair a scanner”; only its name where no step is meant, or the step has gone."""
    number = step_numbers(job_aid).get(step)
    return f"Step {number} of “{job_aid.title}”" if number else f"“{job_aid.title}”"


def step_numbers(job_aid: Any) -> dict[str, int]:
    """The number of each step by its id; reads no block, so that it costs nothing."""
    return {str(block.get("id")): number for number, block in enumerate(job_aid.steps.raw_data, start=1)}


def step_id_of(job_aid: Any, number: str) -> str:
    """The id of the step of this number, as an address names it; "" when there is none."""
    return next((step for step, each in step_numbers(job_aid).items() if str(each) == number), "")


def block_ids(job_aid: Any) -> set[str]:
    """The ids of all blocks of this version; provenance of any other block is not of what it says."""
    return {str(block.get("id")) for name in STREAMS for block in getattr(job_aid, name).raw_data}


def block_ids_in_use(job_aid: Any) -> set[str]:
    """Those of its published version and of its newest draft: what is in neither is history."""
    newest = job_aid.latest_revision
    used = block_ids(job_aid) if job_aid.live or newest is None else set()
    return used | (_block_ids_of(newest.content) if newest is not None else set())


def _block_ids_of(content: dict[str, Any]) -> set[str]:
    """Of a revision, as Wagtail stores it: each stream is JSON within the JSON."""
    return {str(block.get("id")) for name in STREAMS for block in json.loads(content.get(name) or "[]")}
