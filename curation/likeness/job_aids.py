"""Published job aids that say much the same, so that one of them can go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.fields import StreamField

from core.blocks import plain_text
from curation.likeness.shelf import Shelf
from curation.likeness.words import words_of
from curation.models import DifferentJobAids, JobAidPage, LikeJobAids, LikeShelf, LikeText

NEARLY_THE_SAME = 0.45  # likeness from which on two job aids are called near-duplicates
MOST_PAIRS = 200
_NOT_WORDS = frozenset({"id", "type"})  # of a block


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """Job aids that are each like another of them, the oldest first."""

    job_aids: list[JobAidPage]
    likeness: float  # of the two that are most alike, 0 to 1

    @property
    def percent(self) -> int:
        return round(self.likeness * 100)


def near_duplicates(job_aids: QuerySet[JobAidPage]) -> list[NearDuplicates]:
    """Groups among these job aids, the most alike first, without pairs that somebody told apart. Two queries.

    Give it what the person may see (`JobAidPage.objects.curated_by(user)`): it names no other.
    """
    seen = job_aids.order_by().values("pk")
    pairs = like_pairs().filter(first__in=seen, second__in=seen).order_by("-likeness", "pk")
    group_of: dict[int, set[int]] = {}
    best: dict[int, float] = {}
    for first, second, likeness in pairs.values_list("first_id", "second_id", "likeness")[:MOST_PAIRS]:
        joined = group_of.get(first, {first}) | group_of.get(second, {second})
        best[min(joined)] = max(likeness, *(best.get(pk, 0) for pk in joined))
        group_of.update(dict.fromkeys(joined, joined))
    pages = {page.pk: page for page in job_aids.filter(pk__in=group_of).select_related("community")}
    groups = {min(group): sorted(group) for group in group_of.values()}
    found = [
        NearDuplicates([pages[pk] for pk in group if pk in pages], best[first])
        for first, group in groups.items()
    ]
    return sorted((one for one in found if len(one.job_aids) > 1), key=lambda one: -one.likeness)


def like_pairs() -> QuerySet[LikeJobAids]:
    """Two that say much the same, and that nobody told apart."""
    told_apart = DifferentJobAids.objects.filter(first=OuterRef("first"), second=OuterRef("second"))
    return LikeJobAids.objects.filter(~Exists(told_apart))


@transaction.atomic
def compare_with_others(job_aid_id: int) -> None:
    """Find what a job aid is like now; one that is not published is like nothing. Safe to run twice and at once."""
    shelf = Shelf.hold(LikeShelf.Kind.JOB_AIDS, None)
    shelf.take_off(LikeText.objects.filter(job_aid=job_aid_id))
    LikeJobAids.objects.filter(Q(first=job_aid_id) | Q(second=job_aid_id)).delete()
    job_aid = JobAidPage.objects.published().filter(pk=job_aid_id).first()
    if job_aid is not None:
        text = LikeText(job_aid=job_aid, words=words_of(text_of(job_aid)))
        _keep(job_aid.pk, shelf.put([text], least=NEARLY_THE_SAME)[0].matches)
    shelf.close()


def _keep(job_aid_id: int, matches: list[tuple[int, float]]) -> None:
    owners = dict(LikeText.objects.filter(pk__in=[pk for pk, _ in matches]).values_list("pk", "job_aid_id"))
    pairs = [(*sorted((job_aid_id, owners[pk])), likeness) for pk, likeness in matches if pk in owners]
    LikeJobAids.objects.bulk_create(
        LikeJobAids(first_id=first, second_id=second, likeness=likeness) for first, second, likeness in pairs
    )


def text_of(job_aid: JobAidPage) -> str:
    """All its words: title, purpose, and what stands in its blocks, whatever they are called."""
    fields = [field.name for field in JobAidPage._meta.get_fields() if isinstance(field, StreamField)]
    blocks = (getattr(job_aid, name).get_prep_value() for name in fields)
    return "\n".join(
        [job_aid.title, job_aid.purpose, *(words for block in blocks for words in _words(block))]
    )


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in _NOT_WORDS:
                yield from _words(part)
    elif isinstance(value, list):
        for part in value:
            yield from _words(part)
    elif isinstance(value, str) and value:
        yield plain_text(value)
