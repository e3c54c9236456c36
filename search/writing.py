"""The ways in which a word may be written, for what an engine's own analysis does not know.

The index gets them beside the text (`SearchEntry.more`), and what is asked is asked in each of them: codes whole,
hyphenated words joined, umlauts spelled out, French words without their article, Chinese, Japanese and Korean in pairs
of signs, Arabic, Cyrillic and Greek by their stems. German and French words have their stems only in texts that are
German or French, under names that no other word has, so that one language does no harm to another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import snowballstemmer

from search.backends.base import Variant
from search.codes import codes_asked, codes_in
from search.language import WORD, fold, stem, words

MOST = 3000  # forms of one text
STEMMED = 0.8  # how much a word counts that is found by another ending
ONE_OF_ITS = 0.6  # how much one word of "pre-assessment" counts
PAIR = 0.3  # how much two signs count of a longer run
LONGEST_WORD = 3  # signs of Chinese, Japanese or Korean: a longer run is several words

# Chinese, Japanese and Korean, which put no spaces between words, or endings on them.
_RUN = re.compile(
    "[\u1100-\u11ff\u3005\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+"
)
_COMPOUND = re.compile(r"(?<![\w-])[^\W\d_]{1,30}(?:[-‐‑][^\W\d_]{1,30}){1,4}(?![\w-])")
_UNIT = re.compile(rf"{WORD.pattern}(?:[-‐‑–./_]{WORD.pattern})*")
# "help.example.org": to Elasticsearch one word. Begins where letters begin, and never gives one back: a long run of
# letters would be read as often as it has letters.
_DOTTED = re.compile(rf"(?<![^\W\d_])[^\W\d_]++(?:[._:]{WORD.pattern})+")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\w{3})", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\w)['’]s$", re.IGNORECASE)
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_HYPHENS = re.compile("[-‐‑]")

_LANGUAGES = {"de": "german", "fr": "french"}
_SCRIPTS = (
    (re.compile("[\u0400-\u04ff]"), "russian"),
    (re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), "greek"),
    (re.compile("[\u0900-\u097f]"), "hindi"),
)
_STEMMERS: dict[str, Any] = {
    name: snowballstemmer.stemmer(name) for name in (*_LANGUAGES.values(), *(name for _, name in _SCRIPTS))
}
_TELLING = {
    "en": frozenset("the and of to is in for with that it are on be this as from".split()),
    "de": frozenset(
        "der die das und ist nicht mit den von zu ein eine einer dem des für auf im wird sich".split()
    ),
    "fr": frozenset("le la les des et est une un dans pour que qui du en sur pas avec au aux sont".split()),
}
_ARABIC = re.compile("[\u0600-\u06ff]")
_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه"})
_ARABIC_BEGINNING = re.compile("^(?:[وفبك]?ال|لل)(?=.{2})")
_ARABIC_ENDING = re.compile("(?<=.{2})(?:ها|ان|ات|ون|ين|يه|ه|ي){1,2}$")


def other_forms(text: str) -> str:
    """What else a text is to be found by, for the index."""
    text = unicodedata.normalize("NFC", text)
    forms = dict.fromkeys(codes_in(text))
    forms |= dict.fromkeys(_joined(found[0]) for found in _COMPOUND.finditer(text))
    for dotted in dict.fromkeys(_DOTTED.findall(text)):
        forms |= dict.fromkeys(words(dotted))
    languages = languages_of(text)
    for word in dict.fromkeys(WORD.findall(text)):
        forms |= dict.fromkeys(_written_otherwise(word))
        forms |= dict.fromkeys(_named_stems(fold(word), languages))
        if len(forms) > MOST:
            break
    runs = _RUN.findall(text)
    pairs = [pair for run in runs for pair in _pairs(run)]
    return "\n".join(filter(None, map(" ".join, ([*forms][:MOST], pairs, dict.fromkeys("".join(runs))))))


def ways(typed: str) -> tuple[Variant, ...]:
    """A word as typed, and in the other ways in which it may be written."""
    if run := _RUN.fullmatch(typed):
        return _ways_of_run(run[0])
    bare = _POSSESSIVE.sub("", _ELISION.sub("", typed))
    same = [bare, *codes_asked(bare), *_written_otherwise(bare)]
    if _COMPOUND.fullmatch(bare):
        same.append(_joined(bare))
    stems = _named_stems(fold(bare), _LANGUAGES) if bare.isalpha() else []
    joined = _HYPHENS.split(bare) if _COMPOUND.fullmatch(bare) else []
    return (
        Variant(typed),
        *(Variant(form) for form in dict.fromkeys(same) if form != typed),
        *(Variant(form, STEMMED) for form in stems),
        *(Variant(word, ONE_OF_ITS, how="one of its words") for word in joined if len(word) > 3),
    )


def ways_as_written(phrase: str) -> tuple[Variant, ...]:
    """A phrase as it stands, with umlauts or without, and nothing else."""
    if _RUN.search(phrase):
        return (
            Variant(" ".join(pair for run in _RUN.findall(phrase) for pair in _pairs(run)), is_exact=True),
        )
    spelled = phrase.casefold().translate(_SPELLED_OUT)
    forms = dict.fromkeys([phrase, *([spelled] if spelled != phrase.casefold() else [])])
    return tuple(Variant(form, is_exact=True) for form in forms)


def runs_apart(text: str) -> list[str]:
    """A text cut where Chinese, Japanese or Korean begins or ends: "ICD患者" is two words."""
    return [part for part in map(str.strip, re.split(f"({_RUN.pattern})", text)) if part]


def languages_of(text: str) -> list[str]:
    """German or French, when its little words say so at least as loudly as English ones do."""
    found = words(text[:5000])
    counts = {language: sum(map(little.__contains__, found)) for language, little in _TELLING.items()}
    return [name for name in _LANGUAGES if counts[name] and counts[name] >= counts["en"]]


def spans(text: str, wanted: frozenset[str]) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Each word of a text where it stands, with those of the `wanted` forms that it has: a code or a compound whole
    where that is wanted, Chinese, Japanese and Korean sign by sign."""
    languages = tuple(languages_of(text))
    for unit in _UNIT.finditer(text):
        if whole := wanted.intersection(_whole_forms(unit[0])):
            yield unit.start(), unit.end(), whole
            continue
        for found in WORD.finditer(text, unit.start(), unit.end()):
            if _RUN.search(found[0]):
                yield from _signs(found, wanted)
            else:
                yield found.start(), found.end(), wanted & _forms(found[0], languages)


