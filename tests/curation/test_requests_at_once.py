"""Forms that arrive at the same moment, through the whole site: one is done, the other is told, nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from communities.models import Membership
from communities.permissions import forget_standing
from curation.actions.joining import join_job_aid
from curation.actions.objections import object_to_practice
from curation.actions.practices import add_source, make_practice
from curation.actions.requests import ask_for_job_aid
from curation.models import ContentRequest, JobAidPage, Joining, Objection
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from curation.promotion.pieces import Role
from curation.reviewing.workflow import send_to_review
from people.models import User
from tests.conftest import Cast
from tests.curation.aids import a_job_aid
from tests.curation.conftest import Ward, a_ward
from tests.curation.drafts import a_draft
from tests.curation.reviewing import agree, newest
from tests.curation.test_at_once import at_once

Answer = Any


@pytest.fixture
def ward(transactional_db: None, cast: Cast) -> Ward:
    assert connection.vendor != "sqlite" or not connection.is_in_memory_db()
    return a_ward(cast, slug="ward-nursing", title="Ward nursing")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sends(user: User, address: str, **form: Any) -> Callable[[], Answer]:
    """This person's browser, about to send a form."""
    client = signed_in(user)
    return lambda: client.post(address, form)


def codes(answers: list[Answer]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def test_verifying_twice_at_once_verifies(ward: Ward) -> None:
    job_aid = a_job_aid(ward, days=3)
    address = f"{job_aid.get_absolute_url()}still-right/"

    answers = at_once(*(sends(user, address) for user in (ward.cast.cora, ward.cast.lou)))

    assert codes(answers) == [302, 302]
    job_aid.refresh_from_db()
    assert job_aid.verified_until is not None
    assert job_aid.verified_until > timezone.localdate() + timedelta(days=90)
    assert job_aid.verified_by in {ward.cast.cora, ward.cast.lou}


def test_two_who_join_the_same_job_aid_at_once_are_both_in_it(ward: Ward) -> None:
    aid = a_draft(ward)
    before = len(aid.get_latest_revision_as_object().steps)
    curators = (ward.cast.cora, ward.cast.lou)
    practices = []
    for number, (user, anchor) in enumerate(zip(curators, ("When a scan fails", "Gloves"), strict=True)):
        practice = make_practice(user=user, community=ward.community, title=f"Practice {number}", summary="")
        add_source(user=user, practice=practice, source=ward.page, anchor=ward.anchors[anchor])
        practices.append(practice)

    def joins(user: User, practice: Any) -> Callable[[], object]:
        pieces = all_pieces(keyed_sources(practice))[:1]
        chosen = [Chosen(piece, Role.STEP, is_used=True) for piece in pieces]
        return lambda: join_job_aid(user=user, practice=practice, job_aid=aid, chosen=chosen)

    answers = at_once(*(joins(*each) for each in zip(curators, practices, strict=True)))

    assert all(isinstance(answer, JobAidPage) for answer in answers)
    assert Joining.objects.count() == 2
    draft = JobAidPage.objects.get(pk=aid.pk).get_latest_revision_as_object()
    assert len(draft.steps) == before + 2


def test_an_objection_is_answered_once_and_the_other_curator_keeps_the_words(ward: Ward) -> None:
    practice = ward.practice()
    objection = object_to_practice(user=ward.cast.eli, practice=practice, reason="It clogs.")
    address = f"{practice.get_absolute_url()}objections/{objection.pk}/answer/"
    words = {ward.cast.cora: "It is by day.", ward.cast.lou: "The label was changed."}

    answers = at_once(*(sends(user, address, answer=said) for user, said in words.items()))

    assert codes(answers) == [302, 422]
    kept = Objection.objects.get(pk=objection.pk)
    late = next(answer.content.decode() for answer in answers if answer.status_code == 422)
    assert f"{kept.answered_by.name} answered this objection already: “{kept.answer}”" in late
    assert all(said in late for said in words.values())


def test_a_request_met_and_declined_at_once_is_decided_once(ward: Ward) -> None:
    asked = ask_for_job_aid(user=ward.cast.ana, community=ward.community, title="Undo a discharge")
    aid = a_job_aid(ward)
    address = f"/curation/requests/{asked.pk}/"

    answers = at_once(
        sends(ward.cast.cora, f"{address}meet/", job_aid=aid.pk),
        sends(ward.cast.cora, f"{address}meet/", job_aid=aid.pk),
        sends(ward.cast.lou, f"{address}decline/", decline_reason="Pharmacy does it."),
        sends(ward.cast.lou, f"{address}decline/", decline_reason="Pharmacy does it."),
    )

    assert codes(answers) == [302, 422, 422, 422]
    kept = ContentRequest.objects.get(pk=asked.pk)
    assert (kept.state == "met") is (kept.job_aid == aid)
    assert (kept.state == "declined") is (kept.reason == "Pharmacy does it.")


def test_a_review_taken_back_under_its_reviewer_keeps_their_words(ward: Ward) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, ward.cast.eli)
    address = f"{draft.get_absolute_url()}draft/"
    until = (timezone.localdate() + timedelta(days=60)).isoformat()
    reviewer = sends(
        ward.cast.lou,
        f"{address}approve/",
        seen=newest(draft),
        owner="",
        verified_until=until,
        comment="Tried it on 4B.",
    )

    taken_back, decided = at_once(sends(ward.cast.cora, f"{address}take-back/"), reviewer)

    assert taken_back.status_code == 302
    job_aid = JobAidPage.objects.get(pk=draft.pk)
    if decided.status_code == 409:
        assert not job_aid.live
        assert "Tried it on 4B." in decided.content.decode()
        assert "took it back meanwhile" in decided.content.decode()
    else:
        assert (decided.status_code, job_aid.live) == (302, True)


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("{aid}draft/approve/", {"comment": "Tried it on 4B."}),
        ("{practice}promote/", {"title": "Pen", "purpose": "Tried it on 4B."}),
        ("/curation/places/{place}/decline/", {"decline_reason": "Tried it on 4B."}),
        ("{aid}still-right/", {}),
    ],
)
def test_a_role_lost_after_the_form_was_opened_is_refused_with_words(
    ward: Ward, address: str, form: dict[str, str]
) -> None:
    place = ward.flag(ward.cast.lee, ward.page).place
    draft = a_draft(ward)
    practice = ward.practice(source=ward.question, title="Another practice")
    mia = User.objects.create(username="mia", email="mia@example.org", display_name="Mia")
    Membership.objects.create(user=mia, community=ward.community, state="active", is_curator=True)
    urls = {"aid": draft.get_absolute_url(), "practice": practice.get_absolute_url(), "place": place.pk}
    path = address.format(**urls)
    if "still" in path:
        JobAidPage.objects.filter(pk=draft.pk).update(live=True, number=1)
    else:
        opened = {
            "approve": urls["aid"] + "draft/",
            "promote": path,
            "decline": path.removesuffix("decline/"),
        }
        assert signed_in(mia).get(next(url for act, url in opened.items() if act in path)).status_code == 200
    send = sends(mia, path, **form)

    Membership.objects.filter(user=mia).update(is_curator=False)
    forget_standing(mia)
    answer = send()

    page = answer.content.decode()
    assert answer.status_code in {403, 404}
    for words in form.values():
        assert words in page
    assert "may not" in page or "cannot" in page or "not here" in page or "only" in page.lower(), page[:3000]
    assert JobAidPage.objects.filter(verified_by=mia).count() == 0
    place.refresh_from_db()
    assert place.state == "open"
