"""What became of flagged places, for those who flagged them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from curation.flags.refusals import refused_among
from curation.models import FlaggedPlace, JobAidPage, Refusal
from curation.states import FlagState


@dataclass(frozen=True, slots=True)
class Fate:
    """How far a place has come: the furthest of these is told first."""

    place: FlaggedPlace
    job_aids: tuple[JobAidPage, ...] = ()
    refusal: Refusal | None = None

    @property
    def word(self) -> str:
        """refused, declined, used, practice, claimed or waiting."""
        if self.refusal is not None:
            return "refused"
        if self.place.state == FlagState.DECLINED:
            return "declined"
        if self.job_aids:
            return "used"
        if self.place.practice_id is not None:
            return "practice"
        return "claimed" if self.place.claimed_by_id is not None else "waiting"


def fates_of(places: Sequence[FlaggedPlace]) -> dict[int, Fate]:
    """By primary key, in two queries. Job aids that were never published are told to nobody here."""
    practices = {place.practice_id for place in places if place.practice_id}
    made: dict[int, list[JobAidPage]] = defaultdict(list)
    rows = JobAidPage.objects.published().filter(practice__in=practices).select_related("community")
    for job_aid in rows.only(*_SHOWN).order_by("pk") if practices else ():
        made[job_aid.practice_id].append(job_aid)
    refused = refused_among(places)
    return {
        place.pk: Fate(
            place=place,
            job_aids=tuple(made.get(place.practice_id or 0, ())),
            refusal=refused.get((place.kind, getattr(place, f"{place.kind}_id"), place.anchor)),
        )
        for place in places
    }


_SHOWN = ("title", "slug", "url_path", "practice", "community__slug", "number", "code", "live")
