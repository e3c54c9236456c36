"""The parts of the desk: each a page of its own, in the order of a curator's day.

A new part is one line in PARTS, or `register_part` from the app that has its page, when that stands above this one.
`waiting` gives its rows of a desk, to be counted; a part without it has no number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from curation.desk import aids, board, queue, requests
from curation.desk.counts import capped_counts, in_words
from curation.desk.scope import Desk
from curation.models import Candidate, DriftAlert, Refusal
from curation.states import CandidateState, RefusalState


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    icon: str
    waiting: Callable[[Desk], QuerySet[Any]] | None = None
    of_another_app: str = ""  # the name of its address

    @property
    def address(self) -> str:
        """The name of the address: `desk_<key>` of this app, or what another app says."""
        return self.of_another_app or f"curation:desk_{self.key}"


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part as the navigation shows it."""

    part: Part
    number: int | None

    @property
    def url(self) -> str:
        return reverse(self.part.address)

    @property
    def count(self) -> str:
        return in_words(self.number) if self.number else ""


def open_alerts(desk: Desk) -> Any:
    """Sources that changed after a step was taken from them. Uses the index curation_drift_open."""
    return desk.of(DriftAlert.objects.open(), "provenance__job_aid__community")


def waiting_candidates(desk: Desk) -> Any:
    """What the nightly search found. Uses the index curation_candidate_list."""
    return desk.of(Candidate.objects.filter(state=CandidateState.OPEN))


def waiting_refusals(desk: Desk) -> Any:
    """What authors asked not to be used and nobody answered. Uses the index curation_refusal_waiting."""
    return desk.of(Refusal.objects.filter(state=RefusalState.OPEN))


PARTS: tuple[Part, ...] = (
    Part("flags", "Flags", "flag", queue.waiting),
    Part("candidates", "Candidates", "sprout", waiting_candidates),
    Part("practices", "Practices", "lightbulb", board.followed),
    Part("sources", "Changed sources", "triangle-alert", open_alerts),
    Part("verify", "To verify", "hourglass", aids.due),
    Part("reviews", "Reviews", "file-pen", aids.in_review),
    Part("badly", "Doing badly", "thumbs-down", aids.doing_badly),
    Part("requests", "Requests", "hand-helping", requests.waiting),
    Part("refusals", "Not to be used", "user-x", waiting_refusals),
    Part("releases", "Releases", "monitor"),
    Part("archive", "Archive", "hourglass", aids.proposed_for_archive),
    Part("alike", "Near-duplicates", "copy", aids.alike),
    Part("pace", "Lead times", "clock"),
)

_registered: dict[str, Part] = {}


def register_part(part: Part) -> None:
    """Let an app above this one add a part, behind the others, when it is ready."""
    _registered[part.key] = part


def part_lines(desk: Desk) -> list[PartLine]:
    """Every part with its number. One query."""
    parts = (*PARTS, *_registered.values())
    rows = {part.key: part.waiting(desk) for part in parts if part.waiting is not None}
    numbers = capped_counts(**rows)
    return [PartLine(part, numbers.get(part.key)) for part in parts]
