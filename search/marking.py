"""The words that were found, marked in the title and in the part of the text where they stand closest."""

from __future__ import annotations

from dataclasses import dataclass

from search.backends.base import SearchQuery
from search.language import stem, words, words_in_place
from search.models import SearchEntry

# Around the words that matched, inside a plain text; a template turns them into <mark>.
MARK_START, MARK_END = "\x02", "\x03"
EXCERPT_WORDS = 32


@dataclass(frozen=True)
class Marked:
    """The title and the words around the match, with MARK_START and MARK_END around each word found."""

    title: str
    place_title: str
    excerpt: str


class Marker:
    """Marks what a query finds, in any number of entries."""

    def __init__(self, query: SearchQuery) -> None:
        said = [variant.text for term in query.terms for variant in term.variants]
        self._stems = frozenset(stem(word) for text in said for word in words(text))

    def mark(self, entry: SearchEntry) -> Marked:
        return Marked(
            title=self._marked(entry.title),
            place_title=self._marked(entry.place_title),
            excerpt=self._excerpt(entry.text),
        )

    def _marked(self, text: str) -> str:
        parts, done = [], 0
        for begin, end, word in words_in_place(text):
            if stem(word) in self._stems:
                parts += [text[done:begin], MARK_START, text[begin:end], MARK_END]
                done = end
        return "".join([*parts, text[done:]])

    def _excerpt(self, text: str) -> str:
        """The EXCERPT_WORDS words among which most different words of the query stand; the first ones if none does."""
        places = list(words_in_place(text))
        hits = [
            (number, stem(word)) for number, (_, _, word) in enumerate(places) if stem(word) in self._stems
        ]
        best, best_kinds = 0, 0
        for index, (number, _) in enumerate(hits):
            kinds = len({found for at, found in hits[index:] if at < number + EXCERPT_WORDS})
            if kinds > best_kinds:
                best, best_kinds = number, kinds
        first = max(0, best - 4)
        last = min(len(places), first + EXCERPT_WORDS)
        if not places:
            return text[:200]
        begin = 0 if first == 0 else places[first][0]
        end = len(text) if last == len(places) else places[last - 1][1]
        cut = self._marked(text[begin:end].strip())
        return f"{'…' if first else ''}{cut}{'…' if last < len(places) else ''}"
