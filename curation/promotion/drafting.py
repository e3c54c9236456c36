"""From chosen pieces to the draft of a job aid: the same sheet that the curator saw."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.tree import inner_html, parse
from curation.models import Practice, PracticeSource
from curation.places.anchors import WHOLE_THREAD
from curation.places.described import with_sources
from curation.promotion.leads import without_warning
from curation.promotion.pieces import Piece, Role, trimmed
from curation.promotion.proposals import pieces_of, without_refused

KEYS = "abcdefghijklmnopqrstuvwxyz"

MAX_PIECES = 200  # of one practice: more cannot be chosen from, and would not fit in one form
MAX_ALT = 300
# Measured on printed job aids: what fits an A4 sheet at 10 pt beside its provenance.
_SHEET_STEPS, _SHEET_CHARS = 7, 2_600


@dataclass(frozen=True, slots=True)
class Chosen:
    """A piece with what the curator decided about it; `cut` are the numbers of the sentences to leave out."""

    piece: Piece
    role: Role
    is_used: bool
    cut: frozenset[int] = frozenset()

    @property
    def trimmed(self) -> Piece:
        return trimmed(self.piece, self.cut) if self.cut else self.piece


@dataclass(frozen=True, slots=True)
class Item:
    """One block of the draft, with the id that Wagtail will know it by, and the pieces it is made of."""

    id: str
    title: str
    html: str
    pieces: tuple[Piece, ...]
    warning: str = ""  # of a step

    @property
    def clip(self) -> Piece | None:
        return next((piece for piece in self.pieces if piece.clip), None)

    def with_more(self, piece: Piece) -> Item:
        """The same step with the words of another piece below it; of a recording, with its clip.

        What its source calls a pitfall, the step warns of.
        """
        more = "" if piece.clip else piece.whole
        if piece.role == Role.PITFALL:
            more = f'<aside data-callout="pitfall">{more}</aside>'
        html, warning = without_warning(self.html + more, self.warning)
        return replace(self, html=html, warning=warning, pieces=(*self.pieces, piece))


@dataclass(slots=True)
class Draft:
    """What the job aid will hold."""

    steps: list[Item] = field(default_factory=list)
    checks: list[Item] = field(default_factory=list)
    pitfalls: list[Item] = field(default_factory=list)
    facts: list[Item] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        return [*self.steps, *self.checks, *self.pitfalls, *self.facts]

    @property
    def lines(self) -> list[list[Item]]:
        """What is no step."""
        return [self.checks, self.pitfalls, self.facts]

    @property
    def sheets(self) -> int:
        """About how many A4 sheets it prints on."""
        chars = sum(len(item.title) + len(item.html) for item in self.items)
        return 1 + max((len(self.steps) - 1) // _SHEET_STEPS, chars // _SHEET_CHARS)


def keyed_sources(practice: Practice) -> list[tuple[str, PracticeSource]]:
    """The sources with their letters, and all rows that naming and crediting them needs. Two queries."""
    rows = with_sources(practice.sources.all(), bodies=True)
    rows = rows.select_related("post__thread__accepted_post__author").prefetch_related("screencast__chapters")
    return list(zip(KEYS, rows, strict=False))


def all_pieces(sources: Iterable[tuple[str, PracticeSource]]) -> list[Piece]:
    """The pieces of all sources in their order, the accepted answer's first; each place once. One query."""
    ranked = sorted(sources, key=lambda keyed: not is_accepted(keyed[1]))
    found: dict[tuple[str, int, str], Piece] = {}
    for key, source in ranked:
        for piece in pieces_of(source, key):
            found.setdefault((source.kind, piece.thing.pk if piece.thing else 0, piece.anchor), piece)
    return without_refused(list(found.values())[:MAX_PIECES])


def is_accepted(source: PracticeSource) -> bool:
    """Whether the source is, or stands in, the accepted answer of its question."""
    if source.post is None or source.post.thread.accepted_post_id is None:
        return False
    return source.anchor == WHOLE_THREAD or source.post.thread.accepted_post_id == source.post_id


def draft_of(chosen: Sequence[Chosen]) -> Draft:
    """Put the used pieces in their places, in the order given."""
    draft = Draft()
    for one in chosen:
        if one.is_used:
            _add(draft, one.trimmed, one.role)
    return draft


def _add(draft: Draft, piece: Piece, role: Role) -> None:
    if role == Role.MORE and draft.steps:
        draft.steps[-1] = draft.steps[-1].with_more(piece)
    elif role in {Role.STEP, Role.MORE}:
        html, warning = without_warning(piece.html)
        draft.steps.append(Item(str(uuid.uuid4()), piece.title, html, (piece,), warning))
    else:
        kept = {Role.CHECK: draft.checks, Role.PITFALL: draft.pitfalls, Role.FACT: draft.facts}[role]
        kept.append(Item(str(uuid.uuid4()), "", piece.whole, (piece,)))


def stream_fields(draft: Draft) -> dict[str, list[dict[str, Any]]]:
    """What is added to each of the stream fields of a job aid."""
    return {
        "steps": [{"type": "step", "id": item.id, "value": _step(item)} for item in draft.steps],
        "before_you_start": _texts("check", draft.checks),
        "pitfalls": _texts("pitfall", draft.pitfalls),
        "facts": _texts("table", draft.facts),
    }


def _step(item: Item) -> dict[str, Any]:
    text, picture = _first_picture(item.html)
    value: dict[str, Any] = {"title": item.title, "text": text, "you_see": "", "picture": picture}
    if item.warning:
        value["warning"] = item.warning
    piece = item.clip
    if piece and piece.clip and piece.thing:
        value["clip"] = {
            "screencast": piece.thing.pk,
            "start": piece.clip.start,
            "end": piece.clip.end,
        }
    return value


def _first_picture(html: str) -> tuple[str, dict[str, str]]:
    """The first picture goes to its own place in the step, where Wagtail's editor shows it."""
    root = parse(html)
    picture = root.find(".//img")
    if picture is None:
        return html, {}
    around = picture.getparent()
    picture.drop_tree()
    if around is not root and not len(around) and not (around.text or "").strip():
        around.drop_tree()
    return inner_html(root), {"address": picture.get("src", ""), "alt": picture.get("alt", "")[:MAX_ALT]}


def _texts(kind: str, items: Iterable[Item]) -> list[dict[str, Any]]:
    return [{"type": kind, "id": item.id, "value": item.html} for item in items]
