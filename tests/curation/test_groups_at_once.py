"""Flags, decisions and the task that groups flags change the same rows at once, and never wait in a circle."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from curation.actions.flags import AlreadyDecided, decline_place, flag_place, withdraw_flag
from curation.actions.groups import decline_together, take_out_of_group
from curation.likeness.flagged import lie_together
from curation.models import FlaggedPlace, LikeText
from tests.conftest import Cast
from tests.curation.conftest import Ward, a_recording, a_ward
from tests.curation.test_at_once import at_once

ROUNDS = 15


@pytest.fixture
def ward(transactional_db: None, cast: Cast) -> Ward:
    assert connection.vendor != "sqlite" or not connection.is_in_memory_db()
    return a_ward(cast, slug="ward-nursing", title="Ward nursing")


def again_and_again(act: Callable[[], object]) -> Callable[[], object]:
    def run() -> object:
        try:
            for _ in range(ROUNDS):
                act()
        except DatabaseError as broken:
            return broken
        return None

    return run


def test_whoever_changes_groups_waits_and_nobody_waits_in_a_circle(ward: Ward) -> None:
    first, second, third = (
        ward.flag(ward.cast.ana, a_recording(ward.community, ward.cast.lee), "t=70,100").place
        for _ in range(3)
    )
    # The last one leads: so whoever takes a place and then its leader goes against the order of the keys.
    FlaggedPlace.objects.filter(pk__in=[first.pk, second.pk]).update(alike=third)

    def flag() -> None:
        withdraw_flag(
            user=ward.cast.eli, flag=flag_place(user=ward.cast.eli, source=recording, anchor="t=70,100")
        )

    def group() -> None:
        LikeText.objects.filter(flagged_place=first).update(words=b"")
        lie_together(first.pk)

    def group_the_leader() -> None:
        LikeText.objects.filter(flagged_place=third).update(words=b"")
        lie_together(third.pk)

    def take_out() -> None:
        take_out_of_group(user=ward.cast.cora, place=third)

    recording = first.screencast
    broken = at_once(*(again_and_again(act) for act in (flag, group, group_the_leader, take_out)))

    assert broken == [None] * 4
    for place in (first, second, third):
        lie_together(place.pk)
    rows = list(FlaggedPlace.objects.all())
    assert [row.people_count for row in rows] == [1, 1, 1]
    assert {row.people_together for row in rows} == {1}


@pytest.mark.postgres
def test_a_flag_below_another_place_does_not_stop_who_decides_on_both(ward: Ward) -> None:
    """What once ended in a circle: the flag had its place and wanted the leader, the curator the other way round."""
    leader, under = (
        ward.flag(ward.cast.ana, a_recording(ward.community, ward.cast.lee), "t=70,100").place
        for _ in range(2)
    )
    FlaggedPlace.objects.filter(pk=under.pk).update(alike=leader)
    under.refresh_from_db()

    def hold_the_leader() -> None:
        with transaction.atomic():
            FlaggedPlace.objects.select_for_update().get(pk=leader.pk)
            time.sleep(1.5)

    def decide() -> None:
        time.sleep(0.4)
        decline_together(user=ward.cast.cora, places=[leader, under], reason="Out of use.")

    def flag() -> None:
        time.sleep(0.8)
        flag_place(user=ward.cast.eli, source=under.screencast, anchor="t=70,100")

    assert at_once(hold_the_leader, decide, flag) == [None] * 3


def test_curator_who_decides_on_what_was_taken_back_reads_so(ward: Ward) -> None:
    flag = ward.flag(ward.cast.ana, ward.answer)

    def decide() -> object:
        try:
            return decline_place(user=ward.cast.cora, place=flag.place, reason="Out of use.")
        except AlreadyDecided as refused:
            return refused

    at_once(lambda: withdraw_flag(user=ward.cast.ana, flag=flag), decide)
    answer = decide()

    assert isinstance(answer, AlreadyDecided)
