"""What of a page, a thread or a recording can be a source: all of it, its sections and blocks, posts, chapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil
from typing import Any

from django.db.models import F, Q
from django.utils.text import Truncator

from communities.models import Post, WikiPage
from core import blocks
from core.blocks import Block
from curation.models.place import Source
from curation.places.anchors import WHOLE_THREAD
from curation.places.described import PlaceGone, place_title
from screencasts.models import Screencast
from screencasts.stretches import stretch_between

MOST = 200  # places that one form offers
MOST_POSTS = 30
_WORDS = 110  # characters that a block is known by
_NOT_THERE = "This place is not there any more. Choose another."


@dataclass(frozen=True, slots=True)
class Choice:
    """A place: the number of its source and its anchor, what it is called, and how deep it stands."""

    source: Source
    anchor: str
    title: str
    is_part: bool = False

    @property
    def value(self) -> str:
        return f"{self.source.pk}/{self.anchor}"


def choices_of(source: Source, anchor: str, user: Any) -> list[Choice]:
    """At most MOST places in reading order, that of `anchor` among them: first, when it is not one of the rest.

    Two queries for a thread, one for a recording, none for a wiki page.
    """
    if isinstance(source, Screencast):
        found = _recording(source)
    elif isinstance(source, WikiPage):
        found = _page(source)
    else:
        found = _thread(source, user)
    offered = list(islice(found, MOST))
    proposed = Choice(source, anchor, place_title(source, anchor))
    return offered if proposed.value in {choice.value for choice in offered} else [proposed, *offered]


def chosen(choices: Sequence[Choice], value: str) -> tuple[Source, str]:
    """The place that a sent form names: one that was offered. Raises PlaceGone."""
    for choice in choices:
        if choice.value == value:
            return choice.source, choice.anchor
    raise PlaceGone(_NOT_THERE)


def _page(page: WikiPage) -> Iterator[Choice]:
    yield Choice(page, "", "The whole page")
    for section in blocks.sections(page.body):
        if section.title:
            yield Choice(page, section.anchor, f"Section “{section.title}”")
        inside = [block for block in section.blocks if block.id != section.anchor]
        yield from _parts(page, inside)


def _thread(post: Post, user: Any) -> Iterator[Choice]:
    thread = post.thread
    rows = Post.objects.visible_to(user).in_thread(thread).filter(is_removed=False).select_related("author")
    first = Q(pk=post.pk) | Q(position=1) | Q(pk=thread.accepted_post_id)
    posts = list(rows.filter(first)) + list(
        rows.exclude(first).order_by(F("thanks_count").desc(), "position")[:MOST_POSTS]
    )
    for row in sorted(posts, key=lambda row: row.position):
        row.thread = thread
        if row.is_opening:
            answer = " and accepted answer" if thread.accepted_post_id else ""
            yield Choice(row, WHOLE_THREAD, f"The whole thread: its title, opening post{answer}")
        yield from _post(row, is_accepted=row.pk == thread.accepted_post_id)


def _post(post: Post, *, is_accepted: bool) -> Iterator[Choice]:
    who = post.author.name if post.author else post.author_name
    what = "accepted answer, all of it" if is_accepted else "all of it"
    yield Choice(post, "", f"Post {post.position}{f' by {who}' if who else ''}, {what}")
    inside = blocks.blocks(post.body)
    yield from _parts(post, inside if len(inside) > 1 else [])


def _recording(recording: Screencast) -> Iterator[Choice]:
    yield Choice(recording, "", "The whole recording")
    chapters = list(recording.chapters.all())
    ends = [*(chapter.start for chapter in chapters[1:]), ceil(recording.duration)]
    for chapter, end in zip(chapters, ends, strict=False):
        if end > chapter.start:
            stretch = stretch_between(chapter.start, end)
            yield Choice(recording, stretch.anchor, f"{stretch.label}: {chapter.title}")


def _parts(source: Source, inside: Sequence[Block]) -> Iterator[Choice]:
    """The blocks with words; of a quotation and the paragraph in it, which say the same, the outer one."""
    last = ""
    for block in inside:
        if block.text.strip() and block.text != last:
            yield Choice(source, block.id, _short(block.text), is_part=True)
        last = block.text


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(_WORDS)
