"""A stored body as an lxml tree, and back: reading, writing, words."""

import re
from collections.abc import Iterator
from html import escape

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from core.text import clean_text

_LINES = frozenset(
    {"p", "h2", "h3", "h4", "li", "pre", "blockquote", "figcaption", "caption", "tr", "br", "hr", "div"}
    | {"ul", "ol", "table", "thead", "tbody", "figure", "aside"}
)
_SPACES = re.compile(r"[ \t\n\r\f]+")


def parse(html: str) -> HtmlElement:
    """Return a `div` that holds `html`; any string will do."""
    text = clean_text(html)
    return lxml_html.fragment_fromstring(text if text.strip() else "", create_parent="div")


def inner_html(element: HtmlElement) -> str:
    html = outer_html(element)
    return html[html.index(">") + 1 : html.rindex("</")]


def outer_html(element: HtmlElement) -> str:
    html: str = etree.tostring(element, method="html", encoding="unicode", with_tail=False)
    return html


def start_tag(element: HtmlElement, *, without_id: bool = False) -> str:
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.attrib.items()
        if not (without_id and name == "id")
    )
    return f"<{element.tag}{attributes}>"


def top_level(root: HtmlElement) -> Iterator[HtmlElement | str]:
    """Yield the children of `root` and the words between them, which lxml keeps as tails of the children."""
    if root.text:
        yield root.text
    for child in list(root):
        tail, child.tail = child.tail, None
        yield child
        if tail:
            yield tail


def append(parent: HtmlElement, node: HtmlElement | str) -> None:
    if not isinstance(node, str):
        parent.append(node)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + node
    else:
        parent.text = (parent.text or "") + node


def words(root: HtmlElement, *, without: frozenset[str] = frozenset()) -> str:
    """Return what a reader sees: a line for each block, item and row, a tab between cells.

    Pictures are told by their alternative text. Elements named in `without` are passed over.
    """
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    in_code = 0
    for event, element in walk:
        tag = element.tag
        if event == "start":
            in_code += tag == "pre"
            if tag in without and element is not root:
                walk.skip_subtree()
                continue
            if before := _before(element):
                pieces.append(before)
            _add(pieces, element.text, in_code)
        else:
            in_code -= tag == "pre"
            if tag in _LINES:
                pieces.append("\n")
            if element is not root:
                _add(pieces, element.tail, in_code)
    lines = (line.rstrip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _before(element: HtmlElement) -> str:
    if element.tag in _LINES:
        return "\n"
    if element.tag in {"td", "th"}:
        return "" if element.getprevious() is None else "\t"
    return element.get("alt", "") if element.tag == "img" else ""


def _add(pieces: list[str], text: str | None, in_code: int) -> None:
    if not text:
        return
    if not in_code:
        text = _SPACES.sub(" ", text)
        if not pieces or pieces[-1].endswith(("\n", "\t")):
            text = text.lstrip(" ")
    if text:
        pieces.append(text)
