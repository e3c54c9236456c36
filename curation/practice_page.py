"""What the page of a practice shows, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from curation.evidence.weighing import Line, lines_of
from curation.models import (
    Endorsement,
    Flag,
    FlaggedPlace,
    JobAidPage,
    Objection,
    Practice,
    PracticeLog,
    PracticeSource,
)
from curation.models.place import SOURCE_FIELDS
from curation.places.described import Credit, credits_for, place_url, version_url, with_sources
from curation.promotion.credits import is_unnamed
from curation.promotion.drafting import KEYS
from curation.states import PracticeState

LOG_LINES = 30
SAYINGS = 6
OBJECTIONS = 10
TRACK = (PracticeState.FLAGGED, PracticeState.EMERGING, PracticeState.ENDORSED, PracticeState.PROMOTED)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as it is listed: its letter, words, address now and then, and whom to credit."""

    key: str
    source: PracticeSource
    url: str
    then_url: str
    credit: Credit
    flag_count: int
    is_removed: bool
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class TrackStep:
    """A state that a practice passes, and whether it has."""

    state: PracticeState
    log: PracticeLog | None
    is_now: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class PracticePage:
    """All of one page."""

    sources: list[SourceLine]
    endorsements: list[Endorsement]
    objections: list[Objection]
    evidence: list[Line]
    log: list[PracticeLog]
    track: list[TrackStep]
    job_aids: list[JobAidPage]
    sayings: list[Flag]

    @property
    def credits(self) -> list[Credit]:
        """Everybody to name, once; who asked not to be named is not."""
        found: dict[str, Credit] = {}
        for line in self.sources:
            if line.credit.name and not is_unnamed(line.credit):
                found.setdefault(line.credit.name, line.credit)
        return list(found.values())


def read(practice: Practice) -> PracticePage:
    """Seven queries, whatever the practice holds."""
    rows = practice.sources.annotate(flag_count=Coalesce(_flag_count(), 0))
    sources = list(with_sources(rows)[: len(KEYS)])
    named = credits_for([(source.source, source.anchor) for source in sources])
    log = _log(practice)
    sayings = Flag.objects.filter(place__practice=practice).select_related("author")
    return PracticePage(
        sources=[_line(*line) for line in zip(KEYS, sources, named, strict=False)],
        endorsements=list(practice.endorsements.select_related("expert")),
        objections=list(
            practice.objections.select_related("expert", "answered_by").order_by("-created_at")[:OBJECTIONS]
        ),
        evidence=lines_of(practice),
        log=log[:LOG_LINES],
        track=_track(practice, log),
        job_aids=list(JobAidPage.objects.made_of(practice).select_related("community").defer("steps")[:3]),
        sayings=list(sayings.order_by("-created_at", "-pk")[:SAYINGS]),
    )


def _flag_count() -> Subquery:
    """How many people flagged the place of a source."""
    same = Q(pk__in=[])
    for field in SOURCE_FIELDS:
        same |= Q(**{field: OuterRef(field)})
    places = FlaggedPlace.objects.filter(same, practice=OuterRef("practice"), anchor=OuterRef("anchor"))
    return Subquery(places.values("people_count")[:1])


def _log(practice: Practice) -> list[PracticeLog]:
    """The newest lines, and those that say when it passed a state: these are shown however much followed."""
    newest = practice.log.values("pk")[:LOG_LINES]
    passed = ~Q(from_state=F("to_state"))
    return list(practice.log.filter(Q(pk__in=newest) | passed).select_related("who")[: 2 * LOG_LINES])


def _line(key: str, source: PracticeSource, credit: Credit) -> SourceLine:
    post = source.post
    return SourceLine(
        key=key,
        source=source,
        url=place_url(source.source, source.anchor, source.quote),
        then_url=version_url(source),
        credit=credit,
        flag_count=source.flag_count,  # type: ignore[attr-defined]
        is_removed=post is not None and post.is_removed,
        is_accepted=post is not None and post.thread.accepted_post_id == post.pk,
    )


def _track(practice: Practice, log: list[PracticeLog]) -> list[TrackStep]:
    """When each state was reached last; the log is newest first."""
    reached: dict[str, PracticeLog] = {}
    for line in log:
        if line.from_state != line.to_state:
            reached.setdefault(line.to_state, line)
    ends = [] if practice.state in TRACK else [PracticeState(practice.state)]
    states = [*TRACK, *ends]
    now = states.index(PracticeState(practice.state))
    return [
        TrackStep(state, reached.get(state), at == now, state in reached or (not ends and at < now))
        for at, state in enumerate(states)
    ]
