"""What a person typed, taken apart: words, "exact phrases" and -words. Nothing that can be typed is an error."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.backends.base import Term, Variant
from search.codes import codes_asked
from search.language import fold
from search.writing import runs_apart, ways, ways_as_written

MAX_CHARS = 300
MAX_TERMS = 24
# Words that stand in nearly every text: they would match everything and say nothing.
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a about am an and any are as at be been but by can could did do does for from had has have
        how i if in is it its me my no not of on or our should so that the their them then
        there these they this to us was we were what when where which who why will with
        would you your""",
    )
)
_TERM = re.compile(r'(?<!\S)(-?)"([^"]+)"?|(?<!\S)(-(?=\w))?(\S+)')
_PART = re.compile(r"[^\s\"/\\|()\[\]{}<>,;:!?*&^=~`+@#$%]+")  # "ICD-10" is one word, "and/or" are two
QUOTES = str.maketrans("“”„«»\0", '""""" ')


@dataclass(frozen=True)
class Terms:
    """What to look for, and what must not be there."""

    terms: tuple[Term, ...]
    excluded: tuple[Variant, ...] = ()


def read_terms(text: str) -> Terms:
    """Words and phrases of `text`, at most MAX_TERMS. Stop words only where there is nothing else, and then as
    they stand: "who am I" would find nearly everything, word by word."""
    text = unicodedata.normalize("NFC", text[:MAX_CHARS].translate(QUOTES))
    words: dict[str, str] = {}
    phrases: dict[str, None] = {}
    excluded: dict[Variant, None] = {}
    for unwanted_phrase, phrase, unwanted_word, word in _TERM.findall(text):
        for found in [phrase.strip()] if phrase.strip() else _PART.findall(word):
            if not any(letter.isalnum() for letter in found):
                continue
            if unwanted_phrase or unwanted_word:
                excluded |= dict.fromkeys(ways_as_written(found) if phrase else _sure_ways(found))
            elif phrase:
                phrases |= dict.fromkeys(runs_apart(found))
            else:
                for run in runs_apart(found):
                    words.setdefault(fold(run), run)
    telling = [word for word in words.values() if word.lower().strip(".") not in STOP_WORDS]
    if words and not (telling or phrases):
        phrases = {" ".join(words.values()): None}
    return Terms(
        terms=(
            *(Term(ways_as_written(phrase), is_required=True) for phrase in phrases),
            *_codes_in_two(telling),
            *(Term(ways(word)) for word in telling),
        )[:MAX_TERMS],
        excluded=tuple(excluded)[:MAX_TERMS],
    )


def _sure_ways(word: str) -> list[Variant]:
    """Only those that are the word itself."""
    return [way for part in runs_apart(word) for way in ways(part) if way.weight == 1]


def _codes_in_two(words: Sequence[str]) -> Iterator[Term]:
    """ "icd 10" may be ICD-10."""
    for letters, number in pairwise(words):
        if letters.isalpha() and number[0].isdigit() and (codes := codes_asked(f"{letters}-{number}")):
            yield Term((Variant(f"{letters} {number}"), *map(Variant, codes)))
