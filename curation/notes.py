"""What curation knows around a page, a post or a recording: flags, use in job aids, drift, trust."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from communities.models import Thread
from communities.notes import WHOLE_THREAD, Kind, Mark, Note, Surroundings
from communities.permissions import Verb, standing
from core.policy import can
from core.templatetags.commonplace import trust
from curation.job_aids.how_it_went import Tallies
from curation.job_aids.steps import block_ids, step_numbers, steps_in_words
from curation.models import (
    DriftAlert,
    Flag,
    FlaggedPlace,
    JobAidPage,
    PracticeSource,
    Provenance,
    StepQuestion,
)
from curation.places.anchors import block_of
from curation.states import PracticeState, Trust
from curation.trust import best_of, trust_of_practice

_MOST_MARKS = 300  # flagged places that one page reads; what most people flagged comes first
_MOST_PARTS = 5  # of them named beside one page or post
_BEGINS = 80  # characters of their words
_WORDS = 12
_ASKED = 0  # no row of provenance has this key
_UNREAD = ("community__charter", "community__purpose")


def surroundings_of(kind: Kind, things: Sequence[Any], user: Any) -> dict[int, Surroundings]:
    """The provider that communities.notes asks: three queries, one more where job aids are named, at any number."""
    if not things:
        return {}
    ids = [thing.pk for thing in things]
    flagged = _flagged(kind, ids, user)
    asked_in = _question(kind, things)
    notes, about = _notes_of_use(kind, ids, user, asked_in)
    labels = _labels(kind, ids)
    slug = things[0].community.slug
    return {
        thing.pk: Surroundings(
            notes=(*notes[thing.pk], *_notes_of_flags(kind, thing, flagged[thing.pk])),
            marks={row.anchor: Mark(row.people, row.mine) for row in flagged[thing.pk]},
            flag_url=_flag_url(kind, thing, slug, user),
            trust=labels[thing.pk][0],
            trust_more=labels[thing.pk][1],
            about=about,
        )
        for thing in things
    }


def _flag_url(kind: Kind, thing: Any, slug: str, user: Any) -> str:
    return reverse("curation:flag", args=[slug, kind, thing.pk]) if can(user, Verb.FLAG, thing) else ""


class _Flagged(NamedTuple):
    """A flagged place: its anchor, how many flagged it, whether this person did, how its words begin."""

    anchor: str
    people: int
    mine: bool
    begins: str


def _flagged(kind: Kind, ids: list[int], user: Any) -> dict[int, list[_Flagged]]:
    """The flagged places of each thing, those with most people first."""
    mine = Flag.objects.filter(place=OuterRef("pk"), author=user.pk or 0)  # nobody is not "somebody who left"
    places = FlaggedPlace.objects.filter(**{f"{kind}__in": ids}, people_count__gt=0)
    rows = places.annotate(mine=Exists(mine), begins=Left("quote", _BEGINS)).order_by("-people_count", "pk")
    found: dict[int, list[_Flagged]] = defaultdict(list)
    for pk, *row in rows.values_list(f"{kind}_id", "anchor", "people_count", "mine", "begins")[:_MOST_MARKS]:
        found[pk].append(_Flagged(*row))
    return found


def _notes_of_flags(kind: Kind, thing: Any, flagged: list[_Flagged]) -> list[Note]:
    """The parts that most people flagged, where no button shows them: single blocks and marked words."""
    if kind == Kind.SCREENCAST:
        return []
    shown = {"", WHOLE_THREAD, *(section["anchor"] for section in getattr(thing, "sections", ()))}
    parts = [row for row in flagged if row.anchor not in shown]
    return [Note(block_of(row.anchor), "flag", _flag_in_words(row)) for row in parts[:_MOST_PARTS]]


def _flag_in_words(row: _Flagged) -> SafeString:
    begins = " ".join(row.begins.split())
    words = Truncator(begins).words(_WORDS) if len(begins) < _BEGINS else f"{begins.rpartition(' ')[0]}…"
    others = row.people - row.mine
    who = f"{others} {'person' if others == 1 else 'people'}"
    people = who if not row.mine else f"you and {who}" if others else "you"
    return format_html('<a href="#{}">“{}”</a>, flagged by {}', block_of(row.anchor), words, people)


# Use in job aids


def _question(kind: Kind, things: Sequence[Any]) -> Thread | None:
    """The question that these posts begin, which may be about a step."""
    opening = kind == Kind.POST and things[0].is_opening and things[0].thread.is_question
    return things[0].thread if opening else None


def _notes_of_use(
    kind: Kind, ids: list[int], user: Any, asked_in: Thread | None
) -> tuple[dict[int, list[Note]], SafeString]:
    """Published job aids that the reader may know of, and nothing of any other; and the one that a question is about.

    The job aids themselves are read only where there may be any: most pages have none, and a model is dear.
    """
    drifted = Exists(DriftAlert.objects.open().filter(provenance=OuterRef("pk")))
    rows = Provenance.objects.attached().filter(
        standing(user).readable("job_aid__community__"), **{f"{kind}__in": ids}, job_aid__live=True
    )
    uses = rows.values_list("pk", f"{kind}_id", "anchor", "job_aid_id", "step", drifted)
    if asked_in is not None:  # in the same query: most questions are about no step
        uses = uses.union(_asked_about(asked_in), all=True)
    together: dict[tuple[int, str, int], list[_Use]] = defaultdict(list)
    asked: dict[int, str] = {}
    for row, pk, anchor, aid, step, is_drifted in sorted(uses):
        if row == _ASKED:
            asked[aid] = step
        else:
            together[pk, anchor, aid].append(_Use(step, is_drifted))
    wanted = {aid for _, _, aid in together} | asked.keys()
    aids = JobAidPage.objects.filter(live=True).select_related("community").defer(*_UNREAD)
    found = aids.in_bulk(wanted) if wanted else {}
    notes: dict[int, list[Note]] = defaultdict(list)
    published = {aid: block_ids(page) for aid, page in found.items()}
    for (pk, anchor, aid), used in together.items():
        if rows_shown := [row for row in used if row.step in published.get(aid, ())]:
            notes[pk].extend(_notes(anchor, found[aid], rows_shown))
    return notes, _about(found, asked)


def _asked_about(thread: Thread) -> Any:
    """The step that this question is about, as one more row of uses: its first column is _ASKED."""
    about = StepQuestion.objects.filter(thread=thread, job_aid__community=F("thread__community"))
    columns = (Value(_ASKED), Value(0), Value(""), "job_aid_id", "step", Value(value=False))
    return about.values_list(*columns)


def _about(found: dict[int, JobAidPage], asked: dict[int, str]) -> SafeString:
    """About step 3 of …, which leads there."""
    for pk, step in asked.items():
        if aid := found.get(pk):
            number = step_numbers(aid).get(step)
            words = f"step {number} of " if number else ""
            return format_html(
                'About {}<a href="{}">{}</a>',
                words,
                _step_address(aid, [number] if number else []),
                aid.title,
            )
    return SafeString("")


class _Use(NamedTuple):
    step: Any
    drifted: bool


@dataclass(frozen=True, slots=True)
class NoteOfUse(Note):
    """Used in these steps of a job aid; a section whose list became six steps says so once."""

    aid: JobAidPage | None = None
    used: tuple[_Use, ...] = ()

    def with_others(self, others: Sequence[Note]) -> Note:
        rows = [row for note in (self, *others) if isinstance(note, NoteOfUse) for row in note.used]
        return _note_of_use(self.anchor, self.aid, rows) if self.aid else self


def _note_of_use(anchor: str, aid: JobAidPage, used: list[_Use]) -> NoteOfUse:
    return NoteOfUse(
        anchor, "clipboard-list", _used_in(aid, used), subject=("use", aid.pk), aid=aid, used=tuple(used)
    )


def _notes(anchor: str, aid: JobAidPage, used: list[_Use]) -> Iterable[Note]:
    yield _note_of_use(anchor, aid, used)
    if any(row.drifted for row in used):
        words = 'Changed since it was used in <a href="{}">{}</a>. Its owner is asked to compare.'
        html = format_html(words, aid.get_absolute_url(), aid.title)
        yield Note(anchor, "triangle-alert", html, is_drift=True, subject=("drift", aid.pk))


def _used_in(aid: JobAidPage, used: list[_Use]) -> SafeString:
    numbers = step_numbers(aid)
    steps = sorted(numbers[row.step] for row in used if row.step in numbers)
    return format_html(
        'Used in <a href="{}">{}</a>{} {}{}',
        _step_address(aid, steps),
        aid.title,
        f", {steps_in_words(steps)}" if steps else "",
        trust(*aid.label),
        _went(Tallies.of(aid), numbers, used),
    )


def _step_address(aid: JobAidPage, steps: list[int]) -> str:
    return f"{aid.get_absolute_url()}#step-{steps[0]}" if steps else aid.get_absolute_url()


def _went(tallies: Tallies, numbers: dict[str, int], used: list[_Use]) -> str:
    """Worked for 11, did not for 2. Of several steps those are named that did not."""
    steps = {row.step: tallies.of_step(row.step) for row in used if row.step in numbers}
    if not any(steps.values()):
        return ""
    parts = [f"Worked for {max(tally.worked for tally in steps.values())}"]
    for step, tally in steps.items():
        if tally.against:
            parts.append(f"{'' if len(steps) == 1 else f'step {numbers[step]} '}did not for {tally.against}")
    return f" {', '.join(parts)}."


# Trust


def _labels(kind: Kind, ids: list[int]) -> dict[int, tuple[str, str]]:
    """The best label of each thing that is a source of a practice, and who endorsed it."""
    rows = (
        PracticeSource.objects.filter(**{f"{kind}__in": ids})
        .filter(practice__state__in=(PracticeState.EMERGING, PracticeState.ENDORSED, PracticeState.PROMOTED))
        .annotate(experts=Count("practice__endorsements", filter=~Q(practice__endorsements__expert=None)))
        .values_list(f"{kind}_id", "practice__state", "experts", "practice__title")
    )
    found: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
    for pk, *practice in rows:
        found[pk].append(tuple(practice))
    return defaultdict(lambda: ("", ""), {pk: _label(practices) for pk, practices in found.items()})


def _label(practices: list[tuple[str, int, str]]) -> tuple[str, str]:
    label = best_of(trust_of_practice(state, is_endorsed=experts > 0) for state, experts, _ in practices)
    experts = max(count for _, count, _ in practices)
    if label == Trust.ENDORSED and experts:
        return label, f"by {experts} {'expert' if experts == 1 else 'experts'}"
    return label, ""
