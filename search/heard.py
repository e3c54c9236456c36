"""What the site knows of the words of a question before it searches: what curators keep for them, and what they may
have been meant to be. Asked once, whichever engine then answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from search.backends.base import SearchQuery, Term
from search.language import fold, words
from search.models import SynonymSet
from search.pins import Pinned, kept_for
from search.together import together
from search.vocabulary import Guesses, guesses, looking_for

MOST_SETS = 2000


@dataclass(frozen=True)
class Heard:
    """`synonyms` are sets of words, one a line; `guesses` are by the folded word that was typed."""

    synonyms: tuple[str, ...] = ()
    pins: tuple[Pinned, ...] = ()
    guesses: dict[str, Guesses] = field(default_factory=dict)
    as_typed: bool = False


def hear(query: SearchQuery, *, as_typed: bool = False) -> Heard:
    """One query, none without words. `as_typed`: without words that mean the same, and without any guess."""
    typed = [] if as_typed else list(dict.fromkeys(filter(None, map(guessable, query.terms))))
    last = words(query.terms[-1].typed)[-1:] if query.terms else []
    found = together(
        {
            "synonyms": None if as_typed else _synonyms(query),
            "pins": kept_for(query),
            "guesses": looking_for(typed, last="".join(last)),
        }
    )
    return Heard(
        synonyms=tuple(words for (words,) in found["synonyms"]),
        pins=tuple(Pinned(*row) for row in found["pins"]),
        guesses=guesses(typed, found["guesses"]),
        as_typed=as_typed,
    )


def guessable(term: Term) -> str:
    """The one plain word of a term that may be part of another, or mistyped; a code or a phrase is what it is."""
    folded = words(term.typed)
    sure = not term.is_required and len(folded) == 1 and folded[0].isalpha()
    return folded[0] if sure and fold(term.typed) == folded[0] else ""


def _synonyms(query: SearchQuery) -> QuerySet[SynonymSet, tuple[str]] | None:
    """Those of the site, and of each community that the person may read: they hold wherever one searches."""
    if all(term.is_required for term in query.terms):
        return None
    here = Q(community=None) | Q(community__in=query.readable)
    return SynonymSet.objects.filter(here).order_by("pk").values_list("words")[:MOST_SETS]
