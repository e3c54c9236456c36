"""The people of the site: found, read about, and never a leak."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from communities.actions.threads import open_thread, reply_to_thread
from people.models import User
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.queries import queries


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("address", ["/people/", "/people/ana/", "/people/me/edit/"])
def test_visitors_see_no_people(client: Client, cast: Cast, address: str) -> None:
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ribeiro", {"Ana Ribeiro"}),
        ("pharmacist", {"Eli Marchetti"}),
        ("4b", {"Ana Ribeiro"}),
        ("insulin pens", {"Eli Marchetti"}),
        ("@", set()),
        ("100%", set()),
        ("", {"Ana Ribeiro", "Eli Marchetti"}),
    ],
)
def test_people_are_found_by_name_role_place_and_what_they_may_be_asked(
    db: None, words: str, found: set[str]
) -> None:
    me = UserFactory(display_name="Ana Ribeiro", job_title="nurse", workplace="ward 4B")
    UserFactory(display_name="Eli Marchetti", job_title="pharmacist", about="Insulin, and its pens.")
    UserFactory(display_name="Gone Pharmacist", is_active=False)

    page = as_(me).get("/people/", {"q": words})

    assert {person.name for person in page.context["page"].items} == found
    assert found or "Nobody found" in page.content.decode()


def test_the_directory_of_people_pages_by_name(db: None) -> None:
    people = [UserFactory(display_name=f"Person {n:03}") for n in range(90)]
    client = as_(people[0])
    client.get("/people/")

    with queries(at_most=5):
        first = client.get("/people/").context["page"]
    second = client.get(f"/people/?after={first.next}").context["page"]
    third = client.get(f"/people/?after={second.next}").context["page"]

    names = [person.name for page in (first, second, third) for person in page.items]
    assert names == sorted(person.name for person in people)
    assert third.next is None
    assert client.get("/people/?after=nonsense").status_code == 404


def test_a_profile_shows_only_what_the_viewer_may_read(cast: Cast) -> None:
    made = [
        CommunityFactory(title="Open ward"),
        CommunityFactory(title="Medicines", on_request=True),
        CommunityFactory(title="Pilot board", private=True),
    ]
    for community in made:
        MembershipFactory(user=cast.eli, community=community, expert=True)
        MembershipFactory(user=cast.lee, community=community)
    for community in made:
        thread = open_thread(
            user=cast.lee,
            community=community,
            kind="question",
            title=f"Asked in {community.title}",
            body="<p>x</p>",
        )
        reply_to_thread(user=cast.eli, thread=thread, body="<p>y</p>")
        open_thread(
            user=cast.eli,
            community=community,
            kind="note",
            title=f"Noted in {community.title}",
            body="<p>x</p>",
        )

    to_stranger = text_of(as_(cast.stranger), "/people/eli/")
    to_lee = text_of(as_(cast.lee), "/people/eli/")

    assert "Asked in Open ward" in to_stranger
    assert "Noted in Open ward" in to_stranger
    assert "Medicines" not in to_stranger
    assert "Pilot" not in to_stranger
    assert all(f"Asked in {title}" in to_lee for title in ("Open ward", "Medicines", "Pilot board"))
    assert "Pilot board expert" in to_lee


def test_a_profile_never_shows_an_address(cast: Cast) -> None:
    assert "eli@example.org" not in as_(cast.ana).get("/people/eli/").content.decode()
    assert "eli@example.org" not in as_(cast.ana).get("/people/").content.decode()


def test_nobody_lives_at_a_closed_account(cast: Cast) -> None:
    User.objects.filter(pk=cast.eli.pk).update(is_active=False)

    assert as_(cast.ana).get("/people/eli/").status_code == 404


def test_my_profile_is_edited_by_me(cast: Cast) -> None:
    ana = as_(cast.ana)

    page = ana.post(
        "/people/me/edit/",
        {"display_name": " Ana  Ribeiro ", "job_title": "nurse", "workplace": "ward 4B", "about": "Scanning"},
        follow=True,
    ).content.decode()

    assert "Your profile is saved." in page
    assert "<h1>Ana Ribeiro</h1>" in page
    assert "nurse, ward 4B" in page
    assert "ana@example.org" not in page


@pytest.mark.parametrize("name", ["", "  ", "!!!", "x" * 121])
def test_a_profile_without_a_name_comes_back(cast: Cast, name: str) -> None:
    response = as_(cast.ana).post("/people/me/edit/", {"display_name": name, "about": "My words"})

    assert response.status_code == 422
    assert "My words" in response.content.decode()
    assert "Ana Silva: profile" in response.content.decode()  # the frame still knows me
    cast.ana.refresh_from_db()
    assert cast.ana.about == ""


def test_a_profile_asks_the_same_few_queries_however_much_was_written(cast: Cast) -> None:
    community = CommunityFactory()
    MembershipFactory(user=cast.eli, community=community)
    thread = open_thread(user=cast.eli, community=community, kind="note", title="First", body="<p>x</p>")
    reply_to_thread(user=cast.eli, thread=thread, body="<p>y</p>")
    ana = as_(cast.ana)
    ana.get("/people/eli/")

    with queries(at_most=12) as small:
        ana.get("/people/eli/")
    for n in range(20):
        more = open_thread(user=cast.eli, community=community, kind="note", title=f"No {n}", body="<p>x</p>")
        reply_to_thread(user=cast.eli, thread=more, body="<p>y</p>")
    with queries(at_most=12) as large:
        ana.get("/people/eli/")

    assert len(small) == len(large)
