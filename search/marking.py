"""The words that were found, marked in the title and in the part of the text where they stand closest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.backends.base import SearchQuery
from search.kinds import Kind
from search.models import SearchEntry
from search.writing import run_of, spans, wanted_forms

# Around the words that matched, inside a plain text; a template turns them into <mark>.
MARK_START, MARK_END = "\x02", "\x03"
EXCERPT_WORDS = 32
_END = re.compile(rf"(?<=[^\s.!?:;,…。！？{MARK_END}])({MARK_END}?)[ \r]*[\n\t]\s*(?=\S)")


@dataclass(frozen=True)
class Marked:
    """The title and the words around the match, with MARK_START and MARK_END around each word found; a former title
    only where it was found."""

    title: str
    place_title: str
    excerpt: str
    former: str = ""


Span = tuple[int, int, frozenset[str]]  # a word: where it begins and ends, and the wanted forms that it has


def _with_marks(text: str, begin: int, end: int, spans: list[Span]) -> str:
    """What stands from `begin` to `end`, the words that have a wanted form marked; what touches is marked as one."""
    parts: list[str] = []
    done = begin
    for first, last, found in spans:
        if not found:
            continue
        if parts and done == first:
            parts[-1:] = [text[done:last], MARK_END]
        else:
            parts += [text[done:first], MARK_START, text[first:last], MARK_END]
        done = last
    return "".join([*parts, text[done:end]])


def _apart(text: str) -> str:
    """Blocks and cells that end without a sign are told apart by a dot; what is said in a recording runs on."""
    return _END.sub(r"\1 · ", text)


class Marker:
    """Marks what a query finds, in any number of entries. Of words that were asked for together each is marked only
    where they stand together, unless it was asked for by itself as well."""

    def __init__(self, query: SearchQuery) -> None:
        variants = [variant for term in query.terms for variant in term.variants]
        self._runs = list(filter(None, map(run_of, variants)))
        self._loose = wanted_forms(variant for variant in variants if not run_of(variant))
        self._wanted = self._loose.union(*(forms for run in self._runs for forms in run))

    def mark(self, entry: SearchEntry) -> Marked:
        return Marked(
            title=self._marked(entry.title),
            place_title=self._marked(entry.place_title),
            excerpt=self._excerpt(entry.text)
            if entry.kind == Kind.SCREENCAST
            else _apart(self._excerpt(entry.text)),
            former=self._former(entry),
        )

    def _former(self, entry: SearchEntry) -> str:
        """The title that it had before, where that has more of the words than the one it has now."""
        if not entry.former:
            return ""
        now = self._found(entry.title)
        said = max(entry.former.splitlines(), key=lambda title: len(self._found(title)), default="")
        return self._marked(said) if self._found(said) - now else ""

    def _found(self, text: str) -> set[str]:
        return {form for *_, found in self._spans(text) for form in found}

    def _marked(self, text: str) -> str:
        return _with_marks(text, 0, len(text), self._spans(text))

    def _spans(self, text: str) -> list[Span]:
        """Each word with those of the wanted forms that count there."""
        there = list(spans(text, self._wanted))
        if not self._runs:
            return there
        counts = [found & self._loose for *_, found in there]
        for run in self._runs:
            for at in range(len(there) - len(run) + 1):
                found = [forms & there[at + n][2] for n, forms in enumerate(run)]
                if all(found):
                    for n, forms in enumerate(found):
                        counts[at + n] |= forms
        return [(begin, end, found) for (begin, end, _), found in zip(there, counts, strict=True)]

    def _excerpt(self, text: str) -> str:
        """The EXCERPT_WORDS words among which most different words of the query stand; the first ones if none does."""
        places = self._spans(text)
        hits = [(number, found) for number, (_, _, found) in enumerate(places) if found]
        best, best_kinds = 0, 0
        for index, (number, _) in enumerate(hits):
            near = hits[index : index + EXCERPT_WORDS]
            kinds = len({form for at, found in near if at < number + EXCERPT_WORDS for form in found})
            if kinds > best_kinds:
                best, best_kinds = number, kinds
        first = max(0, best - 4)
        last = min(len(places), first + EXCERPT_WORDS)
        if not places:
            return text[:200]
        begin = 0 if first == 0 else places[first][0]
        end = len(text) if last == len(places) else places[last - 1][1]
        cut = _with_marks(text, begin, end, places[first:last]).strip()
        return f"{'…' if first else ''}{cut}{'…' if last < len(places) else ''}"
