"""How text becomes the words of the index in Elasticsearch: analyzers as plain settings, and the fields that use them.

Nobody says in which language a text is, so each analyzer takes what stands in it: English endings, German umlauts,
French elisions, Arabic letters and pairs of Chinese, Japanese and Korean characters. Only filters whose names and
parameters the official server knows are used; the package in the tests has them from a plugin of our own.
tests/elasticsearch/words.py says what becomes of which word. Codes are not cut here but in `search.codes`.
"""

from __future__ import annotations

import unicodedata
from typing import Any

LONGEST_PREFIX = 15
PART = 4  # characters; shorter pieces are in nearly every word

# Both index and question, before what tells the analyzers apart. Elisions: l'insuline is found as insuline.
_SAME_LETTERS = ["lowercase", "arabic_normalization", "elisions", "possessive"]
_ENGLISH = [*_SAME_LETTERS, "stop_english", "arabic", "folded_and_kept", "english"]
_LIGHT = [*_SAME_LETTERS, "stop_english", "german_normalization", "folded", "light_german", "light_french"]
_EXACT = [*_SAME_LETTERS, "folded"]

FILTERS: dict[str, dict[str, Any]] = {
    "arabic": {"type": "stemmer", "language": "arabic"},
    "beginnings": {"type": "edge_ngram", "min_gram": 1, "max_gram": LONGEST_PREFIX},
    "elisions": {
        "type": "elision",
        "articles": ["l", "m", "t", "qu", "n", "s", "j", "d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu"],
    },
    "english": {"type": "stemmer", "language": "english"},
    "folded": {"type": "asciifolding"},
    "folded_and_kept": {"type": "asciifolding", "preserve_original": True},
    "light_french": {"type": "stemmer", "language": "light_french"},
    "light_german": {"type": "stemmer", "language": "light_german"},
    "pairs": {"type": "cjk_bigram"},
    "pairs_and_characters": {"type": "cjk_bigram", "output_unigrams": True},
    "parts": {"type": "ngram", "min_gram": PART, "max_gram": PART},
    "possessive": {"type": "stemmer", "language": "possessive_english"},
    "stop_english": {"type": "stop", "stopwords": "_english_"},
}


def _analyzer(*filters: str) -> dict[str, Any]:
    return {"type": "custom", "tokenizer": "standard", "filter": list(filters)}


# In the index a single Chinese character is a word beside the pairs; in a question only where it stands alone.
ANALYZERS: dict[str, dict[str, Any]] = {
    "text_index": _analyzer("pairs_and_characters", *_ENGLISH),
    "text_search": _analyzer("pairs", *_ENGLISH),
    "light_index": _analyzer(*_LIGHT),
    "light_search": _analyzer(*_LIGHT),
    "exact_index": _analyzer("pairs_and_characters", *_EXACT),
    "exact_search": _analyzer("pairs", *_EXACT),
    "prefix_index": _analyzer(*_EXACT, "beginnings"),
    "prefix_search": _analyzer(*_EXACT),
    "parts_index": _analyzer(*_EXACT, "parts"),
}

SETTINGS: dict[str, Any] = {"filter": FILTERS, "analyzer": ANALYZERS}


def parts_of(word: str) -> list[str]:
    """The parts to ask a `parts` field for: a word that has all of them very likely has the whole."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return [plain[start : start + PART] for start in range(len(plain) - PART + 1)]


def text_field(*, typed: bool = False) -> dict[str, Any]:
    """The mapping of a text: stemmed; `exact`, for phrases; `light`, for German and French; `parts` of words.

    `typed` is for titles: `prefix` finds them while the person types.
    """
    fields = {name: _sub_field(name) for name in ("exact", "light")} | {"parts": _parts_field()}
    if typed:
        fields["prefix"] = _sub_field("prefix")
    return {
        "type": "text",
        "analyzer": "text_index",
        "search_analyzer": "text_search",
        "fields": fields,
    }


def _sub_field(name: str) -> dict[str, Any]:
    return {"type": "text", "analyzer": f"{name}_index", "search_analyzer": f"{name}_search"}


def _parts_field() -> dict[str, Any]:
    """Finds "boarding" in "onboarding": ask by `term` for each of `parts_of` the word.

    All parts of one word share a position, so that a `match` would be content with any one of them.
    """
    return {"type": "text", "analyzer": "parts_index", "index_options": "docs", "norms": False}
