"""A job aid as a reader meets it: steps, where they come from, what changed there, who is behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.db.models import FilteredRelation, Q

from communities.states import MembershipState
from curation.job_aids.blocks import branches_of
from curation.job_aids.steps import block_ids, steps_in_words
from curation.models import DriftAlert, JobAidContact, JobAidPage, Provenance
from curation.places.described import version_url, with_sources
from curation.states import UNSETTLED
from people.models import User
from screencasts.models import CaptionTrack, Screencast
from screencasts.stretches import Stretch

ICONS = {"wiki_page": "book-open", "post": "messages-square", "screencast": "circle-play"}
R = TypeVar("R", "Step", "Line")
LINE, CLIP_LINES, PICTURE_LINES = 44, 3, 5  # characters, and lines of text
LEAST_FOR_COLUMNS = 4  # steps
UNSETTLED_ALERT = Q(alerts__state__in=sorted(UNSETTLED))
Recordings = dict[int, tuple[Screencast, list[CaptionTrack]]]
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
    start: float
    end: float
    media: str  # of the stretch alone: …/film.mp4#t=30,60
    is_audio: bool
    width: int
    height: int
    tracks: tuple[CaptionTrack, ...]

    @property
    def length(self) -> float:
        return max(0.0, self.end - self.start)


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
    contacts: list[Contact]
    systems: list[str]
    people: list[tuple[Any, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)  # credited by name alone: they are no people here

    @property
    def turn(self) -> int:
        """The number of the step that begins the second column; 0 where one column is enough."""
        return turn_of([_lines_taken(step) for step in self.steps])

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each step by its id."""
        return {step.id: step.number for step in self.steps}

    @property
    def has_clips(self) -> bool:
        return any(step.clip for step in self.steps)

    @property
    def drifts(self) -> int:
        return sum(chip.drift is not None for step in self.steps for chip in step.chips)


def sheet_of(job_aid: JobAidPage, *, is_published: bool = False) -> Sheet:
    """Read a version of a job aid, or a draft of it. Six queries at most, whatever its length.

    Of the published one what the database holds is all there is: three queries.
    """
    chips, rows = _provenance(job_aid)
    clips = _clips(job_aid)
    numbers = {str(block.id): number for number, block in enumerate(job_aid.steps, start=1)}
    steps = [_step(block, numbers, clips, chips) for block in job_aid.steps]
    facts = [block.value for block in job_aid.facts if block.block_type == "fact"]
    tables = [block for block in job_aid.facts if block.block_type == "table"]
    sheet = Sheet(
        job_aid=job_aid,
        steps=_marked(steps),
        checks=_lines(job_aid.before_you_start, chips),
        pitfalls=_marked(_lines(job_aid.pitfalls, chips)),
        facts=facts,
        tables=_lines(tables, chips),
        contacts=_published_contacts(job_aid) if is_published else _contacts(job_aid),
        systems=(
            [row.system for row in job_aid.systems_verified]
            if is_published
            else [system.name for system in job_aid.systems.all()]
        ),
    )
    here = block_ids(job_aid)
    people, others = _people(sheet, [row for row in rows if row.step in here])
    return replace(sheet, people=people, others=others)


def _provenance(job_aid: JobAidPage) -> tuple[dict[str, list[Chip]], list[Provenance]]:
    """The sources by step. One query: at most one alert of a source is unsettled, so that joining it adds no row."""
    rows = with_sources(job_aid.provenance.attached()).select_related("author", "drift")
    rows = list(rows.annotate(drift=FilteredRelation("alerts", condition=UNSETTLED_ALERT)).order_by("pk"))
    chips: dict[str, list[Chip]] = defaultdict(list)
    for row in rows:
        chips[row.step].append(_chip(row))
    return chips, rows


def _chip(row: Provenance) -> Chip:
    removed = row.is_gone or (row.post is not None and row.post.is_removed)
    return Chip(
        icon=ICONS.get(row.kind, "file-text"),
        label=row.label,
        url="" if removed else version_url(row),
        author=_credit(row),
        drift=getattr(row, "drift", None),  # joined; there is no attribute where there is no row
    )


