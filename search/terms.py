"""What a person typed, taken apart: words and "exact phrases". Nothing that can be typed is an error."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

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
_TERM = re.compile(r'"([^"]+)"?|(\S+)')
_PART = re.compile(r"[^\s\"/\\|()\[\]{}<>,;:!?*&^=~`+@#$%]+")  # "ICD-10" is one word, "and/or" are two
_WORD = re.compile(r"[^\W_]+")
_QUOTES = str.maketrans("“”„«»\0", '""""" ')


@dataclass(frozen=True)
class Terms:
    """What to look for; a phrase is one term with spaces in it."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.phrases, *self.words)

    @property
    def plain(self) -> tuple[str, ...]:
        """Letters and digits alone, word by word; the last one may still be being typed."""
        return tuple(word for term in self.all for word in _WORD.findall(term))

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


def read_terms(text: str) -> Terms:
    """Words and phrases of `text`, at most MAX_TERMS; stop words only where there is nothing else."""
    text = unicodedata.normalize("NFC", text[:MAX_CHARS].translate(_QUOTES))
    words: list[str] = []
    phrases: list[str] = []
    for phrase, word in _TERM.findall(text):
        for found in [phrase] if phrase.strip() else _PART.findall(word):
            into = phrases if phrase else words
            if found not in into and any(letter.isalnum() for letter in found):
                into.append(found.strip())
    telling = [word for word in words if word.lower().strip(".") not in STOP_WORDS]
    words = telling or words
    if not phrases and not words:
        return Terms((), ())
    return Terms(tuple(words[:MAX_TERMS]), tuple(phrases[:MAX_TERMS]))
