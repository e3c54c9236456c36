"""From what was typed to all the ways in which it may stand somewhere: synonyms, longer words, slips put right.

What the site knows of the words was heard before (search/heard.py). A guess that `found_words` does not know of is
neither used nor shown, so that nobody learns a word of what they may not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from search.backends.base import SearchBackend, SearchQuery, Term, Variant
from search.heard import MOST_SETS, Heard, guessable, hear
from search.language import fold, stem, words
from search.terms import STOP_WORDS
from search.vocabulary import BEGINNINGS, LONGEST_IN_TWO, PARTS, Guesses
from search.writing import ways

SYNONYM, PART, BEGINNING, IN_TWO = 0.6, 0.5, 0.6, 0.8  # how much each counts beside the word itself
PART_BESIDE = 0.1  # a longer word, where the word itself is found too and others say what is meant
SAME, PART_OF, BEGUN, RIGHT, APART = (
    "means the same",
    "a longer word",
    "begins so",
    "put right",
    "in one or in two",
)
FEW = 3  # terms: what is typed into a box rather than asked in plain words

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Expanded:
    """The question as it is asked, and as it was typed; `corrections` are pairs of a word typed and what is meant."""

    query: SearchQuery
    typed: SearchQuery
    corrections: tuple[tuple[str, str], ...] = ()

    @property
    def also(self) -> list[str]:
        """What else was looked for, because people say it so or write it so."""
        said = {fold(term.typed) for term in self.typed.terms}
        found = (variant for term in self.query.terms for variant in term.variants)
        texts = dict.fromkeys(each.text for each in found if each.how in (SAME, APART))
        return [text for text in texts if fold(text) not in said]

    def corrected(self, text: str) -> str:
        """The text as it should have been typed."""
        for typed, instead in self.corrections:
            text = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", lambda _: instead, text)  # noqa: B023
        return text


def expand(backend: SearchBackend, query: SearchQuery, heard: Heard | None = None) -> Expanded:
    """One query at most, and one more where nothing was `heard` yet."""
    heard = heard or hear(query)
    terms = [] if heard.as_typed else _with_synonyms(query, heard.synonyms)
    if not terms:
        return Expanded(query, query)
    few = len(query.terms) <= FEW
    guessed = heard.guesses
    asked = {number: word for number, term in enumerate(query.terms) if (word := guessable(term))}
    wanted = {variant.text for term in terms if not term.is_required for variant in term.variants}
    joined = _in_one(query) if few else {}
    found = backend.found_words(query, wanted.union(joined, *guessed.values())) if asked else set()

    corrections: list[tuple[str, str]] = []
    common: dict[int, int] = {}
    for number, word in asked.items():
        terms[number], instead = _with_guesses(
            terms[number], guessed[word], found, few=few, alone=len(query.terms) == 1
        )
        corrections += [(terms[number].typed, instead)] if instead else []
        if entries := guessed[word].common.get(instead or word):
            common[number] = entries
    terms += [
        Term((Variant(apart, is_exact=True), Variant(word, how=APART)))
        for word, apart in joined.items()
        if word in found
    ]
    expanded = replace(query, terms=_common_ones_add(terms, common, found))
    return Expanded(expanded, query, tuple(corrections))


def put_right(backend: SearchBackend, query: SearchQuery) -> SearchQuery | None:
    """The question with its slips put right and nothing else; None when there is none. Two queries."""
    instead = dict(expand(backend, query).corrections)
    terms = (Term((Variant(instead[term.typed]),)) if term.typed in instead else term for term in query.terms)
    return replace(query, terms=tuple(terms)) if instead else None


def _common_ones_add(terms: list[Term], common: dict[int, int], found: set[str]) -> tuple[Term, ...]:
    """Words that stand in very many entries find nothing beside a rarer one that is found: what has only them is not
    what was asked for, and there is too much of it to look at. Among common words alone the rarest finds.

    `common`: by the number of the term, in how many entries it stands."""
    rarer_is_found = any(
        term.is_required or (number not in common and any(way.text in found for way in term.variants))
        for number, term in enumerate(terms)
    )
    rarest = None if rarer_is_found else min(common, key=common.__getitem__, default=None)
    return tuple(
        replace(term, is_common=number in common and number != rarest) for number, term in enumerate(terms)
    )


def _in_one(query: SearchQuery) -> dict[str, str]:
    """Neighbours that may be one word, "hand over" for "handover": that word, and the two of them."""
    typed = [guessable(term) for term in query.terms]
    pairs = ((left, right) for left, right in pairwise(typed) if left and right)
    return {left + right: f"{left} {right}" for left, right in pairs if len(left + right) <= LONGEST_IN_TWO}


def _with_guesses(
    term: Term, guessed: Guesses, found: set[str], *, few: bool, alone: bool
) -> tuple[Term, str]:
    """The term with the guesses that hold, and what it was corrected to. Among many words one that is found says
    enough as it stands: longer ones that have it as a part cost a hundredth of nDCG@10."""
    is_found = any(variant.text in found for variant in term.variants)
    longer = [word for word in guessed.parts if word in found and (few or not is_found)][:PARTS]
    weight = PART_BESIDE if is_found and not alone else PART
    more, instead = [Variant(word, weight, how=PART_OF) for word in longer], ""
    twos = [Variant(two, IN_TWO, is_exact=True, how=APART) for two in guessed.twos if few and two in found]
    if not is_found:
        begun = [word for word in guessed.beginnings if word in found][:BEGINNINGS]
        slips = [word for word in guessed.slips if word in found]
        if begun:
            more += [Variant(word, BEGINNING, how=BEGUN) for word in begun if word not in longer]
        elif slips and not twos and not any(_has(word, term) for word in longer):
            instead = slips[0]
            more = [*(replace(way, how=RIGHT) for way in ways(instead)), *more]
    return replace(term, variants=_each_once([*term.variants, *more, *twos])), instead


def _has(word: str, term: Term) -> bool:
    """Whether a longer word has the one typed as it stands: "insulated" has only the stem of "insuln"."""
    return fold(term.typed) in word


def _each_once(variants: list[Variant]) -> tuple[Variant, ...]:
    """The first of each text."""
    kept: dict[tuple[str, bool], Variant] = {}
    for variant in variants:
        kept.setdefault((variant.text, variant.is_exact), variant)
    return tuple(kept.values())


# -- synonyms ----------------------------------------------------------------------------------------------
def _with_synonyms(query: SearchQuery, sets: Iterable[str]) -> list[Term]:
    terms = list(query.terms)
    loose = [number for number, term in enumerate(terms) if not term.is_required]
    typed = [(number, word) for number in loose for word in _stems(terms[number].typed)]
    if not typed:
        return terms
    added: dict[Stems, Term] = {}
    for kept in sets:
        said = _phrases(kept)
        for stems in said.keys() & _runs(tuple(word for _, word in typed), longest=max(map(len, said))):
            others = [Variant(text, SYNONYM, how=SAME) for other, text in said.items() if other != stems]
            if len(stems) == 1:
                for number in {
                    number
                    for number, word in typed
                    if word == stems[0] and len(_stems(terms[number].typed)) == 1
                }:
                    terms[number] = replace(
                        terms[number], variants=_each_once([*terms[number].variants, *others])
                    )
            else:
                before = added.get(stems, Term((Variant(said[stems]),)))
                added[stems] = replace(before, variants=_each_once([*before.variants, *others]))
    return [*terms, *added.values()]


def _stems(text: str) -> Stems:
    """Without little words: "point of care" is said by whoever says "point care"."""
    found = words(text)
    return tuple(stem(word) for word in found if word not in STOP_WORDS) or tuple(map(stem, found))


@lru_cache(maxsize=MOST_SETS)
def _phrases(kept: str) -> dict[Stems, str]:
    """The words of a set, by their stems."""
    said: dict[Stems, str] = {}
    for line in filter(None, map(str.strip, kept.splitlines())):
        if stems := _stems(line):
            said.setdefault(stems, line)
    return said or {(): ""}


def _runs(stems: Stems, *, longest: int) -> set[Stems]:
    """Every run of the words typed, up to the longest phrase."""
    return {
        stems[begin:end]
        for begin in range(len(stems))
        for end in range(begin + 1, min(len(stems), begin + longest) + 1)
    }
