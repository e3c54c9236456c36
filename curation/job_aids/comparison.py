"""What changed between two versions of a job aid: block by block, by the ids that blocks keep when they are moved.

The one rule of what counts as changed, for reviews, lists of versions, their comparison, and printed sheets.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.compare import compare_bodies
from curation.job_aids.steps import step_numbers, steps_in_words
from curation.models import JobAidPage
from people.models import User
from screencasts.times import format_time

CHANGED, ADDED, REMOVED, MOVED = "changed", "added", "removed", "moved"
# A stream of the job aid, and what one of its blocks is called.
STREAMS = (("steps", "step"), ("before_you_start", "check"), ("pitfalls", "pitfall"), ("facts", "fact"))
FIELDS = (
    ("title", "the title"),
    ("purpose", "the purpose"),
    ("use_when", "when to use it"),
    ("not_for", "what it is not for"),
    ("roles", "who it is for"),
    ("systems", "the systems"),
    ("contacts", "whom to ask"),
    ("needs_acknowledgement", "whether people confirm that they read it"),
)


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One block that is not as it was, or not where it was."""

    kind: str  # changed, added, removed or moved
    id: str
    number: int  # in the newer version; of a removed one, in the older
    was: int  # in the older version; 0 for an added one
    title: str
    compared: str  # clean HTML with the words marked
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class StreamChanges:
    """The changes of one kind of block, in the order in which the newer version is read."""

    name: str
    noun: str
    blocks: tuple[BlockChange, ...]

    def of_kind(self, kind: str) -> list[BlockChange]:
        return [block for block in self.blocks if block.kind == kind]

    @property
    def moved(self) -> list[BlockChange]:
        return [block for block in self.blocks if block.is_moved]


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    compared: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is different between two versions."""

    streams: tuple[StreamChanges, ...]  # only those with changes
    fields: tuple[FieldChange, ...]

    def __bool__(self) -> bool:
        return bool(self.streams or self.fields)

    @property
    def in_words(self) -> str:
        """Steps 2 and 5 changed, a step was added after 3, old pitfall 1 was removed, the purpose changed."""
        parts = [part for stream in self.streams for part in _said(stream)]
        if self.fields:
            parts.append(f"{_listed([field.label for field in self.fields])} changed")
        words = ", ".join(parts)
        return f"{words[:1].upper()}{words[1:]}"

    @property
    def ids(self) -> dict[str, list[str]]:
        """The ids of the blocks, by what happened to them: for JobAidVersion.changes."""
        blocks = [block for stream in self.streams for block in stream.blocks]
        found = {
            kind: [block.id for block in blocks if block.kind == kind] for kind in (CHANGED, ADDED, REMOVED)
        }
        return found | {MOVED: [block.id for block in blocks if block.is_moved]}


def compare_versions(old: JobAidPage, new: JobAidPage) -> Comparison:
    """Compare two versions of one job aid. Asks for the names of people to ask only when these differ."""
    streams = (_stream(name, noun, old, new) for name, noun in STREAMS)
    return Comparison(
        streams=tuple(stream for stream in streams if stream.blocks),
        fields=tuple(_fields(old, new)),
    )


# -- blocks ------------------------------------------------------------------------------------------------
def _stream(name: str, noun: str, old: JobAidPage, new: JobAidPage) -> StreamChanges:
    before = {str(block.id): (number, block) for number, block in enumerate(getattr(old, name), start=1)}
    now = {str(block.id): (number, block) for number, block in enumerate(getattr(new, name), start=1)}
    moved = _moved([key for key in before if key in now], [key for key in now if key in before])
    numbers = step_numbers(old), step_numbers(new)
    changes = [_kept(key, before[key], now[key], key in moved, numbers) for key in now if key in before]
    changes += [_alone(ADDED, key, *now[key], numbers[1]) for key in now if key not in before]
    found = sorted((change for change in changes if change is not None), key=lambda change: change.number)
    found += [_alone(REMOVED, key, *before[key], numbers[0]) for key in before if key not in now]
    return StreamChanges(name, noun, tuple(found))


def _kept(
    key: str,
    before: tuple[int, Any],
    now: tuple[int, Any],
    is_moved: bool,
    numbers: tuple[dict[str, int], dict[str, int]],
) -> BlockChange | None:
    (was, old), (number, new) = before, now
    values = _value(old), _value(new)
    same = old.block_type == new.block_type and values[0] == values[1]
    if same and not is_moved:
        return None
    alike = _alike(*values) if new.block_type == "step" else frozenset()
    html = _html(new, numbers[1], without=alike)
    compared = html if same else compare_bodies(_html(old, numbers[0], without=alike), html)
    return BlockChange(MOVED if same else CHANGED, key, number, was, _title(new), compared, is_moved)


def _alike(old: Any, new: Any) -> frozenset[str]:
    """What a step shows and does not say, where it is as it was: beside the changed words it is in the way."""
    return frozenset(name for name in ("picture", "clip") if old.get(name) == new.get(name))


def _alone(kind: str, key: str, number: int, block: Any, numbers: dict[str, int]) -> BlockChange:
    html = _html(block, numbers)
    compared = compare_bodies("", html) if kind == ADDED else compare_bodies(html, "")
    return BlockChange(kind, key, number, 0 if kind == ADDED else number, _title(block), compared)


def _moved(before: Sequence[str], now: Sequence[str]) -> set[str]:
    """The fewest blocks that must have been moved: those outside the longest run that kept its order."""
    place = {key: index for index, key in enumerate(before)}
    tails: list[int] = []
    ends: list[str] = []
    previous: dict[str, str | None] = {}
    for key in now:
        at = bisect_left(tails, place[key])
        previous[key] = ends[at - 1] if at else None
        tails[at : at + 1], ends[at : at + 1] = [place[key]], [key]
    stayed, key_or_none = set(), ends[-1] if ends else None
    while key_or_none is not None:
        stayed.add(key_or_none)
        key_or_none = previous[key_or_none]
    return set(now) - stayed


def _value(block: Any) -> Any:
    """What a block holds. A field that it got since and is empty, and the id of a line within, are no change."""
    return _filled(block.block.get_prep_value(block.value))


def _filled(value: Any) -> Any:
    if isinstance(value, list):
        return [_filled(line["value"] if _is_line(line) else line) for line in value]
    if isinstance(value, dict):
        filled = {key: _filled(each) for key, each in value.items()}
        return {key: each for key, each in filled.items() if each not in (None, "", [], {})}
    return value


def _is_line(value: Any) -> bool:
    """Whether it is a line of a list as Wagtail keeps it: with an id of its own around it."""
    return isinstance(value, dict) and value.keys() == {"type", "value", "id"}


def _title(block: Any) -> str:
    if block.block_type in {"step", "fact"}:
        return str(block.value["title" if block.block_type == "step" else "name"])
    return ""


def _html(block: Any, numbers: dict[str, int], *, without: frozenset[str] = frozenset()) -> str:
    """All that the block says, as a body that can be compared."""
    if block.block_type == "step":
        return _step_html(block.value, numbers, without)
    if block.block_type == "fact":
        return format_html("<p>{}: {}</p>", block.value["name"], block.value["value"])
    return str(block.value.source)


def _step_html(value: Any, numbers: dict[str, int], without: frozenset[str]) -> str:
    text = value["text"].source if value["text"] else ""
    lines = [format_html("<p>{}</p>", value["title"])]
    if value.get("warning"):
        lines.append(format_html("<p>Warning: {}</p>", value["warning"]))
    lines.append(SafeString(text))
    if value.get("you_see"):
        lines.append(format_html("<p>You see: {}</p>", value["you_see"]))
    for branch in value.get("branches") or ():
        step = numbers.get(branch["go_to"], "?")
        lines.append(format_html("<p>If {}: go to step {}</p>", branch["when"], step))
    picture, clip = ({} if name in without else value.get(name) or {} for name in ("picture", "clip"))
    if picture.get("address"):
        lines.append(
            format_html('<p>Picture: {}</p><p><img src="{}" alt=""></p>', picture["alt"], picture["address"])
        )
    if clip.get("screencast"):
        start, end = (format_time(clip[side]) if clip.get(side) else "" for side in ("start", "end"))
        lines.append(
            format_html(
                "<p>Screencast {}, from {} to {}</p>", clip["screencast"], start or "0:00", end or "its end"
            )
        )
    return "".join(lines)


# -- fields ------------------------------------------------------------------------------------------------
def _fields(old: JobAidPage, new: JobAidPage) -> Iterable[FieldChange]:
    for name, label in FIELDS:
        before, now = _plain(old, name), _plain(new, name)
        if before != now:
            was, is_now = (_lines(name, value) for value in (before, now))
            yield FieldChange(label, compare_bodies(was, is_now))


def _plain(page: JobAidPage, name: str) -> Any:
    if name == "systems":
        return sorted(system.name for system in page.systems.all())
    if name == "contacts":
        return [(contact.user_id, contact.about) for contact in page.contacts.all()]
    return getattr(page, name)


def _lines(name: str, value: Any) -> str:
    if name == "contacts":
        people = User.objects.in_bulk([user for user, _ in value])
        value = [
            f"{people[user].name if user in people else 'Someone who left'} {about}".strip()
            for user, about in value
        ]
    elif isinstance(value, bool):
        value = ["Yes" if value else "No"]
    lines = value if isinstance(value, list) else str(value).splitlines()
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))


# -- words -------------------------------------------------------------------------------------------------
def _said(stream: StreamChanges) -> Iterable[str]:
    noun = stream.noun
    if changed := stream.of_kind(CHANGED):
        yield f"{_numbered(noun, [block.number for block in changed])} changed"
    if len(added := stream.of_kind(ADDED)) == 1 and noun == "step":
        number = added[0].number
        yield f"a step was added after {number - 1}" if number > 1 else "a step was added before the first"
    elif added:
        yield f"{_numbered(noun, [block.number for block in added])} {_was(added)} added"
    if removed := stream.of_kind(REMOVED):
        yield f"old {_numbered(noun, [block.number for block in removed])} {_was(removed)} removed"
    if len(moved := stream.moved) == 1:
        yield f"old {noun} {moved[0].was} is {noun} {moved[0].number} now"
    elif moved:
        yield f"{_numbered(noun, [block.number for block in moved])} moved"


def _numbered(noun: str, numbers: list[int]) -> str:
    words = steps_in_words(numbers)
    return words if noun == "step" else words.replace("step", noun, 1)


def _was(blocks: Sequence[BlockChange]) -> str:
    return "was" if len(blocks) == 1 else "were"


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
