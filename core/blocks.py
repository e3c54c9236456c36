"""A body as blocks with stable ids: how a flag, a source or a search hit points at exact words."""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from html import escape

from lxml.html import HtmlElement

from core.identity import Face, is_block_id, match_ids
from core.markup import BLOCKS_WITH_ID
from core.text import clean_text
from core.tree import append, inner_html, outer_html, parse, top_level, words

_HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
_LISTS = frozenset({"ul", "ol"})
_BELOW_EVERY_HEADING = 9


@dataclass(frozen=True, slots=True)
class Block:
    """A block that has an id: heading, paragraph, list item, table, figure, quotation, code or rule."""

    id: str
    tag: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, down to the next heading of any level; the heading is `title`."""

    anchor: str
    title: str
    level: int
    html: str
    text: str
    blocks: tuple[Block, ...]


def with_block_ids(html: str, previous: str = "") -> str:
    """Return sanitised `html` with an id on every block; blocks that `previous` had keep theirs.

    The only paragraph of a list item or cell has none: there the item, or the table, is the place.
    """
    root = parse(html)
    elements = [element for element in root.iter() if element.tag in BLOCKS_WITH_ID]
    named = [element for element in elements if not _speaks_for_its_parent(element)]
    ids = match_ids(
        [_face(element) for element in named], [element.get("id", "") for element in named], _faces(previous)
    )
    for element in elements:
        element.attrib.pop("id", None)
    for element, block_id in zip(named, ids, strict=True):
        element.set("id", block_id)
    return inner_html(root)


def blocks(html: str) -> list[Block]:
    """Return every block that has an id, in reading order; a nested one follows the one it stands in."""
    return list(_blocks(parse(html)))


def sections(html: str) -> list[Section]:
    """Return the body cut at its top-level headings.

    What stands before the first heading has anchor and title "" and level 0. The heading itself is in
    neither `html`, `text` nor `blocks` of its section.
    """
    found: list[Section] = []
    heading: HtmlElement | None = None
    content = parse("")
    for node in top_level(parse(html)):
        if not isinstance(node, str) and node.tag in _HEADINGS:
            found.append(_section(heading, content))
            heading, content = node, parse("")
        else:
            append(content, node)
    found.append(_section(heading, content))
    return [section for section in found if section.level or section.html.strip()]


def place_html(html: str, anchor: str) -> str | None:
    """Return the HTML of one place, or None when it is gone.

    "" is the whole body; a heading's id its section, the heading included, down to the next heading of
    its level or above; any other id that block.
    """
    place = _place(html, anchor)
    return None if place is None else inner_html(place)


def replace_section(html: str, anchor: str, section: str) -> str | None:
    """Return the body with `section` in the place of what `place_html` gives for a heading; None when it is gone.

    Clean the result before it is stored: ids in `section` may stand elsewhere too.
    """
    root = parse(html)
    headings = (node for node in root.iterchildren(*_HEADINGS) if node.get("id") == anchor)
    heading = next(headings, None) if anchor else None
    if heading is None:
        return None
    pieces: list[str] = []
    inside = False
    for node in top_level(root):
        if node is heading:
            pieces.append(section)
            inside = True
            continue
        inside = inside and _level(node) > _level(heading)
        if not inside:
            pieces.append(escape(node, quote=False) if isinstance(node, str) else outer_html(node))
    return "".join(pieces)


def place_text(html: str, anchor: str) -> str | None:
    """Return the words of one place, as `place_html` finds it."""
    place = _place(html, anchor)
    return None if place is None else words(place)


def place_texts(html: str, anchors: Iterable[str]) -> dict[str, str | None]:
    """Return what `place_text` does for many anchors of one body, which is parsed once."""
    root = parse(html)
    named = {element.get("id", ""): element for element in root.iter(*BLOCKS_WITH_ID)}
    found: dict[str, str | None] = {}
    for anchor in anchors:
        start = named.get(anchor) if anchor else root
        if start is None:
            found[anchor] = None
        elif start.tag in _HEADINGS and start.getparent() is root:
            place = _place_in(deepcopy(root), anchor)
            found[anchor] = None if place is None else words(place)
        else:
            found[anchor] = words(start)
    return found


def plain_text(html: str) -> str:
    """Return the words a reader sees: a line for each block, item and table row, a tab between cells."""
    return words(parse(html))


def digest(text: str) -> str:
    """Return the SHA-256 of `text`, the same however its spaces and its accents are encoded."""
    normal = " ".join(unicodedata.normalize("NFC", clean_text(text)).split())
    return hashlib.sha256(normal.encode()).hexdigest()


def _blocks(root: HtmlElement) -> Iterator[Block]:
    for element in root.iter(*BLOCKS_WITH_ID):
        if element.get("id"):
            yield Block(element.get("id", ""), element.tag, outer_html(element), words(element))


def _section(heading: HtmlElement | None, content: HtmlElement) -> Section:
    return Section(
        anchor="" if heading is None else heading.get("id", ""),
        title="" if heading is None else " ".join(words(heading).split()),
        level=0 if heading is None else _HEADINGS[heading.tag],
        html=inner_html(content),
        text=words(content),
        blocks=tuple(_blocks(content)),
    )


def _place(html: str, anchor: str) -> HtmlElement | None:
    return _place_in(parse(html), anchor)


def _place_in(root: HtmlElement, anchor: str) -> HtmlElement | None:
    """Takes the place out of the tree."""
    if not anchor:
        return root
    start = next((element for element in root.iter(*BLOCKS_WITH_ID) if element.get("id") == anchor), None)
    if start is None:
        return None
    place = parse("")
    if start.tag in _HEADINGS and start.getparent() is root:
        for node in _from_heading(root, start):
            append(place, node)
    else:
        start.tail = None
        place.append(start)
    return place


def _from_heading(root: HtmlElement, heading: HtmlElement) -> Iterator[HtmlElement | str]:
    inside = False
    for node in top_level(root):
        if node is heading:
            inside = True
        elif inside and _level(node) <= _level(heading):
            return
        if inside:
            yield node


def _level(node: HtmlElement | str) -> int:
    return _BELOW_EVERY_HEADING if isinstance(node, str) else _HEADINGS.get(node.tag, _BELOW_EVERY_HEADING)


def _speaks_for_its_parent(element: HtmlElement) -> bool:
    if element.tag != "p" or element.getparent().tag not in {"li", "td", "th"}:
        return False
    return not any(
        next(element.itersiblings("p", preceding=side), None) is not None for side in (True, False)
    )


def _face(element: HtmlElement) -> Face:
    """What a block says itself: an item without the lists below it, and which pictures are shown."""
    has_lists = element.tag == "li" and (element.find("ul") is not None or element.find("ol") is not None)
    own = words(element, without=_LISTS) if has_lists else "".join(element.itertext())
    pictures = [picture.get("src", "") for picture in element.iter("img")]
    return Face(element.tag, " ".join([*own.split(), *pictures]))


def _faces(html: str) -> dict[str, Face]:
    faces: dict[str, Face] = {}
    for element in parse(html).iter(*BLOCKS_WITH_ID):
        if is_block_id(element.get("id", "")):
            faces.setdefault(element.get("id"), _face(element))
    return faces
