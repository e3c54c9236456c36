"""The title of a step, and its warning: words of its source, never others."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml.html import HtmlElement

from core.markup import CONTAINERS, LEAVES, TEXT_BLOCKS
from core.tree import append, inner_html, outer_html, parse, top_level, words

MAX_TITLE = 200
BLOCKS = (TEXT_BLOCKS | CONTAINERS | LEAVES) - {"br", "img"}
MAX_WARNING = 400
SHORT = 120  # a lead of this length is a title as it is; a longer one is cut after its first sentence

# A stop, then a capital or digit; not after "e.g." and the like, which no title should end with.
SENTENCE_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bno)(?<!\bvs)[.!?…][”’\"')]*(?=\s+[“‘\"'(]?[A-Z0-9])"
)


def title_and_rest(node: HtmlElement) -> tuple[str, str]:
    """The words that lead a block, and the HTML of what follows them; together they are the block."""
    if node.tag not in {"p", "li"}:
        return _cut_words(words(node)), outer_html(node)
    lead, after = lead_and_rest(node)
    pictures = _taken_out(lead)
    after = "".join(f"<p>{outer_html(picture)}</p>" for picture in pictures) + after
    text = " ".join(words(lead).split())
    if not text and pictures:
        return _cut_words(pictures[0].get("alt", "")) or "Picture", after
    if len(text) <= SHORT:
        return text, after
    title, rest = _first_sentence(lead)
    return (title, rest + after) if title else _cut_at_space(text, after)


def _taken_out(lead: HtmlElement) -> list[HtmlElement]:
    """The pictures of a paragraph, which it has no more; they go below the title."""
    pictures = list(lead.iter("img"))
    for picture in pictures:
        picture.drop_tree()
    return pictures


def lead_and_rest(node: HtmlElement) -> tuple[HtmlElement, str]:
    """The first paragraph of a block, be it marked as one or not, and the HTML of the rest."""
    lead, after = parse("<p></p>")[0], parse("")
    inside = parse("")
    inside.text = node.text
    inside.extend(deepcopy(list(node)))
    for child in top_level(inside):
        tag = child.tag if isinstance(child, HtmlElement) else ""
        is_block = tag in BLOCKS
        if tag == "p" and not len(lead) and not lead.text and not len(after):
            lead = child
        else:
            append(after if is_block or len(after) else lead, child)
    return lead, inner_html(after)


def without_warning(html: str, warning: str = "") -> tuple[str, str]:
    """The HTML of a step without its pitfalls, and its warning with their words: a line for each paragraph.

    A pitfall that holds more than words, or is too long, stays where it stands.
    """
    root = parse(html)
    lines = warning.splitlines()
    for callout in root.findall(".//aside[@data-callout='pitfall']"):
        said = [" ".join(words(line).split()) for line in callout]
        if _is_only_words(callout) and len("\n".join([*lines, *said])) <= MAX_WARNING:
            lines += said
            callout.drop_tree()
            html = inner_html(root)
    return html, "\n".join(lines)


def _is_only_words(callout: HtmlElement) -> bool:
    """Whether nothing is lost when it is said as plain lines."""
    is_plain = next(callout.iter("a", "img", "br"), None) is None
    return is_plain and all(line.tag == "p" and words(line).strip() for line in callout)


def whole_of(node: HtmlElement) -> str:
    """All of a block as it can stand by itself: an item without its list."""
    if node.tag != "li":
        return outer_html(node)
    lead, rest = lead_and_rest(node)
    return outer_html(lead) + rest


def _first_sentence(lead: HtmlElement) -> tuple[str, str]:
    """Cut a paragraph after its first sentence, if that ends outside of any emphasis or link."""
    before, rest = "", parse("")
    nodes = list(top_level(parse(inner_html(lead))))
    for at, node in enumerate(nodes):
        end = SENTENCE_END.search(node) if isinstance(node, str) else None
        if end is None:
            before += node if isinstance(node, str) else str(node.text_content())
            continue
        title = " ".join((before + node[: end.end()]).split())
        if not 8 <= len(title) <= MAX_TITLE:
            return "", ""
        for left in (node[end.end() :].lstrip(), *nodes[at + 1 :]):
            append(rest, left)
        return title, f"<p>{inner_html(rest)}</p>"
    return "", ""


def _cut_at_space(text: str, after: str) -> tuple[str, str]:
    title = _cut_words(text)
    rest = text[len(title) :].strip()
    paragraph = parse("<p></p>")
    paragraph[0].text = rest
    return title, (inner_html(paragraph) if rest else "") + after


def _cut_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_TITLE else line[:MAX_TITLE].rsplit(" ", 1)[0]