def _credit(row: Provenance) -> str:
    if row.hides_author:
        return ""
    return row.author.name if row.author else row.author_name


def _step(block: Any, numbers: dict[str, int], clips: Recordings, chips: dict[str, list[Chip]]) -> Step:
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


def _published_contacts(job_aid: JobAidPage) -> list[Contact]:
    """The same as the database has them, in one query."""
    members = User.objects.here().filter(
        memberships__community=job_aid.community_id, memberships__state=MembershipState.ACTIVE
    )
    rows = JobAidContact.objects.filter(job_aid=job_aid.pk, user__in=members).select_related("user")
    return [Contact(row.user, row.about) for row in rows]


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


def _clips(job_aid: JobAidPage) -> Recordings:
    """The recordings that steps show, if they are ready and of this community. One query, where there are any."""
    wanted = {(block.value.get("clip") or {}).get("screencast") for block in job_aid.steps} - {None}
    if not wanted:
        return {}
    rows = Screencast.objects.ready().in_community(job_aid.community_id).filter(pk__in=wanted)
    rows = rows.annotate(track=FilteredRelation("tracks")).select_related("track")
    found: Recordings = {}
    for row in rows.order_by("pk", "track__pk"):  # a recording comes once for each of its tracks
        recording, tracks = found.setdefault(row.pk, (row, []))
        recording.community = job_aid.community
        if (track := getattr(row, "track", None)) is not None:
            track.screencast = recording
            tracks.append(track)
    return found


def _clip(value: Any, clips: Recordings) -> Clip | None:
    if (found := clips.get(value.get("screencast") or 0)) is None:
        return None
    recording, tracks = found
    stretch = Stretch(value.get("start") or 0.0, value.get("end") or recording.duration)
    return Clip(
        title=recording.title,
        url=recording.url_at(stretch.start, stretch.end),
        poster=recording.poster_url,
        start=stretch.start,
        end=stretch.end,
        media=f"{recording.media_url}#{stretch.anchor}",
        is_audio=recording.is_audio,
        width=recording.width,
        height=recording.height,
        tracks=tuple(tracks),
    )


def _lines_taken(step: Step) -> int:
    """About how many lines a step takes in a column of half a screen, for an even pair of columns."""
    lines = 2 + len(step.title) // LINE + sum(bool(part) for part in (step.html, step.you_see))
    lines += (len(step.html) + len(step.you_see)) // LINE
    return lines + (CLIP_LINES if step.clip else 0) + (PICTURE_LINES if step.picture else 0)


def turn_of(heights: Sequence[int]) -> int:
    """Which of these, from 1, begins the second column, so that both are as low as can be; 0 for one column."""
    if len(heights) < LEAST_FOR_COLUMNS:
        return 0
    taller = [max(sum(heights[:cut]), sum(heights[cut:])) for cut in range(1, len(heights))]
    return taller.index(min(taller)) + 2


def _people(sheet: Sheet, rows: list[Provenance]) -> tuple[list[tuple[Any, str]], list[str]]:
    """Whom to ask, authors with their steps, and the owner, each once; names alone of those who are no people here."""
    roles: dict[User, list[str]] = {contact.person: [contact.about] for contact in sheet.contacts}
    places: dict[User, list[int]] = defaultdict(list)
    others: dict[str, None] = {}
    for row in rows:
        if row.hides_author:
            continue
        if row.author is not None:
            places[row.author].append(sheet.numbers.get(row.step, ELSEWHERE))
        elif row.author_name:
            others[row.author_name] = None
    for person, where in places.items():
        roles.setdefault(person, []).append(_places_in_words(where))
    if sheet.job_aid.owner is not None:
        roles.setdefault(sheet.job_aid.owner, []).append("owner")
    people = [(person, ", ".join(filter(None, words))) for person, words in roles.items()]
    return people, list(others)


def _places_in_words(where: list[int]) -> str:
    """`[1, 2, 3, ELSEWHERE]` becomes "steps 1 to 3 and more"."""
    steps = [number for number in where if number != ELSEWHERE]
    if not steps:
        return "pitfalls and checks"
    return f"{steps_in_words(steps)}{' and more' if ELSEWHERE in where else ''}"
