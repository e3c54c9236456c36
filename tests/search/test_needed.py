"""“I needed this”: from a search in vain to a request that curators meet, and everybody who asked hears of it."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from communities.permissions import forget_standing
from curation.actions.claims import claim
from curation.actions.requests import ASKED_A_DAY, meet_request
from curation.models import ContentRequest, JobAidPage
from curation.signals import job_aid_published
from notifications.models import Notice
from people.models import User
from search.models import RequestAnswer
from search.needed import need
from tests.curation.aids import a_job_aid
from tests.curation.conftest import Ward
from tests.curation.test_at_once import at_once
from tests.factories import CommunityFactory, MembershipFactory
from tests.queries import queries
from tests.search.conftest import RunTasks

pytestmark = pytest.mark.django_db


def browser(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def first_choice(page: str) -> str:
    """The community that is chosen already."""
    return page.partition("selected>")[2].partition("<")[0]


def test_a_search_in_vain_becomes_a_request_in_two_steps(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    client = browser(ward.cast.ana)

    nothing = client.get("/search/", {"q": "bariatric bed transfer"}).content.decode()
    some = client.get("/search/", {"q": "scan"}).content.decode()
    form = client.get("/search/needed/", {"q": "bariatric bed transfer"}).content.decode()
    made = client.post(
        "/search/needed/?q=bariatric",
        {"title": "bariatric bed transfer", "community": ward.community.pk},
        follow=True,
    ).content.decode()

    assert 'href="/search/needed/?q=bariatric%20bed%20transfer"' in nothing
    assert 'href="/search/needed/?q=scan"' in some
    assert 'value="bariatric bed transfer"' in form
    assert "1 person needs it" in made
    assert "You are told when there is a job aid." in made


def test_what_others_asked_for_is_offered_first(ward: Ward) -> None:
    request, _ = need(user=ward.cast.lee, community=ward.community, title="Transfer a bariatric bed")
    client = browser(ward.cast.ana)

    page = client.get("/search/needed/", {"q": "bariatric bed transfer"}).content.decode()
    client.post(ward.address(f"requests/{request.pk}/voice/"))

    assert "1 person asked for this" in page
    assert "Add your voice" in page
    request.refresh_from_db()
    assert request.people_count == 2
    assert "you too" in client.get("/search/needed/", {"q": "bariatric bed transfer"}).content.decode()


def test_who_asks_for_very_much_in_a_day_is_told_and_keeps_the_text(ward: Ward) -> None:
    for number in range(ASKED_A_DAY):
        need(user=ward.cast.ana, community=ward.community, title=f"Job {'x' * number} aid")

    answer = browser(ward.cast.ana).post(
        "/search/needed/", {"title": "bariatric bed transfer", "community": ward.community.pk}
    )

    assert answer.status_code == 422
    assert "You asked for 20 job aids since yesterday" in answer.content.decode()
    assert 'value="bariatric bed transfer"' in answer.content.decode()
    need(user=ward.cast.lee, community=ward.community, title="bariatric bed transfer")


def test_a_job_aid_that_may_answer_is_offered(ward: Ward) -> None:
    aid = a_job_aid(ward, title="Scan an insulin pen")

    page = browser(ward.cast.ana).get("/search/needed/", {"q": "scan insulin pens"}).content.decode()

    assert aid.title in page.partition("Is it one of these?")[2]


def test_the_same_request_of_somebody_else_gets_a_voice(ward: Ward) -> None:
    need(user=ward.cast.lee, community=ward.community, title="Undo a Discharge")

    page = browser(ward.cast.ana).post(
        "/search/needed/", {"title": "undo a discharge", "community": ward.community.pk}, follow=True
    )

    assert ContentRequest.objects.get().people_count == 2
    assert "Asked for already, by one more person: your voice is added." in page.content.decode()


def test_the_likeliest_community_is_chosen_and_can_be_changed(ward: Ward, run_tasks: RunTasks) -> None:
    other = CommunityFactory(slug="another", title="A community of others")
    MembershipFactory(user=ward.cast.ana, community=other)
    run_tasks()
    client = browser(ward.cast.ana)

    where_it_is = client.get("/search/needed/", {"q": "scan the label"}).content.decode()
    where_one_stood = client.get(
        "/search/needed/", {"q": "nothing like it", "from": "ward-nursing"}
    ).content.decode()
    client.post("/search/needed/", {"title": "nothing like it", "community": other.pk})

    assert first_choice(where_it_is) == "Ward nursing"
    assert first_choice(where_one_stood) == "Ward nursing"
    assert ContentRequest.objects.get().community == other


def test_one_can_ask_in_ones_own_communities_alone(ward: Ward, hidden_ward: Ward) -> None:
    client = browser(ward.cast.nia)
    MembershipFactory(user=ward.cast.nia, community=ward.community)
    need(user=hidden_ward.cast.ana, community=hidden_ward.community, title="Transfer a bariatric bed")
    a_job_aid(hidden_ward, title="Bariatric bed transfer of the hidden")

    page = client.get("/search/needed/", {"q": "bariatric bed transfer"}).content.decode()
    refused = client.post("/search/needed/", {"title": "A bed", "community": hidden_ward.community.pk})

    assert "Hidden ward" not in page
    assert "Transfer a bariatric bed" not in page
    assert "of the hidden" not in page
    assert refused.status_code == 422
    assert "Choose one of your communities" in refused.content.decode()
    assert ContentRequest.objects.count() == 1


def test_who_is_in_no_community_is_told_to_join_and_visitors_sign_in(ward: Ward) -> None:
    page = browser(ward.cast.stranger).get("/search/needed/", {"q": "bed"}).content.decode()
    visitor = browser(None).get("/search/needed/", {"q": "bed"})

    assert "Join a community first" in page
    assert visitor["Location"].startswith("/accounts/login/?next=/search/needed/")


def test_the_page_costs_the_same_few_queries(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    need(user=ward.cast.ana, community=ward.community, title="Scan labels")
    client = browser(ward.cast.ana)
    client.get("/search/needed/", {"q": "scan labels"})

    with queries(at_most=12) as few:
        client.get("/search/needed/", {"q": "scan labels"})
    for n in range(8):
        community = CommunityFactory()
        MembershipFactory(user=ward.cast.ana, community=community)
        forget_standing(ward.cast.ana)
        need(user=ward.cast.ana, community=community, title=f"Scan labels {n}")
    with queries(at_most=12) as many:
        client.get("/search/needed/", {"q": "scan labels"})

    assert len(few) == len(many)


def test_sent_twice_at_once_it_is_one_request(transactional_db: None, ward: Ward) -> None:
    sent = {"title": "Undo a discharge", "community": ward.community.pk, "submission": str(uuid.uuid4())}
    one, other = browser(ward.cast.ana), browser(ward.cast.ana)

    at_once(lambda: one.post("/search/needed/", sent), lambda: other.post("/search/needed/", sent))

    assert ContentRequest.objects.get().people_count == 1


def test_two_who_need_the_same_at_once_make_one_request(transactional_db: None, ward: Ward) -> None:
    sent = {"title": "Undo a discharge", "community": ward.community.pk}
    one, other = browser(ward.cast.ana), browser(ward.cast.lee)

    at_once(lambda: one.post("/search/needed/", sent), lambda: other.post("/search/needed/", sent))

    assert ContentRequest.objects.get().people_count == 2


# -- met -----------------------------------------------------------------------------------------------------
def needed_by(ward: Ward, *people: User, title: str = "Turn the cap of a pen") -> ContentRequest:
    for person in people:
        request, _ = need(user=person, community=ward.community, title=title)
    return request


def notices(user: User, kind: str) -> list[Notice]:
    return list(Notice.objects.filter(user=user, kind=kind))


def publish(job_aid: JobAidPage, run_tasks: RunTasks) -> None:
    job_aid_published.send(sender=JobAidPage, job_aid=job_aid)
    run_tasks()


def test_everybody_who_asked_hears_when_it_is_met(ward: Ward, run_tasks: RunTasks) -> None:
    request = needed_by(ward, ward.cast.ana, ward.cast.lee, ward.cast.eli)

    meet_request(user=ward.cast.cora, request=request, job_aid=a_job_aid(ward, title="Turn caps"))
    run_tasks()

    for person in (ward.cast.ana, ward.cast.lee, ward.cast.eli):
        assert [notice.text for notice in notices(person, "request")] == [
            "You missed “Turn the cap of a pen”: there is a job aid now, “Turn caps”."
        ]


def test_a_published_job_aid_proposes_to_close_the_request_that_it_answers(
    ward: Ward, run_tasks: RunTasks
) -> None:
    request = needed_by(ward, ward.cast.ana, ward.cast.lee)
    other = needed_by(ward, ward.cast.ana, title="Order bariatric beds")
    aid = a_job_aid(ward, title="Scan a pen")

    publish(aid, run_tasks)
    publish(aid, run_tasks)

    assert RequestAnswer.objects.get().request == request
    told = notices(ward.cast.cora, "may_meet")
    assert [notice.times for notice in told] == [1]
    assert "which 2 people asked for" in told[0].text
    client = browser(ward.cast.cora)
    desk = client.get("/curation/gaps/").content.decode()
    assert "May be met now" in desk
    chosen = client.get(told[0].url.partition("#")[0]).content.decode()
    assert f'<option value="{aid.pk}" selected>' in chosen
    assert other.state == "open"

    client.post(f"/curation/requests/{request.pk}/meet/", {"job_aid": aid.pk})
    assert "May be met now" not in client.get("/curation/gaps/").content.decode()


def test_who_took_the_request_on_is_told(ward: Ward, run_tasks: RunTasks) -> None:
    request = needed_by(ward, ward.cast.ana)
    claim(user=ward.cast.lou, thing=request)

    publish(a_job_aid(ward, title="Scan a pen"), run_tasks)

    assert notices(ward.cast.cora, "may_meet") == []
    assert len(notices(ward.cast.lou, "may_meet")) == 1


def test_a_job_aid_of_elsewhere_proposes_nothing(ward: Ward, hidden_ward: Ward, run_tasks: RunTasks) -> None:
    needed_by(ward, ward.cast.ana)

    publish(a_job_aid(hidden_ward, title="Scan a pen"), run_tasks)

    assert not RequestAnswer.objects.exists()
