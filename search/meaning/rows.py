"""SearchVector rows: made after an entry was written, and all that lack one at a rebuild."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from search.backends import search_backend
from search.meaning.model import MODEL, embed
from search.models import SearchEntry, SearchVector

AT_ONCE = 500


def make_missing(say: Callable[[int], None] = lambda made: None, **of: Any) -> int:
    """Vectors of the entries of `of` that have none, or one of another model; nothing where meaning is off. Can be
    cut off and run again."""
    made = last = 0
    while settings.SEARCH_MEANING:
        entries = list(_without().filter(pk__gt=last, **of).order_by("pk")[:AT_ONCE])
        if not entries:
            break
        _make(entries)
        made, last = made + len(entries), entries[-1].pk
        say(made)
    return made


def missing() -> int:
    """How many entries have no vector of this model; none where meaning is off."""
    return _without().count() if settings.SEARCH_MEANING else 0


def _without() -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(Q(vector__isnull=True) | ~Q(vector__model=MODEL))


def _make(entries: Sequence[SearchEntry]) -> None:
    """What went meanwhile is left out. The engine is told, since it keeps a copy."""
    vectors = embed([f"{entry.title}\n{entry.place_title}\n{entry.text}" for entry in entries])
    rows = zip(entries, vectors.astype("<f2"), strict=True)
    with transaction.atomic():
        ids = [entry.pk for entry in entries]
        there = set(SearchEntry.objects.select_for_update().filter(pk__in=ids).values_list("pk", flat=True))
        SearchVector.objects.bulk_create(
            [
                SearchVector(entry=entry, model=MODEL, vector=vector.tobytes(), made_at=timezone.now())
                for entry, vector in rows
                if entry.pk in there
            ],
            update_conflicts=True,
            unique_fields=["entry"],
            update_fields=["model", "vector", "made_at"],
        )
        search_backend().wrote([entry for entry in entries if entry.pk in there])
