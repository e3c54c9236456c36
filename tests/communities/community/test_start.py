"""The list "start here" and the welcome of a new member."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from communities.actions.start import MOST_ITEMS, ListIsFull, NotHere, add_start_item
from communities.actions.threads import open_thread
from communities.actions.wiki import create_wiki_page
from communities.models import CommunityPage, StartItem, WikiIndexPage, WikiPage
from tests.communities.community.test_entering import as_, text_of
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory, ScreencastFactory
from tests.queries import queries

ADDRESS = "/communities/ward/start/"


@pytest.fixture
def ward(cast: Cast) -> CommunityPage:
    community = CommunityFactory(title="Ward", slug="ward", purpose="Safe rounds.")
    MembershipFactory(user=cast.fay, community=community, facilitator=True)
    return community


def wiki_page(ward: CommunityPage, cast: Cast, title: str) -> WikiPage:
    index = WikiIndexPage.objects.child_of(ward).get()
    return create_wiki_page(parent=index, user=cast.fay, title=title, body="<p>So.</p>")


def titles(cast: Cast, ward: CommunityPage) -> list[str]:
    return [start.title for start in as_(cast.fay).get(ADDRESS).context["starts"]]


def test_a_facilitator_keeps_the_list_in_order(cast: Cast, ward: CommunityPage) -> None:
    page = wiki_page(ward, cast, "Round in ten steps")
    thread = open_thread(
        user=cast.fay, community=ward, kind="note", title="The round at night", body="<p>So.</p>"
    )
    recording = ScreencastFactory(community=ward, title="A round, filmed")
    fay = as_(cast.fay)

    found = text_of(fay, f"{ADDRESS}?find=round")
    for kind, thing, note in (
        ("wiki_page", page, "read this first"),
        ("thread", thread, ""),
        ("screencast", recording, ""),
    ):
        fay.post(f"{ADDRESS}add/", {"kind": kind, "thing_id": thing.pk, "note": note})

    assert all(title in found for title in ("Round in ten steps", "The round at night", "A round, filmed"))
    assert titles(cast, ward) == ["Round in ten steps", "The round at night", "A round, filmed"]
    last = StartItem.objects.get(kind="screencast")
    fay.post(f"{ADDRESS}{last.pk}/", {"act": "up"})
    fay.post(f"{ADDRESS}{StartItem.objects.get(kind='wiki_page').pk}/", {"act": "down"})
    assert titles(cast, ward) == ["A round, filmed", "Round in ten steps", "The round at night"]
    home = text_of(as_(cast.stranger), "/communities/ward/")
    assert "Wiki page: read this first" in home
    fay.post(f"{ADDRESS}{last.pk}/", {"act": "remove"})
    assert titles(cast, ward) == ["Round in ten steps", "The round at night"]


def test_the_list_follows_its_things(cast: Cast, ward: CommunityPage) -> None:
    page, other = wiki_page(ward, cast, "Round"), wiki_page(ward, cast, "Handover")
    for each in (page, other):
        add_start_item(user=cast.fay, community=ward, kind="wiki_page", thing_id=each.pk)

    WikiPage.objects.filter(pk=page.pk).update(title="The round", url_path=f"{ward.url_path}wiki/the-round/")
    Page.objects.get(pk=other.pk).delete()

    home = as_(cast.stranger).get("/communities/ward/").content.decode()
    assert 'href="/communities/ward/wiki/the-round/">The round</a>' in home
    assert "Handover" not in home
    assert "Something that is not here any more" in text_of(as_(cast.fay), ADDRESS)


def test_nothing_of_another_community_is_put_in(cast: Cast, ward: CommunityPage) -> None:
    elsewhere = CommunityFactory(private=True)
    MembershipFactory(user=cast.ana, community=elsewhere)
    thread = open_thread(
        user=cast.ana, community=elsewhere, kind="note", title="Quokka plans", body="<p>So.</p>"
    )

    with pytest.raises(NotHere):
        add_start_item(user=cast.fay, community=ward, kind="thread", thing_id=thread.pk)
    with pytest.raises(NotHere):
        add_start_item(user=cast.fay, community=ward, kind="planet", thing_id=1)

    assert "Quokka" not in text_of(as_(cast.fay), f"{ADDRESS}?find=quokka").replace("quokka", "")


def test_a_thing_stands_in_the_list_once_and_a_full_list_says_so(cast: Cast, ward: CommunityPage) -> None:
    recordings = [ScreencastFactory(community=ward) for _ in range(MOST_ITEMS + 1)]
    for each in [recordings[0], *recordings[:MOST_ITEMS]]:
        add_start_item(user=cast.fay, community=ward, kind="screencast", thing_id=each.pk)

    with pytest.raises(ListIsFull):
        add_start_item(user=cast.fay, community=ward, kind="screencast", thing_id=recordings[-1].pk)
    answer = as_(cast.fay).post(
        f"{ADDRESS}add/", {"kind": "screencast", "thing_id": recordings[-1].pk}, follow=True
    )

    assert "take one off first" in answer.content.decode()
    assert StartItem.objects.count() == MOST_ITEMS


def test_a_home_asks_as_few_queries_with_every_kind_in_its_list(cast: Cast, ward: CommunityPage) -> None:
    page = wiki_page(ward, cast, "Round")
    thread = open_thread(user=cast.fay, community=ward, kind="note", title="Night", body="<p>So.</p>")
    recording = ScreencastFactory(community=ward)
    for kind, thing in (("wiki_page", page), ("thread", thread), ("screencast", recording)):
        add_start_item(user=cast.fay, community=ward, kind=kind, thing_id=thing.pk)
    fay = as_(cast.fay)
    fay.get("/communities/ward/")

    with queries(at_most=12):
        fay.get("/communities/ward/")


def test_a_new_member_is_welcomed_until_they_close_it(cast: Cast, ward: CommunityPage) -> None:
    CommunityPage.objects.filter(pk=ward.pk).update(welcome="Good that you are here. Begin slowly.")
    page = wiki_page(ward, cast, "Round in ten steps")
    add_start_item(user=cast.fay, community=ward, kind="wiki_page", thing_id=page.pk)
    ana = as_(cast.ana)

    first = ana.post("/communities/ward/join/", follow=True).content.decode()
    again = text_of(ana, "/communities/ward/")
    ana.post("/communities/ward/welcomed/")
    later = text_of(ana, "/communities/ward/")

    assert "Begin slowly." in first
    assert "Begin slowly." in again
    assert again.index("Welcome, Ana") < again.index("Round in ten steps") < again.index("What to do first")
    assert "Fill in your profile" in again
    assert "Welcome, Ana" not in later
    assert "Round in ten steps" in later
    assert "Welcome, Fay" not in text_of(as_(cast.fay), "/communities/ward/")


def test_who_leaves_and_comes_back_is_welcomed_again(cast: Cast, ward: CommunityPage) -> None:
    ana = as_(cast.ana)
    ana.post("/communities/ward/join/")
    ana.post("/communities/ward/welcomed/")
    ana.post("/communities/ward/leave/")

    ana.post("/communities/ward/join/")

    assert "Welcome, Ana" in text_of(ana, "/communities/ward/")
