from __future__ import annotations

from typing import Any

from search.backends.base import SearchQuery
from search.known import Known, known_to
from search.terms import read_terms


def what_may_be_found(user: Any, text: str, known: Known | None = None) -> SearchQuery:
    """Words to look for, over everything that this person may know of. One query where that is not known yet, after
    that for their standing."""
    known = known or known_to(user)
    asked = read_terms(text)
    return SearchQuery(
        terms=asked.terms,
        excluded=asked.excluded,
        readable=known.readable,
        known=tuple(known.communities),
        people=known.people,
    )
