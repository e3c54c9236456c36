"""Homes: of a community, of a person, and the front page of visitors."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from communities import home
from communities.actions.threads import open_thread, reply_to_thread
from communities.home import Section, Task
from communities.models import CommunityPage
from people.models import User
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.queries import queries


@pytest.fixture
def ward(cast: Cast) -> CommunityPage:
    community = CommunityFactory(title="Ward nursing", slug="ward-nursing", purpose="Safe rounds.")
    MembershipFactory(user=cast.ana, community=community)
    MembershipFactory(user=cast.fay, community=community, facilitator=True)
    MembershipFactory(user=cast.eli, community=community, expert=True)
    return community


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def fill(ward: CommunityPage, author: User, number: int) -> None:
    for n in range(number):
        thread = open_thread(
            user=author, community=ward, kind="question", title=f"What about night {n}", body="<p>Well?</p>"
        )
        reply_to_thread(user=author, thread=thread, body="<p>So.</p>")


def test_a_community_home_shows_purpose_people_and_what_is_new(cast: Cast, ward: CommunityPage) -> None:
    fill(ward, cast.ana, 2)

    page = text_of(as_(cast.ana), "/communities/ward-nursing/")

    assert "Safe rounds." in page
    assert "What about night 1" in page
    assert "Fay Adeyemi facilitator" in page
    assert "Eli Novak expert" in page
    assert "All members" in page


def test_an_empty_home_says_what_to_do_next(cast: Cast, ward: CommunityPage) -> None:
    assert "The first question is the hardest." in text_of(as_(cast.ana), "/communities/ward-nursing/")
    assert "You are in no community yet" in text_of(as_(cast.stranger), "/")


def test_my_home_shows_what_is_new_in_my_communities_and_nothing_of_others(
    cast: Cast, ward: CommunityPage
) -> None:
    elsewhere = CommunityFactory(title="Elsewhere")
    MembershipFactory(user=cast.lee, community=elsewhere)
    open_thread(user=cast.lee, community=elsewhere, kind="note", title="Not for Ana", body="<p>No.</p>")
    fill(ward, cast.eli, 1)

    page = text_of(as_(cast.ana), "/")

    assert "Hello, Ana" in page
    assert "What about night 0" in page
    assert "Not for Ana" not in page
    assert "Elsewhere" in page  # to join


def test_my_question_with_replies_waits_for_me(cast: Cast, ward: CommunityPage) -> None:
    thread = open_thread(
        user=cast.ana, community=ward, kind="question", title="Insulin pen will not scan", body="<p>Why?</p>"
    )
    assert "Waiting for you" not in text_of(as_(cast.ana), "/")

    reply_to_thread(user=cast.eli, thread=thread, body="<p>Scan the cap.</p>")

    assert "Did the reply answer your question?" in text_of(as_(cast.ana), "/")
    assert "Waiting for you" not in text_of(as_(cast.eli), "/")


def test_a_visitor_reads_what_this_is_and_which_communities_are_public(
    client: Client, cast: Cast, ward: CommunityPage
) -> None:
    CommunityFactory(title="Public ward", public=True)

    page = text_of(client, "/")

    assert "From talk to job aid" in page
    assert "Public ward" in page
    assert "Ward nursing" not in page


def test_the_apps_above_add_sections_and_tasks(
    cast: Cast, ward: CommunityPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "_sections", [lambda viewer, community: Section("components/empty.html", None)])
    monkeypatch.setattr(
        home, "_tasks", [lambda user: [Task("flag", "Two flags wait", "/curation/", "Ward", "Decide")]]
    )

    assert 'class="empty"' in as_(cast.ana).get("/communities/ward-nursing/").content.decode()
    assert "Two flags wait" in text_of(as_(cast.ana), "/")


@pytest.mark.parametrize("address", ["/", "/communities/ward-nursing/", "/communities/"])
@pytest.mark.parametrize("who", ["ana", "fay"])
def test_homes_ask_the_same_few_queries_at_any_size(
    cast: Cast, ward: CommunityPage, address: str, who: str
) -> None:
    fill(ward, getattr(cast, who), 2)
    client = as_(getattr(cast, who))
    client.get(address)

    with queries(at_most=12) as small:
        client.get(address)
    fill(ward, cast.ana, 30)
    fill(ward, cast.fay, 10)
    for n in range(12):
        MembershipFactory(user=getattr(cast, who), community=CommunityFactory(title=f"Other {n}"))
        MembershipFactory(user=UserFactory(), community=ward, expert=True)
    with queries(at_most=12) as large:
        client.get(address)

    assert len(small) == len(large)


def test_a_page_of_members_asks_the_same_few_queries_at_any_size(cast: Cast, ward: CommunityPage) -> None:
    fay = as_(cast.fay)
    fay.get("/communities/ward-nursing/members/")

    with queries(at_most=12) as small:
        fay.get("/communities/ward-nursing/members/")
    for _ in range(60):
        MembershipFactory(user=UserFactory(), community=ward)
    with queries(at_most=12) as large:
        page = fay.get("/communities/ward-nursing/members/")

    assert len(small) == len(large)
    assert len(page.context["page"].items) == 40
    older = fay.get(f"/communities/ward-nursing/members/?after={page.context['page'].next}")
    assert len(older.context["page"].items) == 21
