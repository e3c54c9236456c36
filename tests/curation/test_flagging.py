"""Somebody says "this works" of a place, and later reads what became of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.threads import edit_post, remove_post
from communities.actions.wiki import save_wiki_page
from communities.models import Post
from curation.actions.flags import decline_place, withdraw_flag
from curation.models import Flag, FlaggedPlace
from people.models import User
from tests.conftest import Cast
from tests.curation.conftest import Ward

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def test_member_flags_a_section_and_its_exact_words_are_kept(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.ana)
    anchor = ward.anchors["When a scan fails"]
    address = f"{ward.address()}flags/wiki_page/{ward.page.pk}/?at={anchor}"

    asked = browser.get(address).content.decode()
    sent = browser.post(address, {"kind": "saves_time", "reason": "No call to pharmacy"})

    assert "After the second failure, open Scan problem on that dose." in asked
    assert sent.headers["Location"].endswith(f"/wiki/scanning-at-the-bedside/#{anchor}")
    given = Flag.objects.get(author=ward.cast.ana)
    place = given.place
    assert (given.kind, given.reason) == ("saves_time", "No call to pharmacy")
    assert place.label == "Scanning at the bedside § When a scan fails"
    assert "After the second failure, open Scan problem on that dose." in place.quote
    assert place.version == ward.page.live_revision_id
    assert place.people_count == 1


def test_member_flags_a_post_and_is_told_how_many_did(ward: Ward, as_user: AsUser) -> None:
    ward.flag(ward.cast.lee, ward.answer)
    browser = as_user(ward.cast.ana)

    said = browser.post(
        f"{ward.address()}flags/post/{ward.answer.pk}/", {"kind": "works"}, follow=True
    ).content.decode()

    assert "1 other person flagged it too." in said
    assert FlaggedPlace.objects.get().people_count == 2


def test_member_flags_a_stretch_by_typing_times(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.ana)
    address = f"{ward.address()}flags/screencast/{ward.recording.pk}/"

    asked = browser.get(address, {"start": "1:10", "end": "1:40"}).content.decode()
    sent = browser.post(f"{address}?at=t%3D70%2C100", {"kind": "works"})

    assert f'action="{address}?at=t%3D70%2C100"' in asked
    place = FlaggedPlace.objects.get()
    assert sent.headers["Location"].endswith("?t=70")
    assert (place.anchor, place.label) == ("t=70,100", "Pair a scanner, 1:10 to 1:40")
    assert place.quote == "Hold the trigger for five seconds.\nWait for blue."


def test_the_same_stretch_typed_in_two_ways_is_one_place(ward: Ward) -> None:
    ward.flag(ward.cast.ana, ward.recording, "t=1:10,1:40")
    ward.flag(ward.cast.lee, ward.recording, "t=70,100")

    assert FlaggedPlace.objects.get().people_count == 2


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("1:40", "1:10", "is not after the start"),
        ("soon", "1:10", "such as 1:12"),
        ("9:00", "9:30", "The recording ends at 3:20"),
    ],
)
def test_bad_stretch_is_explained_and_the_times_stay(
    ward: Ward, as_user: AsUser, start: str, end: str, said: str
) -> None:
    address = f"{ward.address()}flags/screencast/{ward.recording.pk}/"

    answer = as_user(ward.cast.ana).get(address, {"start": start, "end": end}).content.decode()

    assert said in answer
    assert f'value="{start}"' in answer
    assert 'name="kind"' not in answer


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": "It helps"}, "Choose why: one of the reasons below."),
        ({"kind": "because", "reason": "It helps"}, "Choose one of the reasons."),
        ({"kind": "works", "reason": "It helps" + "x" * 600}, "Shorten this to 600 characters: it has 608."),
    ],
)
def test_flag_that_is_not_in_order_says_why_and_keeps_the_words(
    ward: Ward, as_user: AsUser, sent: dict[str, str], said: str
) -> None:
    answer = as_user(ward.cast.ana).post(f"{ward.address()}flags/post/{ward.answer.pk}/", sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "It helps" in answer.content.decode()
    assert not Flag.objects.exists()


def test_flagging_again_changes_the_reason_and_counts_once(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.ana)
    address = f"{ward.address()}flags/post/{ward.answer.pk}/"
    browser.post(address, {"kind": "works"})

    browser.post(address, {"kind": "safer", "reason": "better words"})

    assert (Flag.objects.get().kind, Flag.objects.get().reason) == ("safer", "better words")
    assert FlaggedPlace.objects.get().people_count == 1
    assert "You flagged this" in browser.get(address).content.decode()


def test_words_of_ones_own_are_added_after_the_click(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.ana)
    address = f"{ward.address()}flags/post/{ward.answer.pk}/"
    browser.post(address, {"kind": "safer"})

    said = browser.post(address, {"reason": "On all six pens"}, follow=True).content.decode()

    assert "Your words are saved." in said
    assert (Flag.objects.get().kind, Flag.objects.get().reason) == ("safer", "On all six pens")


def test_desk_shows_the_words_that_the_newest_flag_is_about(ward: Ward) -> None:
    ward.flag(ward.cast.ana, ward.answer)
    edit_post(user=ward.cast.eli, post=ward.answer, body="<p>Shake the pen first.</p>")

    ward.flag(ward.cast.lee, Post.objects.get(pk=ward.answer.pk))

    place = FlaggedPlace.objects.get()
    assert (place.quote, place.version, place.people_count) == ("Shake the pen first.", 2, 2)


def test_flag_is_taken_back_by_its_author_alone(ward: Ward, as_user: AsUser) -> None:
    given = ward.flag(ward.cast.ana, ward.answer)

    refused = as_user(ward.cast.lee).post(f"/flags/{given.pk}/withdraw/")
    done = as_user(ward.cast.ana).post(f"/flags/{given.pk}/withdraw/")

    assert (refused.status_code, done.status_code) == (404, 302)
    assert not FlaggedPlace.objects.exists()


def test_flag_taken_back_twice_at_once_is_taken_back_once(ward: Ward) -> None:
    given = ward.flag(ward.cast.ana, ward.answer)

    for _ in range(2):  # the second found the flag before the first took it back
        withdraw_flag(user=ward.cast.ana, flag=given)

    assert not FlaggedPlace.objects.exists()


def test_flagger_reads_why_it_was_declined_and_a_new_flag_brings_it_back(ward: Ward, as_user: AsUser) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    decline_place(user=ward.cast.cora, place=place, reason="Pharmacy changes the labels next week.")

    seen = as_user(ward.cast.ana).get("/flags/").content.decode()
    ward.flag(ward.cast.lee, ward.answer)

    assert "Pharmacy changes the labels next week." in seen
    place.refresh_from_db()
    assert (place.state, place.people_count) == ("open", 2)


@pytest.mark.parametrize(
    ("who", "status"),
    [("ana", 200), ("eli", 200), ("adam", 200), ("cora", 200), ("nia", 403), ("stranger", 403)],
)
def test_who_may_flag_in_an_open_community(ward: Ward, as_user: AsUser, who: str, status: int) -> None:
    browser = as_user(getattr(ward.cast, who))

    assert browser.get(f"{ward.address()}flags/post/{ward.answer.pk}/").status_code == status


@pytest.mark.parametrize("who", ["cora", "nia", "stranger"])
def test_nobody_learns_of_a_hidden_place_by_flagging(hidden_ward: Ward, as_user: AsUser, who: str) -> None:
    browser = as_user(getattr(hidden_ward.cast, who))
    address = f"{hidden_ward.address()}flags/post/{hidden_ward.answer.pk}/"

    assert browser.get(address).status_code == 404
    assert browser.post(address, {"kind": "works", "reason": "my own words"}).status_code == 404
    assert as_user(hidden_ward.cast.ana).get(address).status_code == 200


def test_visitor_is_asked_to_sign_in_or_learns_nothing(ward: Ward, client: Client) -> None:
    address = f"{ward.address()}flags/post/{ward.answer.pk}/"
    hidden = client.get(address)
    ward.community.is_public = True
    ward.community.save()

    public = client.get(address)

    assert hidden.status_code == 404
    assert public.headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize(
    "path",
    [
        "flags/user/1/",
        "flags/post/999999/",
        "flags/wiki_page/{page}/?at=bzzzzzzzzzz",
        "flags/wiki_page/{page}/?at=%3Cscript%3E",
        "flags/post/{page}/",
    ],
)
def test_place_that_is_not_there_is_not_found(ward: Ward, as_user: AsUser, path: str) -> None:
    address = ward.address() + path.format(page=ward.page.pk + 1000 if "post" in path else ward.page.pk)

    assert as_user(ward.cast.ana).get(address).status_code == 404


def test_place_is_found_only_in_its_own_community(ward: Ward, hidden_ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.ana)

    assert browser.get(f"{ward.address()}flags/post/{hidden_ward.answer.pk}/").status_code == 404


def test_removed_post_cannot_be_flagged(ward: Ward, as_user: AsUser) -> None:
    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)

    assert as_user(ward.cast.ana).get(f"{ward.address()}flags/post/{ward.answer.pk}/").status_code == 403


def test_section_that_was_edited_away_meanwhile_is_not_flagged(ward: Ward, as_user: AsUser) -> None:
    anchor = ward.anchors["Gloves"]
    address = f"{ward.address()}flags/wiki_page/{ward.page.pk}/?at={anchor}"
    assert as_user(ward.cast.ana).get(address).status_code == 200
    save_wiki_page(
        page=ward.page,
        user=ward.cast.ana,
        title=ward.page.title,
        body="<p>Shorter.</p>",
        summary="",
        base_edition=1,
    )

    assert (
        as_user(ward.cast.ana).post(address, {"kind": "works", "reason": "my own words"}).status_code == 404
    )
    assert not Flag.objects.exists()


def test_words_of_a_reason_are_shown_as_words(ward: Ward, as_user: AsUser) -> None:
    ward.flag(ward.cast.ana, ward.answer, reason="<script>alert(1)</script>")

    seen = as_user(ward.cast.ana).get("/flags/").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seen
    assert "<script>alert" not in seen


def test_somebody_without_flags_is_told_how_to_begin(cast: Cast, as_user: AsUser) -> None:
    assert "No flags yet" in as_user(cast.nia).get("/flags/").content.decode()
