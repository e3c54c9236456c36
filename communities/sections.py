"""A body as the read page shows it, cut into sections when it is saved: reading only joins strings."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.text import Truncator

from core.blocks import plain_text, sections

LOWEST_LEVEL = 3  # an h4 stands within the section above it
LEAD_CHARS = 280


def shown_sections(body: str) -> list[dict[str, Any]]:
    """The sections of a clean body, as JSON: anchor, title, level, html, and the ids of all blocks in it."""
    shown: list[dict[str, Any]] = []
    for section in sections(body):
        ids = [section.anchor, *(block.id for block in section.blocks)]
        if section.level > LOWEST_LEVEL and shown:
            heading = format_html('<h{0} id="{1}">{2}</h{0}>', section.level, section.anchor, section.title)
            shown[-1]["html"] += heading + section.html
            shown[-1]["ids"] += ids
            continue
        shown.append(
            {
                "anchor": section.anchor,
                "title": section.title,
                "level": section.level,
                "html": section.html,
                "ids": ids,
            }
        )
    return shown


def lead_of(body: str) -> str:
    """How a body begins, in plain words: for lists and for who links to it."""
    words = next((section.text for section in sections(body) if section.text.strip()), "") or plain_text(body)
    return Truncator(" ".join(words.split())).chars(LEAD_CHARS)
