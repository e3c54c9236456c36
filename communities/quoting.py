"""The words of another's post, as a quotation to begin a reply with."""

from __future__ import annotations

import re

from django.utils.html import escape

from communities.models import Post
from core.blocks import plain_text

MAX_CHARS = 600
_INNERMOST = re.compile(r"<blockquote\b(?:(?!<blockquote\b).)*?</blockquote>", re.DOTALL)


def quotation(post: Post) -> str:
    """Its first words in a blockquote that names author and place, and an empty line to write on.

    A plain string, for a form: the textarea that shows it escapes it.
    """
    author = post.author.name if post.author else post.author_name or "someone who left"
    own = plain_text(_without_quotations(post.body))
    lines = "".join(f"<p>{escape(line)}</p>" for line in _first_lines(own))
    address = f"{post.thread.get_absolute_url()}posts/{post.pk}/"
    where = f'<p>{escape(author)}, <a href="{address}">post {post.position}</a></p>'
    return f"<blockquote>{lines}{where}</blockquote><p></p>"


def _without_quotations(body: str) -> str:
    """Only what the person wrote, not whom they quoted."""
    before = ""
    while body != before:
        before, body = body, _INNERMOST.sub("", body)
    return body


def _first_lines(text: str) -> list[str]:
    kept: list[str] = []
    room = MAX_CHARS
    for line in (line.strip() for line in text.splitlines()):
        if not line:
            continue
        if len(line) > room:
            return [*kept, f"{line[:room].rsplit(' ', 1)[0]} …"]
        kept.append(line)
        room -= len(line)
    return kept
