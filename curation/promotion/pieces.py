"""A piece of a source: words of one place, what they become in a job aid, and which of them are left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db import models
from django.utils.html import escape
from lxml.html import HtmlElement

from core.tree import outer_html, words
from curation.models.place import Source
from curation.places.described import version_of
from curation.promotion.leads import MAX_TITLE, title_and_rest, whole_of
from curation.promotion.trimming import MAX_SENTENCES, Span, sentences, without
from screencasts.stretches import Stretch

HEADINGS = frozenset({"h2", "h3", "h4"})


class Role(models.TextChoices):
    """What a piece becomes."""

    STEP = "step", "Step"
    MORE = "more", "Part of the step above"
    CHECK = "check", "Before you start"
    PITFALL = "pitfall", "Pitfall"
    FACT = "fact", "Quick fact"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one place, and what they are proposed to become; `html` is what is left below the title.

    `source_id` is the practice's source that brought it, `thing` the page, post or recording that says it.
    """

    anchor: str
    role: Role
    is_used: bool
    where: str
    title: str
    html: str
    whole: str
    digest: str
    place: str = ""  # the HTML of the whole place, for who trims it
    apart: frozenset[int] = frozenset()  # its top-level blocks that are pieces of their own
    spans: tuple[Span, ...] = ()  # what is left of its words when it is trimmed; else it is all of them
    quote: str = ""  # the words that somebody marked in the block
    clip: Stretch | None = None
    source_id: int = 0
    key: str = ""
    thing: Source | None = None
    refusal: str = ""  # why it cannot be used

    @property
    def id(self) -> str:
        return f"{self.source_id}.{self.thing.pk if self.thing else 0}.{self.anchor}"

    @property
    def token(self) -> str:
        """Names the piece and the words that were seen, so that a change meanwhile is noticed."""
        return f"{self.id}~{self.version}~{self.digest[:16]}"

    @property
    def version(self) -> int:
        return version_of(self.thing) if self.thing else 0

    @property
    def places(self) -> list[tuple[str, str]]:
        """The anchors of the words that are used, each with these words where the anchor needs them."""
        if not self.spans:
            return [(self.anchor, self.quote)]
        return [(f"{self.anchor}:{span.start}-{span.end}", span.text) for span in self.spans]

    @property
    def sentences(self) -> list[tuple[int, str]]:
        """What can be left out, by number; nothing of what has no two sentences."""
        found = sentences(self.place, self.apart) if self.place else []
        return found if 1 < len(found) <= MAX_SENTENCES else []


def trimmed(piece: Piece, cut: Collection[int]) -> Piece:
    """The piece without these of its sentences; as it is when that would leave nothing, or takes nothing."""
    numbers = {number for number, _ in piece.sentences}
    if not (cut := numbers & set(cut)) or cut == numbers:
        return piece
    root, spans = without(piece.place, cut, piece.apart)
    first, *others = [node for node in root if isinstance(node, HtmlElement)]
    title, rest = _led_by(first)
    below = "".join(outer_html(node) for node in others)
    whole = f"<p><strong>{escape(title)}</strong></p>" if first.tag in HEADINGS else whole_of(first)
    return replace(piece, title=title, html=rest + below, whole=whole + below, spans=tuple(spans))


def _led_by(first: HtmlElement) -> tuple[str, str]:
    """The title that a block gives, and what of it is left: a list gives its first item."""
    if first.tag in HEADINGS:
        return " ".join(words(first).split())[:MAX_TITLE], ""
    if first.tag not in {"ul", "ol"}:
        return title_and_rest(first)
    title, rest = title_and_rest(first[0])
    first.remove(first[0])
    return title, rest + (outer_html(first) if len(first) else "")
