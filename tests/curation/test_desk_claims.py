"""Who takes on what, by when, and what curators say to each other about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.permissions import forget_standing
from curation.actions.claims import NotYours, claim, put_back
from curation.actions.promotion import promote_practice
from curation.models import ContentRequest, DeskNote, DriftAlert, FlaggedPlace
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from curation.promotion.pieces import Role
from people.models import User
from tests.curation.conftest import Ward
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


@pytest.fixture
def place(ward: Ward) -> FlaggedPlace:
    return ward.flag(ward.cast.ana, ward.answer).place


@pytest.fixture
def second(ward: Ward) -> User:
    """A curator of the ward alone."""
    person = UserFactory(username="cyd", display_name="Cyd Park")
    MembershipFactory(user=person, community=ward.community, curator=True)
    return person


def test_curator_takes_a_flag_on_and_it_lies_among_theirs(
    ward: Ward, place: FlaggedPlace, as_user: AsUser
) -> None:
    browser = as_user(ward.cast.cora)

    browser.post(f"/curation/on/flagged_place/{place.pk}/claim/", {"next": "/curation/flags/"})

    place.refresh_from_db()
    assert place.claimed_by == ward.cast.cora
    assert place.label in browser.get("/curation/flags/", {"whose": "mine"}).content.decode()
    assert place.label not in browser.get("/curation/flags/", {"whose": "nobody"}).content.decode()
    yours = browser.get("/curation/").content.decode().partition('id="yours"')[2].partition("</section>")[0]
    assert place.label in yours


def test_second_curator_is_told_who_has_it(
    ward: Ward, place: FlaggedPlace, second: User, as_user: AsUser
) -> None:
    claim(user=ward.cast.cora, thing=place)

    answer = as_user(second).post(f"/curation/on/flagged_place/{place.pk}/claim/", follow=True)

    assert "Cora Lind has taken this on. Nothing was changed." in answer.content.decode()
    place.refresh_from_db()
    assert place.claimed_by == ward.cast.cora


def test_taking_over_needs_to_have_seen_who_has_it(ward: Ward, place: FlaggedPlace, second: User) -> None:
    claim(user=ward.cast.cora, thing=place)
    seen_before = ward.cast.adam.pk

    with pytest.raises(NotYours):
        claim(user=second, thing=place, seen=seen_before)
    claim(user=second, thing=place, seen=ward.cast.cora.pk)

    place.refresh_from_db()
    assert place.claimed_by == second


def test_only_the_holder_puts_it_back(ward: Ward, place: FlaggedPlace, second: User) -> None:
    claim(user=ward.cast.cora, thing=place)

    with pytest.raises(NotYours, match="Cora Lind has taken this on"):
        put_back(user=second, thing=place)
    put_back(user=ward.cast.cora, thing=place)

    place.refresh_from_db()
    assert place.claimed_by is None


def test_what_is_decided_cannot_be_taken_on(ward: Ward, place: FlaggedPlace, as_user: AsUser) -> None:
    browser = as_user(ward.cast.cora)
    browser.post(f"/curation/places/{place.pk}/decline/", {"decline_reason": "Labels change."})

    answer = browser.post(f"/curation/on/flagged_place/{place.pk}/claim/", follow=True)

    assert "This was decided already: declined." in answer.content.decode()


def test_claim_of_another_does_not_stop_a_decision_but_is_said(
    ward: Ward, place: FlaggedPlace, second: User, as_user: AsUser
) -> None:
    claim(user=ward.cast.cora, thing=place)
    browser = as_user(second)

    page = browser.get(f"/curation/places/{place.pk}/").content.decode()
    browser.post(f"/curation/places/{place.pk}/decline/", {"decline_reason": "Labels change."})

    assert "Cora Lind has taken this on. You can decide all the same" in page
    place.refresh_from_db()
    assert place.state == "declined"


def test_due_date_is_set_and_what_is_due_comes_first(
    ward: Ward, place: FlaggedPlace, second: User, as_user: AsUser
) -> None:
    claim(user=second, thing=place)
    tomorrow = timezone.localdate() + timedelta(days=1)
    browser = as_user(ward.cast.cora)

    browser.post(f"/curation/on/flagged_place/{place.pk}/due/", {"due_on": tomorrow.isoformat()})
    desk = browser.get("/curation/").content.decode()

    due = desk.partition('id="due"')[2].partition("</section>")[0]
    assert place.label in due
    assert "Cyd Park" in due


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("2020-01-01", "Choose today or a later day."),
        ("next week", "Write a date, such as 2026-12-24."),
        ("9999-99-99", "Write a date, such as 2026-12-24."),
    ],
)
def test_due_date_that_is_none_is_refused_beside_its_field(
    ward: Ward, place: FlaggedPlace, as_user: AsUser, sent: str, said: str
) -> None:
    answer = as_user(ward.cast.cora).post(f"/curation/on/flagged_place/{place.pk}/due/", {"due_on": sent})

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_what_is_over_the_target_of_its_community_is_marked(
    ward: Ward, place: FlaggedPlace, as_user: AsUser
) -> None:
    FlaggedPlace.objects.filter(pk=place.pk).update(first_at=timezone.now() - timedelta(days=9, hours=1))

    desk = as_user(ward.cast.cora).get("/curation/flags/").content.decode()

    assert "waiting 9 days, 2 over the target" in desk


@pytest.mark.parametrize("on", ["flagged_place", "practice", "job_aid", "alert", "request"])
def test_curators_leave_notes_that_nobody_else_reads(
    ward: Ward, second: User, as_user: AsUser, on: str
) -> None:
    thing = a_thing(ward, on)
    address = f"/curation/on/{on}/{thing.pk}/"
    as_user(ward.cast.cora).post(f"{address}notes/", {"text": "Ask pharmacy\nbefore Friday."})

    read = as_user(second).get(address).content.decode()
    member = as_user(ward.cast.ana)
    refused = (member.get(address).status_code, member.post(f"{address}notes/", {"text": "hm"}).status_code)
    own_pages = (
        ward.address("practices/"),
        "/flags/",
        ward.address("requests/"),
        f"{ward.address()}practices/{thing.pk}/",
    )
    elsewhere = "".join(member.get(page).content.decode() for page in own_pages)

    assert "Ask pharmacy<br>before Friday." in read
    hidden = 404 if on == "job_aid" else 403  # a draft is known to its reviewers alone
    assert refused == (hidden, hidden)
    assert "Ask pharmacy" not in elsewhere


def a_thing(ward: Ward, on: str) -> Any:
    if on == "flagged_place":
        return ward.flag(ward.cast.ana, ward.answer).place
    if on == "request":
        return ContentRequest.objects.create(
            community=ward.community, title="Undo a discharge", created_at=timezone.now()
        )
    practice = ward.practice()
    if on == "practice":
        return practice
    chosen = [Chosen(piece, Role.STEP, is_used=True) for piece in all_pieces(keyed_sources(practice))]
    aid = promote_practice(
        user=ward.cast.cora, practice=practice, title="Scan a pen", purpose="", chosen=chosen
    )
    if on == "job_aid":
        return aid
    return DriftAlert.objects.create(provenance=aid.provenance.first(), opened_at=timezone.now())


def test_note_sent_twice_is_one(ward: Ward, place: FlaggedPlace, as_user: AsUser) -> None:
    sent = {"text": "Ask pharmacy", "submission": "6a0cf9e2-93a6-4c10-9d0e-0b4ac0f0a111"}
    browser = as_user(ward.cast.cora)

    for _ in range(2):
        browser.post(f"/curation/on/flagged_place/{place.pk}/notes/", sent)

    assert DeskNote.objects.count() == 1


def test_curator_of_one_community_reaches_nothing_of_another(
    ward: Ward, hidden_ward: Ward, second: User, as_user: AsUser
) -> None:
    hidden = hidden_ward.flag(hidden_ward.cast.ana, hidden_ward.answer).place
    DeskNote.objects.create(
        community=hidden_ward.community,
        flagged_place=hidden,
        author=ward.cast.adam,
        text="secret",
        at=timezone.now(),
    )
    browser = as_user(second)
    address = f"/curation/on/flagged_place/{hidden.pk}/"

    codes = [browser.get(address).status_code] + [
        browser.post(f"{address}{act}/", {"text": "x"}).status_code
        for act in ("claim", "put-back", "due", "notes")
    ]

    assert codes == [404] * 5


def test_who_curates_no_longer_is_refused(
    ward: Ward, place: FlaggedPlace, second: User, as_user: AsUser
) -> None:
    second.memberships.update(is_curator=False)
    forget_standing(second)

    answer = as_user(second).post(f"/curation/on/flagged_place/{place.pk}/claim/")

    assert answer.status_code == 403


@pytest.mark.parametrize("on", ["job_aid", "nothing", "practice"])
def test_what_cannot_be_claimed_is_not_there(ward: Ward, as_user: AsUser, on: str) -> None:
    answer = as_user(ward.cast.cora).post(f"/curation/on/{on}/987654/claim/")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"]
)
def test_an_act_returns_to_pages_of_this_site_alone(
    ward: Ward, place: FlaggedPlace, as_user: AsUser, wanted: str
) -> None:
    answer = as_user(ward.cast.cora).post(f"/curation/on/flagged_place/{place.pk}/claim/", {"next": wanted})

    assert answer.headers["Location"] == f"/curation/on/flagged_place/{place.pk}/"
