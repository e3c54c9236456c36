"""The trust label of what people wrote: it follows the practices that it is a source of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from curation.models import PracticeSource
from curation.states import PracticeState, Trust

OF_STATE = {
    PracticeState.EMERGING: Trust.EMERGING,
    PracticeState.ENDORSED: Trust.ENDORSED,
    PracticeState.PROMOTED: Trust.ENDORSED,
}
_ORDER = (Trust.ENDORSED, Trust.EMERGING)


def trust_of_states(states: Iterable[str]) -> Trust:
    """The best label that these states of practices give; raw when none does."""
    labels = {OF_STATE.get(PracticeState(state)) for state in states}
    return next((label for label in _ORDER if label in labels), Trust.RAW)


def trust_of_source(**source: Any) -> Trust:
    """The label of one `wiki_page=`, `screencast=` or `thread=` (then of any of its posts)."""
    if thread := source.pop("thread", None):
        source["post__thread"] = thread
    return trust_of_states(PracticeSource.objects.filter(**source).values_list("practice__state", flat=True))
