"""The parts of a place that can be flagged by themselves, for whoever cannot mark them with a pointer."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator

from communities.models import Post, WikiPage
from core import blocks
from curation.models.place import Source
from curation.places.described import field_of

MOST = 60  # parts that one page lists
_WORDS = 90  # characters of each


@dataclass(frozen=True, slots=True)
class Part:
    """One block: how it begins, and where it is flagged."""

    text: str
    flag_url: str


def parts_of(source: Source, anchor: str) -> list[Part]:
    """The blocks within a place, in reading order; none of a recording, nor of a single block."""
    if not isinstance(source, (WikiPage, Post)):
        return []
    inside = blocks.blocks(blocks.place_html(source.body, anchor) or "")
    found = [block for block in inside if block.id != anchor and block.text.strip()]
    page = reverse("curation:flag", args=[source.community.slug, field_of(source), source.pk])
    return [
        Part(Truncator(" ".join(block.text.split())).chars(_WORDS), f"{page}?{urlencode({'at': block.id})}")
        for block in found[:MOST]
    ]
