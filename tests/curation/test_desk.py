"""The desk of a curator, and deciding on what lies there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from communities.actions.threads import remove_post
from curation.actions.promotion import promote_practice
from curation.models import DriftAlert, Feedback, FlaggedPlace, JobAidPage, Practice
from curation.pieces import Role
from curation.promotion import Chosen, all_pieces, keyed_sources
from curation.workflow import send_to_review
from people.models import User
from tests.curation.conftest import Ward, a_recording
from tests.factories import MembershipFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def test_flags_on_one_place_lie_together_most_people_first(ward: Ward, as_user: AsUser) -> None:
    ward.flag(ward.cast.ana, ward.page, ward.anchors["Gloves"])
    ward.flag(ward.cast.ana, ward.answer, reason="12 pens on 6A")
    ward.flag(ward.cast.lee, ward.answer, reason="no more typing")

    desk = as_user(ward.cast.cora).get("/curation/").content.decode()

    assert desk.index("The pen will not scan, post 2") < desk.index("Scanning at the bedside § Gloves")
    assert "<b>2</b><span>people</span>" in desk
    assert "“12 pens on 6A”" in desk
    assert "“no more typing”" in desk


def test_empty_desk_says_what_will_lie_there(ward: Ward, as_user: AsUser) -> None:
    assert "The desk is clear" in as_user(ward.cast.cora).get("/curation/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("cora", 200), ("adam", 200), ("ana", 403), ("eli", 403)])
def test_only_curators_have_a_desk(ward: Ward, as_user: AsUser, who: str, status: int) -> None:
    assert as_user(getattr(ward.cast, who)).get("/curation/").status_code == status


def test_visitor_signs_in_first(ward: Ward, client: Client) -> None:
    assert client.get("/curation/").headers["Location"] == "/accounts/login/?next=/curation/"


def test_desk_holds_nothing_of_communities_that_the_person_does_not_curate(
    ward: Ward, hidden_ward: Ward, as_user: AsUser
) -> None:
    hidden = hidden_ward.flag(hidden_ward.cast.ana, hidden_ward.answer, reason="secret reason").place
    secret = Practice.objects.create(
        community=hidden_ward.community,
        title="Secret practice",
        created_at=hidden.newest_at,
        changed_at=hidden.newest_at,
    )
    MembershipFactory(user=ward.cast.nia, community=hidden_ward.community, curator=True)

    outside = as_user(ward.cast.cora)
    seen_outside = outside.get("/curation/").content.decode()
    place_outside = outside.get(f"/curation/places/{hidden.pk}/").status_code
    practice_outside = outside.get(f"{hidden_ward.address()}practices/{secret.pk}/").status_code
    seen_inside = as_user(ward.cast.nia).get("/curation/").content.decode()

    assert "secret reason" not in seen_outside
    assert "Secret practice" not in seen_outside
    assert (place_outside, practice_outside) == (404, 404)
    assert "secret reason" in seen_inside
    assert "Secret practice" in seen_inside


def test_member_who_does_not_curate_may_not_decide(ward: Ward, as_user: AsUser) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    browser = as_user(ward.cast.ana)

    codes = [browser.get(f"/curation/places/{place.pk}/").status_code] + [
        browser.post(f"/curation/places/{place.pk}/{act}/", {}).status_code
        for act in ("practice", "join", "decline")
    ]

    assert codes == [403, 403, 403, 403]


def test_curator_makes_a_practice_of_a_place(ward: Ward, as_user: AsUser) -> None:
    place = ward.flag(ward.cast.ana, ward.answer, reason="12 pens on 6A").place

    page = as_user(ward.cast.cora).post(
        f"/curation/places/{place.pk}/practice/",
        {"title": "Scan the label on the cap", "summary": "It scans.", "state": "emerging"},
        follow=True,
    )

    seen = page.content.decode()
    assert "Scan the label on the cap" in seen
    assert "Turn the cap until you see the white label." in seen
    assert "“12 pens on 6A”" in seen
    assert "Made it a practice" in seen
    assert not FlaggedPlace.objects.waiting().exists()


def test_form_sent_twice_makes_one_practice(ward: Ward, as_user: AsUser) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    browser = as_user(ward.cast.cora)
    sent = {
        "title": "Scan the label",
        "state": "emerging",
        "submission": "6a0cf9e2-93a6-4c10-9d0e-0b4ac0f0a111",
    }

    first = browser.post(f"/curation/places/{place.pk}/practice/", sent)
    second = browser.post(f"/curation/places/{place.pk}/practice/", sent)

    assert first.headers["Location"] == second.headers["Location"]
    assert Practice.objects.count() == 1


def test_second_curator_is_told_what_the_first_decided(ward: Ward, as_user: AsUser) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    as_user(ward.cast.cora).post(
        f"/curation/places/{place.pk}/practice/", {"title": "The first one", "state": "emerging"}
    )

    answer = as_user(ward.cast.adam).post(
        f"/curation/places/{place.pk}/practice/", {"title": "The second one", "state": "emerging"}
    )

    assert answer.status_code == 422
    assert "It is in the practice “The first one”." in answer.content.decode()
    assert Practice.objects.count() == 1


def test_place_joins_a_practice_of_its_community_and_of_no_other(
    ward: Ward, hidden_ward: Ward, as_user: AsUser
) -> None:
    practice = ward.practice()
    other = Practice.objects.create(
        community=hidden_ward.community,
        title="Elsewhere",
        created_at=practice.created_at,
        changed_at=practice.created_at,
        state="emerging",
    )
    place = ward.flag(ward.cast.lee, ward.recording, "t=70,100").place
    browser = as_user(ward.cast.cora)

    refused = browser.post(f"/curation/places/{place.pk}/join/", {"practice": other.pk})
    joined = browser.post(f"/curation/places/{place.pk}/join/", {"practice": practice.pk}, follow=True)

    assert refused.status_code == 422
    assert "Elsewhere" not in refused.content.decode()
    assert "Pair a scanner, 1:10 to 1:40" in joined.content.decode()
    assert "2 places" in joined.content.decode()


def test_declining_needs_a_reason(ward: Ward, as_user: AsUser) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    browser = as_user(ward.cast.cora)

    without = browser.post(f"/curation/places/{place.pk}/decline/", {"decline_reason": " "})
    browser.post(f"/curation/places/{place.pk}/decline/", {"decline_reason": "The labels change."})

    assert without.status_code == 422
    assert "Write why: the people who flagged it will read it." in without.content.decode()
    place.refresh_from_db()
    assert (place.state, place.decline_reason) == ("declined", "The labels change.")


def test_words_of_a_post_that_was_removed_are_not_shown(ward: Ward, as_user: AsUser) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)
    browser = as_user(ward.cast.cora)

    desk = browser.get("/curation/").content.decode()
    shown = browser.get(f"/curation/places/{place.pk}/").content.decode()
    made = browser.post(
        f"/curation/places/{place.pk}/practice/", {"title": "Scan the label", "state": "emerging"}
    )

    assert "Turn the cap" not in desk
    assert "Turn the cap" not in shown
    assert made.status_code == 422
    assert "This was removed" in made.content.decode()
    assert not Practice.objects.exists()


def test_job_aids_that_wait_lie_on_the_desk(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    waiting = promote_practice(
        user=ward.cast.cora,
        practice=practice,
        title="Scan an insulin pen",
        purpose="",
        chosen=[Chosen(piece, Role.STEP, is_used=True) for piece in all_pieces(keyed_sources(practice))],
    )
    send_to_review(user=ward.cast.cora, job_aid=waiting)
    browser = as_user(ward.cast.cora)
    in_review = browser.get("/curation/").context["reviews"]
    JobAidPage.objects.filter(pk=waiting.pk).update(live=True, number=1)
    Feedback.objects.create(
        job_aid=waiting, number=1, user=ward.cast.ana, worked=False, created_at=timezone.now()
    )

    desk = browser.get("/curation/")

    assert in_review == [waiting]
    assert desk.context["due"] == [waiting]
    assert desk.context["badly"] == [waiting]
    assert "1 person against, 0 for" in desk.content.decode()


def test_source_that_changed_lies_on_the_desk_with_the_changed_words_marked(
    ward: Ward, as_user: AsUser
) -> None:
    practice = ward.practice()
    aid = promote_practice(
        user=ward.cast.cora,
        practice=practice,
        title="Scan an insulin pen",
        purpose="",
        chosen=[Chosen(piece, Role.STEP, is_used=True) for piece in all_pieces(keyed_sources(practice))],
    )
    second = aid.provenance.get(step=str(aid.steps[1].id))
    DriftAlert.objects.create(
        provenance=second,
        opened_at=timezone.now(),
        old_text="Turn the <white> cap",
        new_text="Turn the <yellow> cap",
    )

    desk = as_user(ward.cast.cora).get("/curation/").content.decode()

    assert "Scan an insulin pen</a>, step 2" in desk
    assert "&lt;<del>white</del><ins>yellow</ins>&gt;" in desk


def test_desk_pages_through_places_and_refuses_a_link_it_never_gave(ward: Ward, as_user: AsUser) -> None:
    for second in range(1, 11):
        ward.flag(ward.cast.ana, ward.recording, f"t={second},{second + 100}")
    browser = as_user(ward.cast.cora)

    first = browser.get("/curation/")
    more = browser.get("/curation/", {"after": first.context["page"].next})

    assert len(first.context["waiting"]) == 8
    assert len(more.context["waiting"]) == 2
    assert browser.get("/curation/", {"after": "nonsense"}).status_code == 404


@pytest.mark.parametrize("rows", [2, 12])
def test_desk_costs_the_same_however_much_lies_there(ward: Ward, as_user: AsUser, rows: int) -> None:
    for number in range(rows):
        recording = a_recording(ward.community, ward.cast.lee)
        ward.flag(ward.cast.ana, recording, "t=70,100")
        ward.flag(ward.cast.lee, recording, "t=70,100")
        ward.flag(ward.cast.ana, ward.page, ward.anchors["Gloves"])
        Practice.objects.create(
            community=ward.community,
            title=f"Practice {number}",
            state=["flagged", "emerging", "endorsed", "promoted"][number % 4],
            created_at=ward.answer.created_at,
            changed_at=ward.answer.created_at,
        )
    browser = as_user(ward.cast.cora)
    browser.get("/curation/")

    with queries(at_most=12):
        browser.get("/curation/")
