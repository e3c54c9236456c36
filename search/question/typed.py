"""What was typed, cut into words and filters. Any text is allowed: what is no filter is words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from search.question.names import BY_FACET, BY_NAME
from search.terms import QUOTES

MAX_TYPED = 1_000  # characters of a question that are read
TWO_SLIPS = 7  # letters of a name that may have two of them wrong
MAX_UNKNOWN = 2  # words that are nearly filters: more are words
_TOKEN = re.compile(
    r"""(?P<phrase>(?<!\S)-?"[^"]*"?)
    |(?<!\S)(?P<minus>-?)(?P<name>[A-Za-z]{2,9}):(?P<value>(?:"[^"]*"?|[^\s"])*)
    |(?P<word>\S+)""",
    re.VERBOSE,
)
_VALUE = re.compile(r'"([^"]*)"?|[^,"]+')


@dataclass(frozen=True)
class Given:
    """A filter as it was given: `text` as typed ("in:pharmacy"), or empty when it was ticked."""

    facet: str
    value: str
    text: str = ""
    is_excluded: bool = False


@dataclass(frozen=True)
class Unknown:
    """A word that looks like a filter with a slip in its name, and the filter that may be meant."""

    name: str
    text: str
    meant: str


@dataclass(frozen=True)
class Typed:
    """`words` are what is left when the filters are taken out, in their order; `empty` are filters without a value,
    `unknown` those words that are nearly filters."""

    words: str
    filters: tuple[Given, ...] = ()
    empty: tuple[str, ...] = ()
    was_cut: bool = False
    unknown: tuple[Unknown, ...] = ()


def take_apart(text: str) -> Typed:
    was_cut = len(text) > MAX_TYPED
    words: list[str] = []
    filters: list[Given] = []
    empty: list[str] = []
    unknown: list[Unknown] = []
    for token in _TOKEN.finditer(text[:MAX_TYPED].translate(QUOTES)):
        named = BY_NAME.get((token["name"] or "").lower())
        if named is None:
            words.append(token[0])
            unknown += _nearly(token) if len(unknown) < MAX_UNKNOWN else []
            continue
        values = [(part[1] or part[0]).strip('" ') for part in _VALUE.finditer(token["value"])]
        given = [
            Given(named.facet, value, f"{token['minus']}{named.name}:{quoted(value)}", bool(token["minus"]))
            for value in values
            if value
        ]
        filters += given
        if not given:
            empty.append(named.name)
    return Typed(" ".join(words), tuple(filters), tuple(dict.fromkeys(empty)), was_cut, tuple(unknown))


def _nearly(token: re.Match[str]) -> list[Unknown]:
    """Names of two letters are too short to be told from words."""
    name = (token["name"] or "").lower()
    if not token["value"] or len(name) < 3:
        return []
    most = 1 if len(name) < TWO_SLIPS else 2
    near = [each for each in BY_NAME if len(each) > 2 and OSA.distance(name, each, score_cutoff=most) <= most]
    if not near:
        return []
    return [Unknown(name, token[0], f"{token['minus']}{BY_NAME[near[0]].name}:{token['value']}")]


@dataclass(frozen=True)
class Unfinished:
    """The filter that a text ends in: where it begins, the values before its last comma, and the last so far."""

    begin: int
    minus: str
    name: str
    kept: str
    value: str


def last_filter(text: str) -> Unfinished | None:
    """What is being typed, if it is a filter."""
    tokens = list(_TOKEN.finditer(text.translate(QUOTES)))
    last = tokens[-1] if tokens else None
    name = (last["name"] or "").lower() if last else ""
    if last is None or last.end() < len(text) or name not in BY_NAME:
        return None
    values = last["value"]
    parts = [part for part in _VALUE.finditer(values) if part.end() == len(values)]
    value, kept = (parts[0], values[: parts[0].start()]) if parts else (None, values)
    return Unfinished(
        begin=last.start(),
        minus=last["minus"],
        name=name,
        kept=kept,
        value=(value[1] or value[0]).strip('" ') if value else "",
    )


def quoted(value: str) -> str:
    """A value as it is typed; in quotes where it would end too soon."""
    value = value.replace('"', "")
    return f'"{value}"' if re.search(r"[\s,]", value) else value


def written(facet: str, value: str) -> str:
    """A filter as somebody would type it: in:pharmacy."""
    return f"{BY_FACET[facet].name}:{quoted(value)}"
