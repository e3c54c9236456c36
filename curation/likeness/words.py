"""The words of a text that tell what it is about, as numbers."""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from collections.abc import Iterable
from zlib import crc32

Words = bytes | memoryview  # as a database gives them back

MOST_CHARS = 20_000  # of a longer text this much is read: what it is about is said by then
MOST_WORDS = 128
_STEM = 5  # letters: cuts "scanning", "scanned", "scanner" to one word in any language that ends its words
_WORD = re.compile(r"[^\W_]+")
# Scripts that put no space between words are read two characters at a time.
_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+)")
# Words that say nothing about the matter; those of talk ("thanks", "worked") among them.
_SAY_NOTHING = frozenset(
    """a about above after again against all also always am an and any anybody anyone anything are around as
    ask at away back be because been before being below between both but by call can cannot come comes could
    day did do does doing done down each else ever every everybody everyone everything few find first for from
    further get gets give go goes going good got great had happy has have having he hello help her here hers hi
    him his how however i if in into is it its itself just keep know last least let like look made make makes
    many may me might mine more most much must my need needs never new next no nobody none not nothing now of
    off often ok okay on once one only or other others our ours out over own perhaps please put question really
    right said same say see seems set she should since so some somebody someone something still such sure take
    than thank thanks that the their theirs them then there these they thing things think this those though
    through till to together too tried try two under until up upon us use used useful uses using very want was
    way we well went were what when where whether which while who whom whose why will with within without work
    worked works would yes yet you your yours don t s ve ll re m d isn doesn didn won can't im""".split()
)


def words_of(text: str, *, links: Iterable[str] = ()) -> bytes:
    """The text as the numbers of its telling words, in order; what it links to counts as a word, too.

    Of more than MOST_WORDS those with the smallest numbers are kept: which they are is chance, but the same
    chance for every text, so that samples can be compared (bottom-k sketch; Cohen and Kaplan, PODC 2007).
    """
    found = {_number(word) for word in _telling(text)}
    found.update(_number(f"link {link}") for link in links)
    return pack(sorted(found)[:MOST_WORDS])


def pack(numbers: Iterable[int]) -> bytes:
    """As a database keeps them: four bytes each, the same on every machine."""
    packed = array("I", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def unpack(words: Words) -> array[int]:
    """The inverse of `pack`, in order."""
    numbers = array("I")
    numbers.frombytes(bytes(words))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def count(words: Words) -> int:
    return len(words) // 4


def _telling(text: str) -> Iterable[str]:
    plain = unicodedata.normalize("NFKC", text[:MOST_CHARS]).lower()
    for part in _UNSPACED.split(plain):
        if _UNSPACED.match(part):
            yield from (part[at : at + 2] for at in range(max(1, len(part) - 1)))
        else:
            yield from (
                word[:_STEM] for word in _WORD.findall(part) if len(word) > 1 and word not in _SAY_NOTHING
            )


def _number(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))
