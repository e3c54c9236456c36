"""A practice from its first source to its end: words, sources, endorsements, states, log."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from communities.actions.threads import edit_post, remove_post
from curation.actions.practices import add_source, change_state, endorse_practice
from curation.models import Practice, PracticeSource
from curation.signals import practice_saved
from curation.states import PRACTICE_TRANSITIONS, PracticeState
from people.models import User
from tests.curation.conftest import Ward, a_recording
from tests.factories import UserFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def test_practice_shows_its_sources_word_for_word_with_whom_to_credit(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    add_source(user=ward.cast.cora, practice=practice, source=ward.recording, anchor="t=70,100")

    seen = as_user(ward.cast.ana).get(practice.get_absolute_url()).content.decode()

    assert "Accepted answer" in seen
    assert "Turn the cap until you see the white label." in seen
    assert "Hold the trigger for five seconds." in seen
    assert "Credit when promoted" in seen
    assert "Eli Novak" in seen
    assert "Lee Tan" in seen
    assert "Add a source" not in seen  # ana does not curate


def test_source_that_was_edited_opens_as_it_read_then(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    edit_post(user=ward.cast.eli, post=ward.answer, body="<p>All different now.</p>")
    browser = as_user(ward.cast.ana)

    seen = browser.get(practice.get_absolute_url()).content.decode()
    thread = ward.answer.thread
    then = reverse(
        "communities:post_version", args=[ward.community.slug, thread.pk, thread.slug, ward.answer.pk, 1]
    )

    assert then in seen
    assert "Turn the cap until you see the white label." in seen
    assert "Turn the cap until you see the white label." in browser.get(then).content.decode()


def test_expert_endorses_and_the_practice_is_endorsed(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()

    seen = as_user(ward.cast.eli).post(
        f"{practice.get_absolute_url()}endorse/", {"note": "Tested on 38 pens."}, follow=True
    )

    practice.refresh_from_db()
    assert practice.state == "endorsed"
    assert "“Tested on 38 pens.”" in seen.content.decode()
    assert "emerging to endorsed" in seen.content.decode()


def test_member_who_is_no_expert_does_not_endorse(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()

    assert as_user(ward.cast.ana).post(f"{practice.get_absolute_url()}endorse/", {}).status_code == 403
    assert (
        "Endorse this practice"
        not in as_user(ward.cast.ana).get(practice.get_absolute_url()).content.decode()
    )


def test_endorsing_again_changes_the_note_and_counts_once(ward: Ward) -> None:
    practice = ward.practice()
    endorse_practice(user=ward.cast.eli, practice=practice, note="first")
    endorse_practice(user=ward.cast.eli, practice=practice, note="better")

    assert [one.note for one in practice.endorsements.all()] == ["better"]


@pytest.mark.parametrize("state", list(PracticeState))
@pytest.mark.parametrize("to", list(PracticeState))
def test_states_change_only_along_the_table(
    ward: Ward, as_user: AsUser, state: PracticeState, to: PracticeState
) -> None:
    practice = ward.practice()
    Practice.objects.filter(pk=practice.pk).update(state=state)
    by_hand = to in PRACTICE_TRANSITIONS[state] and to not in {PracticeState.ENDORSED, PracticeState.PROMOTED}

    answer = as_user(ward.cast.cora).post(
        f"{practice.get_absolute_url()}state/", {"to": to, "why": "Because."}
    )

    practice.refresh_from_db()
    assert answer.status_code == (302 if by_hand else 422)
    assert practice.state == (to if by_hand else state)


def test_declining_a_practice_says_why(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    browser = as_user(ward.cast.cora)

    without = browser.post(f"{practice.get_absolute_url()}state/", {"to": "declined", "why": ""})
    browser.post(f"{practice.get_absolute_url()}state/", {"to": "declined", "why": "Labels change."})

    assert "Write why" in without.content.decode()
    seen = as_user(ward.cast.ana).get(practice.get_absolute_url()).content.decode()
    assert "emerging to declined: Labels change." in seen
    assert "Declined" in as_user(ward.cast.ana).get("/flags/").content.decode()


def test_curator_whom_another_preceded_reads_who_moved_it_and_to_what(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    browser = as_user(ward.cast.cora)
    drawn = browser.get(practice.get_absolute_url()).content.decode()
    change_state(user=ward.cast.lou, practice=practice, to="declined", why="Labels change.")
    change_state(user=ward.cast.lou, practice=practice, to="emerging", why="They do not.")
    change_state(user=ward.cast.lou, practice=practice, to="declined", why="They do again.")
    sent = {"to": "declined", "why": "It clogs.", "seen": "emerging"}

    refused = browser.post(f"{practice.get_absolute_url()}state/", sent)
    again = browser.post(
        f"{practice.get_absolute_url()}state/", sent | {"seen": "declined", "to": "emerging"}
    )

    assert 'name="seen" value="emerging"' in drawn
    seen = refused.content.decode()
    assert refused.status_code == 422
    assert f"{ward.cast.lou.name} moved it to declined meanwhile: “They do again.”" in seen
    assert "Choose from the list" not in seen
    assert "It clogs." in seen
    assert 'name="seen" value="declined"' in seen
    assert '<option value="emerging"' in seen
    assert again.status_code == 302
    assert practice.log.filter(who=ward.cast.cora, from_state="declined", to_state="emerging").count() == 1


def test_move_sent_twice_is_one(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    sent = {"to": "declined", "why": "It clogs.", "seen": "emerging"}

    answers = [
        as_user(ward.cast.cora).post(f"{practice.get_absolute_url()}state/", sent).status_code for _ in "ab"
    ]

    assert answers == [302, 302]
    assert practice.log.filter(to_state="declined").count() == 1


@pytest.mark.parametrize("act", ["edit/", "state/", "sources/", "promote/"])
def test_member_changes_nothing_of_a_practice(ward: Ward, as_user: AsUser, act: str) -> None:
    practice = ward.practice()

    refused = as_user(ward.cast.ana).post(practice.get_absolute_url() + act, {"title": "Another title"})
    allowed = as_user(ward.cast.cora).post(practice.get_absolute_url() + act, {"title": "Another title"})

    assert refused.status_code == 403
    assert allowed.status_code in {200, 302, 422}


def test_hidden_practice_is_not_found_anywhere(hidden_ward: Ward, as_user: AsUser, client: Client) -> None:
    place = hidden_ward.flag(hidden_ward.cast.ana, hidden_ward.answer).place
    practice = Practice.objects.create(
        community=hidden_ward.community,
        title="Hidden",
        created_at=place.newest_at,
        changed_at=place.newest_at,
    )
    addresses = [hidden_ward.address("practices/"), practice.get_absolute_url()]
    addresses += [practice.get_absolute_url() + act for act in ("edit/", "promote/")]

    for person in (hidden_ward.cast.cora, hidden_ward.cast.nia):
        assert {as_user(person).get(address).status_code for address in addresses} == {404}
    client.logout()
    assert {client.get(address).status_code for address in addresses} == {404}


def test_practice_is_not_found_below_another_community(
    ward: Ward, hidden_ward: Ward, as_user: AsUser
) -> None:
    practice = ward.practice()

    address = hidden_ward.address(f"practices/{practice.pk}/")

    assert as_user(ward.cast.ana).get(address).status_code == 404


# -- sources -----------------------------------------------------------------------------------------------
def test_source_is_added_by_the_address_that_was_copied(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    anchor = ward.anchors["When a scan fails"]
    browser = as_user(ward.cast.cora)
    addresses = [
        f"https://example.org{ward.page.get_absolute_url()}#{anchor}",
        ward.question.get_absolute_url(),
        f"{ward.recording.get_absolute_url()}?t=70",
    ]

    for address in addresses:
        browser.post(f"{practice.get_absolute_url()}sources/", {"address": address})

    labels = [source.label for source in practice.sources.all()]
    assert labels == [
        "The pen will not scan, post 2",
        "Scanning at the bedside § When a scan fails",
        "The pen will not scan",
        "Pair a scanner, 1:10 to 1:40",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "https://[",
        "javascript:alert(1)",
        "/admin/",
        "/communities/ward-nursing/",
        "/communities/ward-nursing/wiki/no-such-page/",
        "/communities/ward-nursing/threads/999999-x/#post-99999999999999",
        "/communities/ward-nursing/threads/1-x/#post-zz",
        "\x00",
    ],
)
def test_address_that_is_no_place_is_explained(ward: Ward, as_user: AsUser, address: str) -> None:
    practice = ward.practice()

    answer = as_user(ward.cast.cora).post(f"{practice.get_absolute_url()}sources/", {"address": address})

    assert answer.status_code == 422
    assert practice.sources.count() == 1


def test_source_of_a_hidden_community_is_refused_like_one_that_is_not_there(
    ward: Ward, hidden_ward: Ward, as_user: AsUser
) -> None:
    practice = ward.practice()
    browser = as_user(ward.cast.cora)
    hidden = hidden_ward.answer.get_absolute_url()

    answers = [
        browser.post(f"{practice.get_absolute_url()}sources/", {"address": address}).content.decode()
        for address in (hidden, hidden.replace("#post-2", "#post-77"))
    ]

    assert all("It must be in Ward nursing." in answer for answer in answers)
    assert practice.sources.count() == 1


def test_same_place_is_one_source(ward: Ward) -> None:
    practice = ward.practice()
    add_source(user=ward.cast.cora, practice=practice, source=ward.answer, anchor="")

    assert practice.sources.count() == 1


def test_source_is_removed_by_a_curator(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    source = practice.sources.get()
    address = f"{practice.get_absolute_url()}sources/{source.pk}/remove/"

    refused = as_user(ward.cast.ana).post(address)
    done = as_user(ward.cast.cora).post(address, follow=True)

    assert refused.status_code == 403
    assert not PracticeSource.objects.exists()
    assert "Removed “The pen will not scan, post 2”" in done.content.decode()


def test_words_of_a_removed_post_leave_the_practice(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)

    seen = as_user(ward.cast.ana).get(practice.get_absolute_url()).content.decode()

    assert "This post was removed." in seen
    assert "Turn the cap" not in seen


# -- words, board, budgets ---------------------------------------------------------------------------------
def test_curator_changes_the_words_and_hostile_ones_stay_words(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()

    seen = as_user(ward.cast.cora).post(
        f"{practice.get_absolute_url()}edit/",
        {"title": "<img src=x onerror=alert(1)>", "summary": "</p><script>alert(2)</script>"},
        follow=True,
    )

    assert "&lt;img src=x onerror=alert(1)&gt;" in seen.content.decode()
    assert "<script>alert" not in seen.content.decode()


def test_title_that_is_too_short_comes_back_with_its_error(ward: Ward, as_user: AsUser) -> None:
    answer = as_user(ward.cast.cora).post(
        ward.address("practices/new/"), {"title": "abc", "summary": "kept words", "state": "emerging"}
    )

    assert answer.status_code == 422
    assert "kept words" in answer.content.decode()
    assert not Practice.objects.exists()


def test_board_shows_states_with_totals_and_the_newest_three(ward: Ward, as_user: AsUser) -> None:
    for number in range(5):
        ward.practice(source=a_recording(ward.community, ward.cast.lee), title=f"Practice number {number}")
    browser = as_user(ward.cast.ana)

    board = browser.get(ward.address("practices/")).content.decode()
    everything = browser.get(ward.address("practices/?state=emerging")).content.decode()

    assert "All 5" in board
    assert "Practice number 4" in board
    assert "Practice number 1" not in board
    assert "Practice number 0" in everything
    assert browser.get(ward.address("practices/?state=nonsense")).status_code == 404


def test_empty_board_says_what_to_do(ward: Ward, as_user: AsUser) -> None:
    assert "No practices yet" in as_user(ward.cast.ana).get(ward.address("practices/")).content.decode()


def test_news_of_a_practice_is_sent_with_each_change(ward: Ward) -> None:
    heard: list[Practice] = []
    practice_saved.connect(
        lambda sender, practice, **kwargs: heard.append(practice), weak=False, dispatch_uid="test"
    )

    practice = ward.practice()
    change_state(user=ward.cast.cora, practice=practice, to="declined", why="No.")
    practice_saved.disconnect(dispatch_uid="test")

    assert [one.pk for one in heard] == [practice.pk, practice.pk]


@pytest.mark.parametrize("rows", [1, 9])
def test_practice_and_board_cost_the_same_however_much_they_hold(
    ward: Ward, as_user: AsUser, rows: int
) -> None:
    practice = ward.practice()
    for number in range(rows):
        recording = a_recording(ward.community, UserFactory())
        add_source(user=ward.cast.cora, practice=practice, source=recording, anchor="t=70,100")
        ward.practice(source=recording, title=f"Practice number {number}")
    browser = as_user(ward.cast.ana)
    browser.get(practice.get_absolute_url())

    with queries(at_most=12):
        browser.get(practice.get_absolute_url())
    with queries(at_most=6):
        browser.get(ward.address("practices/"))
