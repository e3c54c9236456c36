"""Who keeps synonyms for all, and what a set of them would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from communities.models import CommunityPage
from communities.permissions import standing
from search.backends import fallback, search_backend
from search.backends.base import EngineDown, SearchQuery, Term, Variant
from search.forms import what_may_be_found

PREVIEWED = 5  # words of a set: each is a search


@dataclass(frozen=True, slots=True)
class Preview:
    """Who looks for `word` finds `found` things by it alone, and `more` by the other words."""

    word: str
    found: int
    more: int


def is_curator_of_all(user: Any) -> bool:
    """Whether this person curates the whole site: of the L&D team, or an administrator."""
    own = standing(user)
    return own.is_administrator or (user.is_active and user.is_curator)


def preview(user: Any, community: CommunityPage | None, words: Sequence[str]) -> list[Preview]:
    """What the first PREVIEWED words would find, of what this person may read: in one community, or in all."""
    query = what_may_be_found(user, "")
    if community is not None:
        here = tuple(pk for pk in query.readable if pk == community.pk)
        query = replace(query, readable=here, known=(), people=False)
    together = _things(query, words)
    return [Preview(word, found := _things(query, [word]), together - found) for word in words[:PREVIEWED]]


def _things(query: SearchQuery, words: Sequence[str]) -> int:
    asked = replace(query, terms=(Term(tuple(Variant(word) for word in words)),))
    try:
        return search_backend().rank(asked).total
    except EngineDown:
        return fallback().rank(asked).total
