"""A page is read with what surrounds it: where it stands, who wrote it, what others know about each part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client
from django.utils.html import format_html
from lxml import html as lxml_html

from communities import notes
from communities.actions.wiki import create_wiki_page
from communities.models import CommunityPage, WikiPage
from communities.notes import Kind, Mark, Note, Surroundings, register_notes
from tests.communities.wiki.conftest import edited, wiki_of, words
from tests.conftest import Cast
from tests.factories import CommunityFactory

AsPerson = Callable[..., Client]


def test_notes_stand_beside_the_section_that_holds_their_place(
    cast: Cast, scanning: WikiPage, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, fails = scanning.sections[1], scanning.sections[2]
    monkeypatch.setattr(notes, "_providers", [])

    def provide(kind: Kind, things: Sequence[Any], user: Any) -> dict[int, Surroundings]:
        assert (kind, list(things), user) == (Kind.WIKI_PAGE, [scanning], cast.ana)
        told = (
            Note(order["ids"][2], "clipboard-list", format_html("Used in {}", "<step>")),
            Note("bgoneaaaaaa", "triangle-alert", format_html("Its place is gone"), is_drift=True),
        )
        marks = {fails["anchor"]: Mark(9, mine=True)}
        return {
            scanning.pk: Surroundings(
                notes=told, marks=marks, flag_url="/flag/", trust="endorsed", trust_more="by Eli"
            )
        }

    register_notes(provide)
    answer = as_person(cast.ana).get(scanning.get_absolute_url())

    page = lxml_html.fromstring(answer.content.decode())
    margin = page.xpath("//aside[@aria-label='Notes on The order of scans']")[0]
    assert "Used in <step>" in margin.text_content()
    assert "Its place is gone" in page.xpath("//aside[@aria-label='On this page']")[0].text_content()
    flag = page.xpath(f"//a[@href='/flag/?at={fails['anchor']}']")[0]
    assert "You flagged this" in flag.text_content()
    assert "9 flags so far" in flag.text_content()
    assert "Endorsed by Eli" in words(answer)


def test_the_rail_shows_what_stands_around_and_nothing_else(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, as_person: AsPerson
) -> None:
    gloves = create_wiki_page(parent=scanning, user=cast.ana, title="Gloves", body="<p>x</p>")
    create_wiki_page(parent=gloves, user=cast.ana, title="Grey wipes", body="<p>x</p>")
    far = create_wiki_page(parent=wiki_of(ward), user=cast.ana, title="Downtime", body="<p>x</p>")
    create_wiki_page(parent=far, user=cast.ana, title="Far away", body="<p>x</p>")

    seen = words(as_person(cast.ana).get(gloves.get_absolute_url()))

    assert "Scanning at the bedside" in seen
    assert "Grey wipes" in seen
    assert "Far away" not in seen


def test_a_page_beside_thousands_shows_its_neighbours_and_leads_to_all(
    cast: Cast, ward: CommunityPage, as_person: AsPerson
) -> None:
    made = [
        create_wiki_page(parent=wiki_of(ward), user=cast.ana, title=f"Page {n:03}", body="<p>x</p>")
        for n in range(40)
    ]

    seen = words(as_person(cast.ana).get(made[20].get_absolute_url()))

    assert "Page 019" in seen
    assert "Page 021" in seen
    assert "Page 001" not in seen
    assert "All pages" in seen


def test_the_people_behind_a_page_are_named_with_their_share(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    page = edited(scanning, cast.eli, "10 to 15 cm", "a hand")
    edited(page, cast.eli, "a hand", "two hands")

    seen = words(as_person(cast.ana).get(scanning.get_absolute_url()))

    assert "3 revisions by 2 people." in seen
    assert "Eli Novak 2 revisions" in seen
    assert "Ana Silva 1" in seen


def test_the_index_shows_the_tree_and_what_changed_last(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, as_person: AsPerson
) -> None:
    create_wiki_page(parent=scanning, user=cast.eli, title="Gloves", body="<p>x</p>", summary="grey wipes")

    seen = words(as_person(cast.ana).get("/communities/ward/wiki/"))

    tree = seen[: seen.index("Changed last")]
    assert tree.index("Scanning at the bedside") < tree.index("Gloves")
    newest = seen[seen.index("Changed last") :]
    assert newest.index("Gloves") < newest.index("grey wipes") < newest.index("Eli Novak")


def test_an_empty_wiki_says_what_to_do_next(cast: Cast, ward: CommunityPage, as_person: AsPerson) -> None:
    assert "Write the first page" in words(as_person(cast.ana).get("/communities/ward/wiki/"))
    assert "Members write them." in words(as_person(cast.stranger).get("/communities/ward/wiki/"))


def test_visitors_read_a_public_community_and_no_other(
    cast: Cast, ward: CommunityPage, scanning: WikiPage
) -> None:
    assert Client().get(scanning.get_absolute_url()).status_code == 404
    CommunityPage.objects.filter(pk=ward.pk).update(is_public=True)

    answer = Client().get(scanning.get_absolute_url())

    assert "10 to 15 cm" in words(answer)
    assert "Sign in to edit" in words(answer)


def test_members_of_a_community_on_request_alone_read_it(cast: Cast, as_person: AsPerson) -> None:
    community = CommunityFactory(slug="asked", on_request=True)
    page = create_wiki_page(parent=wiki_of(community), user=None, title="Within", body="<p>x</p>")

    assert as_person(cast.ana).get(page.get_absolute_url()).status_code == 404
    assert as_person(cast.adam).get(page.get_absolute_url()).status_code == 200


def test_the_link_finder_finds_titles_by_their_words(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)

    found = ana.get("/communities/ward/link-finder/", {"q": "bedside SCAN"}).json()["results"]

    assert found == [
        {
            "title": "Scanning at the bedside",
            "url": scanning.get_absolute_url(),
            "kind": "Wiki page",
            "place": "Ward nursing",
        }
    ]
    assert ana.get("/communities/ward/link-finder/", {"q": "100% _x"}).json()["results"] == []


@pytest.mark.parametrize(
    "path", ["edit/x/", "history/", "nothing/", "..%2f/", "a//b/", "%00/", "x" * 3000 + "/"]
)
def test_an_address_without_a_page_is_not_found(
    cast: Cast, scanning: WikiPage, as_person: AsPerson, path: str
) -> None:
    assert as_person(cast.ana).get(f"/communities/ward/wiki/{path}").status_code == 404


@pytest.mark.parametrize("number", ["9" * 10, "9" * 3000, "²", "٣", "-1", "x"])
def test_a_revision_that_can_not_be_leaves_one_on_the_page(
    cast: Cast, scanning: WikiPage, as_person: AsPerson, number: str
) -> None:
    answer = as_person(cast.ana).get(scanning.get_absolute_url(), {"at": number})

    assert answer.status_code == 200
    assert "Scanning at the bedside" in answer.content.decode()
