"""Flagged places that say much the same: shown, decided and parted on the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from curation.models import FlaggedPlace, Practice, Refusal
from people.models import User
from tests.curation.conftest import Ward, a_recording

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


@pytest.fixture
def group(ward: Ward) -> list[FlaggedPlace]:
    """A leader of two people with two places under it."""
    places = []
    for name in ("First", "Second", "Third"):
        recording = a_recording(ward.community, ward.cast.lee)
        recording.title = name
        recording.save()
        places.append(ward.flag(ward.cast.ana, recording, "t=70,100", reason=f"{name} reason").place)
    ward.flag(ward.cast.lee, places[0].screencast, "t=70,100")
    FlaggedPlace.objects.filter(pk__in=[place.pk for place in places[1:]]).update(alike=places[0])
    FlaggedPlace.objects.filter(pk=places[0].pk).update(people_together=2)
    return [FlaggedPlace.objects.get(pk=place.pk) for place in places]


def test_places_lie_under_their_leader_with_the_reasons_of_all(
    ward: Ward, group: list[FlaggedPlace], as_user: AsUser
) -> None:
    group[2].flags.update(kind="contradicts")

    page = as_user(ward.cast.cora).get("/curation/flags/")

    desk = page.content.decode()
    assert [row.place for row in page.context["waiting"]] == [group[0]]
    assert "<b>2</b><span>people</span>" in desk
    assert "Second, 1:10 to 1:40" in desk
    assert "<b>3</b> works well" in desk
    assert '<li class="kinds__against"><b>1</b> contradicts the official way</li>' in desk


def test_one_act_makes_a_practice_of_the_whole_group(
    ward: Ward, group: list[FlaggedPlace], as_user: AsUser
) -> None:
    leader, *under = group

    as_user(ward.cast.cora).post(
        f"/curation/places/{leader.pk}/practice/",
        {"title": "Pair it", "state": "emerging", "together": [place.pk for place in under]},
    )

    practice = Practice.objects.get()
    assert practice.sources.count() == 3
    assert practice.flagged_places.count() == 3
    assert practice.first_flag_at == leader.first_at


def test_one_act_declines_the_whole_group_with_one_reason(
    ward: Ward, group: list[FlaggedPlace], as_user: AsUser
) -> None:
    leader, *under = group
    browser = as_user(ward.cast.cora)

    browser.post(
        f"/curation/places/{leader.pk}/decline/",
        {"decline_reason": "Out of use.", "together": [place.pk for place in under]},
    )

    assert set(FlaggedPlace.objects.values_list("state", "decline_reason")) == {("declined", "Out of use.")}
    assert as_user(ward.cast.ana).get("/flags/").content.decode().count("Out of use.") == 3


def test_a_place_that_came_since_is_not_decided_unseen(
    ward: Ward, group: list[FlaggedPlace], as_user: AsUser
) -> None:
    leader, seen, unseen = group

    browser = as_user(ward.cast.cora)
    browser.post(
        f"/curation/places/{leader.pk}/decline/", {"decline_reason": "Out of use.", "together": [seen.pk]}
    )

    unseen.refresh_from_db()
    assert (unseen.state, unseen.alike_id) == ("open", None)
    assert [row.place for row in browser.get("/curation/flags/").context["waiting"]] == [unseen]


def test_one_is_taken_out_of_the_group_and_lies_by_itself(
    ward: Ward, group: list[FlaggedPlace], as_user: AsUser
) -> None:
    leader, out, _ = group
    browser = as_user(ward.cast.cora)

    browser.post(f"/curation/places/{out.pk}/take-out/")

    shown = [row.place for row in browser.get("/curation/flags/").context["waiting"]]
    assert shown == [leader, out]


def test_leader_taken_out_leaves_the_others_together(
    ward: Ward, group: list[FlaggedPlace], as_user: AsUser
) -> None:
    leader, second, third = group

    as_user(ward.cast.cora).post(f"/curation/places/{leader.pk}/take-out/")

    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.alike, third.alike) == (None, second)
    assert second.people_together == 1


def test_places_of_elsewhere_are_never_decided_along(
    ward: Ward, hidden_ward: Ward, group: list[FlaggedPlace], as_user: AsUser
) -> None:
    foreign = hidden_ward.flag(hidden_ward.cast.ana, hidden_ward.answer).place
    alone = ward.flag(ward.cast.ana, ward.answer).place

    as_user(ward.cast.cora).post(
        f"/curation/places/{group[0].pk}/decline/",
        {"decline_reason": "Out of use.", "together": [foreign.pk, alone.pk, "x", "-1", "9" * 30]},
    )

    states = FlaggedPlace.objects.filter(pk__in=[foreign.pk, alone.pk]).values_list("state", flat=True)
    assert set(states) == {"open"}


def test_desk_says_that_an_author_asks_not_to_be_used(
    ward: Ward, group: list[FlaggedPlace], as_user: AsUser
) -> None:
    Refusal.objects.create(
        community=ward.community,
        screencast=group[0].screencast,
        asked_by=ward.cast.lee,
        reason="My draft.",
        asked_at=group[0].newest_at,
    )

    desk = as_user(ward.cast.cora).get("/curation/flags/").content.decode()

    assert "Lee Tan asks that these words not be used. “My draft.”" in desk
