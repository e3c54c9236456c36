"""What speaks for a practice: each part counted, explained, and weighed by the settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.actions.threads import open_thread, react_to_post, reply_to_thread
from communities.actions.wiki import create_wiki_page
from communities.models import WikiIndexPage
from curation.actions.flags import flag_place
from curation.actions.objections import object_to_practice
from curation.actions.practices import add_source, endorse_practice
from curation.evidence import reads
from curation.evidence.formulas import half_life, saturating, wilson
from curation.evidence.parts import PARTS
from curation.evidence.tasks import weigh_all_practices
from curation.evidence.weighing import lines_of, weigh
from curation.models import Practice, Reading
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import published
from tests.factories import MembershipFactory, UserFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _nothing_read_before() -> None:
    """Readings gather in the process, and other tests read pages too."""
    reads.forget()


def weighed(practice: Practice) -> dict[str, dict[str, Any]]:
    weigh(practice)
    practice.refresh_from_db()
    return practice.evidence


def people_of(ward: Ward, *workplaces: str) -> list[User]:
    found = [UserFactory(workplace=workplace) for workplace in workplaces]
    for person in found:
        MembershipFactory(user=person, community=ward.community)
    return found


@pytest.mark.parametrize(
    ("good", "all_", "lower"), [(0, 0, 0.0), (3, 3, 0.4385), (30, 30, 0.8865), (1, 2, 0.0945), (0, 5, 0.0)]
)
def test_wilson_gives_the_lower_end_of_the_interval(good: int, all_: int, lower: float) -> None:
    assert wilson(good, all_) == pytest.approx(lower, abs=5e-4)


def test_each_one_more_counts_less_and_news_fade_by_half_lives() -> None:
    assert [round(saturating(n, half_at=2), 2) for n in (0, 1, 2, 6)] == [0, 0.33, 0.5, 0.75]
    assert half_life(timedelta(days=360), days=180) == pytest.approx(0.25)
    assert half_life(timedelta(days=-3), days=180) == 1.0  # a clock that was set back


def test_worked_for_me_counts_teams_and_not_the_authors(ward: Ward) -> None:
    practice = ward.practice()
    for person in people_of(ward, "Ward 4B", "ward  4b", "Ward 6A"):
        react_to_post(user=person, post=ward.answer, kind="worked", on=True)

    worked = weighed(practice)["worked"]

    assert worked["seen"] == "3 people; 2 teams of 2"
    assert worked["points"] == pytest.approx(30 * wilson(2, 2), abs=0.01)


def test_what_speaks_against_it_is_taken_off(ward: Ward) -> None:
    practice = ward.practice()
    endorse_practice(user=ward.cast.eli, practice=practice, note="")
    before = weighed(practice)["against"]
    score = practice.evidence_score
    flag_place(user=ward.cast.lee, source=ward.answer, anchor="", kind="contradicts", reason="")
    object_to_practice(user=ward.cast.cora, practice=practice, reason="It breaks on the grey scanners.")

    after = weighed(practice)["against"]

    assert (before["seen"], before["points"]) == ("Nothing", 0)
    assert after["seen"] == "1 flag that it contradicts, 1 expert objects"
    assert after["points"] == pytest.approx(40 * 4 / 10, abs=0.01)
    assert practice.evidence_score < score


def test_links_reuse_and_reading_count(ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]) -> None:
    practice = ward.practice()
    link = f'<p>See <a href="{ward.answer.get_absolute_url()}">this answer</a>.</p>'
    thread = open_thread(
        user=ward.cast.lee, community=ward.community, kind="discussion", title="Pens again", body=link
    )
    reply_to_thread(user=ward.cast.ana, thread=thread, body=link)
    index = WikiIndexPage.objects.child_of(ward.community).get()
    create_wiki_page(parent=index, user=ward.cast.lee, title="Pens", body=link)
    for person in (ward.cast.ana, ward.cast.lee, ward.cast.lee):
        as_user(person).get(ward.question.get_absolute_url())
    run_tasks()
    assert reads.write() == 2

    evidence = weighed(practice)

    assert evidence["reuse"]["seen"] == "0 other job aids, 3 links"
    assert evidence["read"]["seen"] == "2 people"


def test_readings_of_somebody_who_left_before_they_were_written_hold_nothing_up(
    ward: Ward, as_user: AsUser
) -> None:
    reads.forget()
    leaver = UserFactory()
    MembershipFactory(user=leaver, community=ward.community)
    for person in (leaver, ward.cast.lee):
        as_user(person).get(ward.question.get_absolute_url())
    leaver.delete()

    assert reads.write() == 1


def test_a_reading_is_kept_once_a_month_and_dropped_after_a_year(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.lee)
    for _ in range(3):
        browser.get(ward.page.get_absolute_url())
        reads.write()
    kept = Reading.objects.get()

    Reading.objects.update(month=timezone.localdate() - timedelta(days=500))
    weigh_all_practices.call()

    assert (kept.kind, kept.object_id, kept.month.day) == ("wiki_page", ward.page.pk, 1)
    assert not Reading.objects.exists()


def test_reading_a_job_aid_counts_for_what_it_was_made_of(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    job_aid = published(ward)
    browser = as_user(ward.cast.lee)
    browser.get(job_aid.get_absolute_url())
    reads.write()
    browser.post(f"{job_aid.get_absolute_url()}feedback/", {"worked": "yes"})
    run_tasks()

    practice = Practice.objects.get(pk=job_aid.practice_id)

    assert practice.evidence["read"]["seen"] == "1 person"
    assert practice.evidence["worked"]["seen"] == "1 person; 1 team of 1"


def test_visitors_are_not_counted(ward: Ward, client: Client) -> None:
    ward.community.is_public = True
    ward.community.save()

    assert client.get(ward.page.get_absolute_url()).status_code == 200
    assert reads.write() == 0


def test_the_page_shows_each_part_with_number_weight_and_formula(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    practice = ward.practice()
    run_tasks()

    seen = as_user(ward.cast.ana).get(practice.get_absolute_url()).content.decode()

    for part in PARTS:
        assert part.title in seen
        assert part.formula.split("’")[0][:40] in seen
    assert "How points are given" in seen
    assert "of 15" in seen


def test_weights_are_settings(ward: Ward, settings: Any) -> None:
    practice = ward.practice()
    endorse_practice(user=ward.cast.eli, practice=practice, note="")
    settings.EVIDENCE_WEIGHTS = {"endorsed": 10}

    weighed(practice)

    assert practice.evidence_score == 50.0
    assert [line.part.key for line in lines_of(practice)] == ["endorsed"]


def test_counting_costs_the_same_however_much_there_is(ward: Ward) -> None:
    practice = ward.practice()
    with queries(at_most=16) as few:
        weigh(practice)
    add_source(user=ward.cast.cora, practice=practice, source=ward.question, anchor="")
    add_source(user=ward.cast.cora, practice=practice, source=ward.page, anchor="")
    add_source(user=ward.cast.cora, practice=practice, source=ward.recording, anchor="")
    for person in people_of(ward, *"ABCDEFGH"):
        react_to_post(user=person, post=ward.answer, kind="worked", on=True)
    with queries(at_most=16) as many:
        weigh(practice)

    assert len(many) - len(few) <= 1  # who wrote the wiki page
