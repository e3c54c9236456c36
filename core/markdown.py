"""Markdown to HTML, for what comes from files. The result is not clean: every write path cleans it."""

from __future__ import annotations

import re
from itertools import pairwise

from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from mdit_py_plugins.footnote import footnote_plugin

# A line end there would be stored as a space, which the editor does not make.
_LINE_END = re.compile(r"(<br ?/?>)\n|\n(?=<(?:ul|ol)\b)")
_TASK = re.compile(r"^\s*\[([ xX])\]\s+")
_ATTRIBUTES = re.compile(r"\{:?[ \t]*[#.][^{}\n]*\}")
_ON_A_LINE = re.compile(r"(?m)^\{:[^{}\n]*\}[ \t]*$")
_AFTER_A_MARK = re.compile(r"^\{(?:[.#]|:)[^{}\n]*\}")
_WORDS = frozenset({"text", "text_special", "code_inline"})
_IDENTITY = re.compile(r"#([^\s#.{}]+)")
# Below that the parser drops what is nested deeper, words and all.
_MOST_NESTED = 80
# The parser's time grows with the square of the brackets in one paragraph; nobody writes so many.
_MOST_BRACKETS = 3_000


def markdown_to_html(text: str) -> str:
    """CommonMark with tables, ~~strike~~, footnotes and task lists, as the editor would have made them.

    `## Heading {#name}` gives the heading that id; other attributes in braces are left out.
    """
    html = _LINE_END.sub(lambda found: found.group(1) or "", _MARKDOWN.render(text))
    return _with_task_lists(html) if "[" in html else html


def first_heading(text: str) -> str:
    """The words of the first top heading, or nothing."""
    tokens = _MARKDOWN.parse(text)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            words = [child.content if child.type in _WORDS else " " for child in inline.children or ()]
            return " ".join("".join(words).split())
    return ""


# -- attributes in braces ----------------------------------------------------------------------------------
def _read_attributes(state: StateCore) -> None:
    for token, inline in pairwise(state.tokens):
        if inline.type != "inline":
            continue
        if token.type == "heading_open":
            start = inline.content.rfind("{")
            attributes = inline.content[start:].rstrip() if start > 0 else ""
            if _ATTRIBUTES.fullmatch(attributes):
                inline.content = inline.content[:start].rstrip()
                if identity := _IDENTITY.search(attributes):
                    token.attrSet("id", identity.group(1))
        elif "{:" in inline.content:
            inline.content = _ON_A_LINE.sub("", inline.content)
        if inline.content.count("[") > _MOST_BRACKETS:
            inline.content = inline.content.replace("[", "\\[")


def _drop_attributes(state: StateCore) -> None:
    for token in state.tokens:
        children = token.children or []
        for before, child in pairwise(children):
            if child.type == "text" and (before.type.endswith("_close") or before.type == "image"):
                child.content = _AFTER_A_MARK.sub("", child.content)


# -- task lists --------------------------------------------------------------------------------------------
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


_MARKDOWN = MarkdownIt("commonmark", {"html": True, "maxNesting": _MOST_NESTED})
_MARKDOWN.enable(["table", "strikethrough"]).use(footnote_plugin)
_MARKDOWN.core.ruler.before("inline", "read_attributes", _read_attributes)
_MARKDOWN.core.ruler.after("inline", "drop_attributes", _drop_attributes)
