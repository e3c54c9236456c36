"""What the engine holds of an entry, and how it is told to hold it."""

from __future__ import annotations

import hashlib
import json
from struct import unpack
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from search.backends.analysis import SETTINGS, text_field
from search.backends.base import LABELS
from search.kinds import Kind
from search.meaning.model import DIMENSIONS, MODEL
from search.models import SearchEntry

KINDS_AT_MOST = 16
KEYWORD = {"type": "keyword"}
NUMBER = {"type": "long"}


MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"enabled": False},  # the rows have the texts
    "properties": {
        "entry": NUMBER,
        "thing": KEYWORD,
        "thing_number": NUMBER,  # the same, as things are counted: numbers take half the time of words
        "is_top": {"type": "boolean"},
        **dict.fromkeys(("kind", "trust", "state", *LABELS), KEYWORD),
        **dict.fromkeys(("community", "author"), NUMBER),
        "updated_at": {"type": "date"},
        **dict.fromkeys(("title", "former"), text_field("exact", "prefix")),
        **dict.fromkeys(("place_title", "text", "more"), text_field("exact")),
        "digest": {"type": "keyword", "index": False},  # for an audit
    },
}
INDEX_SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "number_of_replicas": 0,
    "refresh_interval": "1s",  # named, so that an index nobody asked for a while is not slow to the first who does
    "gc_deletes": "1h",  # how long a deleted document keeps its version: longer than a rebuild's batch may be late
    "analysis": SETTINGS,
}


def mapping() -> dict[str, Any]:
    """With what entries mean only where that is asked: those of another model belong into another index."""
    if not settings.SEARCH_MEANING:
        return MAPPING
    vector = {"type": "dense_vector", "dims": DIMENSIONS, "similarity": "cosine"}
    return {**MAPPING, "_meta": {"model": MODEL}, "properties": {**MAPPING["properties"], "vector": vector}}


def rows() -> QuerySet[SearchEntry]:
    """Entries with all that a document of them holds."""
    entries = SearchEntry.objects.all()
    return entries.select_related("vector") if settings.SEARCH_MEANING else entries


def thing(kind: str, thing_id: int) -> str:
    return f"{kind} {thing_id}"


def document(entry: SearchEntry) -> dict[str, Any]:
    """A row as a document; `digest` is of everything else in it."""
    held = {
        "entry": entry.pk,
        "thing": thing(entry.kind, entry.thing_id),
        "thing_number": entry.thing_id * KINDS_AT_MOST + Kind.values.index(entry.kind),
        "is_top": not entry.place,
        "kind": entry.kind,
        "trust": entry.trust or None,
        "state": entry.state or None,
        "community": entry.community_id,
        "author": entry.author_id,
        "updated_at": entry.updated_at.isoformat() if entry.updated_at else None,
        "title": entry.title,
        "place_title": entry.place_title,
        "text": entry.text,
        "former": entry.former,
        "more": entry.more,
    }
    for facet in LABELS:
        held[facet] = [value for labelled, value in entry.labels if labelled == facet]
    if settings.SEARCH_MEANING and (vector := _vector(entry)):
        held["vector"] = vector
    return held | {"digest": digest_of(held)}


def _vector(entry: SearchEntry) -> list[float]:
    """Nothing of an entry that has none yet, or one of another model, or one of nothing but zeros."""
    row = getattr(entry, "vector", None)
    if row is None or row.model != MODEL:
        return []
    vector = list(unpack(f"<{DIMENSIONS}e", row.vector))
    return vector if any(vector) else []


def digest_of(held: Any) -> str:
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:24]


def make() -> str:
    """Eight letters for mapping and settings: an index made by others has to be built anew."""
    return digest_of([mapping(), INDEX_SETTINGS])[:8]
