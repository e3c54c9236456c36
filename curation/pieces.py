"""Cutting a source into pieces that a job aid can be made of: by its structure, and never by its meaning.

The rules are stated in docs/features/curation.md. A piece is copied: its words are those of one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from django.db import models
from django.utils.html import escape
from lxml.html import HtmlElement

from core.blocks import digest, place_html
from core.tree import append, outer_html, parse, top_level, words
from curation.leads import MAX_TITLE, title_and_rest, whole_of
from curation.models import PracticeSource
from screencasts.models import Chapter, Screencast
from screencasts.stretches import Stretch, parse_stretch

MAX_PIECES = 200  # of one practice: more cannot be chosen from, and would not fit in one form

_LEVELS = {"h2": 2, "h3": 3, "h4": 4}


class Role(models.TextChoices):
    """What a piece becomes."""

    STEP = "step", "Step"
    MORE = "more", "Part of the step above"
    CHECK = "check", "Before you start"
    PITFALL = "pitfall", "Pitfall"
    FACT = "fact", "Quick fact"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one place, and what they are proposed to become; `html` is what is left below the title."""

    source_id: int
    key: str
    anchor: str
    role: Role
    is_used: bool
    where: str
    title: str
    html: str
    whole: str
    digest: str
    clip: Stretch | None = None

    @property
    def id(self) -> str:
        return f"{self.source_id}.{self.anchor}"

    @property
    def token(self) -> str:
        """Names the piece and the words that were seen, so that a change meanwhile is noticed."""
        return f"{self.id}~{self.digest[:16]}"


def pieces_of(source: PracticeSource, key: str) -> list[Piece]:
    """Every piece of one source as it reads now; none when its place is gone. A recording takes one query."""
    recording = source.screencast
    found = _of_body(source) if recording is None else _chapters(recording, source.anchor)
    return [replace(piece, source_id=source.pk, key=key) for piece in found]


def _of_body(source: PracticeSource) -> Iterator[Piece]:
    post, page = source.post, source.wiki_page
    body = ""
    if post is not None and not post.is_removed:
        body = post.body
    elif page is not None and page.live:
        body = page.body
    yield from cut(place_html(body, source.anchor) or "")


def cut(html: str) -> Iterator[Piece]:
    """The pieces of a clean body or of a part of it, in reading order."""
    nodes = [node for node in top_level(parse(html)) if isinstance(node, HtmlElement)]
    tags = {node.tag for node in nodes}
    level = _step_level(nodes)
    if "ol" in tags or "li" in tags:
        yield from _blocks(nodes, steps=frozenset({"ol", "li"}))
    elif level:
        yield from _sections(nodes, level)
    elif any(_is_bullets(node) for node in nodes):
        yield from _blocks(nodes, steps=frozenset({"ul"}))
    else:
        yield from _blocks(nodes, steps=frozenset({"p"}))


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
        source_id=0,
        key="",
        anchor=node.get("id", ""),
        role=role,
        is_used=is_used and bool(text.strip()),
        where=where,
        title=title,
        html=rest,
        whole=whole_of(node),
        digest=digest(text),
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
        yield from _section(nodes[start], below[:higher])
        yield from _blocks(below[higher:], steps=frozenset())


def _section(heading: HtmlElement, nodes: list[HtmlElement]) -> Iterator[Piece]:
    title = _line(heading)
    special = [list(_special(node, title)) for node in nodes]
    body = "".join(outer_html(node) for node, found in zip(nodes, special, strict=True) if not found)
    whole = parse("")
    for node in (heading, *nodes):
        append(whole, node)
    yield Piece(
        source_id=0,
        key="",
        anchor=heading.get("id", ""),
        role=Role.STEP,
        is_used=bool(title),
        where="heading and what stands under it",
        title=title[:MAX_TITLE],
        html=body,
        whole=f"<p><strong>{escape(title)}</strong></p>{body}",
        digest=digest(words(whole)),
    )
    for found in special:
        yield from found


# Recordings


def _chapters(screencast: Screencast, anchor: str) -> Iterator[Piece]:
    if not screencast.is_ready:
        return
    within = parse_stretch(anchor) if anchor else Stretch(0, max(screencast.duration, 1))
    chapters = list(Chapter.objects.filter(screencast=screencast, start__lt=within.end).order_by("start"))
    ends = [*(chapter.start for chapter in chapters[1:]), within.end]
    cuts = [
        (chapter.title, Stretch(max(chapter.start, within.start), min(end, within.end)))
        for chapter, end in zip(chapters, ends, strict=True)
        if end > within.start
    ]
    for title, stretch in cuts or [(screencast.title, within)]:
        yield Piece(
            source_id=0,
            key="",
            anchor=stretch.anchor,
            role=Role.STEP,
            is_used=True,
            where=f"{'chapter' if cuts else 'stretch'}, {stretch.label}",
            title=title[:MAX_TITLE],
            html="",
            whole=f"<p>{escape(title)}</p>",
            digest=digest(f"{title} {stretch.anchor}"),
            clip=stretch,
        )


def _line(node: HtmlElement) -> str:
    return " ".join(words(node).split())


def _under(heading: str, where: str) -> str:
    return f"{heading}, {where}" if heading else where
