"""Counting candidates again in which something changed, and what follows from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from communities.models import Post
from core.blocks import sections
from core.tree import parse, words
from curation.candidates.evidence import Evidence, Gathered, gather, rank, what_grew
from curation.likeness.words import unpack
from curation.models import Candidate, LikeText
from curation.states import CandidateState

AT_A_TIME = 100
TITLE_CHARS, FEWEST_CHARS = 120, 20
_SENTENCE_END = re.compile(r"[.!?…؟](?=\s)|[。！？]")


def recount_stale() -> int:
    """Count every candidate that is marked; returns how many. Ended in the middle it goes on with the rest."""
    counted = 0
    while marked := list(Candidate.objects.stale().order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]):
        recount(marked)
        counted += len(marked)
    return counted


def recount_all(pks: Iterable[int]) -> None:
    """Count these candidates, a few at a time."""
    rest = sorted(pks)
    for at in range(0, len(rest), AT_A_TIME):
        recount(rest[at : at + AT_A_TIME])


@transaction.atomic
def recount(pks: Sequence[int]) -> None:
    """Count these candidates. One that was made a practice is left as it is; an empty one goes."""
    rows = list(Candidate.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    found = gather([row.pk for row in rows if row.state != CandidateState.TAKEN])
    named = _titles([found[row.pk] for row in rows if found[row.pk].texts])
    for row in rows:
        row.is_stale = False
        if row.state != CandidateState.TAKEN:
            _settle(row, found[row.pk], named)
    Candidate.objects.bulk_update(
        rows, ["is_stale", "state", "title", "evidence", "strength", "rank", "newest_at", "grew"]
    )


def _settle(row: Candidate, gathered: Gathered, named: dict[int, str]) -> None:
    now = gathered.evidence
    row.evidence, row.strength = now.as_json(), now.strength
    row.newest_at = gathered.newest_at or row.newest_at or timezone.now()
    row.rank = rank(row.strength, row.newest_at)
    # Always anew: what it was taken from may have been removed.
    row.title = next((named[pk] for pk, _ in gathered.texts if pk in named), "")
    if row.state == CandidateState.DISMISSED:
        row.grew = what_grew(Evidence.from_json(row.before), now)
        if not row.grew or not now.is_enough:
            return
    row.state = CandidateState.OPEN if now.is_enough else CandidateState.FORMING


# -- a title from the words -----------------------------------------------------------------------------------
def _titles(of: Sequence[Gathered]) -> dict[int, str]:
    """For each, how the text begins that has most words in common with the others, by the id of that text."""
    central = [_central(gathered) for gathered in of]
    rows = LikeText.objects.filter(pk__in=central).select_related("post__thread", "wiki_page")
    return {row.pk: title_of(row) for row in rows}


def _central(gathered: Gathered) -> int:
    shared = Counter(word for _, packed in gathered.texts for word in unpack(packed))

    def in_common(text: tuple[int, bytes]) -> float:
        numbers = unpack(text[1])
        return sum(shared[word] - 1 for word in numbers) / (len(numbers) or 1)

    return max(gathered.texts, key=in_common)[0]


def title_of(text: LikeText) -> str:
    """The heading of a section, the title of what a post opens, or the first sentence of a reply that says much."""
    if text.wiki_page is not None:
        heading = next((one.title for one in sections(text.wiki_page.body) if one.anchor == text.anchor), "")
        return (heading or text.wiki_page.title)[:TITLE_CHARS]
    assert text.post is not None
    return text.post.thread.title[:TITLE_CHARS] if text.post.is_opening else first_sentence(text.post)


def first_sentence(post: Post) -> str:
    """The first with a few words, so that "No cable." or "Yes!" names nothing."""
    said = " ".join(words(parse(post.body), without=frozenset({"blockquote"})).split())
    at = 0
    for end in _SENTENCE_END.finditer(said):
        sentence = said[at : end.end()].strip()
        if len(sentence) >= FEWEST_CHARS:
            return Truncator(sentence).chars(TITLE_CHARS)
        at = end.end()
    return Truncator(said[at:].strip() or said or post.thread.title).chars(TITLE_CHARS)
