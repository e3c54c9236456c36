"""Who answers for a job aid, when its owner is gone too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.actions.community import leave_community, set_roles
from communities.models import CommunityPage, Membership
from communities.permissions import forget_standing
from people.models import User
from tests.curation.aids import a_job_aid
from tests.curation.conftest import Ward
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

AsUser = Callable[[User], Client]


def test_who_has_just_lost_the_role_is_refused_with_words(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_job_aid(ward, days=5, owner=ward.cast.eli)
    browser = as_user(ward.cast.eli)
    before = browser.get(f"{job_aid.get_absolute_url()}check/")
    Membership.objects.filter(user=ward.cast.eli, community=ward.community).update(is_expert=False)

    refused = browser.post(f"{job_aid.get_absolute_url()}still-right/")

    assert before.status_code == 200
    assert refused.status_code == 403
    assert "as long as they have that role" in refused.content.decode()
    assert "Nothing was changed." in refused.content.decode()
    job_aid.refresh_from_db()
    assert job_aid.verified_until == timezone.localdate() + timedelta(days=5)


@pytest.mark.parametrize("how", ["left", "lost the role", "deactivated"])
def test_when_the_owner_is_gone_the_stand_in_answers(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int], heard: list[Any], how: str
) -> None:
    stand_in = UserFactory(username="sam", display_name="Sam Stand-in")
    MembershipFactory(user=stand_in, community=ward.community, is_expert=True)
    job_aid = a_job_aid(ward, days=5, owner=ward.cast.eli, stand_in=stand_in)

    end(ward, ward.cast.eli, how)
    run_tasks()

    assert ("gone", job_aid.pk, ["sam"]) in heard
    home = as_user(stand_in).get("/").content.decode()
    assert "Is “Scan a pen” still right?" in home
    assert "cannot say so any more, so it is up to you" in home
    said = as_user(stand_in).post(f"{job_aid.get_absolute_url()}still-right/")
    assert said.status_code == 302


def end(ward: Ward, person: User, how: str) -> None:
    membership = Membership.objects.get(user=person, community=ward.community)
    if how == "left":
        CommunityPage.objects.filter(pk=ward.community.pk).update(member_count=5)
        leave_community(user=person, community=ward.community)
    elif how == "lost the role":
        set_roles(user=ward.cast.adam, membership=membership, is_expert=False)
    else:
        person.is_active = False
        person.save()
    forget_standing(person)


def test_without_a_stand_in_it_falls_to_the_curators_of_the_community(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int], heard: list[Any]
) -> None:
    carl = UserFactory(username="carl", display_name="Carl")
    MembershipFactory(user=carl, community=ward.community, is_curator=True)
    job_aid = a_job_aid(ward, days=5, owner=ward.cast.eli)

    end(ward, ward.cast.eli, "left")
    run_tasks()
    run_tasks()

    assert [row for row in heard if row[0] == "gone"] == [("gone", job_aid.pk, ["carl"])]
    assert "Is “Scan a pen” still right?" in as_user(carl).get("/").content.decode()


def test_a_curator_says_who_owns_it_who_stands_in_and_how_often(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_job_aid(ward)
    address = f"{job_aid.get_absolute_url()}check/answers/"
    eli, lee = ward.cast.eli, ward.cast.lee
    sent = {"owner": eli.pk, "stand_in": ward.cast.cora.pk, "verify_months": 3}

    same = as_user(ward.cast.cora).post(address, sent | {"stand_in": eli.pk})
    unable = as_user(ward.cast.cora).post(address, sent | {"owner": lee.pk})
    saved = as_user(ward.cast.cora).post(address, sent, follow=True)
    by_owner = as_user(eli).post(address, sent)

    assert "Choose somebody else than the owner" in same.content.decode()
    assert unable.status_code == 422
    assert "Saved." in saved.content.decode()
    assert by_owner.status_code == 403
    job_aid.refresh_from_db()
    assert (job_aid.owner, job_aid.stand_in, job_aid.verify_months) == (eli, ward.cast.cora, 3)


def test_a_member_does_not_check(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_job_aid(ward, days=5)
    address = job_aid.get_absolute_url()

    for user in (ward.cast.ana, ward.cast.nia):
        assert as_user(user).get(f"{address}check/").status_code == 403
        assert as_user(user).post(f"{address}still-right/").status_code == 403
        assert as_user(user).post(f"{address}check/step/").status_code == 403
