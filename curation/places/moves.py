"""Sources that stand elsewhere now: merged into others, or with their words in another place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from communities.models import Post, WikiPage
from communities.permissions import Verb
from core.policy import can
from curation.likeness.together import hold_groups
from curation.models import FlaggedPlace, PracticeSource, Provenance
from curation.models.place import Place, Source
from curation.places.anchors import marked_words
from curation.places.described import PlaceText, place_key, read_place, version_of
from curation.places.words_now import same_words, same_words_inside
from curation.upkeep.drift import check_drift

FOUND = 5
LOOKED_AT = 20  # pages and posts that hold the first words, and are read block by block
PROBES = 4
_WORD = re.compile(r"[A-Za-z]{4,}")  # in HTML they are written as they are


def sources_moved(old: Source, new: Source) -> int:
    """`new` says what `old` said, which goes: two threads or two pages were merged. Counts what follows.

    Provenance, practice sources and flagged places that `new` says word for word point at it from now on,
    wherever in it these words stand. What it does not say stays with `old`: its end opens an alert. Call it
    in the transaction of the merge, before `old` is deleted; running it twice changes nothing.
    """
    flagged = _of(FlaggedPlace, old).order_by("pk")
    hold_groups(list(flagged))
    rows: list[Place] = [
        *Provenance.objects.taken_from(old),
        *_of(PracticeSource, old),
        *flagged.all(),
    ]
    moved = sum(_move(row, new) for row in rows)
    check_drift(new)
    return moved


def _of(model: Any, source: Source) -> QuerySet[Any]:
    name = next(field for field, value in place_key(source, "").items() if value is source)
    return model.objects.filter(**{name: source})


def _move(row: Place, new: Source) -> bool:
    anchor = _anchor_in(row, new)
    if anchor is None:
        return False
    for field, value in (place_key(new, anchor) | {"version": version_of(new)}).items():
        setattr(row, field, value)
    try:
        with transaction.atomic():
            row.save(update_fields=[*row.SOURCE_FIELDS, "anchor", "version"])
    except IntegrityError:  # the practice, or the flags, are at that place already
        return False
    return True


def _anchor_in(row: Place, new: Source) -> str | None:
    if row.anchor == "" and not row.quote:
        return ""
    if marked_words(row.anchor) is not None:
        return same_words_inside(new, row.quote)
    return same_words(new, row.quote)


def elsewhere(row: Provenance, user: Any) -> list[PlaceText]:
    """Places that say exactly the words that were removed: in the same source, its thread, or on wiki pages.

    Of the community of the job aid alone, and only what this person may read. Looks through the bodies of the
    community's wiki pages: for the page of one removed source, never for a list.
    """
    found: list[PlaceText] = []
    for source in _candidates(row, user):
        anchor = _anchor_in(row, source)
        if anchor is not None:
            found.append(read_place(source, anchor, row.quote))
        if len(found) == FOUND:
            break
    return found


def _candidates(row: Provenance, user: Any) -> Iterator[WikiPage | Post]:
    community = row.job_aid.community
    probe = _holding(row.quote)
    if probe is None:
        return
    here = row.wiki_page or row.post
    if here is not None and can(user, Verb.VIEW, here):
        yield here
    yield from _others(_pages(community, user, probe), here)
    if row.post is not None:
        posts = Post.objects.visible_to(user).filter(thread=row.post.thread_id, is_removed=False)
        rows = posts.filter(probe).select_related("thread__community", "author")
        yield from _others(rows.order_by("position"), here)


def _pages(community: Any, user: Any, probe: Q) -> QuerySet[Any]:
    pages = WikiPage.objects.visible_to(user).live().filter(community=community)
    return pages.filter(probe).select_related("community").order_by("pk")


def _others(rows: QuerySet[Any], here: Any) -> Iterable[Any]:
    return [row for row in rows[:LOOKED_AT] if row != here]


def _holding(quote: str) -> Q | None:
    """The condition on a body that it holds the longest words, however they are marked up; None without words."""
    longest = sorted(set(_WORD.findall(quote)), key=lambda word: (-len(word), word))[:PROBES]
    probe = Q()
    for word in longest:
        probe &= Q(body__contains=word)
    return probe if longest else None
