"""Curators who take on, decide and answer at the same moment: one does, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from curation.actions.claims import NotYours, claim
from curation.actions.flags import AlreadyDecided
from curation.actions.groups import decline_together
from curation.actions.practices import make_practice
from curation.actions.requests import RequestClosed, add_voice, ask_for_job_aid, decline_request
from curation.models import FlaggedPlace, Practice
from tests.conftest import Cast
from tests.curation.conftest import Ward, a_recording, a_ward
from tests.curation.test_at_once import at_once


@pytest.fixture
def ward(transactional_db: None, cast: Cast) -> Ward:
    assert connection.vendor != "sqlite" or not connection.is_in_memory_db()
    return a_ward(cast, slug="ward-nursing", title="Ward nursing")


def answer(act: Callable[[], object]) -> object:
    """What it made, or the refusal that the person reads."""
    try:
        return act()
    except (NotYours, AlreadyDecided, RequestClosed) as refused:
        return refused


def test_one_of_two_has_it_and_the_other_is_told_who(ward: Ward) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place

    answers = at_once(
        *(
            partial(answer, partial(claim, user=user, thing=place))
            for user in (ward.cast.cora, ward.cast.adam)
        )
    )

    place.refresh_from_db()
    refused = [each for each in answers if isinstance(each, NotYours)]
    assert len(refused) == 1
    assert place.claimed_by is not None
    assert f"{place.claimed_by.name} has taken this on" in str(refused[0])


def test_group_and_a_place_of_it_are_decided_at_once_and_each_place_once(ward: Ward) -> None:
    places = [
        ward.flag(ward.cast.ana, a_recording(ward.community, ward.cast.lee), "t=70,100").place
        for _ in range(3)
    ]
    leader, *under = places
    FlaggedPlace.objects.filter(pk__in=[place.pk for place in under]).update(alike=leader)
    for place in under:
        place.refresh_from_db()

    answers = at_once(
        partial(answer, partial(decline_together, user=ward.cast.cora, places=places, reason="Out of use.")),
        partial(
            answer, partial(decline_together, user=ward.cast.adam, places=[under[1]], reason="Torn labels.")
        ),
        partial(
            answer,
            partial(
                make_practice,
                user=ward.cast.cora,
                community=ward.community,
                title="Pair it",
                summary="",
                place=under[0],
            ),
        ),
    )

    assert all(each is None or isinstance(each, (AlreadyDecided, Practice)) for each in answers), answers
    assert sum(isinstance(each, AlreadyDecided) for each in answers) >= 1
    open_now = FlaggedPlace.objects.waiting()
    assert not open_now.filter(alike__isnull=False).exclude(alike__state="open").exists()


def test_voices_at_once_are_all_counted_and_a_decision_is_made_once(ward: Ward) -> None:
    asked = ask_for_job_aid(user=ward.cast.ana, community=ward.community, title="Undo a discharge")

    at_once(
        *(
            partial(answer, partial(add_voice, user=user, request=asked))
            for user in (ward.cast.lee, ward.cast.eli)
        )
    )
    asked.refresh_from_db()
    people = asked.people_count
    answers = at_once(
        *(
            partial(
                answer, partial(decline_request, user=user, request=asked, reason=f"Said {user.username}")
            )
            for user in (ward.cast.cora, ward.cast.adam)
        )
    )

    assert people == 3
    assert sum(isinstance(each, RequestClosed) for each in answers) == 1
