"""Cutting a body into pieces that a job aid can be made of: by its structure, and never by its meaning.

The rules are stated in docs/features/promotion.md. A piece is copied: its words are those of one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from django.utils.html import escape
from lxml.html import HtmlElement

from core.blocks import digest
from core.tree import append, inner_html, outer_html, parse, top_level, words
from curation.promotion.leads import MAX_TITLE, title_and_rest, whole_of
from curation.promotion.pieces import Piece, Role

LEAST_LISTED = 0.1  # of the words of a place, for ordered lists to outdo its headings
LONGEST_SECTION = 1_200  # characters: half a printed sheet is no step

_LEVELS = {"h2": 2, "h3": 3, "h4": 4}


def cut(html: str) -> Iterator[Piece]:
    """The pieces of a clean body or of a part of it, in reading order."""
    nodes = [node for node in top_level(parse(html)) if isinstance(node, HtmlElement)]
    level = _step_level(nodes)
    if _is_listed(nodes, has_sections=bool(level)):
        yield from _blocks(nodes, steps=frozenset({"ol", "li"}))
    elif level:
        yield from _sections(nodes, level)
    elif any(_is_bullets(node) for node in nodes):
        yield from _blocks(nodes, steps=frozenset({"ul"}))
    else:
        yield from _blocks(nodes, steps=frozenset({"p"}))


def _is_listed(nodes: Sequence[HtmlElement], *, has_sections: bool) -> bool:
    """Whether ordered lists say what is done: a short one on a long page of sections is an aside."""
    lists = [node for node in nodes if node.tag in {"ol", "li"}]
    if not lists or not has_sections:
        return bool(lists)
    return sum(len(words(node)) for node in lists) >= LEAST_LISTED * sum(len(words(node)) for node in nodes)


def of_words(text: str, anchor: str) -> Piece:
    """The one piece of words that somebody marked in a block."""
    html = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    first, *others = list(parse(html))
    title, rest = title_and_rest(first)
    return Piece(
        anchor=anchor,
        role=Role.STEP,
        is_used=True,
        where="marked words",
        title=title,
        html=rest + "".join(outer_html(node) for node in others),
        whole=html,
        digest=digest(text),
        quote=text,
    )


# Blocks


def _blocks(nodes: Iterable[HtmlElement], steps: frozenset[str]) -> Iterator[Piece]:
    """Each block a piece; `steps` are the kinds that are proposed as steps, the rest is left out."""
    heading = ""
    paragraphs = 0
    for node in nodes:
        if node.tag in _LEVELS:
            heading, paragraphs = _line(node), 0
        elif special := list(_special(node, heading)):
            yield from special
        elif node.tag in {"ol", "ul"}:
            yield from _items(node, heading, is_used=node.tag in steps)
        elif node.tag == "aside":
            yield from _blocks(list(node), steps=frozenset())
        else:
            paragraphs += node.tag == "p"
            where = f"paragraph {paragraphs}" if node.tag == "p" else _KIND.get(node.tag, node.tag)
            role = Role.STEP if node.tag in {"p", "li"} else Role.MORE
            yield _piece(node, role, is_used=node.tag in steps, where=_under(heading, where))


_KIND = {"li": "list item", "pre": "code", "blockquote": "quotation", "figure": "picture", "hr": "rule"}


def _special(node: HtmlElement, heading: str) -> Iterator[Piece]:
    """What says by itself what it is, wherever it stands: tasks, pitfalls, tables."""
    if node.tag == "ul" and node.get("data-type") == "taskList":
        for number, item in enumerate(node.findall("li"), start=1):
            yield _piece(item, Role.CHECK, is_used=True, where=_under(heading, f"task {number}"))
    elif node.tag == "aside" and node.get("data-callout") == "pitfall":
        for block in _leaves(node):
            yield _piece(block, Role.PITFALL, is_used=True, where=_under(heading, "pitfall"))
    elif node.tag == "table":
        yield _piece(node, Role.FACT, is_used=True, where=_under(heading, "table"))


def _leaves(node: HtmlElement) -> Iterator[HtmlElement]:
    for child in node:
        if child.get("id"):
            yield child
        else:
            yield from _leaves(child)


def _is_bullets(node: HtmlElement) -> bool:
    return node.tag == "ul" and node.get("data-type") != "taskList"


def _items(node: HtmlElement, heading: str, *, is_used: bool) -> Iterator[Piece]:
    word = "item" if heading else "list item"
    for number, item in enumerate(node.findall("li"), start=int(node.get("start") or 1)):
        yield _piece(item, Role.STEP, is_used=is_used, where=_under(heading, f"{word} {number}"))


def _piece(node: HtmlElement, role: Role, *, is_used: bool, where: str) -> Piece:
    title, rest = title_and_rest(node)
    text = words(node)
    return Piece(
        anchor=node.get("id", ""),
        role=role,
        is_used=is_used and bool(text.strip()),
        where=where,
        title=title,
        html=rest,
        whole=whole_of(node),
        digest=digest(text),
        place=outer_html(node),
    )


# Sections


def _step_level(nodes: Iterable[HtmlElement]) -> int:
    """The highest level that has two headings: those are the steps, with all that is below them."""
    count = Counter(_LEVELS[node.tag] for node in nodes if node.tag in _LEVELS)
    return min((level for level, times in count.items() if times > 1), default=0)


def _sections(nodes: list[HtmlElement], level: int) -> Iterator[Piece]:
    starts = [at for at, node in enumerate(nodes) if _LEVELS.get(node.tag) == level]
    yield from _blocks(nodes[: starts[0]], steps=frozenset())
    for start, end in pairwise([*starts, len(nodes)]):
        below = nodes[start + 1 : end]
        higher = next((at for at, node in enumerate(below) if _LEVELS.get(node.tag, 9) < level), len(below))
        yield from _section_or_parts(nodes[start], below[:higher])
        yield from _blocks(below[higher:], steps=frozenset())


def _section_or_parts(heading: HtmlElement, nodes: list[HtmlElement]) -> Iterator[Piece]:
    """A section is a step; a long one is taken apart: its ordered lists or deeper sections are steps, else nothing."""
    both = [heading, *nodes]
    if sum(len(words(node)) for node in both) <= LONGEST_SECTION:
        yield from _section(heading, nodes)
    elif any(node.tag == "ol" for node in nodes):
        yield from _blocks(both, steps=frozenset({"ol"}))
    elif level := _step_level(nodes):
        yield from _sections(both, level)
    else:
        yield from _blocks(both, steps=frozenset())


def _section(heading: HtmlElement, nodes: list[HtmlElement]) -> Iterator[Piece]:
    title = _line(heading)
    special = [list(_special(node, title)) for node in nodes]
    body = "".join(outer_html(node) for node, found in zip(nodes, special, strict=True) if not found)
    whole = parse("")
    for node in (heading, *nodes):
        append(whole, node)
    yield Piece(
        anchor=heading.get("id", ""),
        role=Role.STEP,
        is_used=bool(title),
        where="heading and what stands under it",
        title=title[:MAX_TITLE],
        html=body,
        whole=f"<p><strong>{escape(title)}</strong></p>{body}",
        digest=digest(words(whole)),
        place=inner_html(whole),
        apart=frozenset(at for at, found in enumerate(special, start=1) if found),
    )
    for found in special:
        yield from found


def _line(node: HtmlElement) -> str:
    return " ".join(words(node).split())


def _under(heading: str, where: str) -> str:
    return f"{heading}, {where}" if heading else where
