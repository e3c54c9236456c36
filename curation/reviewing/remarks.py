"""Remarks beside the steps of a draft: they stay with their step when it is moved, and outlive it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Revision

from curation.forms.review import RemarkForm
from curation.job_aids.steps import step_numbers
from curation.models import JobAidPage, StepRemark

MOST = 200  # shown on one page; more than this on one draft is a talk, not a review


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark and the step that it is about, as the draft is now."""

    row: StepRemark
    number: int  # 0 when the step was removed
    title: str  # of the step, as it was when somebody remarked on it: only for a removed one

    @property
    def place(self) -> str:
        """Step 3; “Turn the cap”, which was removed."""
        if self.number:
            return f"Step {self.number}"
        return f"“{self.title}”, a step that was removed" if self.title else "A step that was removed"


@dataclass(frozen=True, slots=True)
class AtStep:
    """What stands beside one step of a draft."""

    remarks: list[Remark]
    form: RemarkForm


@dataclass(frozen=True, slots=True)
class Remarks:
    open: list[Remark] = field(default_factory=list)
    resolved: list[Remark] = field(default_factory=list)

    @property
    def of_removed_steps(self) -> list[Remark]:
        return [remark for remark in self.open if not remark.number]

    def beside(self, draft: JobAidPage, typed: RemarkForm | None = None) -> Mapping[str, AtStep]:
        """For each step its remarks and a form for another; `typed` is the one that came back with an error."""
        wrong = typed.data.get("step") if typed is not None else None
        return {
            step: AtStep(
                [remark for remark in self.open if remark.row.step == step],
                typed
                if typed is not None and step == wrong
                else RemarkForm(auto_id=f"remark_{number}_%s", initial={"step": step}),
            )
            for step, number in step_numbers(draft).items()
        }


def remarks_on(draft: JobAidPage) -> Remarks:
    """Those of a draft: one query, and another when a step that somebody remarked on was removed."""
    rows = list(
        StepRemark.objects.filter(job_aid=draft.pk)
        .select_related("author", "resolved_by")
        .order_by("-pk")[:MOST]
    )
    numbers = step_numbers(draft)
    gone = {row.revision_id for row in rows if row.step not in numbers and row.revision_id}
    titles = _titles(gone) if gone else {}
    found = [Remark(row, numbers.get(row.step, 0), titles.get(row.step, "")) for row in reversed(rows)]
    found.sort(key=lambda remark: remark.number or len(numbers) + 1)
    return Remarks(
        open=[remark for remark in found if remark.row.resolved_at is None],
        resolved=[remark for remark in found if remark.row.resolved_at is not None],
    )


def _titles(revisions: set[int]) -> dict[str, str]:
    """What the steps of these revisions were called, by their ids."""
    titles: dict[str, str] = {}
    for revision in Revision.objects.filter(pk__in=revisions).order_by("pk"):
        draft: Any = JobAidPage.from_serializable_data(revision.content, check_fks=False)
        titles |= {str(block.get("id")): block["value"].get("title", "") for block in draft.steps.raw_data}
    return titles
