"""What the page that promotes a practice shows: pieces, the draft they make, whom it credits, where it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from core.compare import compare_bodies
from curation.actions.joining import AT_START
from curation.forms.promotion import Change, Choice, first_choice, read_choice
from curation.models import PracticeSource
from curation.places.described import Credit, credits_for, version_url
from curation.promotion.credits import Named, named
from curation.promotion.drafting import MAX_PIECES, Chosen, Draft, Item, all_pieces, draft_of
from curation.promotion.pieces import Piece, Role
from curation.promotion.proposals import pieces_before
from curation.promotion.targets import Target

_WORD = {Role.STEP: "step", Role.CHECK: "check", Role.PITFALL: "pitfall", Role.FACT: "fact"}
Keyed = Sequence[tuple[str, PracticeSource]]


@dataclass(frozen=True, slots=True)
class Row:
    """A piece on the page: as it is trimmed, what it becomes ("step 2"), and its sentences."""

    chosen: Chosen
    shown: Piece
    becomes: str
    url: str
    sentences: list[tuple[int, str, bool]]
    is_changed: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    key: str
    source: PracticeSource
    credit: Credit
    url: str
    refusal: str


@dataclass(frozen=True, slots=True)
class Told:
    """A change in a source, in words: `compared` is clean HTML with the old and the new words marked."""

    title: str
    is_gone: bool
    compared: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A step as it will stand: one that is there already, or an item of the draft."""

    title: str
    item: Item | None


@dataclass(frozen=True, slots=True)
class PromotePage:
    """All of one page."""

    choice: Choice
    rows: list[Row]
    draft: Draft
    steps: list[Placed]
    sources: list[SourceLine]
    credited: Named
    told: list[Told]
    target: Target | None

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= MAX_PIECES


def choice_of(sources: Keyed, data: QueryDict | None) -> Choice:
    """As it was sent or saved; as the rules propose when nothing was."""
    pieces = all_pieces(sources)
    return first_choice(pieces) if data is None else read_choice(data, pieces, _before(sources))


def read(sources: Keyed, choice: Choice, target: Target | None, after: str) -> PromotePage:
    """One query, for who wrote the words on wiki pages; one more for each changed version."""
    draft = draft_of(choice.chosen)
    used = [piece for item in draft.items for piece in item.pieces]
    places = [(source.source, source.anchor) for _, source in sources]
    found = credits_for([*places, *((piece.thing, piece.anchor) for piece in used if piece.thing)])
    urls = {source.pk: version_url(source) for _, source in sources}
    steps, at = _placed(draft, target, after)
    refusals = {one.piece.source_id: one.piece.refusal for one in choice.chosen if one.piece.refusal}
    return PromotePage(
        choice=choice,
        rows=_rows(choice, urls, at),
        draft=draft,
        steps=steps,
        sources=[
            SourceLine(key, source, credit, urls[source.pk], refusals.get(source.pk, ""))
            for (key, source), credit in zip(sources, found, strict=False)
        ],
        credited=named(found[len(places) :]),
        told=[_told(change) for change in choice.changes],
        target=target,
    )


def _before(sources: Keyed) -> Callable[[str, int], Piece | None]:
    """Looks up a piece as it read in a version; each version of a source is read once."""
    known: dict[tuple[int, int, int], dict[str, Piece]] = {}
    by_id = {source.pk: (key, source) for key, source in sources}

    def before(piece_id: str, version: int) -> Piece | None:
        numbers = piece_id.split(".")[:2]
        if len(numbers) < 2 or not all(n.isascii() and n.isdigit() and len(n) < 19 for n in numbers):
            return None
        source_id, thing_id = map(int, numbers)
        if source_id not in by_id or version >= 2**63:
            return None
        at = (source_id, thing_id, version)
        if at not in known:
            key, source = by_id[source_id]
            known[at] = {piece.id: piece for piece in pieces_before(source, key, thing_id, version)}
        return known[at].get(piece_id)

    return before


def _told(change: Change) -> Told:
    compared = compare_bodies(change.before, change.after) if change.before or change.after else ""
    return Told(change.title, not change.after, compared)


def _placed(draft: Draft, target: Target | None, after: str) -> tuple[list[Placed], int]:
    """The steps as they will stand, and how many stand before the new ones."""
    new = [Placed(item.title, item) for item in draft.steps]
    if target is None:
        return new, 0
    there = [Placed(title, None) for _, title in target.steps]
    ids = [pk for pk, _ in target.steps]
    at = 0 if after == AT_START else ids.index(after) + 1 if after in ids else len(ids)
    return [*there[:at], *new, *there[at:]], at


def _rows(choice: Choice, urls: dict[int, str], steps_before: int) -> list[Row]:
    count: Counter[Role] = Counter({Role.STEP: steps_before})
    changed = {change.piece_id for change in choice.changes}
    return [
        Row(
            one,
            one.trimmed,
            _becomes(one, count, steps_before),
            urls[one.piece.source_id],
            [(number, words, number in one.cut) for number, words in one.piece.sentences],
            one.piece.id in changed,
        )
        for one in choice.chosen
    ]


def _becomes(one: Chosen, count: Counter[Role], steps_before: int) -> str:
    if not one.is_used:
        return "cannot be used" if one.piece.refusal else "left out"
    if one.role == Role.MORE and count[Role.STEP] > steps_before:
        return f"{'clip at' if one.piece.clip else 'part of'} step {count[Role.STEP]}"
    role = Role.STEP if one.role == Role.MORE else one.role
    count[role] += 1
    return f"{_WORD[role]} {count[role]}"
