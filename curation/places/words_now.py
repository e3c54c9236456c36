"""What the places that were taken from one source say now, read in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher

from communities.models import Post, WikiPage
from core import blocks
from curation.models.place import Place, Source
from curation.places.anchors import WHOLE_THREAD, MarkedWords, block_of, find_words, marked_words
from curation.places.described import PlaceGone, read_place
from screencasts.models import Screencast

_KINDRED = 0.3  # a block that shares less of the words does not say them in another way
_MARKS = ".,;:!?…()“”\"'"
_ENDS = (".", "!", "?", ":", ";", "…")


def words_now(source: Source, rows: Sequence[Place]) -> dict[int, str | None]:
    """What each place says now, by row; None where it is gone. A written source is parsed once."""
    if isinstance(source, Screencast) or any(row.anchor == WHOLE_THREAD for row in rows):
        return {row.pk: _read(source, row) for row in rows}
    if _is_gone(source):
        return dict.fromkeys((row.pk for row in rows), None)
    texts = blocks.place_texts(source.body, {block_of(row.anchor) for row in rows})
    return {row.pk: _says(row, texts[block_of(row.anchor)]) for row in rows}


def same_words(source: Source, quote: str) -> str | None:
    """The anchor in a written source of a place that says exactly these words; None when there is none."""
    if isinstance(source, Screencast) or _is_gone(source):
        return None
    wanted = blocks.digest(quote)
    for anchor, text in _places(source.body):
        if blocks.digest(text) == wanted:
            return anchor
    return None


def same_words_inside(source: Source, quote: str) -> str | None:
    """The anchor of these words within some block of a written source."""
    if isinstance(source, Screencast) or _is_gone(source):
        return None
    for block in blocks.blocks(source.body):
        if span := find_words(block.text, quote):
            return MarkedWords(block.id, *span).anchor
    return None


def _places(body: str) -> Iterator[tuple[str, str]]:
    """Every block with its words, and every heading with its section's."""
    yield "", blocks.plain_text(body)
    found = blocks.blocks(body)
    headings = [block.id for block in found if block.tag in {"h2", "h3", "h4"}]
    sections = blocks.place_texts(body, headings)
    for block in found:
        yield block.id, sections.get(block.id) or block.text


def _says(row: Place, text: str | None) -> str | None:
    if text is None:
        return None
    if marked_words(row.anchor) is None:
        return text
    return row.quote if find_words(text, row.quote) else became(row.quote, text)


def became(quote: str, text: str) -> str:
    """The words of a block that stand where those of `quote` stood: from the first to the last that stayed.

    Its whole text when it shares too little with them to tell.
    """
    old, new = quote.split(), text.split()
    before, after = ([word.strip(_MARKS) or word for word in side] for side in (old, new))
    matches = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    same = _nearest([match for match in matches if match.size], before)
    if not same or sum(match.size for match in same) < _KINDRED * len(old):
        return text
    first, last = same[0], same[-1]
    start = max(0, first.b - first.a)
    end = min(len(new), last.b + last.size + len(old) - last.a - last.size)
    if old[-1].endswith(_ENDS):
        end = next((at for at in range(max(end, 1), len(new) + 1) if new[at - 1].endswith(_ENDS)), len(new))
    words = " ".join(new[start:end])
    return words if old[-1][-1] in _MARKS else words.rstrip(_MARKS)


def _nearest(same: list[Match], old: list[str]) -> list[Match]:
    """Of what stayed, the part that stands together and says most: a lone "the" far off belongs to other words."""
    groups: list[list[Match]] = []
    for match in same:
        if groups and match.b - (groups[-1][-1].b + groups[-1][-1].size) <= len(old):
            groups[-1].append(match)
        else:
            groups.append([match])
    return max(groups, key=lambda group: _letters(group, old), default=[])


def _letters(group: list[Match], old: list[str]) -> int:
    return sum(len(word) for match in group for word in old[match.a : match.a + match.size])


def _read(source: Source, row: Place) -> str | None:
    try:
        return read_place(source, row.anchor, row.quote).quote
    except PlaceGone:
        return None


def _is_gone(source: WikiPage | Post) -> bool:
    return source.is_removed if isinstance(source, Post) else not source.live
