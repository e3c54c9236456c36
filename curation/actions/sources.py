"""The sources of a practice: which words stand for each, in which order, and taken anew when they changed."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import Truncator

from communities.permissions import Verb
from core import blocks
from core.policy import require
from curation.actions.practices import NotNow, locked_practice, log_change, require_released
from curation.flags.refusals import require_usable
from curation.models import Practice, PracticeSource
from curation.places.anchors import block_of, find_words, marked_words
from curation.places.described import PlaceGone, place_key, place_of_words, read_place
from curation.places.sentences import sentences_of
from curation.places.words_now import words_now
from curation.promotion.drafting import KEYS
from curation.signals import practice_saved
from people.models import User

GONE = "Another curator removed this source meanwhile."
_LOGGED_WORDS = 80


@transaction.atomic
def quote_source(
    *, user: User, source: PracticeSource, first: int | None, last: int | None, digest: str, why: str = ""
) -> PracticeSource:
    """Show of a source its sentences `first` to `last` (all with None). Raises NotNow.

    `digest` is that of the words that the curator chose from.
    """
    practice, source = _locked(user, source)
    if source.digest != digest:
        raise NotNow(
            "The words of this source were taken anew meanwhile. Choose again from what it says now."
        )
    span = (None, None) if first is None or last is None else _span(source.quote, first, last)
    if (source.said_from, source.said_to) == span:
        return source
    source.said_from, source.said_to = span
    source.save(update_fields=["said_from", "said_to"])
    shown = f"“{Truncator(source.said).chars(_LOGGED_WORDS)}”" if source.is_quoted else "all words"
    _tell(practice, user, f"Shows {shown} of “{source.label}”", why)
    return source


@transaction.atomic
def move_source(*, user: User, source: PracticeSource, by: int) -> PracticeSource:
    """Move a source one place up (-1) or down (1); the letters follow. At the end of the list it stays."""
    practice, source = _locked(user, source)
    rows = list(practice.sources.all())
    at = next(number for number, row in enumerate(rows) if row.pk == source.pk)
    to = at + by
    if not 0 <= to < len(rows):
        return source
    rows[at], rows[to] = rows[to], rows[at]
    for number, row in enumerate(rows, start=1):
        row.order = number
    PracticeSource.objects.bulk_update(rows, ["order"])
    _tell(practice, user, f"“{source.label}” is source {KEYS[to]} now")
    return rows[to]


@transaction.atomic
def take_anew(*, user: User, source: PracticeSource, digest: str, why: str = "") -> PracticeSource:
    """Take the words that the place says now. Raises PlaceGone, NotNow when they are not those of `digest`."""
    practice, source = _locked(user, source)
    thing = source.source
    require(user, Verb.VIEW, thing)
    if thing.community.pk != practice.community_id:
        raise NotNow(
            "It stands in another community now, where readers of this practice may not go. Remove it."
        )
    require_usable(thing, source.anchor)
    require_released(thing)
    words = words_now(thing, [source])[source.pk]
    if words is None:
        raise PlaceGone("This place is not there any more. Remove the source, or leave it as it was taken.")
    if blocks.digest(words) != digest:
        raise NotNow("The source was changed again since you looked. Read what it says now.")
    said = source.said if source.is_quoted else ""
    _read_anew(source, words)
    kept = find_words(source.quote, said) if said else None
    source.said_from, source.said_to = kept or (None, None)
    source.differs = False
    source.save()
    lost = ". The words chosen from it are gone: all of it is shown" if said and not kept else ""
    _tell(practice, user, f"Took the new words of “{source.label}”{lost}", why)
    return source


def _read_anew(source: PracticeSource, words: str) -> None:
    thing, anchor = source.source, source.anchor
    if (marked := marked_words(anchor)) and find_words(words, source.quote) is None:
        anchor = place_of_words(thing, block_of(anchor), words, near=marked.start)
        others = source.practice.sources.exclude(pk=source.pk)
        if others.filter(**place_key(thing, anchor)).exists():
            raise NotNow("These words are a source of this practice already. Remove one of the two.")
        read = read_place(thing, anchor)
    else:
        read = read_place(thing, anchor, source.quote)
    for name, value in read.as_fields().items():
        setattr(source, name, value)


def _span(text: str, first: int, last: int) -> tuple[int | None, int | None]:
    found = sentences_of(text)
    if not 0 <= first <= last < len(found):
        raise NotNow("The last sentence must not stand before the first.")
    if (first, last) == (0, len(found) - 1):
        return None, None
    return found[first].start, found[last].end


def _locked(user: User, source: PracticeSource) -> tuple[Practice, PracticeSource]:
    require(user, Verb.CURATE, source.practice)
    practice = locked_practice(source.practice)
    found = practice.sources.select_for_update(of=("self",)).filter(pk=source.pk).first()
    if found is None:
        raise NotNow(GONE)
    found.practice = practice
    return practice, found


def _tell(practice: Practice, user: User, what: str, why: str = "") -> None:
    log_change(practice, user, f"{what}: {why}" if why else what)
    practice_saved.send(sender=Practice, practice=practice)
