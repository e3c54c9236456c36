"""A printed sheet that somebody holds: is it still right, and if not, which steps changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html

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

STREAMS = ("steps", "before_you_start", "pitfalls", "facts")
Words = dict[str, Any]  # by the name of the field: a text, or the blocks of a stream as they are stored


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


def changes_since(job_aid: JobAidPage, version: JobAidVersion) -> SheetChanges | None:
    """What changed from a version to the published one; None when its words are not kept any more."""
    if version.revision is None:
        return None
    return changes_between(words_of(version.revision.content), words_of_page(job_aid))


def changes_between(old: Words, new: Words) -> SheetChanges:
    """Compare two versions of a job aid, step by step, by the ids that blocks keep when they are moved."""
    before, now = _steps(old), _steps(new)
    kept = [step for step in now if step in before]
    return SheetChanges(
        changed=tuple(
            StepChange(now[step].number, now[step].title, compare_bodies(before[step].html, now[step].html))
            for step in kept
            if before[step].value != now[step].value
        ),
        added=tuple(
            StepChange(each.number, each.title, "") for step, each in now.items() if step not in before
        ),
        removed=tuple(
            StepChange(each.number, each.title, "") for step, each in before.items() if step not in now
        ),
        is_reordered=kept != [step for step in before if step in now],
        elsewhere=tuple(words for name, words in ELSEWHERE.items() if old[name] != new[name]),
    )


def words_of(content: dict[str, Any]) -> Words:
    """What the content of a revision says. Reads no page and no block: a revision may be older than both."""
    streams = {name: _stored(json.loads(content.get(name) or "[]")) for name in STREAMS}
    return {name: content.get(name) or "" for name in ELSEWHERE} | streams


def words_of_page(job_aid: JobAidPage) -> Words:
    """The same of a page."""
    streams = {name: _stored(list(getattr(job_aid, name).raw_data)) for name in STREAMS}
    return {name: getattr(job_aid, name) for name in ELSEWHERE if name not in STREAMS} | streams


def _stored(value: Any) -> Any:
    """Without what is empty: a block that got a new field since is not another for it."""
    if isinstance(value, dict):
        return {key: kept for key, each in value.items() if (kept := _stored(each)) not in (None, "", [], {})}
    return [_stored(each) for each in value] if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class _Step:
    number: int
    title: str
    value: dict[str, Any]

    @property
    def html(self) -> str:
        lines = [format_html("<p>{}</p>", self.title), self.value.get("text", "")]
        lines += [
            format_html("<p>{} {}</p>", name, self.value[key])
            for key, name in (("warning", "Warning:"), ("you_see", "You see:"))
            if key in self.value
        ]
        return "".join(lines)


def _steps(words: Words) -> dict[str, _Step]:
    return {
        str(block.get("id")): _Step(number, block["value"].get("title", ""), block["value"])
        for number, block in enumerate(words["steps"], start=1)
    }


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
