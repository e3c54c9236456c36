"""How many people a thing worked for, and how many read it: counted from curation into its entries, each night."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils import timezone

from communities.models import LinkTarget, Reaction
from communities.states import ReactionKind
from curation.evidence.reads import readers_of
from curation.models import Feedback, Flag, Reading
from curation.states import FlagReason
from search.kinds import Kind
from search.models import SearchEntry

BATCH = 500  # things at a time: what is held in memory
A_YEAR = timedelta(days=365)
Numbers = dict[int, int]


def _people(rows: QuerySet[Any], thing: str, person: str) -> Numbers:
    """How many different people there are of each thing."""
    counted = rows.order_by().values(thing_id=F(thing)).annotate(people=Count(person, distinct=True))
    return dict(counted.values_list("thing_id", "people"))


def _says_that_it_works(path: str) -> Callable[[list[int]], Numbers]:
    """Who flagged a place in it, for any reason but that it contradicts the official way."""

    def count(ids: list[int]) -> Numbers:
        flags = Flag.objects.exclude(kind=FlagReason.CONTRADICTS).filter(**{f"place__{path}__in": ids})
        return _people(flags, f"place__{path}", "author")

    return count


def _last_word_is_that_it_worked(path: str) -> Callable[[list[int]], Numbers]:
    """Whose last word on it was "worked for me": uses the index curation_feedback_latest."""

    def count(ids: list[int]) -> Numbers:
        later = Feedback.objects.filter(
            job_aid=OuterRef("job_aid"), user=OuterRef("user"), created_at__gt=OuterRef("created_at")
        )
        said = Feedback.objects.filter(~Exists(later.filter(worked=False)), worked=True)
        return _people(said.filter(**{f"{path}__in": ids}), path, "user")

    return count


def _reacted(ids: list[int]) -> Numbers:
    said = Reaction.objects.filter(kind=ReactionKind.WORKED, post__is_removed=False, post__thread__in=ids)
    return _people(said, "post__thread", "user")


def _read(kind: str) -> Callable[[list[int]], Numbers]:
    return lambda ids: readers_of(kind, ids, since=timezone.localdate() - A_YEAR)


def _nobody(ids: list[int]) -> Numbers:
    return {}


# Of each kind: for how many people it worked, and how many read it.
COUNTED: dict[str, tuple[Callable[[list[int]], Numbers], Callable[[list[int]], Numbers]]] = {
    Kind.JOB_AID: (_last_word_is_that_it_worked("job_aid"), _read(Reading.Kind.JOB_AID)),
    Kind.PRACTICE: (_last_word_is_that_it_worked("job_aid__practice"), _nobody),
    Kind.WIKI: (_says_that_it_works("wiki_page"), _read(LinkTarget.WIKI_PAGE)),
    Kind.THREAD: (_reacted, _read(LinkTarget.THREAD)),
    Kind.SCREENCAST: (_says_that_it_works("screencast"), _read(LinkTarget.SCREENCAST)),
}


def count_use() -> int:
    """Write both numbers into every entry where they changed; returns how many rows. Safe to run at any time.

    Four queries for BATCH things, and one for each thing whose numbers changed.
    """
    return sum(_count(kind, ids) for kind in COUNTED for ids in _things(kind))


def _things(kind: str) -> Iterator[list[int]]:
    """Ids of the things that have entries, BATCH at a time. Uses the index search_entry_place."""
    last = 0
    rows = SearchEntry.objects.filter(kind=kind).order_by("thing_id").values_list("thing_id", flat=True)
    while ids := list(rows.filter(thing_id__gt=last).distinct()[:BATCH]):
        yield ids
        last = ids[-1]


def _count(kind: str, ids: list[int]) -> int:
    worked, uses = (count(ids) for count in COUNTED[kind])
    rows = SearchEntry.objects.filter(kind=kind)
    there = rows.filter(thing_id__in=ids).order_by().values_list("thing_id", "worked", "uses").distinct()
    changed = {pk for pk, *numbers in there if numbers != [worked.get(pk, 0), uses.get(pk, 0)]}
    return sum(
        rows.filter(thing_id=pk)
        .exclude(worked=worked.get(pk, 0), uses=uses.get(pk, 0))
        .update(worked=worked.get(pk, 0), uses=uses.get(pk, 0))
        for pk in sorted(changed)
    )
