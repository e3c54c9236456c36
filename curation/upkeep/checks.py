"""What changed about a job aid since it was verified last, step by step, and which of it somebody has checked."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, DateTimeField, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.blocks import plain_text
from curation.models import DriftAlert, Feedback, JobAidPage, Release, StepCheck, StepQuestion
from curation.states import DriftState
from curation.upkeep.changes import Changed, changes_of, with_places
from curation.upkeep.intervals import interval, months_later
from curation.upkeep.releases import pending_releases

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
WHOLE = ""  # the step of what is said of the job aid as a whole
SAID = 50  # votes and questions that are shown; more are counted into the digest all the same
_KINDS = {"before_you_start": "Before you start", "pitfalls": "Pitfall", "facts": "Quick fact"}


@dataclass(frozen=True, slots=True)
class StepToCheck:
    """One step, check, pitfall or fact, or the whole: what changed there, and who has checked it since."""

    step: str
    number: int  # 0: not a step
    title: str
    words: str
    drifts: list[Changed] = field(default_factory=list)
    votes: list[Feedback] = field(default_factory=list)
    questions: list[StepQuestion] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    check: StepCheck | None = None

    @property
    def digest(self) -> str:
        """Of the words and of everything that changed: what comes in later makes it another."""
        seen = [
            self.words,
            *(f"{change.alert.pk}:{change.alert.new_text}" for change in self.drifts),
            *(f"vote {vote.pk} {vote.created_at}" for vote in self.votes),
            *(f"question {question.pk}" for question in self.questions),
            *(f"release {release.pk}" for release in self.releases),
        ]
        return hashlib.sha256("\n".join(seen).encode()).hexdigest()

    @property
    def is_checked(self) -> bool:
        return self.check is not None and self.check.digest == self.digest

    @property
    def is_open(self) -> bool:
        """Somebody is still to look at it."""
        return (self.is_told_of or bool(self.releases)) and not self.is_checked

    @property
    def is_told_of(self) -> bool:
        """Something was said of this very step; a release concerns them all."""
        return bool(self.drifts or self.votes or self.questions)


def what_changed(job_aid: JobAidPage) -> list[StepToCheck]:
    """Every step with a change since the last time, in reading order. Six queries at most, whatever its length.

    A source that reads otherwise, a "did not work", a question; a release that it was not verified on
    concerns every step.
    """
    since = job_aid.verified_at or NEVER
    alerts = DriftAlert.objects.open().filter(provenance__job_aid=job_aid, provenance__detached_at=None)
    drifts = _by_step(changes_of(list(with_places(alerts).order_by("pk"))), _step_of_change)
    said = job_aid.feedback.filter(worked=False, created_at__gt=since).select_related("user")
    votes = _by_step(said.order_by("-created_at", "-pk")[:SAID], _step_of_row)
    asked = StepQuestion.objects.filter(job_aid=job_aid, at__gt=since)
    asked = asked.select_related("thread__community", "asked_by").order_by("-at", "-pk")
    questions = _by_step(asked[:SAID], _step_of_row)
    checks = {
        check.step: check
        for check in StepCheck.objects.filter(job_aid=job_aid, at__gt=since)
        .select_related("checked_by")
        .order_by("at", "pk")
    }
    releases = pending_releases(job_aid)
    rows = _places(job_aid)
    known = {row.step for row in rows}
    elsewhere = {step for found in (votes, questions) for step in found if step not in known}
    for step in elsewhere:  # a step that the published version has no more
        votes[WHOLE] += votes.pop(step, [])
        questions[WHOLE] += questions.pop(step, [])
    found = [
        StepToCheck(
            row.step,
            row.number,
            row.title,
            row.words,
            drifts=drifts[row.step],
            votes=votes[row.step],
            questions=questions[row.step],
            releases=releases if row.number else [],
            check=checks.get(row.step),
        )
        for row in rows
    ]
    return [row for row in found if row.is_told_of or row.releases or row.check]


def with_changes(job_aids: QuerySet[JobAidPage]) -> QuerySet[JobAidPage]:
    """Each with `drift_count`, `against_count` and `question_count` since it was verified last, for lists."""
    since = Coalesce(OuterRef("verified_at"), Value(NEVER, output_field=DateTimeField()))
    drifts = DriftAlert.objects.filter(
        state=DriftState.OPEN, provenance__job_aid=OuterRef("pk"), provenance__detached_at=None
    )
    said = Feedback.objects.filter(job_aid=OuterRef("pk"), worked=False, created_at__gt=since)
    asked = StepQuestion.objects.filter(job_aid=OuterRef("pk"), at__gt=since)
    return job_aids.annotate(
        drift_count=_number(drifts, "provenance__job_aid"),
        against_count=_number(said, "job_aid"),
        question_count=_number(asked, "job_aid"),
    ).annotate(change_count=F("drift_count") + F("against_count") + F("question_count"))


@dataclass(frozen=True, slots=True)
class OneClick:
    """What the button that says "still right" promises; where something changed, it leads to those steps."""

    until: date
    changes: int
    releases: str  # the releases that it is said of for the first time: "EMR 12.1"


def one_click(job_aid: JobAidPage) -> OneClick:
    """One query."""
    rows = with_changes(JobAidPage.objects.filter(pk=job_aid.pk)).annotate(months=interval())
    changes, months = rows.values_list("change_count", "months")[0]
    return OneClick(months_later(timezone.localdate(), months), changes, job_aid.check_words)


def _number(rows: QuerySet[Any], key: str) -> Coalesce:
    counted = rows.order_by().values(key).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _by_step(rows: Iterable[Any], step_of: Any) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[step_of(row)].append(row)
    return found


def _step_of_row(row: Any) -> str:
    return str(row.step)


def _step_of_change(change: Changed) -> str:
    return change.alert.provenance.step


def _places(job_aid: JobAidPage) -> list[StepToCheck]:
    """Everything of a job aid that can change, in reading order: the whole, checks, steps, pitfalls, facts."""
    rows = [StepToCheck(WHOLE, 0, "The job aid as a whole", "")]
    rows += _others(job_aid, "before_you_start")
    for number, block in enumerate(job_aid.steps, start=1):
        rows.append(StepToCheck(str(block.id), number, block.value["title"], _words(block.value)))
    return rows + _others(job_aid, "pitfalls") + _others(job_aid, "facts")


def _others(job_aid: JobAidPage, name: str) -> list[StepToCheck]:
    rows = []
    for block in getattr(job_aid, name):
        words = _words(block.value)
        rows.append(StepToCheck(str(block.id), 0, f"{_KINDS[name]}: {words}"[:120], words))
    return rows


def _words(value: Any) -> str:
    """What a block says, as text."""
    if hasattr(value, "source"):
        return plain_text(value.source)
    text = value.get("text")
    parts = [value.get("title"), value.get("name"), value.get("value"), value.get("you_see")]
    return " ".join(filter(None, [*parts, plain_text(text.source) if text else ""]))
