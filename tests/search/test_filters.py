"""The page narrowed: by typing, by ticking, by chips; facets with counts; things without words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from communities.actions.community import edit_community
from communities.actions.threads import open_thread
from people.models import User
from tests.curation.conftest import Ward
from tests.factories import UserFactory
from tests.search.conftest import Found, RunTasks, words

pytestmark = pytest.mark.django_db
Look = Callable[..., Found]
HIDDEN_TAG = "quarantine"


def note(ward: Ward, title: str, *tags: str, by: User | None = None) -> None:
    open_thread(
        user=by or ward.cast.ana,
        community=ward.community,
        kind="note",
        title=title,
        body="<p>A pen.</p>",
        tags=tags,
    )


@pytest.fixture
def tagged(ward: Ward, hidden_ward: Ward, run_tasks: RunTasks) -> Ward:
    """Notes with tags here, and one in the private community."""
    note(ward, "Pens in the fridge", "insulin", "fridge")
    note(ward, "Pens at night", "insulin")
    note(hidden_ward, "Pens apart", HIDDEN_TAG)
    run_tasks()
    return ward


def page_of(user: User | None, address: str) -> BeautifulSoup:
    client = Client()
    if user:
        client.force_login(user)
    return BeautifulSoup(client.get(address).content.decode(), "html.parser")


def test_a_typed_filter_narrows_and_stands_ticked_and_as_a_chip(tagged: Ward, look: Look) -> None:
    found = look(tagged.cast.ana, "pens tag:fridge")
    page = BeautifulSoup(found.html, "html.parser")

    assert found.titles == [("Thread", "Pens in the fridge")]
    assert found.heading == "1 thing for “pens”"
    assert [box["value"] for box in page.select(".facet input[checked]")] == ["fridge"]
    assert [words(chip) for chip in page.select(".chip")] == ["Remove Tag fridge"]
    assert page.select(".facets input[name=q]")[0]["value"] == "pens"
    assert page.select("#q")[0]["value"] == "pens tag:fridge"


def test_a_chip_and_an_unticked_box_both_take_a_typed_filter_away(tagged: Ward, look: Look) -> None:
    page = page_of(tagged.cast.ana, "/search/?q=pens+tag:fridge+type:thread")
    by_chip = page_of(tagged.cast.ana, f"/search/{page.select('.chip')[1]['href']}")
    by_tick = page_of(tagged.cast.ana, "/search/?q=pens&kind=thread")  # what the form sends without that tick

    assert words(by_chip.select("h1")[0]) == words(by_tick.select("h1")[0])
    assert by_chip.select("#q")[0]["value"] == by_tick.select("#q")[0]["value"] == "pens type:thread"


def test_each_facet_counts_what_one_could_choose_instead(tagged: Ward, look: Look) -> None:
    found = look(tagged.cast.nia, "pens tag:fridge")

    assert found.facets["insulin"] == 2
    assert found.facets["fridge"] == 1
    assert found.facets["Threads"] == 1


def test_filters_without_words_list_what_there_is_newest_first(tagged: Ward, look: Look) -> None:
    found = look(tagged.cast.nia, "tag:insulin")

    assert found.heading == "2 things"
    assert found.of("Thread") == ["Pens at night", "Pens in the fridge"]
    assert look(tagged.cast.nia, "", kind="thread").of("Thread")[0] == "Pens at night"


def test_more_than_eight_values_fold_and_what_is_chosen_does_not(ward: Ward, run_tasks: RunTasks) -> None:
    for n in range(12):
        note(ward, f"Pens {n}", f"tag {n:02}")
    run_tasks()

    page = page_of(ward.cast.ana, "/search/?q=pens&tag=tag+11")

    folded = [words(label.select("span")[0]) for label in page.select(".facet__more .choice")]
    assert words(page.select(".facet__more summary")[0]) == "3 more"
    assert folded == ["tag 08", "tag 09", "tag 10"]


def test_periods_and_own_days_narrow(tagged: Ward, look: Look) -> None:
    page = page_of(tagged.cast.ana, "/search/?q=pens")
    week = next(link for link in page.select(".facet__period") if "Past week" in words(link))

    narrowed = page_of(tagged.cast.ana, f"/search/{week['href']}")

    assert words(week.select(".choice__n")[0]) == words(page.select("h1")[0]).split()[0]
    assert narrowed.select(".facet__period[aria-current]")
    assert look(tagged.cast.ana, "pens", before="2020-01-01").titles == []
    assert look(tagged.cast.ana, "pens before:2020").heading == "Nothing for “pens”"


def test_order_is_kept_while_narrowing_and_typed_or_chosen(tagged: Ward) -> None:
    page = page_of(tagged.cast.ana, "/search/?q=pens+sort:newest")

    assert words(page.select("nav.filter [aria-current]")[0]) == "Newest"
    assert page.select(".facets input[name=order]")[0]["value"] == "newest"
    assert page.select("nav.filter a")[0]["href"] == "?q=pens"


def test_answered_questions_and_who_wrote_can_be_asked_for(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    run_tasks()

    assert look(ward.cast.ana, "scan is:answered").of("Thread") == ["The pen will not scan"]
    by_eli = look(ward.cast.ana, f"by:@{ward.cast.eli.username} type:thread")
    assert by_eli.titles == [("Thread", "The pen will not scan")]
    assert any("Accepted answer" in link or "post-2" in link for link in by_eli.links)


def test_what_is_not_understood_is_said_and_the_rest_is_searched(tagged: Ward, look: Look) -> None:
    found = look(tagged.cast.ana, "pens tag:frige in:<b>nowhere</b>")

    assert "No tag is called “frige” where you may read. Did you mean tag:fridge?" in found.text
    assert "No community is called “<b>nowhere</b>”." in found.text
    assert len(found.titles) > 1
    assert "<b>nowhere" not in found.html


# -- nothing of what is hidden ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("hidden", "nothing"),
    [
        ("in:hidden", "in:hiddex"),
        ('in:"hidden ward"', 'in:"hiddex ward"'),
        (f"tag:{HIDDEN_TAG}", "tag:quarantinx"),
        ("in:hiddn", "in:hixdn"),
        ("tag:quarantin", "tag:quaxantin"),
    ],
)
def test_a_hidden_name_is_answered_like_one_that_is_not_there(
    tagged: Ward, look: Look, hidden: str, nothing: str
) -> None:
    for user in (tagged.cast.nia, tagged.cast.cora, None):
        one, other = look(user, f"pens {hidden}"), look(user, f"pens {nothing}")

        def said(found: Found, name: str) -> str:
            return found.text.replace(name.partition(":")[2].strip('"'), "…")

        assert said(one, hidden) == said(other, nothing)
        assert one.facets == other.facets
        assert "Did you mean" not in one.text
    assert look(tagged.cast.ana, f"pens {hidden}").facets != look(tagged.cast.nia, f"pens {hidden}").facets


def test_facets_name_no_hidden_tag_community_or_person(tagged: Ward, hidden_ward: Ward, look: Look) -> None:
    writer = UserFactory(display_name="Somebody Apart")
    hidden_ward.community.memberships.create(user=writer)

    outsider, member = look(tagged.cast.nia, "pens"), look(tagged.cast.ana, "pens")

    assert HIDDEN_TAG in member.facets
    assert HIDDEN_TAG not in outsider.html
    assert "Hidden ward" not in outsider.html
    assert outsider.facets["Threads"] == member.facets["Threads"] - 2
    assert "Somebody Apart" not in outsider.html


def test_a_visitor_sees_no_facet_of_people_and_asks_for_none(tagged: Ward, look: Look) -> None:
    edit_community(user=tagged.cast.adam, community=tagged.community, is_public=True)
    name = tagged.cast.ana.username

    found = look(None, "pens")
    asked = look(None, f"pens by:@{name}")

    assert found.titles
    assert 'name="author"' not in found.html
    assert "Who wrote something can be asked by those who are signed in." in asked.text
    assert asked.text.replace(name, "") == look(None, "pens by:@nobody").text.replace("nobody", "")


def test_a_community_that_turns_private_takes_its_labels_along_at_once(tagged: Ward, look: Look) -> None:
    assert look(tagged.cast.nia, "tag:fridge").titles

    edit_community(user=tagged.cast.adam, community=tagged.community, access="private")

    found = look(tagged.cast.nia, "tag:fridge")
    assert found.titles == []
    assert "No tag is called “fridge” where you may read." in found.text
