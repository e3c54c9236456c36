"""How a job aid went for people: as a whole and step by step, in numbers and in the latest words.

The numbers are counted when somebody says a word and kept with the job aid, so that a page, and every source that
a step came from, shows them without asking anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from curation.models import Feedback, JobAidPage

SAYINGS = 5
WHOLE = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """For how many people something worked, and for how many it did not."""

    worked: int = 0
    against: int = 0

    def __bool__(self) -> bool:
        return bool(self.worked or self.against)


@dataclass(frozen=True, slots=True)
class Tallies:
    """What was said of the published version of one job aid.

    Whoever says that the whole worked says so of each step, unless they said of that step that it did not.
    """

    said: Mapping[tuple[str, bool, bool], int] = field(default_factory=dict)

    @classmethod
    def of(cls, job_aid: JobAidPage) -> Tallies:
        """As they are kept; nothing was said of a version that was published since."""
        if job_aid.went.get("number") != job_aid.number:
            return cls()
        return cls({(step, worked, whole): people for step, worked, whole, people in job_aid.went["said"]})

    @property
    def whole(self) -> Tally:
        return Tally(self._of(WHOLE, True), self._of(WHOLE, False))

    def of_step(self, step: str) -> Tally:
        worked = (
            self.whole.worked + self.said.get((step, True, False), 0) - self.said.get((step, False, True), 0)
        )
        return Tally(worked, self._of(step, False))

    def _of(self, step: str, worked: bool) -> int:
        return self.said.get((step, worked, False), 0) + self.said.get((step, worked, True), 0)


@dataclass(frozen=True, slots=True)
class Word:
    """All that the page of a job aid says of how it went, for one reader."""

    tallies: Tallies
    sayings: list[Feedback]
    mine: dict[str, Feedback]  # by step

    @property
    def whole(self) -> Tally:
        return self.tallies.whole

    @property
    def my_whole(self) -> Feedback | None:
        return self.mine.get(WHOLE)


def word_on(job_aid: JobAidPage, user: Any) -> Word:
    """What people said about the published version. One query, on curation_feedback_latest."""
    said = Feedback.objects.filter(job_aid=job_aid, number=job_aid.number)
    newest = said.exclude(comment="").order_by("-created_at", "-pk")
    latest = Q(pk__in=newest.values("pk")[:SAYINGS])
    mine = Q(user=user.pk) if user.is_authenticated else Q(pk__in=[])
    rows = list(said.filter(latest | mine).select_related("user", "thread").order_by("-created_at", "-pk"))
    for row in rows:
        if row.thread:
            row.thread.community = job_aid.community
    return Word(
        tallies=Tallies.of(job_aid),
        sayings=[row for row in rows if row.comment][:SAYINGS],
        mine={row.step: row for row in rows if row.user_id == user.pk},
    )


def count_again(job_aid: JobAidPage) -> None:
    """Keep the numbers of the published version as they are now; holds the row of the job aid while it counts."""
    number = JobAidPage.objects.locked().get(pk=job_aid.pk).number
    whole = Feedback.objects.filter(
        job_aid=OuterRef("job_aid"), number=OuterRef("number"), user=OuterRef("user"), step=WHOLE, worked=True
    )
    rows = Feedback.objects.filter(job_aid=job_aid, number=number).values_list(
        "step", "worked", Exists(whole)
    )
    said = [
        [step, worked, bool(whole_worked), people]
        for step, worked, whole_worked, people in rows.annotate(people=Count("pk")).order_by()
    ]
    JobAidPage.objects.filter(pk=job_aid.pk).update(went={"number": number, "said": said})
