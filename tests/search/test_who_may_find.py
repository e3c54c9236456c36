"""Search shows a person only what they may know of: hits, counts, facets and suggestions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.community import edit_community, leave_community
from communities.actions.threads import remove_post
from communities.models import CommunityPage
from communities.permissions import forget_standing
from curation.actions.practices import change_state
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, published
from tests.factories import MembershipFactory
from tests.search.conftest import Found, RunTasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searched_by")]
Look = Callable[..., Found]
Suggested = Callable[[User | None, str], list[str]]

QUESTIONS = ("scan", "second failure", "cartridge", "trigger", "hidden", "pen", "label cap", "private")


def finds_nothing_of(found: Found, ward: Ward) -> None:
    """No hit, number, filter or link tells of the ward, nor does the page say its name."""
    assert found.status == 200
    assert f"/communities/{ward.community.slug}/" not in found.html
    assert ward.community.title not in found.html
    assert found.heading.startswith(f"{len(found.titles) or 'Nothing'} ")
    assert sum(found.facets.get(kind, 0) for kind in ("Wiki pages", "Threads", "Screencasts")) == sum(
        kind in {"Wiki page", "Thread", "Screencast"} for kind, _ in found.titles
    )


def settled(ward: Ward) -> None:
    """Everything that can be found is there: a practice and a published job aid, too."""
    for user in vars(ward.cast).values():
        forget_standing(user)
    curators = (ward.cast.cora, ward.cast.lou)
    for curator in curators:
        MembershipFactory(user=curator, community=ward.community, curator=True)
        forget_standing(curator)
    published(ward)
    for curator in curators:
        curator.memberships.filter(community=ward.community).delete()
        forget_standing(curator)


def test_a_private_community_is_found_by_its_members_alone(
    hidden_ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    settled(hidden_ward)
    run_tasks()
    cast = hidden_ward.cast

    for question in QUESTIONS:
        member, administrator = look(cast.ana, question), look(cast.adam, question)

        assert "Hidden ward" in member.html, question
        assert member.titles == administrator.titles, question
        for user in (cast.nia, cast.cora, cast.stranger, None):
            finds_nothing_of(look(user, question), hidden_ward)


def test_an_open_and_a_private_community_with_the_same_words_count_apart(
    ward: Ward, hidden_ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    run_tasks()

    newcomer, both = look(ward.cast.nia, "scan"), look(ward.cast.ana, "scan")

    assert newcomer.facets["Threads"] == 1
    assert both.facets["Threads"] == 2
    assert "Hidden ward" not in newcomer.facets
    assert both.facets["Hidden ward"] == 2
    finds_nothing_of(newcomer, hidden_ward)


def test_a_community_on_request_is_known_by_name_and_read_by_members(
    ward: Ward, look: Look, suggested: Suggested, run_tasks: RunTasks
) -> None:
    CommunityPage.objects.filter(pk=ward.community.pk).update(access="on_request")
    run_tasks()

    outsider, member = look(ward.cast.nia, "scanning"), look(ward.cast.ana, "scanning")

    assert outsider.titles == [("Community", "Ward nursing")]
    assert len(member.titles) > 1
    assert suggested(ward.cast.nia, "scanning") == []
    assert suggested(ward.cast.nia, "ward") == ["Ward nursing"]
    assert "Ward nursing" not in look(None, "scanning").text


def test_a_visitor_finds_what_is_public_and_no_people(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    run_tasks()
    before = look(None, "scan")
    CommunityPage.objects.filter(pk=ward.community.pk).update(is_public=True)

    after, people = look(None, "scan"), look(None, "novak")

    assert before.titles == []
    assert "Wiki page" in dict(after.titles)
    assert people.titles == []
    assert look(ward.cast.nia, "novak").of("Person") == ["Eli Novak"]


@pytest.mark.parametrize("typed", ["sca", "the pen", "pair", "hidden", "hid"])
def test_suggestions_do_not_tell_of_what_is_hidden(
    hidden_ward: Ward, suggested: Suggested, run_tasks: RunTasks, typed: str
) -> None:
    settled(hidden_ward)
    run_tasks()

    assert suggested(hidden_ward.cast.ana, typed)
    for user in (hidden_ward.cast.nia, hidden_ward.cast.cora, None):
        assert suggested(user, typed) == []


def test_a_community_that_becomes_private_is_hidden_at_once(
    ward: Ward, look: Look, suggested: Suggested, run_tasks: RunTasks
) -> None:
    run_tasks()
    assert look(ward.cast.nia, "scan").titles

    edit_community(user=ward.cast.adam, community=ward.community, access="private")  # and no task runs

    finds_nothing_of(look(ward.cast.nia, "scan"), ward)
    assert suggested(ward.cast.nia, "sca") == []
    assert look(ward.cast.ana, "scan").titles


def test_who_leaves_a_private_community_finds_nothing_of_it(
    hidden_ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    run_tasks()
    assert look(hidden_ward.cast.ana, "scan").titles

    leave_community(user=hidden_ward.cast.ana, community=hidden_ward.community)

    finds_nothing_of(look(hidden_ward.cast.ana, "scan"), hidden_ward)


def test_who_only_asked_to_join_does_not_read(hidden_ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    MembershipFactory(user=hidden_ward.cast.nia, community=hidden_ward.community, requested=True)
    run_tasks()

    finds_nothing_of(look(hidden_ward.cast.nia, "scan"), hidden_ward)


def test_a_filter_on_a_hidden_community_says_no_more_than_one_on_none(
    ward: Ward, hidden_ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    run_tasks()

    hidden = look(ward.cast.nia, "scan", community="hidden")
    nothing = look(ward.cast.nia, "scan", community="no-such-place")

    assert (hidden.titles, hidden.facets) == (nothing.titles, nothing.facets)
    finds_nothing_of(hidden, hidden_ward)


def test_removed_words_drafts_and_declined_practices_are_nobodys_to_find(
    ward: Ward, look: Look, suggested: Suggested, run_tasks: RunTasks
) -> None:
    declined = ward.practice(title="Marmalade on the cap", source=ward.question)
    a_draft(ward, title="Marmalade draft")
    run_tasks()
    assert look(ward.cast.ana, "marmalade").of("Practice") == ["Marmalade on the cap"]

    change_state(user=ward.cast.cora, practice=declined, to="declined", why="It clogs.")
    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)
    run_tasks()

    for user in (ward.cast.ana, ward.cast.fay, ward.cast.cora, ward.cast.adam):
        assert look(user, "marmalade cartridge").titles == []
        assert suggested(user, "marma") == []


def test_a_post_is_found_again_when_it_is_shown_again(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)
    run_tasks()
    remove_post(user=ward.cast.adam, post=ward.answer, removed=False)
    run_tasks()

    assert look(ward.cast.nia, "cartridge").of("Thread") == ["The pen will not scan"]


def test_a_closed_account_is_not_found(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    run_tasks()
    assert look(ward.cast.nia, "novak").of("Person") == ["Eli Novak"]

    ward.cast.eli.is_active = False
    ward.cast.eli.save()
    run_tasks()

    assert look(ward.cast.nia, "novak").of("Person") == []


def test_answers_are_kept_by_no_cache(ward: Ward) -> None:
    client = Client()
    client.force_login(ward.cast.ana)

    for address in ("/search/?q=scan", "/search/suggest/?q=scan"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_what_is_taken_away_is_gone_before_any_task_runs(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    declined = ward.practice(title="Marmalade on the cap", source=ward.question)
    run_tasks()
    assert len(look(ward.cast.nia, "marmalade cartridge novak gloves").titles) == 4

    change_state(user=ward.cast.cora, practice=declined, to="declined", why="It clogs.")
    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)
    ward.page.unpublish()
    ward.cast.eli.is_active = False
    ward.cast.eli.save()

    assert look(ward.cast.nia, "marmalade cartridge novak gloves").titles == []
