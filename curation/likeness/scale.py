"""How much a word tells on one shelf, and how alike two texts are by that."""

from __future__ import annotations

import math
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from itertools import combinations

from curation.likeness.words import MOST_WORDS, Words, unpack

TELLING = 7  # words that a text is looked up by, two at a time
_CELLS = 1 << 16  # counters: words that share one are thought as common as both together
_A_FEW = 10  # texts that are imagined beside those on a small shelf, where a count means little yet


class Scale:
    """Weighs words by how few texts have them. Its size is the same for ten texts and for a million."""

    def __init__(self, texts: int = 0, counts: Words = b"") -> None:
        self.texts = texts
        self._counts = array("I", bytes(4 * _CELLS))
        if counts:
            self._counts = array("I")
            self._counts.frombytes(zlib.decompress(bytes(counts)))
            if sys.byteorder == "big":
                self._counts.byteswap()

    def packed(self) -> bytes:
        counts = array("I", self._counts)
        if sys.byteorder == "big":
            counts.byteswap()
        return zlib.compress(counts.tobytes(), 1)

    def add(self, words: Words) -> None:
        self.texts += 1
        for number in unpack(words):
            self._counts[number % _CELLS] += 1

    def take_away(self, words: Words) -> None:
        self.texts = max(0, self.texts - 1)
        for number in unpack(words):
            cell = number % _CELLS
            self._counts[cell] = max(0, self._counts[cell] - 1)

    def weight(self, number: int) -> float:
        """Inverse document frequency (Spärck Jones, 1972), never below zero."""
        return math.log(1 + (self.texts + _A_FEW) / (self._counts[number % _CELLS] + 0.5))

    def weight_of(self, numbers: Iterable[int]) -> float:
        return sum(map(self.weight, numbers))

    def likeness(self, one: Words, other: Words) -> float:
        """0 to 1: the weight of the words that both have, by the weight of those that either has.

        That is the Jaccard index with weights. Where a text was cut to its sample, both are read up to there.
        """
        mine, theirs = _comparable(one, other)
        either = self.weight_of(mine | theirs)
        return self.weight_of(mine & theirs) / either if either else 0.0

    def containment(self, one: Words, other: Words) -> float:
        """0 to 1: how much of the lighter text stands in the other one."""
        mine, theirs = _comparable(one, other)
        lighter = min(self.weight_of(mine), self.weight_of(theirs))
        return self.weight_of(mine & theirs) / lighter if lighter else 0.0

    def keys(self, words: Words, shelf: int) -> list[int]:
        """What a text is found by: each pair of its most telling words, on this shelf.

        Looking up by the rarest words first is the prefix filter (Chaudhuri, Ganti and Kaushik, ICDE 2006);
        pairs of them are found together by few texts that are not alike.
        """
        telling = sorted(unpack(words), key=lambda number: (-self.weight(number), number))[:TELLING]
        return [_key(shelf, pair) for pair in combinations(sorted(telling), 2)]


def _comparable(one: Words, other: Words) -> tuple[set[int], set[int]]:
    """The words of both, up to where the sample of either ends."""
    mine, theirs = set(unpack(one)), set(unpack(other))
    cut = min((max(words) for words in (mine, theirs) if len(words) == MOST_WORDS), default=None)
    if cut is None:
        return mine, theirs
    return {number for number in mine if number <= cut}, {number for number in theirs if number <= cut}


_LOWER_BITS = (
    40  # a shelf has its own 10^12 keys, side by side in the index, so that its pages are read together
)


def _key(shelf: int, pair: Sequence[int]) -> int:
    mixed = ((pair[0] << 32 | pair[1]) * 0x9E3779B97F4A7C15) & 0xFFFF_FFFF_FFFF_FFFF
    return (shelf << _LOWER_BITS) | (mixed >> (64 - _LOWER_BITS))
