"""What a word is, whatever the backend: folded so that accents and case do not matter, stemmed so that endings do not.

The engines fold and stem by themselves; here it is done for marking words, for comparing words with each other and
for what an engine's own analysis does not know.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

# Marks above letters are part of a word: without them Hindi and vowelled Arabic would fall apart.
MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
WORD = re.compile(rf"[^\W_][^\W_{MARKS}]*(?:[{MARKS}]+[^\W_]*)*")
# What stands between words in PostgreSQL as in SQLite, whatever its parser would make of it; migration 0010 has them.
SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¡§«¶·»¿‐‑‒–—―‘’‚“”„†•…‹›、。「」『』・"
_SIGNS = str.maketrans(SIGNS, " " * len(SIGNS))
# Accents that are left out; all others are letters.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]")
_LETTERS = str.maketrans({"ø": "o", "œ": "oe", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_english = snowballstemmer.stemmer(
    "porter"
)  # as the porter tokenizer of FTS5 and the filter of Elasticsearch


def fold(text: str) -> str:
    """Lower case, without accents."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize(
        "NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)))
    )


def without_signs(text: str) -> str:
    return " ".join(text.translate(_SIGNS).split())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word; words with other than ASCII letters stay as they are."""
    return str(_english.stemWord(word)) if word.isascii() else word


def words(text: str) -> list[str]:
    """The folded words of a text, in their order."""
    return WORD.findall(fold(text))
