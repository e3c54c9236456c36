"""A body as blocks with stable ids: how a flag, a source or a search hit points at exact words."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from core.markup import BLOCK_ID, BLOCKS_WITH_ID, clean_text

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
_LINES = frozenset(
    {"p", "h2", "h3", "h4", "li", "pre", "blockquote", "figcaption", "caption", "tr", "br"}
) | {
    "ul",
    "ol",
    "table",
    "figure",
    "aside",
    "hr",
    "thead",
    "tbody",
    "div",
}
_SIMILAR = 0.6
_COMPARED_CHARS = 400
_COMPARISONS = 4_000


@dataclass(frozen=True, slots=True)
class Block:
    """One block that has an id: a heading, paragraph, list item, table, figure, quotation, code or rule."""

    id: str
    tag: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, up to the next heading of any level; the heading is `title`."""

    anchor: str
    title: str
    level: int
    html: str
    text: str
    blocks: tuple[Block, ...]


def with_block_ids(html: str, previous: str = "") -> str:
    """Return sanitised `html` with an id on every block, taken from `previous` where the block was there.

    A block keeps the id of the equal block of `previous`, else its own when that is well-formed, not
    taken and does not belong to another block, else that of the most similar one; else it gets a new one.
    """
    root = _parse(html)
    elements = [element for element in root.iter() if element.tag in BLOCKS_WITH_ID]
    named = [element for element in elements if not _speaks_for_its_parent(element)]
    ids = _match(named, _parse(previous) if previous else None)
    for element in elements:
        element.attrib.pop("id", None)
    for element, block_id in zip(named, ids, strict=True):
        element.set("id", block_id)
    return _inner_html(root)


def blocks(html: str) -> list[Block]:
    """Return every block that has an id, in reading order; a nested one follows the one it stands in."""
    return list(_blocks(_parse(html)))


def sections(html: str) -> list[Section]:
    """Return the body cut at its top-level headings; what stands before the first has anchor and title ""."""
    found: list[Section] = []
    heading: HtmlElement | None = None
    content = _body("")
    for node in _top_level(_parse(html)):
        if isinstance(node, HtmlElement) and node.tag in _HEADINGS:
            found.append(_section(heading, content))
            heading, content = node, _body("")
        else:
            _append(content, node)
    found.append(_section(heading, content))
    return [section for section in found if section.level or section.html.strip()]


def place_html(html: str, anchor: str) -> str | None:
    """Return the HTML of one place, or None when it is gone.

    "" is the whole body; a heading's id its section, down to the next heading of its level or above,
    the heading included; any other id that block.
    """
    place = _place(html, anchor)
    return None if place is None else _inner_html(place)


def place_text(html: str, anchor: str) -> str | None:
    """Return the words of one place, as `place_html` finds it."""
    place = _place(html, anchor)
    return None if place is None else _text(place)


def plain_text(html: str) -> str:
    """Return the words a reader sees: a line for each block, list item and table row, a tab between cells."""
    return _text(_parse(html))


def digest(text: str) -> str:
    """Return the SHA-256 of `text`, the same however its spaces and its accents are encoded."""
    normal = " ".join(unicodedata.normalize("NFC", clean_text(text)).split())
    return hashlib.sha256(normal.encode()).hexdigest()


def new_block_id() -> str:
    return "b" + "".join(secrets.choice(_ALPHABET) for _ in range(10))


# Reading


def _parse(html: str) -> HtmlElement:
    text = clean_text(html)
    return _body(text) if text.strip() else _body("")


def _body(html: str) -> HtmlElement:
    return lxml_html.fragment_fromstring(html, create_parent="div")


def _inner_html(root: HtmlElement) -> str:
    outer = etree.tostring(root, method="html", encoding="unicode", with_tail=False)
    return outer[outer.index(">") + 1 : outer.rindex("</")]


def _outer_html(element: HtmlElement) -> str:
    return etree.tostring(element, method="html", encoding="unicode", with_tail=False)


def _top_level(root: HtmlElement) -> Iterator[HtmlElement | str]:
    if root.text:
        yield root.text
    for child in list(root):
        tail, child.tail = child.tail, None
        yield child
        if tail:
            yield tail


def _append(parent: HtmlElement, node: HtmlElement | str) -> None:
    if not isinstance(node, str):
        parent.append(node)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + node
    else:
        parent.text = (parent.text or "") + node


def _blocks(root: HtmlElement) -> Iterator[Block]:
    for element in root.iter():
        if element.tag in BLOCKS_WITH_ID and element.get("id"):
            yield Block(element.get("id", ""), element.tag, _outer_html(element), _text(element))


def _section(heading: HtmlElement | None, content: HtmlElement) -> Section:
    return Section(
        anchor="" if heading is None else heading.get("id", ""),
        title="" if heading is None else " ".join(_text(heading).split()),
        level=0 if heading is None else _HEADINGS[heading.tag],
        html=_inner_html(content),
        text=_text(content),
        blocks=tuple(_blocks(content)),
    )


