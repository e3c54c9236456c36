"""A job aid as a reader meets it: steps, where they come from, what changed there, who is behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.db.models import Count, Prefetch, Q

from communities.states import MembershipState
from curation.blocks import branches_of
from curation.models import DriftAlert, Feedback, JobAidPage, Provenance
from curation.places import version_url, with_sources
from curation.steps import steps_in_words
from people.models import User
from screencasts.models import Screencast
from screencasts.stretches import Stretch

ICONS = {"wiki_page": "book-open", "post": "messages-square", "screencast": "circle-play"}
SAYINGS = 5
R = TypeVar("R", "Step", "Line")
ELSEWHERE = 0  # not in a step: a pitfall, a check or a fact


@dataclass(frozen=True, slots=True)
class Chip:
    """Where words come from: opens the exact version of the exact place."""

    icon: str
    label: str
    url: str  # empty when the source is gone
    author: str
    drift: DriftAlert | None
    is_again: bool = False  # the words right above are of the same source


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of a recording that shows the step."""

    title: str
    url: str
    poster: str
    length: float


@dataclass(frozen=True, slots=True)
class Branch:
    """If something is so, go on at another step: a link to `#step-4`, and on paper "go to step 4"."""

    when: str
    number: int


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    id: str
    title: str
    html: str
    you_see: str
    picture: str
    picture_alt: str
    clip: Clip | None
    chips: tuple[Chip, ...]
    warning: str = ""  # stands before the step is done
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody of the community to ask, and about what."""

    person: User
    about: str


@dataclass(frozen=True, slots=True)
class Line:
    """A pitfall, a check or a fact, with where it comes from."""

    id: str
    html: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the page of one version."""

    job_aid: JobAidPage
    steps: list[Step]
    checks: list[Line]
    pitfalls: list[Line]
    facts: list[Any]
    tables: list[Line]
    people: list[tuple[Any, str]]
    others: list[str]  # credited by name alone: they are no people here
    contacts: list[Contact] = field(default_factory=list)
    systems: list[str] = field(default_factory=list)

    @property
    def drifts(self) -> int:
        return sum(chip.drift is not None for step in self.steps for chip in step.chips)


@dataclass(frozen=True, slots=True)
class Word:
    """How it went for people, with this version."""

    worked: int
    against: int
    sayings: list[Feedback]
    mine: Feedback | None


def sheet_of(job_aid: JobAidPage) -> Sheet:
    """Read a version of a job aid. Six queries at most, whatever its length."""
    chips, rows = _provenance(job_aid)
    clips = _clips(job_aid)
    numbers = {str(block.id): number for number, block in enumerate(job_aid.steps, start=1)}
    steps = [_step(block, numbers, clips, chips) for block in job_aid.steps]
    facts = [block.value for block in job_aid.facts if block.block_type == "fact"]
    tables = [block for block in job_aid.facts if block.block_type == "table"]
    people, others = _people(job_aid, rows, numbers)
    return Sheet(
        job_aid=job_aid,
        steps=_marked(steps),
        checks=_lines(job_aid.before_you_start, chips),
        pitfalls=_marked(_lines(job_aid.pitfalls, chips)),
        facts=facts,
        tables=_lines(tables, chips),
        people=people,
        others=others,
        contacts=_contacts(job_aid),
        systems=[system.name for system in job_aid.systems.all()],
    )


def word_on(job_aid: JobAidPage, user: Any) -> Word:
    """What people said about the published version. Three queries on the index curation_feedback_latest."""
    said = Feedback.objects.filter(job_aid=job_aid, number=job_aid.number)
    totals = said.aggregate(yes=Count("pk", filter=Q(worked=True)), no=Count("pk", filter=Q(worked=False)))
    sayings = said.exclude(comment="").select_related("user").order_by("-created_at", "-pk")[:SAYINGS]
    mine = said.filter(user=user).first() if user.is_authenticated else None
    return Word(totals["yes"], totals["no"], list(sayings), mine)


def _provenance(job_aid: JobAidPage) -> tuple[dict[str, list[Chip]], list[Provenance]]:
    unsettled = Prefetch("alerts", queryset=DriftAlert.objects.unsettled(), to_attr="unsettled")
    rows = with_sources(job_aid.provenance.attached()).select_related("author").prefetch_related(unsettled)
    rows = list(rows.order_by("pk"))
    chips: dict[str, list[Chip]] = defaultdict(list)
    for row in rows:
        chips[row.step].append(_chip(row))
    return chips, rows


