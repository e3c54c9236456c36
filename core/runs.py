"""Running words between blocks, taken apart so that two versions can be compared word by word."""

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple, TypeAlias

from lxml.html import HtmlElement

from core.diff import Budget, matching
from core.markup import LEAVES, MARKS
from core.tree import outer_html, start_tag

_INLINE = MARKS | LEAVES - {"hr"}
# Scripts that write no spaces are compared sign by sign.
_SIGNS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_PIECES = re.compile(rf"\s+|[{_SIGNS}]|[^\W{_SIGNS}]+|([^\w\s])\1*")
_TINY = 2


class Token(NamedTuple):
    """A word, a sign, a space, a picture or a line break, with the start tags of its marks."""

    html: str
    marks: tuple[str, ...]

    @property
    def is_space(self) -> bool:
        return self.html.isspace()


Run = tuple[Token, ...]
Node: TypeAlias = HtmlElement | Run


class Change(NamedTuple):
    """A stretch of words: unchanged when `kind` is "", else "del" or "ins"."""

    kind: str
    tokens: Run


def nodes(element: HtmlElement) -> list[Node]:
    """Return what stands in `element`: blocks as elements, all between two blocks as one run of words."""
    found: list[Node] = []
    run: list[Token] = list(_pieces(element.text, ()))
    for child in element:
        if child.tag in _INLINE:
            run.extend(_tokens(child, ()))
        else:
            _end_run(found, run)
            found.append(child)
            run = []
        run.extend(_pieces(child.tail, ()))
    _end_run(found, run)
    return found


def run_html(run: Run) -> str:
    return "".join(_marked(run))


def changes(old: Run, new: Run, budget: Budget) -> list[Change]:
    """Return both runs as one: what stayed, and between that first what went, then what came."""
    found: list[Change] = []
    old_at = new_at = 0
    for left, right, length in [*_kept(old, new, budget), (len(old), len(new), 0)]:
        gone, come, kept = old[old_at:left], new[new_at:right], new[right : right + length]
        old_at, new_at = left + length, right + length
        found.extend(Change(kind, run) for kind, run in (("del", gone), ("ins", come), ("", kept)) if run)
    return found


def change_html(change: Change) -> str:
    """Return a change as HTML, the spaces at its end left outside the mark."""
    if not change.kind:
        return run_html(change.tokens)
    end = len(change.tokens)
    while end and change.tokens[end - 1].is_space:
        end -= 1
    words, spaces = run_html(change.tokens[:end]), run_html(change.tokens[end:])
    if not words:
        return spaces if change.kind == "ins" else ""
    return f"<{change.kind}>{words}</{change.kind}>{spaces}"


def _end_run(found: list[Node], run: list[Token]) -> None:
    if any(not token.is_space for token in run):
        found.append(tuple(run))


def _tokens(element: HtmlElement, marks: tuple[str, ...]) -> Iterator[Token]:
    if element.tag in LEAVES:
        yield Token(outer_html(element), marks)
        return
    inside = (*marks, start_tag(element))
    yield from _pieces(element.text, inside)
    for child in element:
        yield from _tokens(child, inside)
        yield from _pieces(child.tail, inside)


def _pieces(text: str | None, marks: tuple[str, ...]) -> Iterator[Token]:
    for piece in _PIECES.finditer(text or ""):
        yield Token(escape(piece.group(), quote=False), marks)


def _kept(old: Run, new: Run, budget: Budget) -> list[tuple[int, int, int]]:
    """Return the stretches that stayed (where in old, in new, how long) that stand out among the changes."""
    pairs = matching(old, new, budget)
    kept: list[tuple[int, int, int]] = []
    start = 0
    while start < len(pairs):
        end = start + 1
        while end < len(pairs) and pairs[end] == (pairs[end - 1][0] + 1, pairs[end - 1][1] + 1):
            end += 1
        (left, right), length = pairs[start], end - start
        at_edge = (left, right) == (0, 0) or pairs[end - 1] == (len(old) - 1, len(new) - 1)
        if at_edge or _stands_out(old[left : left + length]):
            kept.append((left, right, length))
        start = end
    return kept


def _stands_out(island: Run) -> bool:
    """Whether unchanged words are enough not to cut the change around them to shreds."""
    text = "".join(token.html for token in island)
    return "\n" in text or len(text.strip()) > _TINY


def _marked(run: Run) -> Iterator[str]:
    written: tuple[str, ...] = ()
    for token in run:
        shared = 0
        while shared < min(len(written), len(token.marks)) and written[shared] == token.marks[shared]:
            shared += 1
        yield from _ends(written[shared:])
        yield from token.marks[shared:]
        yield token.html
        written = token.marks
    yield from _ends(written)


def _ends(starts: tuple[str, ...]) -> Iterator[str]:
    for start in reversed(starts):
        yield f"</{start[1:-1].split(' ', 1)[0]}>"
