"""A printed sheet that somebody holds: is it still right, and if not, which steps changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.blocks import digest
from core.compare import compare_bodies
from curation.models import JobAidPage, JobAidVersion
from curation.steps import steps_in_words

ELSEWHERE = {
    "title": "the title",
    "purpose": "the purpose",
    "use_when": "when to use it",
    "not_for": "what it is not for",
    "before_you_start": "what comes before the first step",
    "pitfalls": "the pitfalls",
    "facts": "the quick facts",
}


@dataclass(frozen=True, slots=True)
class StepChange:
    """One step that is not as it was; `compared` is clean HTML with the words marked."""

    number: int  # in the newer version; of a step that was taken out, in the older
    title: str
    compared: str


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """What is different between two versions of a job aid."""

    changed: tuple[StepChange, ...] = ()
    added: tuple[StepChange, ...] = ()
    removed: tuple[StepChange, ...] = ()
    is_reordered: bool = False
    elsewhere: tuple[str, ...] = ()

    @property
    def steps(self) -> list[int]:
        """The steps of the newer version that are not as they were."""
        return sorted(step.number for step in (*self.changed, *self.added))

    @property
    def in_words(self) -> str:
        """Steps 2 and 5 changed, step 7 is new, 1 step was taken out, the pitfalls changed."""
        parts = [
            f"{steps_in_words(step.number for step in self.changed)} changed" if self.changed else "",
            _new(self.added),
            _gone(self.removed),
            "the steps stand in another order" if self.is_reordered else "",
            f"{_listed(self.elsewhere)} changed" if self.elsewhere else "",
        ]
        words = ", ".join(part for part in parts if part)
        return f"{words[:1].upper()}{words[1:]}"


def changes_between(old: JobAidPage, new: JobAidPage) -> SheetChanges:
    """Compare two revisions of a job aid, step by step, by the ids that blocks keep when they are moved."""
    before, now = _steps(old), _steps(new)
    kept = [step for step in now if step in before]
    return SheetChanges(
        changed=tuple(
            StepChange(now[step].number, now[step].title, compare_bodies(before[step].html, now[step].html))
            for step in kept
            if before[step].digest != now[step].digest
        ),
        added=tuple(
            StepChange(each.number, each.title, each.html) for step, each in now.items() if step not in before
        ),
        removed=tuple(
            StepChange(each.number, each.title, each.html) for step, each in before.items() if step not in now
        ),
        is_reordered=kept != [step for step in before if step in now],
        elsewhere=tuple(words for name, words in ELSEWHERE.items() if _value(old, name) != _value(new, name)),
    )


def changes_since(job_aid: JobAidPage, version: JobAidVersion) -> SheetChanges | None:
    """What changed from a version to the published one; None when its words are not kept any more."""
    if version.revision is None:
        return None
    return changes_between(version.revision.as_object(), job_aid)


@dataclass(frozen=True, slots=True)
class _Step:
    number: int
    title: str
    html: SafeString
    digest: str


def _steps(page: JobAidPage) -> dict[str, _Step]:
    return {str(block.id): _step(number, block) for number, block in enumerate(page.steps, start=1)}


def _step(number: int, block: Any) -> _Step:
    value = block.value
    text = value["text"].source if value["text"] else ""
    lines = [format_html("<p><strong>{}</strong></p>", value["title"]), SafeString(text)]
    lines += [
        format_html("<p>{} {}</p>", name, value.get(key))
        for name, key in (("Warning:", "warning"), ("You see:", "you_see"))
        if value.get(key)
    ]
    whole = block.block.get_prep_value(value)
    return _Step(number, value["title"], SafeString("".join(lines)), digest(str(whole)))


def _value(page: JobAidPage, name: str) -> Any:
    value = getattr(page, name)
    if hasattr(value, "get_prep_value"):
        return [(row["type"], row["value"]) for row in value.get_prep_value()]
    return value


def _new(added: tuple[StepChange, ...]) -> str:
    if not added:
        return ""
    return f"{steps_in_words(step.number for step in added)} {'is' if len(added) == 1 else 'are'} new"


def _gone(removed: tuple[StepChange, ...]) -> str:
    if not removed:
        return ""
    return "1 step was taken out" if len(removed) == 1 else f"{len(removed)} steps were taken out"


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
