"""The words of another's post, as a quotation to begin a reply with."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join

from communities.models import Post
from core.blocks import plain_text

MAX_CHARS = 600


def quotation(post: Post) -> str:
    """Its first words in a blockquote that names author and place, and an empty line to write on."""
    author = post.author.name if post.author else post.author_name or "someone who left"
    lines = format_html_join("", "<p>{}</p>", ((line,) for line in _first_lines(plain_text(post.body))))
    address = f"{post.thread.get_absolute_url()}posts/{post.pk}/"
    return format_html(
        '<blockquote>{}<p>{}, <a href="{}">post {}</a></p></blockquote><p></p>',
        lines,
        author,
        address,
        post.position,
    )


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
