"""The sentences of a plain text, and the stretch from one of them to another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from curation.promotion.leads import SENTENCE_END

MOST_SENTENCES = 300  # that one form offers


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters `start` to `end` of the text that it was cut from."""

    start: int
    end: int
    text: str


def sentences_of(text: str) -> list[Sentence]:
    """Line by line, and within a line by the stops that end a sentence."""
    found: list[Sentence] = []
    at = 0
    for line in text.split("\n"):
        ends = [match.end() for match in SENTENCE_END.finditer(line)]
        for start, end in pairwise([0, *ends, len(line)]):
            words = line[start:end]
            begins = at + start + len(words) - len(words.lstrip())
            if words.strip():
                found.append(Sentence(begins, begins + len(words.strip()), words.strip()))
        at += len(line) + 1
    return found
