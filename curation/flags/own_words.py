"""What became of one person's words: flagged, in a practice, used in steps of job aids, asked not to be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from communities.models import Post, WikiContribution
from curation.flags.fates import Fate, fates_of
from curation.job_aids.steps import steps_in_words
from curation.models import FlaggedPlace, JobAidPage, Provenance, Refusal
from curation.notes import step_numbers
from curation.places.described import place_url, with_sources
from people.models import User
from screencasts.models import Screencast

MOST_USES = 50


@dataclass(frozen=True, slots=True)
class FlaggedWords:
    """A place with words of this person that somebody flagged."""

    place: FlaggedPlace
    url: str
    fate: Fate
    refusal: Refusal | None  # what this person asked


@dataclass(frozen=True, slots=True)
class Use:
    """A published job aid that uses words of this person."""

    job_aid: JobAidPage
    steps: str
    labels: tuple[str, ...]
    is_named: bool


def flagged_words(user: Any) -> QuerySet[FlaggedPlace]:
    """The places that others flagged in what this person wrote. Uses the indexes on each kind of source."""
    mine = (
        Q(post__in=Post.objects.filter(author=user, is_removed=False).values("pk"))
        | Q(screencast__in=Screencast.objects.filter(author=user).values("pk"))
        | Q(wiki_page__in=WikiContribution.objects.filter(person=user).values("page"))
    )
    places = FlaggedPlace.objects.visible_to(user).filter(mine, people_count__gt=0)
    return with_sources(places.select_related("community", "practice__community", "claimed_by"))


def shown(places: Sequence[FlaggedPlace], user: User) -> list[FlaggedWords]:
    """Three queries."""
    fates = fates_of(places)
    asked = _asked(places, user)
    return [
        FlaggedWords(
            place=place,
            url=place_url(place.source, place.anchor, place.quote),
            fate=fates[place.pk],
            refusal=asked.get(_key(place, place.anchor)) or asked.get(_key(place, "")),
        )
        for place in places
    ]


def uses_of(user: User) -> list[Use]:
    """The job aids that use words of this person, the newest first. Two queries."""
    rows = Provenance.objects.visible_to(user).attached().filter(author=user, job_aid__live=True)
    found: dict[int, list[tuple[str, str, bool]]] = {}
    columns = rows.order_by("-pk").values_list("job_aid", "step", "label", "is_unnamed")
    for pk, step, label, is_unnamed in columns[: MOST_USES * 4]:
        found.setdefault(pk, []).append((step, label, is_unnamed))
    aids = JobAidPage.objects.visible_to(user).select_related("community").in_bulk(list(found)[:MOST_USES])
    return [_use(aids[pk], used, user) for pk, used in found.items() if pk in aids]


def _use(job_aid: JobAidPage, used: list[tuple[str, str, bool]], user: User) -> Use:
    numbers = step_numbers(job_aid)
    steps = sorted({numbers[step] for step, _, _ in used if step in numbers})
    return Use(
        job_aid=job_aid,
        steps=steps_in_words(steps) if steps else "",
        labels=tuple(dict.fromkeys(label for _, label, _ in used)),
        is_named=user.is_named and not all(is_unnamed for _, _, is_unnamed in used),
    )


def _asked(places: Sequence[FlaggedPlace], user: User) -> dict[tuple[str, int, str], Refusal]:
    wanted = Q(pk__in=[])
    for kind in ("wiki_page", "post", "screencast"):
        wanted |= Q(
            **{f"{kind}__in": [getattr(place, f"{kind}_id") for place in places if place.kind == kind]}
        )
    rows = Refusal.objects.filter(wanted, asked_by=user).select_related("decided_by") if places else ()
    return {_key(refusal, refusal.anchor): refusal for refusal in rows}


def _key(place: FlaggedPlace | Refusal, anchor: str) -> tuple[str, int, str]:
    return place.kind, getattr(place, f"{place.kind}_id"), anchor
