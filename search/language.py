"""What a word is, whatever the backend: folded so that accents and case do not matter, stemmed so that endings do not.

The engines fold and stem by themselves; here it is done for marking words, for comparing words with each other and
for what an engine's own analysis does not know.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
_english = snowballstemmer.stemmer(
    "porter"
)  # as the porter tokenizer of FTS5 and the filter of Elasticsearch


def fold(text: str) -> str:
    """Lower case, without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word; words with other than ASCII letters stay as they are."""
    return str(_english.stemWord(word)) if word.isascii() else word


def words(text: str) -> list[str]:
    """The folded words of a text, in their order."""
    return WORD.findall(fold(text))


def words_in_place(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word of a text as it stands there: where it begins, where it ends, and the word folded."""
    for found in WORD.finditer(text):
        yield found.start(), found.end(), fold(found.group())
