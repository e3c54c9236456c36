"""The pieces that a practice's source offers: as it reads now, or as it read in an earlier version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace

from django.db.models import Q
from django.utils.html import escape
from wagtail.models import Revision

from communities.models import Post, PostVersion, WikiPage
from core.blocks import digest, place_html, place_text
from curation.flags.refusals import BINDING, Refused, overlap
from curation.models import PracticeSource, Refusal
from curation.places.anchors import WHOLE_THREAD, find_words, marked_words
from curation.places.described import field_of
from curation.promotion.cutting import cut, of_words
from curation.promotion.leads import MAX_TITLE
from curation.promotion.pieces import Piece, Role
from screencasts.models import Screencast
from screencasts.stretches import Stretch, parse_stretch

Written = WikiPage | Post


def pieces_of(source: PracticeSource, key: str) -> list[Piece]:
    """Every piece of one source as it reads now; none when its place is gone."""
    found = _chapters(source) if source.screencast else _written(source)
    return [replace(piece, source_id=source.pk, key=key) for piece in found]


def pieces_before(source: PracticeSource, key: str, thing_id: int, version: int) -> list[Piece]:
    """The pieces of what this source shows, as it read in a version; none when that is not known."""
    thing = next((thing for thing in _things(source) if thing.pk == thing_id), None)
    body = _body_at(thing, version) if thing else None
    if thing is None or body is None:
        return []
    then = copy(thing)
    then.body = body
    return [replace(piece, source_id=source.pk, key=key) for piece in _of(then, source)]


def without_refused(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces; those that their author asked not to be used say so, and are left out. One query."""
    wanted = Q(pk__in=[])
    for thing in {piece.thing for piece in pieces if piece.thing}:
        wanted |= Q(**{field_of(thing): thing})
    standing: dict[tuple[str, int], list[Refusal]] = defaultdict(list)
    for refusal in Refusal.objects.filter(BINDING).filter(wanted).select_related("asked_by"):
        standing[refusal.kind, getattr(refusal, f"{refusal.kind}_id")].append(refusal)
    return [_unless_refused(piece, standing) if standing else piece for piece in pieces]


def _unless_refused(piece: Piece, standing: dict[tuple[str, int], list[Refusal]]) -> Piece:
    thing = piece.thing
    rows = standing.get((field_of(thing), thing.pk), []) if thing else []
    refusal = next((row for row in rows if thing and overlap(thing, row.anchor, piece.anchor)), None)
    return replace(piece, is_used=False, refusal=str(Refused(refusal))) if refusal else piece


def _written(source: PracticeSource) -> Iterator[Piece]:
    """Of a whole thread the accepted answer comes first; what was asked is then offered, but left out."""
    things = [thing for thing in _things(source) if not is_gone(thing)]
    for thing in things:
        is_question = len(things) > 1 and thing is things[-1]
        for piece in _of(thing, source):
            yield replace(piece, is_used=False) if is_question else piece


def _things(source: PracticeSource) -> list[Written]:
    thing = source.wiki_page or source.post
    if thing is None:
        return []
    if isinstance(thing, Post) and source.anchor == WHOLE_THREAD and (answer := thing.thread.accepted_post):
        answer.thread = thing.thread
        return [answer, thing] if answer.pk != thing.pk else [thing]
    return [thing]


def is_gone(thing: Written) -> bool:
    return thing.is_removed if isinstance(thing, Post) else not thing.live


def _of(thing: Written, source: PracticeSource) -> Iterator[Piece]:
    anchor = source.anchor
    if marked := marked_words(anchor):
        text = place_text(thing.body, marked.block) or ""
        found = [of_words(source.quote, anchor)] if find_words(text, source.quote) else []
    else:
        found = list(cut(place_html(thing.body, "" if anchor == WHOLE_THREAD else anchor) or ""))
    is_answer = anchor == WHOLE_THREAD and thing.pk != source.post_id
    for piece in found:
        where = f"accepted answer, {piece.where}" if is_answer else piece.where
        yield replace(piece, thing=thing, where=where)


def _body_at(thing: Written, version: int) -> str | None:
    if isinstance(thing, Post):
        return PostVersion.objects.filter(post=thing, number=version).values_list("body", flat=True).first()
    revision = Revision.page_revisions.filter(object_id=str(thing.pk), pk=version).first()
    return str(revision.content.get("body", "")) if revision else None


# Recordings


def _chapters(source: PracticeSource) -> Iterator[Piece]:
    screencast = source.screencast
    if screencast is None or not screencast.is_ready:
        return
    within = parse_stretch(source.anchor) if source.anchor else Stretch(0, max(screencast.duration, 1))
    chapters = [chapter for chapter in screencast.chapters.all() if chapter.start < within.end]
    ends = [*(chapter.start for chapter in chapters[1:]), within.end]
    cuts = [
        (chapter.title, Stretch(max(chapter.start, within.start), min(end, within.end)))
        for chapter, end in zip(chapters, ends, strict=True)
        if end > within.start
    ]
    for title, stretch in cuts or [(screencast.title, within)]:
        yield _clip(screencast, title, stretch, is_chapter=bool(cuts))


def _clip(screencast: Screencast, title: str, stretch: Stretch, *, is_chapter: bool) -> Piece:
    return Piece(
        anchor=stretch.anchor,
        role=Role.STEP,
        is_used=True,
        where=f"{'chapter' if is_chapter else 'stretch'}, {stretch.label}",
        title=title[:MAX_TITLE],
        html="",
        whole=f"<p>{escape(title)}</p>",
        digest=digest(f"{title} {stretch.anchor}"),
        clip=stretch,
        thing=screencast,
    )