def _place(html: str, anchor: str) -> HtmlElement | None:
    root = _parse(html)
    if not anchor:
        return root
    if not BLOCK_ID.fullmatch(anchor):
        return None
    start = next((element for element in root.iter() if element.get("id") == anchor), None)
    if start is None:
        return None
    place = _body("")
    if start.tag not in _HEADINGS or start.getparent() is not root:
        start.tail = None
        place.append(start)
        return place
    inside = False
    for node in _top_level(root):
        if node is start:
            inside = True
        elif inside and not isinstance(node, str) and _HEADINGS.get(node.tag, 9) <= _HEADINGS[start.tag]:
            break
        if inside:
            _append(place, node)
    return place


def _text(root: HtmlElement, *, without: frozenset[str] = frozenset()) -> str:
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag in without and element is not root:
                continue
            if tag in _LINES:
                pieces.append("\n")
            elif tag in {"td", "th"} and element.getprevious() is not None:
                pieces.append("\t")
            if tag == "img":
                pieces.append(element.get("alt", ""))
            pieces.append(_words(element.text, element))
        else:
            if tag in _LINES:
                pieces.append("\n")
            if element is not root:
                pieces.append(_words(element.tail, element.getparent()))
    return _tidy_lines("".join(pieces))


def _words(text: str | None, parent: HtmlElement) -> str:
    if not text:
        return ""
    if parent.tag == "pre" or any(True for _ in parent.iterancestors("pre")):
        return text
    return re.sub(r"[ \t\n\r\f]+", " ", text)


def _tidy_lines(text: str) -> str:
    lines = (line.rstrip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line).strip("\n")


# Ids


def _speaks_for_its_parent(element: HtmlElement) -> bool:
    """Whether this is the only paragraph of a list item or a cell, which then is the place itself."""
    parent = element.getparent()
    return element.tag == "p" and parent.tag in {"li", "td", "th"} and len(parent.findall("p")) == 1


_Key = tuple[str, str]


def _key(element: HtmlElement) -> _Key:
    return element.tag, " ".join(_text(element).split())


def _match(elements: list[HtmlElement], previous: HtmlElement | None) -> list[str]:
    """Return an id for each element, none twice."""
    keys = [_key(element) for element in elements]
    asked = _asked_for(elements)
    before = _known(previous)
    ids = _equal(keys, asked, before)
    _alike(keys, asked, before, ids)
    taken = set(ids.values())
    for index, block_id in enumerate(asked):
        if index not in ids and block_id and block_id not in taken:
            ids[index] = block_id
            taken.add(block_id)
    return [ids.get(index) or new_block_id() for index in range(len(elements))]


def _asked_for(elements: list[HtmlElement]) -> list[str]:
    """The ids that came with the elements, "" for one that is malformed or comes a second time."""
    seen: set[str] = set()
    asked = []
    for element in elements:
        block_id = element.get("id", "")
        if not BLOCK_ID.fullmatch(block_id) or block_id in seen:
            block_id = ""
        seen.add(block_id)
        asked.append(block_id)
    return asked


def _known(previous: HtmlElement | None) -> dict[str, _Key]:
    known: dict[str, _Key] = {}
    for element in [] if previous is None else previous.iter():
        block_id = element.get("id", "")
        if element.tag in BLOCKS_WITH_ID and BLOCK_ID.fullmatch(block_id):
            known.setdefault(block_id, _key(element))
    return known


def _equal(keys: list[_Key], asked: list[str], before: dict[str, _Key]) -> dict[int, str]:
    """Give unchanged blocks the ids that they had, first to those that already carry them."""
    ids = {index: own for index, own in enumerate(asked) if own and before.get(own) == keys[index]}
    taken = set(ids.values())
    free: dict[_Key, list[str]] = {}
    for block_id, key in before.items():
        if block_id not in taken:
            free.setdefault(key, []).append(block_id)
    for index, key in enumerate(keys):
        if index not in ids and free.get(key):
            ids[index] = free[key].pop(0)
    return ids


def _alike(keys: list[_Key], asked: list[str], before: dict[str, _Key], ids: dict[int, str]) -> None:
    """Give changed blocks the id of the block that they were, in `ids`, within a fixed number of comparisons."""
    taken = set(ids.values())
    left = {block_id: key for block_id, key in before.items() if block_id not in taken}
    budget = _COMPARISONS
    for own_only in (True, False):
        for index, key in enumerate(keys):
            if index in ids or not left or budget <= 0:
                continue
            candidates = (
                [asked[index]] if own_only and asked[index] in left else [] if own_only else list(left)
            )
            candidates = [block_id for block_id in candidates if left[block_id][0] == key[0]]
            matcher = SequenceMatcher(None, b=key[1][:_COMPARED_CHARS], autojunk=False)
            best, best_ratio = "", _SIMILAR
            for block_id in candidates[:budget]:
                budget -= 1
                matcher.set_seq1(left[block_id][1][:_COMPARED_CHARS])
                if matcher.real_quick_ratio() <= best_ratio or matcher.quick_ratio() <= best_ratio:
                    continue
                if (ratio := matcher.ratio()) > best_ratio:
                    best, best_ratio = block_id, ratio
            if best:
                ids[index] = best
                del left[best]
