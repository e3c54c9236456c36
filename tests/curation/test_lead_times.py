"""Lead times: from the first flag to a decision, a draft, a published job aid, beside the targets of a community."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from curation.actions.practices import join_practice
from curation.actions.promotion import promote_practice
from curation.desk.pace import DECIDED, PROMOTED, PUBLISHED, measure_lead_times
from curation.desk.picture import picture_of
from curation.desk.tasks import count_lead_times
from curation.models import CurationSettings, FlaggedPlace, JobAidPage, Pace, Practice
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from curation.promotion.pieces import Role
from curation.reviewing.workflow import decide, send_to_review
from people.models import User
from tests.curation.conftest import Ward, a_recording
from tests.factories import MembershipFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
TARGETS = {
    "decide_days": "3",
    "publish_days": "10",
    "review_days": "5",
    "expert_quorum": "1",
    "verify_months": "6",
    "needs_approval": "on",
}


def decided(ward: Ward, *, days: float, ago: float = 1, state: str = "declined") -> FlaggedPlace:
    """A place that was decided `ago` days ago, `days` after it was flagged first."""
    place = ward.flag(ward.cast.ana, a_recording(ward.community, ward.cast.lee), "t=70,100").place
    end = timezone.now() - timedelta(days=ago)
    fields = {"state": state, "decided_at": end, "first_at": end - timedelta(days=days)}
    FlaggedPlace.objects.filter(pk=place.pk).update(**fields)
    return place


def test_median_from_first_flag_to_decision_of_the_last_90_days(ward: Ward) -> None:
    for days in (2, 4, 12):
        decided(ward, days=days)
    decided(ward, days=50, ago=91)
    decided(ward, days=50, state="open")

    measure_lead_times()

    stage = Pace.objects.get(community=ward.community).stages[DECIDED]
    assert (stage["median"], stage["number"]) == (4.0, 3)


def test_weeks_are_counted_by_when_it_ended(ward: Ward) -> None:
    decided(ward, days=3, ago=0)
    decided(ward, days=9, ago=14)

    measure_lead_times()

    weeks = Pace.objects.get().stages[DECIDED]["weeks"]
    assert [week[1] for week in weeks if week[2]] == [9.0, 3.0]
    assert len(weeks) == 13


def test_counting_twice_gives_the_same_and_forgets_what_is_past(
    ward: Ward, run_tasks: Callable[..., int]
) -> None:
    place = decided(ward, days=3)

    count_lead_times.enqueue()
    count_lead_times.enqueue()
    run_tasks()
    once = Pace.objects.get().stages[DECIDED]["number"]
    FlaggedPlace.objects.filter(pk=place.pk).update(decided_at=timezone.now() - timedelta(days=200))
    measure_lead_times()

    assert once == 1
    assert not Pace.objects.exists()


def test_a_practice_knows_its_first_flag_its_draft_and_its_publication(ward: Ward) -> None:
    practice = ward.practice()
    first = FlaggedPlace.objects.get(practice=practice).first_at
    chosen = [Chosen(piece, Role.STEP, is_used=True) for piece in all_pieces(keyed_sources(practice))]
    aid = promote_practice(
        user=ward.cast.cora, practice=practice, title="Scan a pen", purpose="", chosen=chosen
    )
    practice.refresh_from_db()
    drafted = (practice.first_flag_at, practice.promoted_at is not None, practice.published_at)
    CurationSettings.objects.create(community=ward.community, needs_approval=False)
    send_to_review(user=ward.cast.cora, job_aid=aid)
    aid = JobAidPage.objects.get(pk=aid.pk)
    decide(
        user=ward.cast.eli,
        job_aid=aid,
        approve=True,
        seen_revision=aid.latest_revision_id or 0,
        verified_until=timezone.localdate() + timedelta(days=90),
    )

    practice.refresh_from_db()
    measure_lead_times()

    assert drafted == (first, True, None)
    assert practice.published_at is not None
    stages = Pace.objects.get(community=ward.community).stages
    assert {stages[key]["number"] for key in (DECIDED, PROMOTED, PUBLISHED)} == {1}


def test_lead_times_begin_with_the_first_of_several_places(ward: Ward) -> None:
    early = ward.flag(ward.cast.ana, ward.page, ward.anchors["Gloves"]).place
    day = timezone.now() - timedelta(days=20)
    FlaggedPlace.objects.filter(pk=early.pk).update(first_at=day)
    practice = ward.practice()
    early.refresh_from_db()
    join_practice(user=ward.cast.cora, practice=practice, place=early)

    practice.refresh_from_db()
    assert practice.first_flag_at == day


def test_pace_shows_median_target_picture_and_table(ward: Ward, as_user: AsUser) -> None:
    decided(ward, days=10)
    decided(ward, days=4, ago=15)
    measure_lead_times()

    page = as_user(ward.cast.cora).get("/curation/pace/", {"community": ward.community.slug}).content.decode()

    assert "<b>7 days</b> median of 2" in page
    assert "target: 7 days" in page
    assert 'aria-label="First flag to decision, median days by week: 4, 10. The target is 7."' in page
    assert "<td>10</td><td>1</td>" in page


def test_what_is_over_the_target_of_its_community_is_said(ward: Ward, as_user: AsUser) -> None:
    decided(ward, days=5)
    measure_lead_times()
    browser = as_user(ward.cast.adam)
    before = browser.get("/curation/pace/").content.decode()

    browser.post(ward.address("curation/"), TARGETS)
    after = browser.get("/curation/pace/").content.decode()

    assert "over the target" not in before
    assert "over the target" in after


@pytest.mark.parametrize(
    ("who", "code"), [("fay", 200), ("cora", 200), ("adam", 200), ("ana", 403), ("eli", 403)]
)
def test_facilitators_and_curators_set_the_targets(ward: Ward, as_user: AsUser, who: str, code: int) -> None:
    MembershipFactory(user=ward.cast.fay, community=ward.community, facilitator=True)
    browser = as_user(getattr(ward.cast, who))

    answers = (
        browser.get(ward.address("curation/")).status_code,
        browser.post(ward.address("curation/"), TARGETS, follow=True).status_code,
    )

    assert answers == (code, code)
    assert CurationSettings.objects.filter(decide_days=3).exists() is (code == 200)


@pytest.mark.parametrize(
    ("field", "value"),
    [("decide_days", "0"), ("publish_days", "99999"), ("expert_quorum", "x"), ("review_days", "")],
)
def test_nonsense_is_no_target(ward: Ward, as_user: AsUser, field: str, value: str) -> None:
    answer = as_user(ward.cast.cora).post(ward.address("curation/"), TARGETS | {field: value})

    assert answer.status_code == 422
    assert not CurationSettings.objects.exists()


def test_targets_of_a_hidden_community_are_not_there(hidden_ward: Ward, as_user: AsUser) -> None:
    assert as_user(hidden_ward.cast.cora).get(hidden_ward.address("curation/")).status_code == 404


def test_counting_costs_the_same_queries_at_any_number_of_flags(ward: Ward) -> None:
    asked = []
    for number in (2, 10):
        for _ in range(number):
            decided(ward, days=3)
        Pace.objects.all().delete()
        with queries(at_most=9) as captured:
            measure_lead_times()
        asked.append(len(captured))

    assert asked[0] == asked[1]


def test_a_picture_needs_two_weeks(ward: Ward, as_user: AsUser) -> None:
    decided(ward, days=3, ago=0)
    measure_lead_times()
    Practice.objects.all().delete()

    context = as_user(ward.cast.cora).get("/curation/pace/", {"community": ward.community.slug}).context

    assert [picture_of(stage) for stage, _ in context["stages"]] == [None, None, None]
