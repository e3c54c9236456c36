"""The desk of a curator, and deciding on what lies there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from communities.actions.threads import remove_post
from curation.actions.practices import join_practice, make_practice
from curation.actions.promotion import promote_practice
from curation.models import ContentRequest, DriftAlert, Feedback, FlaggedPlace, JobAidPage, Practice
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from curation.promotion.pieces import Role
from curation.reviewing.workflow import send_to_review
from people.models import User
from tests.conftest import Cast
from tests.curation.conftest import Ward, a_recording, a_ward
from tests.factories import MembershipFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def test_flags_on_one_place_lie_together_most_people_first(ward: Ward, as_user: AsUser) -> None:
    ward.flag(ward.cast.ana, ward.page, ward.anchors["Gloves"])
    ward.flag(ward.cast.ana, ward.answer, reason="12 pens on 6A")
    ward.flag(ward.cast.lee, ward.answer, reason="no more typing")

    desk = as_user(ward.cast.cora).get("/curation/flags/").content.decode()

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

    pages = ("/curation/", "/curation/flags/", "/curation/practices/", "/curation/practices/list/")
    outside = as_user(ward.cast.cora)
    seen_outside = "".join(outside.get(page).content.decode() for page in pages)
    place_outside = outside.get(f"/curation/places/{hidden.pk}/").status_code
    practice_outside = outside.get(f"{hidden_ward.address()}practices/{secret.pk}/").status_code
    inside = as_user(ward.cast.nia)
    seen_inside = "".join(inside.get(page).content.decode() for page in pages)

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
        for act in ("practice", "join", "decline", "take-out")
    ]

    assert codes == [403, 403, 403, 403, 403]


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

    desk = browser.get("/curation/flags/").content.decode()
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
    review = browser.get("/curation/reviews/").content.decode()
    JobAidPage.objects.filter(pk=waiting.pk).update(live=True, number=1)
    for user, worked in ((ward.cast.ana, False), (ward.cast.lee, True)):
        Feedback.objects.create(
            job_aid=waiting, number=1, user=user, worked=worked, created_at=timezone.now()
        )

    verify = browser.get("/curation/verify/").content.decode()
    badly = browser.get("/curation/badly/").content.decode()
    glance = browser.get("/curation/").content.decode()

    assert "Scan an insulin pen" in review
    assert "The newest words are yours" in review
    assert "never verified" in verify
    assert "<b>1</b><span>against</span>" in badly
    assert "worked for 1" in badly
    assert "did not work for 1" in glance


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

    desk = as_user(ward.cast.cora).get("/curation/sources/").content.decode()

    assert "Scan an insulin pen</a>, step 2" in desk
    assert "&lt;<del>white</del><ins>yellow</ins>&gt;" in desk


def test_desk_pages_through_places_and_refuses_a_link_it_never_gave(ward: Ward, as_user: AsUser) -> None:
    for second in range(1, 11):
        ward.flag(ward.cast.ana, ward.recording, f"t={second},{second + 100}")
    browser = as_user(ward.cast.cora)

    first = browser.get("/curation/flags/")
    more = browser.get("/curation/flags/", {"after": first.context["page"].next})

    assert len(first.context["waiting"]) == 8
    assert len(more.context["waiting"]) == 2
    assert browser.get("/curation/flags/", {"after": "nonsense"}).status_code == 404


def test_desk_of_one_community_holds_nothing_of_the_others(ward: Ward, cast: Cast, as_user: AsUser) -> None:
    other = a_ward(cast, slug="medicines", title="Medicines")
    ward.flag(cast.ana, ward.answer, reason="from the ward")
    other.flag(cast.ana, other.page, reason="from the pharmacy")
    browser = as_user(cast.cora)

    both = browser.get("/curation/flags/").content.decode()
    one = browser.get("/curation/flags/", {"community": "medicines"}).content.decode()

    assert "from the ward" in both
    assert "from the pharmacy" in both
    assert "from the ward" not in one
    assert "from the pharmacy" in one
    assert 'href="/curation/practices/?community=medicines"' in one


@pytest.mark.parametrize("slug", ["hidden", "no-such-community"])
def test_desk_of_a_community_that_one_does_not_curate_is_not_there(
    ward: Ward, hidden_ward: Ward, as_user: AsUser, slug: str
) -> None:
    answer = as_user(ward.cast.cora).get("/curation/flags/", {"community": slug})

    assert answer.status_code == 404


def test_parts_are_counted_and_never_past_what_is_said(ward: Ward, as_user: AsUser) -> None:
    now = timezone.now()
    Practice.objects.bulk_create(
        Practice(community=ward.community, title=f"Practice {n}", created_at=now, changed_at=now)
        for n in range(120)
    )

    desk = as_user(ward.cast.cora).get("/curation/").content.decode()

    assert "All 99+" in desk


PARTS = (
    "",
    "flags/",
    "practices/",
    "practices/list/",
    "sources/",
    "verify/",
    "reviews/",
    "badly/",
    "requests/",
    "pace/",
)


@pytest.mark.parametrize("part", PARTS)
def test_desk_costs_the_same_however_much_lies_there(ward: Ward, as_user: AsUser, part: str) -> None:
    browser = as_user(ward.cast.cora)
    asked = []
    for rows in (2, 12):
        for number in range(rows):
            a_busy_day(ward, number)
        browser.get(f"/curation/{part}")
        with queries(at_most=12) as captured:
            browser.get(f"/curation/{part}")
        asked.append(len(captured))

    assert asked[0] == asked[1]


def a_busy_day(ward: Ward, number: int) -> None:
    """One more of everything that lies on the desk."""
    now = timezone.now()
    recording = a_recording(ward.community, ward.cast.lee)
    place = ward.flag(ward.cast.ana, recording, "t=70,100").place
    ward.flag(ward.cast.lee, recording, "t=70,100")
    under = ward.flag(ward.cast.ana, recording, "t=71,100").place
    FlaggedPlace.objects.filter(pk=under.pk).update(alike=place)
    Practice.objects.create(
        community=ward.community,
        title=f"Practice {number}",
        curator=ward.cast.cora,
        due_on=timezone.localdate(),
        state=["flagged", "emerging", "endorsed", "promoted"][number % 4],
        created_at=now,
        changed_at=now,
    )
    ContentRequest.objects.create(community=ward.community, title=f"Request {number}", created_at=now)
    practice = make_practice(
        user=ward.cast.cora, community=ward.community, title="Scan it", summary="", place=place
    )
    source = ward.flag(ward.cast.ana, a_recording(ward.community, ward.cast.lee), "t=70,100").place
    join_practice(user=ward.cast.cora, practice=practice, place=source)
    aid = promote_practice(
        user=ward.cast.cora,
        practice=practice,
        title=f"Scan it {number}",
        purpose="",
        chosen=[Chosen(piece, Role.STEP, is_used=True) for piece in all_pieces(keyed_sources(practice))],
    )
    send_to_review(user=ward.cast.cora, job_aid=aid)
    JobAidPage.objects.filter(pk=aid.pk).update(live=True, number=1)
    Feedback.objects.create(job_aid=aid, number=1, user=ward.cast.ana, worked=False, created_at=now)
    DriftAlert.objects.create(provenance=aid.provenance.first(), opened_at=now, old_text="a", new_text="b")
