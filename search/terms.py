"""What a person typed, taken apart: words, "exact phrases" and -words. Nothing that can be typed is an error."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from search.backends.base import Term, Variant

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
    """Words and phrases of `text`, at most MAX_TERMS; stop words only where there is nothing else."""
    text = unicodedata.normalize("NFC", text[:MAX_CHARS].translate(QUOTES))
    words: dict[str, None] = {}
    phrases: dict[str, None] = {}
    excluded: dict[str, None] = {}
    for unwanted_phrase, phrase, unwanted_word, word in _TERM.findall(text):
        for found in [phrase.strip()] if phrase.strip() else _PART.findall(word):
            if any(letter.isalnum() for letter in found):
                into = excluded if unwanted_phrase or unwanted_word else phrases if phrase else words
                into[found] = None
    telling = [word for word in words if word.lower().strip(".") not in STOP_WORDS]
    return Terms(
        terms=(
            *(Term((Variant(phrase, is_exact=True),), is_required=True) for phrase in phrases),
            *(Term((Variant(word),)) for word in telling or words),
        )[:MAX_TERMS],
        excluded=tuple(Variant(each) for each in excluded)[:MAX_TERMS],
    )
