"""Markdown to HTML, for what comes from files. The result is not clean: every write path cleans it."""

from __future__ import annotations

import re

from lxml import html as lxml_html
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_TASK = re.compile(r"^\s*\[([ xX])\]\s+")


def markdown_to_html(text: str) -> str:
    """CommonMark with tables, ~~strike~~ and task lists (`- [ ] …`), as the editor would have made them."""
    html = _MARKDOWN.render(text)
    return _with_task_lists(html) if "[" in html else html


def _with_task_lists(html: str) -> str:
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for listing in root.iter("ul"):
        items = listing.findall("li")
        tasks = [_TASK.match(_first_text(item)) for item in items]
        if not items or not all(tasks):
            continue
        listing.set("data-type", "taskList")
        for item, task in zip(items, tasks, strict=True):
            item.set("data-type", "taskItem")
            item.set("data-checked", "true" if task and task.group(1) in "xX" else "false")
            holder = _holder(item)
            holder.text = _TASK.sub("", holder.text or "", count=1)
    inner = [root.text or ""] + [lxml_html.tostring(child, encoding="unicode") for child in root]
    return "".join(inner)


def _holder(item: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """The element that the item's first words stand in: the item, or its first paragraph in a loose list."""
    first = item[0] if len(item) else None
    return first if first is not None and first.tag == "p" and not (item.text or "").strip() else item


def _first_text(item: lxml_html.HtmlElement) -> str:
    return _holder(item).text or ""
