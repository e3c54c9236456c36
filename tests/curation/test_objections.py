"""Experts who object: with a reason, in the open, answered or taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from curation.actions.objections import object_to_practice
from curation.actions.practices import endorse_practice
from curation.models import Objection, Practice
from curation.states import PracticeState
from people.models import User
from tests.curation.conftest import Ward
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
REASON = "It fails on the grey scanners of 6A."


def test_expert_objects_with_a_reason_that_all_can_read(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()

    as_user(ward.cast.eli).post(f"{practice.get_absolute_url()}object/", {"reason": REASON})
    seen = as_user(ward.cast.ana).get(practice.get_absolute_url()).content.decode()

    assert REASON in seen
    assert "Objected" in seen  # the log says it too


def test_objection_without_a_reason_is_not_taken(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()

    answer = as_user(ward.cast.eli).post(f"{practice.get_absolute_url()}object/", {"reason": " "})

    assert answer.status_code == 422
    assert "Write what is not right" in answer.content.decode()
    assert not Objection.objects.exists()


def test_only_experts_and_curators_object(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()

    answer = as_user(ward.cast.ana).post(f"{practice.get_absolute_url()}object/", {"reason": REASON})

    assert answer.status_code == 403
    assert not Objection.objects.exists()


def test_who_objects_no_longer_endorses_and_the_practice_is_emerging_again(ward: Ward) -> None:
    practice = ward.practice()
    endorse_practice(user=ward.cast.eli, practice=practice, note="Right.")

    object_to_practice(user=ward.cast.eli, practice=practice, reason=REASON)

    practice.refresh_from_db()
    assert practice.state == PracticeState.EMERGING
    assert not practice.endorsements.exists()
    assert "no expert stands for it now" in practice.log.first().why


def test_with_another_expert_it_stays_endorsed(ward: Ward) -> None:
    practice = ward.practice()
    other = UserFactory()
    MembershipFactory(user=other, community=ward.community, is_expert=True)
    for expert in (ward.cast.eli, other):
        endorse_practice(user=expert, practice=practice, note="")

    object_to_practice(user=ward.cast.eli, practice=practice, reason=REASON)

    practice.refresh_from_db()
    assert practice.state == PracticeState.ENDORSED


def test_curator_answers_and_the_objection_is_settled(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    objection = object_to_practice(user=ward.cast.eli, practice=practice, reason=REASON)
    address = f"{practice.get_absolute_url()}objections/{objection.pk}/answer/"
    cora = as_user(ward.cast.cora)

    assert cora.post(address, {"answer": ""}).status_code == 422
    cora.post(address, {"answer": "The grey ones were replaced in March."})
    again = cora.post(address, {"answer": "Once more."})

    assert "The grey ones were replaced in March." in cora.get(practice.get_absolute_url()).content.decode()
    assert again.status_code == 422
    assert "answered this objection already: “The grey ones" in again.content.decode()
    assert "Once more." in again.content.decode()  # what was typed is still there


def test_expert_takes_an_objection_back(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    objection = object_to_practice(user=ward.cast.eli, practice=practice, reason=REASON)
    address = f"{practice.get_absolute_url()}objections/{objection.pk}/withdraw/"

    assert as_user(ward.cast.ana).post(address).status_code == 404
    as_user(ward.cast.eli).post(address)

    objection.refresh_from_db()
    assert not objection.stands
    assert "taken back" in as_user(ward.cast.ana).get(practice.get_absolute_url()).content.decode()


def test_endorsing_takes_an_objection_back(ward: Ward) -> None:
    practice = ward.practice()
    objection = object_to_practice(user=ward.cast.eli, practice=practice, reason=REASON)

    endorse_practice(user=ward.cast.eli, practice=practice, note="Works now.")

    objection.refresh_from_db()
    assert not objection.stands


def test_declined_practice_takes_no_objection(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    Practice.objects.update(state=PracticeState.DECLINED)

    answer = as_user(ward.cast.eli).post(f"{practice.get_absolute_url()}object/", {"reason": REASON})

    assert answer.status_code == 422
    assert not Objection.objects.exists()
