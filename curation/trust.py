"""The trust label of what people wrote: it follows the practices that it is a source of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef

from curation.models import Endorsement, PracticeSource
from curation.states import PracticeState, Trust

_ORDER = (Trust.ENDORSED, Trust.EMERGING)


def trust_of_practice(state: str, *, is_endorsed: bool) -> Trust:
    """What a practice says of its sources. That a job aid was made of it is no expert's word."""
    if state == PracticeState.ENDORSED or (state == PracticeState.PROMOTED and is_endorsed):
        return Trust.ENDORSED
    return Trust.EMERGING if state in {PracticeState.EMERGING, PracticeState.PROMOTED} else Trust.RAW


def best_of(labels: Iterable[Trust]) -> Trust:
    """The best of these labels; raw when there is none."""
    found = set(labels)
    return next((label for label in _ORDER if label in found), Trust.RAW)


def trust_of_source(**source: Any) -> Trust:
    """The label of one `wiki_page=`, `screencast=` or `thread=` (then of any of its posts)."""
    if thread := source.pop("thread", None):
        source["post__thread"] = thread
    endorsed = Exists(Endorsement.objects.filter(practice=OuterRef("practice")))
    practices = PracticeSource.objects.filter(**source).values_list("practice__state", endorsed)
    return best_of(trust_of_practice(state, is_endorsed=is_endorsed) for state, is_endorsed in practices)
