"""How people find, enter, run and leave communities of the three kinds."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import Page

from communities.actions.community import LastFacilitator, edit_community, set_roles
from communities.models import CommunityPage, Membership
from communities.states import Access
from people.models import User
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory


@pytest.fixture
def shelf(cast: Cast) -> dict[str, CommunityPage]:
    """One community of each kind; fay is the facilitator of all."""
    made = {
        "public": CommunityFactory(title="Public ward", slug="public", public=True),
        "open": CommunityFactory(title="Open ward", slug="open"),
        "on request": CommunityFactory(
            title="Medicines", slug="medicines", purpose="Better prescribing.", on_request=True
        ),
        "private": CommunityFactory(title="Pilot board", slug="pilot", private=True),
    }
    for community in made.values():
        MembershipFactory(user=cast.fay, community=community, facilitator=True)
    return made


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# -- the directory -----------------------------------------------------------------------------------------
def test_the_directory_shows_each_person_what_they_may_know_of(
    client: Client, cast: Cast, shelf: dict[str, CommunityPage]
) -> None:
    to_visitor = text_of(client, "/communities/")
    to_stranger = text_of(as_(cast.stranger), "/communities/")
    to_fay = text_of(as_(cast.fay), "/communities/")
    to_adam = text_of(as_(cast.adam), "/communities/")

    def seen(text: str) -> set[str]:
        return {kind for kind, community in shelf.items() if community.title in text}

    assert seen(to_visitor) == {"public"}
    assert seen(to_stranger) == {"public", "open", "on request"}
    assert seen(to_fay) == seen(to_adam) == set(shelf)
    assert "You are a facilitator" in to_fay
    assert "Ask to join" in to_stranger


def test_ones_own_communities_stand_first(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    MembershipFactory(user=cast.ana, community=shelf["public"])

    page = text_of(as_(cast.ana), "/communities/")

    assert (
        page.index("Yours") < page.index("You are a member") < page.index("To join") < page.index("Medicines")
    )


# -- joining -----------------------------------------------------------------------------------------------
def test_joining_an_open_community_takes_one_click(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    stranger = as_(cast.stranger)
    assert "Ask a question" not in text_of(stranger, "/communities/open/")

    page = stranger.post("/communities/open/join/", follow=True).content.decode()

    assert "You are a member of Open ward." in page
    assert "Ask a question" in page
    assert CommunityPage.objects.get(slug="open").member_count == 1
    stranger.post("/communities/open/join/")
    assert CommunityPage.objects.get(slug="open").member_count == 1


def test_joining_leads_back_to_the_thread_and_nowhere_else(
    cast: Cast, shelf: dict[str, CommunityPage]
) -> None:
    back = as_(cast.stranger).post("/communities/open/join/", {"next": "/communities/open/threads/"})
    away = as_(cast.lee).post("/communities/open/join/", {"next": "https://evil.example/"})
    sly = as_(cast.nia).post("/communities/open/join/", {"next": "//evil.example/"})

    assert back["Location"] == "/communities/open/threads/"
    assert away["Location"] == sly["Location"] == "/communities/open/"


def test_a_community_on_request_says_what_it_is_for_and_lets_people_ask(
    cast: Cast, shelf: dict[str, CommunityPage]
) -> None:
    stranger, fay = as_(cast.stranger), as_(cast.fay)
    closed = text_of(stranger, "/communities/medicines/")
    assert "Better prescribing." in closed
    assert "Fay Adeyemi" not in closed

    asked = stranger.post(
        "/communities/medicines/join/", {"note": "I prescribe on 4B from Monday."}, follow=True
    )

    assert "You asked to join." in asked.content.decode()
    assert stranger.get("/communities/medicines/threads/").status_code == 404
    assert "1 person asks" in text_of(fay, "/communities/medicines/")
    assert "1 person asks to join" in text_of(fay, "/")
    members = text_of(fay, "/communities/medicines/members/")
    assert "I prescribe on 4B from Monday." in members

    fay.post("/communities/medicines/members/stranger/approve/")

    assert stranger.get("/communities/medicines/threads/").status_code == 200
    assert CommunityPage.objects.get(slug="medicines").member_count == 1


def test_a_declined_request_is_gone_and_can_be_made_again(
    cast: Cast, shelf: dict[str, CommunityPage]
) -> None:
    stranger = as_(cast.stranger)
    stranger.post("/communities/medicines/join/")

    as_(cast.fay).post("/communities/medicines/members/stranger/decline/", {"reason": "Not yet."})

    assert "Ask again" in text_of(stranger, "/communities/medicines/")
    assert CommunityPage.objects.get(slug="medicines").member_count == 0
    stranger.post("/communities/medicines/join/")
    assert "You asked to join" in text_of(stranger, "/communities/")


def test_a_request_is_taken_back(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    stranger = as_(cast.stranger)
    stranger.post("/communities/medicines/join/")

    stranger.post("/communities/medicines/leave/")

    assert not Membership.objects.filter(user=cast.stranger).exists()


def test_a_request_with_too_long_a_note_comes_back(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    response = as_(cast.stranger).post("/communities/medicines/join/", {"note": "because " * 100})

    assert response.status_code == 422
    assert "Shorten this to 600 characters" in response.content.decode()
    assert "because because" in response.content.decode()


@pytest.mark.parametrize("act", ["", "join/", "leave/", "edit/", "members/", "threads/"])
def test_a_private_community_is_not_there_for_others(
    cast: Cast, shelf: dict[str, CommunityPage], act: str
) -> None:
    for person in (cast.stranger, cast.cora):
        assert as_(person).get(f"/communities/pilot/{act}").status_code in {404, 405}
        assert as_(person).post(f"/communities/pilot/{act}").status_code == 404
    assert not Membership.objects.filter(user=cast.stranger).exists()


def test_a_visitor_who_joins_signs_in_first(client: Client, shelf: dict[str, CommunityPage]) -> None:
    response = client.post("/communities/public/join/")

    assert response["Location"] == "/accounts/login/?next=/communities/public/"


def test_a_facilitator_lets_somebody_into_a_private_community(
    cast: Cast, shelf: dict[str, CommunityPage]
) -> None:
    fay = as_(cast.fay)

    unknown = fay.post("/communities/pilot/add-member/", {"handle": "@nobody"})
    known = fay.post("/communities/pilot/add-member/", {"handle": " @Stranger "}, follow=True)

    assert unknown.status_code == 422
    assert "Nobody here is called @nobody." in unknown.content.decode()
    assert "Sam Stranger is a member now." in known.content.decode()
    assert as_(cast.stranger).get("/communities/pilot/").status_code == 200


def test_an_administrator_joins_without_asking(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    adam = as_(cast.adam)

    for slug in ("open", "medicines", "pilot"):
        adam.post(f"/communities/{slug}/join/")

    assert Membership.objects.active().filter(user=cast.adam).count() == 3


# -- leaving -----------------------------------------------------------------------------------------------
def test_leaving_is_asked_once_and_lowers_the_count(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    stranger = as_(cast.stranger)
    stranger.post("/communities/open/join/")

    assert "Leave Open ward?" in text_of(stranger, "/communities/open/leave/")
    page = stranger.post("/communities/open/leave/", follow=True).content.decode()

    assert "You left Open ward. What you wrote stays." in page
    assert CommunityPage.objects.get(slug="open").member_count == 0


def test_the_only_facilitator_stays(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    page = as_(cast.fay).post("/communities/open/leave/", follow=True).content.decode()

    assert "You are its only facilitator. Name another one, then leave." in page
    assert Membership.objects.filter(user=cast.fay, community=shelf["open"]).exists()


# -- roles -------------------------------------------------------------------------------------------------
def test_a_facilitator_names_experts_and_facilitators_but_no_curators(
    cast: Cast, shelf: dict[str, CommunityPage]
) -> None:
    MembershipFactory(user=cast.eli, community=shelf["open"])
    fay = as_(cast.fay)
    form = fay.get("/communities/open/members/eli/").content.decode()

    fay.post("/communities/open/members/eli/", {"is_expert": "on", "is_curator": "on"})

    eli = Membership.objects.get(user=cast.eli)
    assert 'name="is_expert"' in form
    assert 'name="is_curator"' not in form
    assert (eli.is_expert, eli.is_curator) == (True, False)
    assert "Expert" in text_of(fay, "/communities/open/members/")


def test_somebody_who_only_asks_to_join_is_given_no_role(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    community = shelf["on request"]
    MembershipFactory(user=cast.ana, community=community, requested=True)
    fay = as_(cast.fay)

    answers = [fay.get(f"{community.get_absolute_url()}members/ana/")]
    answers.append(fay.post(f"{community.get_absolute_url()}members/ana/", {"is_expert": "on"}))

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Membership.objects.get(user=cast.ana).is_expert


def test_an_administrator_names_curators(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    MembershipFactory(user=cast.eli, community=shelf["open"])

    as_(cast.adam).post("/communities/open/members/eli/", {"is_curator": "on"})

    assert Membership.objects.get(user=cast.eli).is_curator


def test_the_last_facilitator_keeps_the_role_and_reads_why(
    cast: Cast, shelf: dict[str, CommunityPage]
) -> None:
    response = as_(cast.adam).post("/communities/open/members/fay/", {"is_expert": "on"})

    assert response.status_code == 422
    assert "Name another facilitator first" in response.content.decode()
    membership = Membership.objects.get(user=cast.fay, community=shelf["open"])
    assert membership.is_facilitator
    with pytest.raises(LastFacilitator):
        set_roles(user=cast.adam, membership=membership, is_facilitator=False)


def test_a_removed_member_reads_an_open_community_and_writes_no_more(
    cast: Cast, shelf: dict[str, CommunityPage]
) -> None:
    ana = as_(cast.ana)
    ana.post("/communities/open/join/")

    as_(cast.fay).post("/communities/open/members/ana/remove/")

    assert ana.get("/communities/open/").status_code == 200
    assert ana.get("/communities/open/threads/new/").status_code == 403
    assert CommunityPage.objects.get(slug="open").member_count == 0


@pytest.mark.parametrize("act", ["", "approve/", "decline/", "remove/"])
def test_members_do_not_manage_members(cast: Cast, shelf: dict[str, CommunityPage], act: str) -> None:
    MembershipFactory(user=cast.ana, community=shelf["open"])

    response = as_(cast.ana).post(f"/communities/open/members/fay/{act}", {"is_expert": "on"})

    assert response.status_code == 403


# -- making and editing ------------------------------------------------------------------------------------
def test_an_administrator_makes_a_community_with_its_wiki(
    cast: Cast, shelf: dict[str, CommunityPage]
) -> None:
    adam = as_(cast.adam)

    page = adam.post(
        "/communities/new/",
        {"title": "Discharge & bed flow", "purpose": "Home by noon.", "access": "on_request", "slug": ""},
        follow=True,
    ).content.decode()

    assert "Discharge &amp; bed flow is there. You are its facilitator." in page
    made = CommunityPage.objects.get(slug="discharge-bed-flow")
    assert made.access == Access.ON_REQUEST
    assert made.member_count == 1
    assert Page.objects.child_of(made).filter(slug="wiki").exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": ""}, "Write a name"),
        ({"title": "—"}, "Write a name that has letters in it."),
        ({"slug": "open"}, "A community stands at “open” already."),
        ({"slug": "new"}, "“new” is kept for the site itself."),
        ({"slug": "no spaces"}, "Enter a valid"),
        ({"title": "病棟"}, "Write an address in Latin letters"),
        ({"purpose": ""}, "Write what people come here for"),
        ({"access": "secret"}, "Choose from the list"),
        ({"access": "private", "is_public": "on"}, "Only an open community can be read without signing in."),
    ],
)
def test_a_community_with_a_mistake_is_not_made(
    cast: Cast, shelf: dict[str, CommunityPage], fields: dict[str, str], message: str
) -> None:
    before = CommunityPage.objects.count()

    response = as_(cast.adam).post(
        "/communities/new/", {"title": "Discharge", "purpose": "Home by noon.", "access": "open"} | fields
    )

    assert response.status_code == 422
    assert message in response.content.decode()
    assert CommunityPage.objects.count() == before


def test_only_administrators_make_communities(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    assert as_(cast.fay).get("/communities/new/").status_code == 403
    assert as_(cast.cora).post("/communities/new/", {"title": "Mine"}).status_code == 403


def test_a_facilitator_closes_a_community_and_it_is_gone_for_others(
    cast: Cast, shelf: dict[str, CommunityPage]
) -> None:
    stranger, fay = as_(cast.stranger), as_(cast.fay)
    form = {"title": "Public ward", "purpose": "Ours alone.", "access": "private", "charter": ""}

    fay.post("/communities/public/edit/", form)

    assert stranger.get("/communities/public/").status_code == 404
    assert "Ours alone." in text_of(fay, "/communities/public/")
    assert not CommunityPage.objects.get(slug="public").is_public


def test_a_facilitator_does_not_let_visitors_in(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    fay = as_(cast.fay)
    form = {"title": "Open ward", "purpose": "All.", "access": "open", "is_public": "on", "charter": ""}

    fay.post("/communities/open/edit/", form)
    assert not CommunityPage.objects.get(slug="open").is_public

    as_(cast.adam).post("/communities/open/edit/", form)
    assert CommunityPage.objects.get(slug="open").is_public


def test_publishing_an_old_draft_does_not_turn_the_members_back(
    cast: Cast, shelf: dict[str, CommunityPage]
) -> None:
    community = CommunityPage.objects.get(slug="open")
    draft = community.save_revision(user=cast.adam)
    as_(cast.stranger).post("/communities/open/join/")

    draft.publish(user=cast.adam)

    assert CommunityPage.objects.get(slug="open").member_count == 1


def test_an_edit_is_where_the_admin_goes_on_from(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    edit_community(user=cast.fay, community=shelf["open"], purpose="Newer words.")

    community = CommunityPage.objects.get(slug="open")
    assert community.get_latest_revision_as_object().purpose == "Newer words."
    assert community.live


def test_members_of_a_community_do_not_edit_it(cast: Cast, shelf: dict[str, CommunityPage]) -> None:
    MembershipFactory(user=cast.ana, community=shelf["open"], expert=True)

    assert as_(cast.ana).get("/communities/open/edit/").status_code == 403