@lru_cache(maxsize=50_000)
def _forms(typed: str, languages: tuple[str, ...]) -> frozenset[str]:
    """All that a word is found by, in a text of these languages."""
    word = fold(typed)
    return frozenset({word, stem(word), *_written_otherwise(typed), *_named_stems(word, languages)})


def wanted_forms(variants: Iterable[Variant]) -> frozenset[str]:
    """What `spans` looks for: the words of each way to say it, codes whole, and runs put together from their pairs."""
    forms: set[str] = set()
    for text in {variant.text for variant in variants}:
        parts = text.split()
        if parts and all(map(_RUN.fullmatch, parts)):
            forms.add(parts[0] + "".join(part[-1] for part in parts[1:]))
        else:
            forms |= {each for word in words(text) for each in (word, stem(word))}
            forms |= {text, *_whole_forms(text)}
    return frozenset(forms)


def run_of(variant: Variant) -> tuple[frozenset[str], ...]:
    """Of several words that have to stand together, the forms of each in their order; empty of anything else."""
    if len(variant.text.split()) < 2 or _RUN.search(variant.text):
        return ()
    return tuple(frozenset((word, stem(word))) for word in words(variant.text))


def _whole_forms(unit: str) -> list[str]:
    return [*codes_in(unit), _joined(unit)] if not unit.isalnum() else []


def _signs(found: re.Match[str], wanted: frozenset[str]) -> Iterator[tuple[int, int, frozenset[str]]]:
    run = found[0]
    hits: list[set[str]] = [set() for _ in run]
    for form in wanted:
        at = run.find(form) if _RUN.fullmatch(form) else -1
        while at >= 0:
            for sign in hits[at : at + len(form)]:
                sign.add(form)
            at = run.find(form, at + 1)
    for at, forms in enumerate(hits, start=found.start()):
        yield at, at + 1, frozenset(forms)


def _ways_of_run(run: str) -> tuple[Variant, ...]:
    pairs = _pairs(run)
    phrase = [Variant(" ".join(pairs))] if len(pairs) > 1 else []
    parts = dict.fromkeys(pairs) if len(run) > LONGEST_WORD else ()
    return Variant(run), *phrase, *(Variant(pair, PAIR) for pair in parts)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _joined(compound: str) -> str:
    return fold(_HYPHENS.sub("", compound))


@lru_cache(maxsize=20_000)
def _written_otherwise(word: str) -> tuple[str, ...]:
    """The forms of one word that no engine makes by itself."""
    if word.isascii() or _RUN.search(word):
        return ()
    plain = fold(word)
    if stemmed := _stem_by_script(plain):
        return tuple(dict.fromkeys((plain, stemmed)))
    spelled = fold(word.casefold().translate(_SPELLED_OUT))
    accents_only = "".join(
        sign for sign in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(sign)
    )
    return tuple(form for form in dict.fromkeys((plain, spelled)) if form != accents_only)


def _stem_by_script(word: str) -> str:
    if _ARABIC.search(word):
        return _ARABIC_ENDING.sub("", _ARABIC_BEGINNING.sub("", word.translate(_ARABIC_LETTERS)))
    for script, name in _SCRIPTS:
        if script.search(word):
            return str(_STEMMERS[name].stemWord(word))
    return ""


def _named_stems(word: str, languages: Any) -> list[str]:
    """`wunden` is `qdewund` in German: a word that nobody writes."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return []
    return [f"q{name}{_stem_in(_LANGUAGES[name], word)}" for name in languages]


@lru_cache(maxsize=50_000)
def _stem_in(language: str, word: str) -> str:
    return str(_STEMMERS[language].stemWord(word))


def stem_of_part(word: str) -> str:
    """What is left of a word inside a German compound: `wunde` in Wundversorgung."""
    return _stem_in("german", word) if word.isascii() else word


def same_words(text: str) -> list[str]:
    """The folded words of a text that can be mistyped or stand in others: no numbers, no signs of a run."""
    return [word for word in words(text) if not word.isdigit() and not _RUN.search(word)]
