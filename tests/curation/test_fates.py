"""The flagger sees what became of what they flagged, as far as it came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from curation.actions.practices import add_source, make_practice
from curation.actions.refusals import ask_not_to_use
from curation.models import FlaggedPlace, JobAidPage
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.test_flagging_words import a_step_from

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def test_the_flagger_sees_what_became_of_it(ward: Ward, as_user: AsUser) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    browser = as_user(ward.cast.ana)
    seen = [browser.get("/flags/").content.decode()]

    FlaggedPlace.objects.filter(pk=place.pk).update(claimed_by=ward.cast.cora, due_on=date(2026, 12, 1))
    seen.append(browser.get("/flags/").content.decode())
    practice = make_practice(
        user=ward.cast.cora, community=ward.community, title="Scan the label", summary="", place=place
    )
    seen.append(browser.get("/flags/").content.decode())
    ask_not_to_use(user=ward.cast.eli, source=ward.answer, anchor="", reason="It was a guess.")
    seen.append(browser.get("/flags/").content.decode())

    waiting, claimed, in_practice, refused = seen
    assert "Waiting for a curator. 1 person flagged it." in waiting
    assert "Cora Lind looks at it and decides by" in claimed
    assert "In the practice" in in_practice
    assert "Emerging" in in_practice
    assert "Its author asked that it not be used: “It was a guess.”" in refused
    assert practice.get_absolute_url() in in_practice


def test_flags_on_a_place_that_a_curator_adds_as_a_source_are_decided_by_it(
    ward: Ward, as_user: AsUser
) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    practice = make_practice(
        user=ward.cast.cora, community=ward.community, title="Scan the label", summary=""
    )
    waiting = as_user(ward.cast.cora).get("/curation/flags/").content.decode()

    add_source(user=ward.cast.cora, practice=practice, source=ward.answer, anchor="")

    place.refresh_from_db()
    decided = as_user(ward.cast.cora).get("/curation/flags/").content.decode()
    assert f"/curation/places/{place.pk}/" in waiting
    assert f"/curation/places/{place.pk}/" not in decided
    assert place.practice == practice
    assert practice.sources.count() == 1
    assert "In the practice" in as_user(ward.cast.ana).get("/flags/").content.decode()


def test_a_published_job_aid_is_named_and_a_draft_is_not(ward: Ward, as_user: AsUser) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    job_aid = a_step_from(ward, "", place).job_aid
    browser = as_user(ward.cast.ana)
    while_draft = browser.get("/flags/").content.decode()
    JobAidPage.objects.filter(pk=job_aid.pk).update(live=True)

    published = browser.get("/flags/").content.decode()

    assert job_aid.title not in while_draft
    assert "Promoted" in while_draft
    assert f'Became the job aid <a href="{job_aid.get_absolute_url()}">{job_aid.title}</a>' in published


def test_a_curator_who_opens_a_decided_place_reads_what_became_of_it(ward: Ward, as_user: AsUser) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    make_practice(
        user=ward.cast.cora, community=ward.community, title="Scan the label", summary="", place=place
    )

    seen = as_user(ward.cast.lou).get(f"/curation/places/{place.pk}/").content.decode()

    assert "In the practice" in seen
    assert "Scan the label" in seen
    assert "Waiting for a curator" not in seen
