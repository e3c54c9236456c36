"""Asking for a job aid that is missing, joining those who asked, and hearing what became of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.dispatch import Signal
from django.test import Client
from django.utils import timezone

from curation.actions.promotion import promote_practice
from curation.actions.requests import RequestClosed, add_voice, decline_request, meet_request
from curation.models import ContentRequest, JobAidPage, RequestVoice
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from curation.promotion.pieces import Role
from curation.signals import request_met
from people.models import User
from tests.curation.conftest import Ward, a_ward
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def ask(ward: Ward, title: str = "Replace a syringe driver label", by: User | None = None) -> ContentRequest:
    person = by or ward.cast.ana
    asked = ContentRequest.objects.create(
        community=ward.community, title=title, asked_by=person, created_at=timezone.now()
    )
    RequestVoice.objects.create(request=asked, user=person, at=timezone.now())
    return asked


def a_job_aid(ward: Ward, title: str = "Scan an insulin pen") -> JobAidPage:
    practice = ward.practice()
    chosen = [Chosen(piece, Role.STEP, is_used=True) for piece in all_pieces(keyed_sources(practice))]
    aid = promote_practice(user=ward.cast.cora, practice=practice, title=title, purpose="", chosen=chosen)
    JobAidPage.objects.filter(pk=aid.pk).update(live=True, number=1)
    return JobAidPage.objects.get(pk=aid.pk)


def test_member_asks_for_a_job_aid_and_curators_see_it(ward: Ward, as_user: AsUser) -> None:
    member = as_user(ward.cast.ana)

    page = member.post(
        ward.address("requests/new/"),
        {"title": "Replace a syringe driver label", "detail": "Every night on 4B."},
        follow=True,
    ).content.decode()
    desk = as_user(ward.cast.cora).get("/curation/requests/").content.decode()

    assert "Replace a syringe driver label" in page
    assert "1 person needs it" in page
    assert "“Every night on 4B.”" in desk


def test_form_sent_twice_asks_once(ward: Ward, as_user: AsUser) -> None:
    sent = {"title": "Undo a discharge", "submission": "6a0cf9e2-93a6-4c10-9d0e-0b4ac0f0a111", "sure": "yes"}

    for _ in range(2):
        as_user(ward.cast.ana).post(ward.address("requests/new/"), sent)

    assert ContentRequest.objects.count() == 1


def test_a_like_request_is_offered_first_and_one_adds_ones_voice(ward: Ward, as_user: AsUser) -> None:
    asked = ask(ward)
    other = as_user(ward.cast.lee)

    offered = other.post(ward.address("requests/new/"), {"title": "Syringe driver labels"})
    other.post(ward.address(f"requests/{asked.pk}/voice/"))
    asked.refresh_from_db()

    assert "Asked for already" in offered.content.decode()
    assert "Replace a syringe driver label" in offered.content.decode()
    assert (ContentRequest.objects.count(), asked.people_count) == (1, 2)


def test_who_wants_another_one_asks_all_the_same(ward: Ward, as_user: AsUser) -> None:
    ask(ward)

    as_user(ward.cast.lee).post(
        ward.address("requests/new/"), {"title": "Syringe driver alarms", "sure": "yes"}
    )

    assert ContentRequest.objects.count() == 2


def test_a_job_aid_that_may_answer_is_offered_first(ward: Ward, as_user: AsUser) -> None:
    aid = a_job_aid(ward)

    page = as_user(ward.cast.lee).get(ward.address("requests/new/"), {"title": "scan insulin pens"})

    assert aid.title in page.content.decode().partition("Is it one of these?")[2]


def test_a_voice_counts_once_and_can_be_taken_back(ward: Ward, as_user: AsUser) -> None:
    asked = ask(ward)
    address = ward.address(f"requests/{asked.pk}/voice/")
    browser = as_user(ward.cast.lee)

    for _ in range(2):
        browser.post(address)
    asked.refresh_from_db()
    twice = asked.people_count
    browser.post(address, {"act": "back"})
    asked.refresh_from_db()

    assert (twice, asked.people_count) == (2, 1)


def test_what_nobody_misses_any_more_is_gone(ward: Ward, as_user: AsUser) -> None:
    asked = ask(ward)

    as_user(ward.cast.ana).post(ward.address(f"requests/{asked.pk}/voice/"), {"act": "back"}, follow=True)

    assert not ContentRequest.objects.exists()


def test_met_by_a_published_job_aid_and_everybody_who_asked_is_told(ward: Ward, as_user: AsUser) -> None:
    asked, aid = ask(ward), a_job_aid(ward)
    add_voice(user=ward.cast.lee, request=asked)
    heard = listen(request_met)

    as_user(ward.cast.cora).post(f"/curation/requests/{asked.pk}/meet/", {"job_aid": aid.pk})
    theirs = as_user(ward.cast.lee).get("/requests/").content.decode()

    assert heard == [asked]
    assert f'There is a job aid: <a href="{aid.get_absolute_url()}">' in theirs


def test_job_aid_of_elsewhere_or_not_published_meets_nothing(ward: Ward, as_user: AsUser) -> None:
    other = a_ward(ward.cast, slug="medicines", title="Medicines")
    asked, foreign, draft = ask(ward), a_job_aid(other, "Foreign aid"), a_job_aid(ward)
    JobAidPage.objects.filter(pk=draft.pk).update(live=False)
    browser = as_user(ward.cast.cora)

    answers = [
        browser.post(f"/curation/requests/{asked.pk}/meet/", {"job_aid": pk})
        for pk in (foreign.pk, draft.pk, "x")
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert "Foreign aid" not in answers[0].content.decode()
    with pytest.raises(ValueError, match="published in this community"):
        meet_request(user=ward.cast.adam, request=asked, job_aid=foreign)


def test_declined_with_a_reason_that_askers_read(ward: Ward, as_user: AsUser) -> None:
    asked = ask(ward)
    browser = as_user(ward.cast.cora)

    without = browser.post(f"/curation/requests/{asked.pk}/decline/", {"decline_reason": " "})
    browser.post(f"/curation/requests/{asked.pk}/decline/", {"decline_reason": "The driver goes in May."})
    theirs = as_user(ward.cast.ana).get("/requests/").content.decode()

    assert without.status_code == 422
    assert "“The driver goes in May.”" in theirs


def test_what_is_decided_takes_no_voice_and_no_second_decision(ward: Ward, as_user: AsUser) -> None:
    asked = ask(ward)
    decline_request(user=ward.cast.adam, request=asked, reason="Out of use.")

    late = as_user(ward.cast.lee).post(ward.address(f"requests/{asked.pk}/voice/"), follow=True)
    second = as_user(ward.cast.cora).post(
        f"/curation/requests/{asked.pk}/decline/", {"decline_reason": "Another reason"}
    )

    assert "This was decided already: declined: Out of use." in late.content.decode()
    assert "This was decided already: declined: Out of use." in second.content.decode()
    assert "Another reason" in second.content.decode()
    with pytest.raises(RequestClosed):
        add_voice(user=ward.cast.lee, request=asked)


def test_only_those_inside_ask_and_only_curators_decide(ward: Ward, as_user: AsUser) -> None:
    asked = ask(ward)
    outside, member = ward.cast.stranger, ward.cast.lee

    refused = [
        as_user(outside).get(ward.address("requests/new/")).status_code,
        as_user(outside).post(ward.address(f"requests/{asked.pk}/voice/")).status_code,
        as_user(member).get(f"/curation/requests/{asked.pk}/").status_code,
        as_user(member).post(f"/curation/requests/{asked.pk}/decline/", {"decline_reason": "x"}).status_code,
    ]

    assert refused == [403, 403, 403, 403]


def test_requests_of_a_hidden_community_are_not_there(ward: Ward, hidden_ward: Ward, as_user: AsUser) -> None:
    asked = ask(hidden_ward, "Secret request")
    browser = as_user(ward.cast.cora)

    codes = [
        browser.get(hidden_ward.address("requests/")).status_code,
        browser.get(hidden_ward.address(f"requests/{asked.pk}/")).status_code,
        browser.get(ward.address(f"requests/{asked.pk}/")).status_code,
        browser.get(f"/curation/requests/{asked.pk}/").status_code,
        browser.post(f"/curation/requests/{asked.pk}/meet/").status_code,
    ]

    assert codes == [404] * 5


def test_who_left_a_community_reads_nothing_of_what_they_asked_there(
    hidden_ward: Ward, as_user: AsUser
) -> None:
    ask(hidden_ward, "Secret request", by=hidden_ward.cast.nia)

    theirs = as_user(hidden_ward.cast.nia).get("/requests/").content.decode()

    assert "Secret request" not in theirs


def test_asking_without_a_community_leads_to_ones_own(ward: Ward, as_user: AsUser) -> None:
    one = as_user(ward.cast.ana).get("/requests/new/", {"title": "syringe driver"})
    none = as_user(ward.cast.nia).get("/requests/new/").content.decode()

    assert one.headers["Location"] == ward.address("requests/new/?title=syringe+driver")
    assert "Join a community first" in none


@pytest.mark.parametrize("page", ["requests/", "requests/new/?title=syringe+driver+label"])
def test_pages_cost_the_same_at_any_number(ward: Ward, as_user: AsUser, page: str) -> None:
    browser = as_user(ward.cast.ana)
    asked = []
    for rows in (2, 15):
        for number in range(rows):
            ask(ward, f"Syringe driver label {number}")
        browser.get(ward.address(page))
        with queries(at_most=12) as captured:
            browser.get(ward.address(page))
        asked.append(len(captured))

    assert asked[0] == asked[1]


def listen(signal: Signal) -> list[ContentRequest]:
    heard: list[ContentRequest] = []

    def hear(request: ContentRequest, **kwargs: object) -> None:
        heard.append(request)

    signal.connect(hear, weak=False, dispatch_uid="heard by a test")
    return heard
