"""From a document to the HTML of a page: what the editor cannot make becomes the nearest that it can."""

from __future__ import annotations

import re
from html import escape

from lxml import html as lxml_html
from lxml.html import HtmlElement

from communities.importing.documents import Document
from communities.importing.links import Links
from communities.importing.report import Report
from core.links import link_target
from core.markup import DROPPED_WHOLE

_NEAREST = {"summary": "strong", "h5": "h4", "h6": "h4", "dt": "strong", "dd": "p", "button": "span"}
_LANGUAGE = re.compile(r"(?:^|\s)lang(?:uage)?-([\w+#.-]+)")


def body_of(document: Document, links: Links, report: Report) -> str:
    """The body of a page, links resolved; not clean. Raises Unreadable."""
    root = document.root(links, report)
    _leave_out(root, document.name, report)
    links.rewrite(root)
    _soften(root)
    subtitle = document.one("subtitle")
    return (f"<p>{escape(subtitle)}</p>" if subtitle else "") + _inside(root)


def contents_of(pages: list[tuple[str, str]]) -> str:
    """The body of a page that only lists others, as (address, title)."""
    items = [f'<li><a href="{escape(address)}">{escape(title)}</a></li>' for address, title in pages]
    return f"<ul>{''.join(items)}</ul>"


def _inside(root: HtmlElement) -> str:
    children = (lxml_html.tostring(child, encoding="unicode") for child in root)
    return escape(root.text or "", quote=False) + "".join(children)


def _leave_out(root: HtmlElement, name: str, report: Report) -> None:
    """Say what the cleaner will drop together with what is in it; what is embedded becomes a link."""
    for element in list(root.iter(*DROPPED_WHOLE)):
        source = element.get("src") or element.get("data") or ""
        if element.tag in {"iframe", "embed", "object", "video", "audio"} and link_target(source):
            report.problem("What was embedded became a link", name, source)
            link = lxml_html.Element("a", href=source)
            link.text = element.get("title") or source
            element.addprevious(link)
        else:
            report.problem(f"Left out: <{element.tag}>", name, source)
        element.drop_tree()


def _soften(root: HtmlElement) -> None:
    for element in list(root.iter(*_NEAREST)):
        element.tag = _NEAREST[element.tag]
    for code in root.xpath("//pre/code[@class]"):
        if language := _LANGUAGE.search(code.get("class")):
            code.getparent().set("data-language", language.group(1).lower())
    for caption in list(root.iter("figcaption")):
        _with_its_picture(caption)


def _with_its_picture(caption: HtmlElement) -> None:
    """A caption right after a picture, outside any figure, makes one with it."""
    before = caption.getprevious()
    if before is None or caption.getparent().tag == "figure" or (before.tail or "").strip():
        return
    pictures = [before] if before.tag == "img" else before.findall("img")
    if len(pictures) != 1 or (before.tag != "img" and " ".join(before.text_content().split())):
        return
    figure = lxml_html.Element("figure")
    before.addprevious(figure)
    picture = pictures[0]
    if picture is not before:
        before.drop_tree()
    picture.tail = None
    figure.tail, caption.tail = caption.tail, None
    figure.extend([picture, caption])
