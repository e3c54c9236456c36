"""How text becomes the words of the index in Elasticsearch: analyzers as plain settings, and the fields that use them.

Nobody says in which language a text is, so each analyzer takes what stands in it: English endings, French
elisions, Arabic letters and pairs of Chinese, Japanese and Korean characters. Only filters whose names and
parameters the official server knows are used; the package in the tests has them from a plugin of our own.
tests/elasticsearch/words.py says what becomes of which word. Codes are not cut here but in `search.codes`.
"""

from __future__ import annotations

from typing import Any

LONGEST_PREFIX = 15

# Both index and question, before what tells the analyzers apart. Elisions: l'insuline is found as insuline.
_SAME_LETTERS = ["lowercase", "arabic_normalization", "elisions", "possessive"]
_ENGLISH = [*_SAME_LETTERS, "stop_english", "arabic", "folded_and_kept", "english"]
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
    "pairs": {"type": "cjk_bigram"},
    "pairs_and_characters": {"type": "cjk_bigram", "output_unigrams": True},
    "possessive": {"type": "stemmer", "language": "possessive_english"},
    "stop_english": {"type": "stop", "stopwords": "_english_"},
}


def _analyzer(*filters: str) -> dict[str, Any]:
    return {"type": "custom", "tokenizer": "standard", "filter": list(filters)}


# In the index a single Chinese character is a word beside the pairs; in a question only where it stands alone.
ANALYZERS: dict[str, dict[str, Any]] = {
    "text_index": _analyzer("pairs_and_characters", *_ENGLISH),
    "text_search": _analyzer("pairs", *_ENGLISH),
    "exact_index": _analyzer("pairs_and_characters", *_EXACT),
    "exact_search": _analyzer("pairs", *_EXACT),
    "prefix_index": _analyzer(*_EXACT, "beginnings"),
    "prefix_search": _analyzer(*_EXACT),
}

SETTINGS: dict[str, Any] = {"filter": FILTERS, "analyzer": ANALYZERS}


def text_field(*ways: str) -> dict[str, Any]:
    """The mapping of a text: stemmed, and in these other ways: `exact`, for phrases; `prefix`, for titles that are
    found while the person types. What else a word may be called stands in `more`, for every backend."""
    return {
        "type": "text",
        "analyzer": "text_index",
        "search_analyzer": "text_search",
        "fields": {way: _sub_field(way) for way in ways},
    }


def _sub_field(name: str) -> dict[str, Any]:
    return {"type": "text", "analyzer": f"{name}_index", "search_analyzer": f"{name}_search"}
