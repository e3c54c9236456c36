"""A piece cut to some of its sentences: what stays is, letter by letter, words of its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

from lxml import etree
from lxml.html import HtmlElement

from core.markup import MARKS
from core.tree import append, parse, top_level, words
from curation.promotion.leads import SENTENCE_END

MAX_SENTENCES = 60  # of one piece: a longer one is cut by choosing its blocks one by one

_SENTENCE = "sentence-"  # an element that no clean body has
_INLINE = MARKS | {"br", "img"}
_WHOLE = frozenset({"tr", "pre", "figure", "hr", "caption"})  # nothing is cut out of these
_PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"

Node: TypeAlias = HtmlElement | str


@dataclass(frozen=True, slots=True)
class Span:
    """Sentences that stand together: the characters from `start` to `end` of the text of their place."""

    start: int
    end: int
    text: str


def sentences(html: str, apart: Collection[int] = ()) -> list[tuple[int, str]]:
    """The sentences of a place with their numbers; those in the top-level blocks at `apart` are not offered."""
    root = _numbered(html)
    hidden = _numbers_in(root, apart)
    return [
        (number, " ".join(words(mark).split()))
        for mark in root.iter(_SENTENCE)
        if (number := int(mark.get("n"))) not in hidden
    ]


def without(html: str, cut: Collection[int], apart: Collection[int] = ()) -> tuple[HtmlElement, list[Span]]:
    """The place without these sentences, and which of its words are left."""
    root = _numbered(html)
    everything = {int(mark.get("n")) for mark in root.iter(_SENTENCE)}
    kept = everything - set(cut) - _numbers_in(root, apart)
    full = words(parse(html))
    spans = [_span(root, full, run) for run in _runs(sorted(kept))]
    return _only(root, kept), [span for span in spans if span.text]


def _span(root: HtmlElement, full: str, run: Sequence[int]) -> Span:
    text = words(_only(root, set(run))).strip()
    before = len(words(_only(root, set(range(run[0])))))
    start = max(full.find(text, before), 0)
    return Span(start, start + len(text), text)


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _only(numbered: HtmlElement, kept: Collection[int]) -> HtmlElement:
    """A copy with these sentences alone; a block that loses all of its own goes, too."""
    root = deepcopy(numbered)
    held = [
        element
        for element in root.iterdescendants()
        if element.tag != _SENTENCE and element.find(f".//{_SENTENCE}") is not None
    ]
    for mark in list(root.iter(_SENTENCE)):
        if int(mark.get("n")) not in kept:
            mark.drop_tree()
    for element in held:
        if element.getparent() is not None and element.find(f".//{_SENTENCE}") is None:
            element.drop_tree()
    etree.strip_tags(root, _SENTENCE)
    return root


def _numbers_in(root: HtmlElement, apart: Collection[int]) -> set[int]:
    if not apart:
        return set()
    blocks = [node for node in root if isinstance(node, HtmlElement)]
    return {
        int(mark.get("n")) for at, block in enumerate(blocks) if at in apart for mark in block.iter(_SENTENCE)
    }


def _numbered(html: str) -> HtmlElement:
    """The same tree with every sentence in an element that has its number."""
    root = parse(html)
    _number(root, count())
    return root


def _number(block: HtmlElement, numbers: Iterator[int]) -> None:
    nodes = list(top_level(block))
    block.text = None
    for child in list(block):
        block.remove(child)
    run: list[Node] = []
    for node in nodes:
        if isinstance(node, str) or node.tag in _INLINE:
            run.append(node)
            continue
        _close(block, run, numbers)
        run = []
        if node.tag in _WHOLE:
            block.append(_mark(numbers, [node]))
        else:
            block.append(node)
            _number(node, numbers)
    _close(block, run, numbers)


def _close(block: HtmlElement, run: Sequence[Node], numbers: Iterator[int]) -> None:
    """Put a run of words and inline elements into the block, sentence by sentence."""
    text = "".join(_text(node) for node in run)
    if not text.strip():
        for node in run:
            append(block, node)
        return
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    starts = [0, *(end + len(text[end:]) - len(text[end:].lstrip()) for end in ends)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        block.append(_mark(numbers, _between(run, start, end)))


def _mark(numbers: Iterator[int], nodes: Sequence[Node]) -> HtmlElement:
    mark = parse("").makeelement(_SENTENCE, n=str(next(numbers)))
    for node in nodes:
        append(mark, node)
    return mark


def _text(node: Node) -> str:
    if isinstance(node, str):
        return node
    if node.tag in {"img", "br"}:
        return _PICTURE if node.tag == "img" else " "
    return "".join(_text(child) for child in _children(node))


def _children(node: HtmlElement) -> list[Node]:
    found: list[Node] = [node.text] if node.text else []
    for child in node:
        found.append(child)
        if child.tail:
            found.append(child.tail)
    return found


def _between(nodes: Sequence[Node], start: int, end: int) -> list[Node]:
    """Copies of what stands from one character to another; an element that is cut is there on both sides."""
    found: list[Node] = []
    at = 0
    for node in nodes:
        length = len(_text(node))
        low, high = max(start - at, 0), min(end - at, length)
        at += length
        if low >= high:
            continue
        if isinstance(node, str):
            found.append(node[low:high])
        elif node.tag in {"img", "br"}:
            found.append(_alone(node))
        else:
            copy = _alone(node)
            for part in _between(_children(node), low, high):
                append(copy, part)
            found.append(copy)
    return found


def _alone(node: HtmlElement) -> HtmlElement:
    copy = node.makeelement(node.tag, dict(node.attrib))
    assert isinstance(copy, HtmlElement)
    return copy