def _chip(row: Provenance) -> Chip:
    removed = row.is_gone or (row.post is not None and row.post.is_removed)
    alerts: list[DriftAlert] = row.unsettled  # type: ignore[attr-defined]
    return Chip(
        icon=ICONS.get(row.kind, "file-text"),
        label=row.label,
        url="" if removed else version_url(row),
        author=row.author.name if row.author else row.author_name,
        drift=alerts[0] if alerts else None,
    )


def _step(
    block: Any, numbers: dict[str, int], clips: dict[int, Screencast], chips: dict[str, list[Chip]]
) -> Step:
    value = block.value
    return Step(
        number=numbers[str(block.id)],
        id=str(block.id),
        title=value["title"],
        html=value["text"].source if value["text"] else "",
        you_see=value.get("you_see") or "",
        picture=(value.get("picture") or {}).get("address") or "",
        picture_alt=(value.get("picture") or {}).get("alt") or "",
        clip=_clip(value.get("clip") or {}, clips),
        chips=tuple(chips.get(str(block.id), ())),
        warning=value.get("warning") or "",
        branches=tuple(
            Branch(when, numbers[target]) for when, target in branches_of(block) if target in numbers
        ),
    )


def _contacts(job_aid: JobAidPage) -> list[Contact]:
    """Those who are still members; their order is the curator's."""
    rows = list(job_aid.contacts.all())
    if not rows:
        return []
    members = User.objects.here().filter(
        memberships__community=job_aid.community_id, memberships__state=MembershipState.ACTIVE
    )
    people = members.in_bulk([row.user_id for row in rows])
    return [Contact(people[row.user_id], row.about) for row in rows if row.user_id in people]


def _marked(rows: Sequence[R]) -> list[R]:
    """The same rows, with the chips marked whose source the row above names already."""
    above: set[tuple[str, str]] = set()
    marked = []
    for row in rows:
        chips = tuple(replace(chip, is_again=(chip.label, chip.author) in above) for chip in row.chips)
        above = {(chip.label, chip.author) for chip in chips}
        marked.append(replace(row, chips=chips))
    return marked


def _lines(stream: Iterable[Any], chips: dict[str, list[Chip]]) -> list[Line]:
    return [Line(str(block.id), block.value.source, tuple(chips.get(str(block.id), ()))) for block in stream]


def _clips(job_aid: JobAidPage) -> dict[int, Screencast]:
    """The recordings that steps show, if they are ready and of this community."""
    wanted = {(block.value.get("clip") or {}).get("screencast") for block in job_aid.steps} - {None}
    rows = Screencast.objects.ready().in_community(job_aid.community_id).filter(pk__in=wanted)
    return {row.pk: row for row in rows.select_related("community")} if wanted else {}


def _clip(value: Any, clips: dict[int, Screencast]) -> Clip | None:
    recording = clips.get(value.get("screencast") or 0)
    if recording is None:
        return None
    start = value.get("start") or 0.0
    stretch = Stretch(start, value.get("end") or recording.duration)
    return Clip(
        title=recording.title,
        url=f"{recording.get_absolute_url()}?t={start:g}",
        poster=recording.poster_url,
        length=max(0.0, stretch.end - stretch.start),
    )


def _people(
    job_aid: JobAidPage, rows: list[Provenance], numbers: dict[str, int]
) -> tuple[list[tuple[Any, str]], list[str]]:
    """Authors with their steps, then the owner; names alone of those who are no people here."""
    places: dict[User, list[int]] = {}
    others: dict[str, None] = {}
    for row in rows:
        if row.author is not None:
            places.setdefault(row.author, []).append(numbers.get(row.step, ELSEWHERE))
        elif row.author_name:
            others[row.author_name] = None
    people = [(person, _places_in_words(where)) for person, where in places.items()]
    if job_aid.owner is not None:
        people.append((job_aid.owner, "owner"))
    return people, list(others)


def _places_in_words(where: list[int]) -> str:
    """`[1, 2, 3, ELSEWHERE]` becomes "steps 1 to 3 and more"."""
    steps = [number for number in where if number != ELSEWHERE]
    if not steps:
        return "pitfalls and checks"
    return f"{steps_in_words(steps)}{' and more' if ELSEWHERE in where else ''}"
