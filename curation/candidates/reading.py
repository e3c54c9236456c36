"""What the search reads of posts and wiki pages: the words that can tell of a way of working."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from communities.models import Post, WikiPage
from communities.states import ThreadKind
from core.blocks import sections
from core.tree import parse, words
from curation.likeness.words import count, words_of

FEWEST_WORDS = 5  # telling words: "Thanks, worked for me" says nothing that others could say too
_SOMEBODY_ELSE = frozenset({"blockquote"})
_ADDRESS = re.compile(r"(?:https?:/)?(/[^?#]*)")
_MOST_LINKS = 20


def words_of_post(post: Post) -> bytes:
    """The words of a post without those it quotes; none of a question, which says what somebody lacks."""
    if post.is_removed or (post.is_opening and post.thread.kind == ThreadKind.QUESTION):
        return b""
    root = parse(post.body)
    text = words(root, without=_SOMEBODY_ELSE)
    if post.is_opening:
        text = f"{post.thread.title}\n{text}"
    return _enough(text, root)


def words_of_sections(page: WikiPage) -> dict[str, bytes]:
    """The words of each section by its anchor; none of a page that was taken out."""
    if not page.live:
        return {}
    found = {
        section.anchor: _enough(f"{section.title}\n{section.text}", parse(section.html))
        for section in sections(page.body)
    }
    return {anchor: kept for anchor, kept in found.items() if kept}


def links_in(root: HtmlElement) -> Iterator[str]:
    """Where it links to, without what differs between links to one thing."""
    for link in list(root.iter("a"))[:_MOST_LINKS]:
        if address := _ADDRESS.match(link.get("href", "")):
            yield address[1].rstrip("/")


def _enough(text: str, root: HtmlElement) -> bytes:
    found = words_of(text, links=links_in(root))
    return found if count(found) >= FEWEST_WORDS else b""
