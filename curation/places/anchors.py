"""How a place inside a page or post is written down, beside the plain id of a block.

b7k2m3qa4zx:12-40   a marked stretch of words: characters 12 to 40 of the text of that block
thread              on the opening post: the whole thread, its title, opening and accepted answer
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote as percent

from communities.notes import WHOLE_THREAD
from core.identity import is_block_id

MAX_WORDS = 400  # characters that somebody may mark: they travel in an address, and a block says more
_STRETCH = re.compile(r"(\w{11}):(\d{1,6})-(\d{1,6})", re.ASCII)
_SHORT = 80  # characters that an address names whole; of longer words it names both ends
_ENDS = 4  # words at each end

__all__ = ["MAX_WORDS", "WHOLE_THREAD", "MarkedWords", "block_of", "find_words", "fragment", "marked_words"]


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """From a character to a later one in the text of a block."""

    block: str
    start: int
    end: int

    @property
    def anchor(self) -> str:
        return f"{self.block}:{self.start}-{self.end}"

    def of(self, text: str) -> str | None:
        """The words, or None when the text is shorter than that."""
        return text[self.start : self.end] if self.end <= len(text) else None


def marked_words(anchor: str) -> MarkedWords | None:
    """The stretch of words that an anchor names; None when it names something else, or none that can be."""
    match = _STRETCH.fullmatch(anchor)
    if match is None or not is_block_id(match[1]):
        return None
    found = MarkedWords(match[1], int(match[2]), int(match[3]))
    return found if found.anchor == anchor and found.start < found.end else None


def block_of(anchor: str) -> str:
    """The block that an anchor stands in; any other anchor as it is."""
    words = marked_words(anchor)
    return words.block if words else anchor


def find_words(text: str, wanted: str, *, near: int = 0) -> tuple[int, int] | None:
    """From where to where a text says these words, however either writes its spaces; the nearest of several."""
    pieces = [re.escape(piece) for piece in wanted.split()]
    if not pieces:
        return None
    places = (match.span() for match in re.finditer(r"\s+".join(pieces), text))
    return min(places, key=lambda span: abs(span[0] - near), default=None)


def fragment(anchor: str, quote: str = "") -> str:
    """The end of an address that opens the block and, where the browser can, marks the words in it."""
    words = marked_words(anchor)
    if words is None:
        return f"#{anchor}" if anchor and anchor != WHOLE_THREAD else ""
    line = quote.strip().partition("\n")[0]  # a browser looks for marked words within one line
    return f"#{words.block}" + (f":~:text={_directive(line)}" if line else "")


def _directive(line: str) -> str:
    pieces = line.split()
    if len(line) <= _SHORT or len(pieces) < 2 * _ENDS:
        return _encoded(line)
    return f"{_encoded(' '.join(pieces[:_ENDS]))},{_encoded(' '.join(pieces[-_ENDS:]))}"


def _encoded(text: str) -> str:
    """Commas, hyphens and ampersands have a meaning of their own there."""
    return percent(text, safe="").replace("-", "%2D")
