"""Texts that are alike become one candidate, as they come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils import timezone

from curation.likeness.shelf import Found
from curation.models import Candidate, LikeText

ALIKE = 0.2  # likeness from which on two places tell of the same; docs/features/likeness.md says how it was chosen


def group(found: Sequence[Found], community_id: int) -> None:
    """Put each text into the candidate that most of what is like it is in; two that are in none begin one.

    A candidate grows by texts that are like one of its first texts, and is never joined with another: so it does
    not creep from one matter to the next.
    """
    wanted = {pk for one in found for pk, _ in one.matches}
    group_of = dict(LikeText.objects.filter(pk__in=wanted).values_list("pk", "candidate_id"))
    moved: dict[int, int] = {}
    for one in found:
        if not one.matches:
            continue
        groups = Counter(group_of[pk] for pk, _ in one.matches if group_of.get(pk))
        chosen = groups.most_common(1)[0][0] if groups else _begin(community_id)
        for pk in (one.text.pk, *(pk for pk, _ in one.matches if not group_of.get(pk))):
            group_of[pk] = moved[pk] = chosen
    _move(moved)


def leave(texts: Sequence[LikeText]) -> None:
    """Have the candidates of these texts counted again; call it before the texts go."""
    left = {text.candidate_id for text in texts if text.candidate_id}
    Candidate.objects.filter(pk__in=left).update(is_stale=True)


def _begin(community_id: int) -> int:
    return Candidate.objects.create(community_id=community_id, found_at=timezone.now()).pk


def _move(moved: dict[int, int]) -> None:
    for candidate in set(moved.values()):
        pks = [pk for pk, into in moved.items() if into == candidate]
        LikeText.objects.filter(pk__in=pks).update(candidate=candidate)
    Candidate.objects.filter(pk__in=set(moved.values())).update(is_stale=True)
