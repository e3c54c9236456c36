"""Practices on the desk: filters, several at once, refusals by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from curation.models import Practice, PracticeLog
from people.models import User
from tests.curation.conftest import Ward
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
BULK = "/curation/practices/bulk/"


def a_practice(ward: Ward, title: str, **fields: object) -> Practice:
    now = timezone.now()
    defaults = {"community": ward.community, "state": "emerging", "created_at": now, "changed_at": now}
    return Practice.objects.create(title=title, **(defaults | fields))


def titles(client: Client, **query: str) -> list[str]:
    return [
        practice.title for practice in client.get("/curation/practices/list/", query).context["page"].items
    ]


def test_list_shows_what_is_asked_for(ward: Ward, as_user: AsUser) -> None:
    today = timezone.localdate()
    a_practice(ward, "Mine and due", curator=ward.cast.cora, due_on=today + timedelta(days=3))
    a_practice(ward, "Nobody’s, overdue", due_on=today - timedelta(days=1), evidence_score=80)
    a_practice(ward, "Of another", curator=ward.cast.adam, state="endorsed", evidence_score=20)
    a_practice(ward, "Declined", state="declined")
    browser = as_user(ward.cast.cora)

    assert set(titles(browser)) == {"Mine and due", "Nobody’s, overdue", "Of another"}
    assert titles(browser, whose="mine") == ["Mine and due"]
    assert titles(browser, whose="nobody") == ["Nobody’s, overdue"]
    assert titles(browser, due="over") == ["Nobody’s, overdue"]
    assert titles(browser, due="week", order="due") == ["Nobody’s, overdue", "Mine and due"]
    assert titles(browser, state="declined") == ["Declined"]
    assert titles(browser, order="evidence") == ["Nobody’s, overdue", "Of another", "Mine and due"]
    assert len(titles(browser, state="no-such", whose="x", due="x", order="x")) == 3


def test_several_are_moved_with_one_reason(ward: Ward, as_user: AsUser) -> None:
    chosen = [a_practice(ward, f"Practice {n}") for n in range(3)]

    answer = as_user(ward.cast.cora).post(
        BULK,
        {"practice": [p.pk for p in chosen], "act": "move", "to": "declined", "why": "Out of use."},
        follow=True,
    )

    assert "3 practices moved." in answer.content.decode()
    assert set(Practice.objects.values_list("state", flat=True)) == {"declined"}
    assert PracticeLog.objects.filter(why="Out of use.", to_state="declined").count() == 3


def test_each_refusal_is_named_and_the_rest_is_done(ward: Ward, as_user: AsUser) -> None:
    moved = a_practice(ward, "Can be declined")
    settled = a_practice(ward, "Is promoted", state="promoted")

    answer = as_user(ward.cast.cora).post(
        BULK, {"practice": [moved.pk, settled.pk], "act": "move", "to": "declined", "why": "Out of use."}
    )

    seen = answer.content.decode()
    assert answer.status_code == 200
    assert "1 practice was not changed" in seen
    assert "Is promoted</a>: A practice that is promoted cannot become declined this way." in seen
    assert "1 practice moved." in seen
    assert f'value="{settled.pk}" checked' in seen
    assert "Out of use.</textarea>" in seen


def test_declining_several_without_a_reason_declines_none(ward: Ward, as_user: AsUser) -> None:
    chosen = [a_practice(ward, f"Practice {n}") for n in range(2)]

    answer = as_user(ward.cast.cora).post(
        BULK, {"practice": [p.pk for p in chosen], "act": "move", "to": "declined"}
    )

    assert answer.status_code == 422
    assert answer.content.decode().count("Write why: the people whose words it is made of will read it.") == 2
    assert set(Practice.objects.values_list("state", flat=True)) == {"emerging"}


def test_several_are_taken_on_and_who_has_one_is_named(ward: Ward, as_user: AsUser) -> None:
    free = a_practice(ward, "Free")
    held = a_practice(ward, "Held", curator=ward.cast.adam)

    answer = as_user(ward.cast.cora).post(BULK, {"practice": [free.pk, held.pk], "act": "claim"})

    free.refresh_from_db()
    held.refresh_from_db()
    assert (free.curator, held.curator) == (ward.cast.cora, ward.cast.adam)
    assert "Held</a>: Adam Haddad has taken this on. Nothing was changed." in answer.content.decode()


def test_several_get_one_due_date(ward: Ward, as_user: AsUser) -> None:
    chosen = [a_practice(ward, f"Practice {n}") for n in range(2)]
    day = timezone.localdate() + timedelta(days=5)

    as_user(ward.cast.cora).post(
        BULK, {"practice": [p.pk for p in chosen], "act": "due", "due_on": day.isoformat()}
    )

    assert set(Practice.objects.values_list("due_on", flat=True)) == {day}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"act": "claim"}, "Select the practices first"),
        ({"act": "move"}, "Choose the state to move to."),
        ({"act": "burn"}, "Choose what to do."),
        ({}, "Choose what to do."),
        ({"act": "due", "due_on": "soon"}, "Write a date"),
    ],
)
def test_bulk_says_what_is_missing(ward: Ward, as_user: AsUser, sent: dict[str, str], said: str) -> None:
    a_practice(ward, "Practice")

    answer = as_user(ward.cast.cora).post(BULK, sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_practices_of_elsewhere_are_neither_changed_nor_named(
    ward: Ward, hidden_ward: Ward, as_user: AsUser
) -> None:
    foreign = a_practice(hidden_ward, "Secret practice")
    own = a_practice(ward, "Own practice")
    person = UserFactory(username="cyd")
    MembershipFactory(user=person, community=ward.community, curator=True)

    answer = as_user(person).post(
        BULK,
        {"practice": [foreign.pk, own.pk, "x", "-3", "9" * 30], "act": "move", "to": "declined", "why": "x"},
        follow=True,
    )

    foreign.refresh_from_db()
    assert foreign.state == "emerging"
    assert "Secret practice" not in answer.content.decode()
    assert "1 practice moved." in answer.content.decode()


@pytest.mark.parametrize(("who", "code"), [("ana", 403), ("fay", 403), ("stranger", 403)])
def test_who_does_not_curate_moves_nothing(ward: Ward, as_user: AsUser, who: str, code: int) -> None:
    practice = a_practice(ward, "Practice")

    answer = as_user(getattr(ward.cast, who)).post(
        BULK, {"practice": practice.pk, "act": "move", "to": "declined", "why": "x"}
    )

    practice.refresh_from_db()
    assert (answer.status_code, practice.state) == (code, "emerging")


def test_card_of_the_board_moves_by_its_menu(ward: Ward, as_user: AsUser) -> None:
    practice = a_practice(ward, "Scan the label", state="flagged")
    browser = as_user(ward.cast.cora)
    board = browser.get("/curation/practices/").content.decode()

    answer = browser.post(
        BULK,
        {"practice": practice.pk, "act": "move", "to": "emerging", "why": "", "view": "board"},
        follow=True,
    )

    assert f'name="practice" value="{practice.pk}"' in board
    assert answer.redirect_chain == [("/curation/practices/", 302)]
    practice.refresh_from_db()
    assert practice.state == "emerging"


def test_board_counts_what_ended_and_lists_it(ward: Ward, as_user: AsUser) -> None:
    a_practice(ward, "Old way", state="retired")
    browser = as_user(ward.cast.cora)

    board = browser.get("/curation/practices/").content.decode()

    assert (
        'href="/curation/practices/list/?state=retired">Retired</a> <span class="count count--plain">1'
        in board
    )


def test_practice_over_its_target_is_marked(ward: Ward, as_user: AsUser) -> None:
    a_practice(ward, "Slow", first_flag_at=timezone.now() - timedelta(days=33, hours=1))

    listed = as_user(ward.cast.cora).get("/curation/practices/list/").content.decode()

    assert "33 days since the first flag, 3 over the target" in listed


def test_the_list_over_all_communities_costs_the_same_however_many_there_are(
    ward: Ward, as_user: AsUser
) -> None:
    browser = as_user(ward.cast.lou)
    asked = []
    for communities in (2, 6):
        for number in range(communities):
            other = CommunityFactory(slug=f"ward-{communities}-{number}")
            for title in ("Cap first", "Grey wipes", "Two taps"):
                a_practice(ward, title, community=other, curator=UserFactory(), due_on=timezone.localdate())
        browser.get("/curation/practices/list/")
        with queries(at_most=12) as captured:
            shown = browser.get("/curation/practices/list/").context["page"].items
        asked.append((len(captured), len(shown)))

    assert asked[0][0] == asked[1][0]
    assert [shown for _, shown in asked] == [6, 24]
