"""What nobody reads leaves the library a week after its people were told; what says the same is grouped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture
from wagtail.models import Page

from cop_site.schedule import enqueue_due_tasks
from curation.actions.retirement import CannotRetire, retire_job_aid
from curation.likeness.job_aids import compare_with_others
from curation.models import ArchiveProposal, JobAidPage, Reading
from curation.signals import archive_proposed, job_aid_retired
from curation.states import ProposalState
from people.models import User
from search.models import SearchEntry
from tests.curation.aids import a_job_aid
from tests.curation.conftest import Ward
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
Run = Callable[..., int]
LONG = settings.ARCHIVE_AFTER_DAYS


@pytest.fixture
def heard() -> Any:
    told: list[tuple[str, int]] = []

    def proposed(sender: type, proposal: ArchiveProposal, **kwargs: Any) -> None:
        told.append(("proposed", proposal.job_aid_id))

    def retired(sender: type, job_aid: JobAidPage, **kwargs: Any) -> None:
        told.append(("retired", job_aid.pk))

    archive_proposed.connect(proposed)
    job_aid_retired.connect(retired)
    yield told
    archive_proposed.disconnect(proposed)
    job_aid_retired.disconnect(retired)


def forgotten(ward: Ward, title: str = "Forgotten aid", **fields: Any) -> JobAidPage:
    """Published long ago, unverified for longer than it takes."""
    job_aid = a_job_aid(ward, title, days=-LONG - 5, **fields)
    Page.objects.filter(pk=job_aid.pk).update(first_published_at=timezone.now() - timedelta(days=LONG * 2))
    return JobAidPage.objects.get(pk=job_aid.pk)


def tidy(run_tasks: Run) -> None:
    enqueue_due_tasks()
    run_tasks()


# -- the archive ---------------------------------------------------------------------------------------------
def test_what_is_unread_and_unverified_for_long_is_proposed_a_week_before_it_goes(
    ward: Ward, as_user: AsUser, run_tasks: Run, heard: list[Any], time_machine: TimeMachineFixture
) -> None:
    job_aid = forgotten(ward)
    a_job_aid(ward, "Verified aid")
    a_job_aid(ward, "Lately lapsed aid", days=-3)
    start = timezone.now()

    tidy(run_tasks)
    shown = as_user(ward.cast.cora).get("/curation/archive/").content.decode()
    time_machine.move_to(start + timedelta(days=6))
    tidy(run_tasks)
    in_time = JobAidPage.objects.get(pk=job_aid.pk).live
    time_machine.move_to(start + timedelta(days=8))
    tidy(run_tasks)

    assert "Forgotten aid" in shown
    assert "Verified aid" not in shown
    assert "Lately lapsed aid" not in shown
    assert in_time
    job_aid.refresh_from_db()
    assert not job_aid.live
    assert job_aid.retire_reason == f"Nobody read or verified it for {LONG} days."
    assert heard == [("proposed", job_aid.pk), ("retired", job_aid.pk)]
    assert not SearchEntry.objects.filter(kind="job_aid", thing_id=job_aid.pk).exists()
    assert ArchiveProposal.objects.get().state == ProposalState.ARCHIVED


def test_what_somebody_read_is_not_proposed(ward: Ward, run_tasks: Run) -> None:
    job_aid = forgotten(ward)
    month = (timezone.localdate() - timedelta(days=LONG - 40)).replace(day=1)
    Reading.objects.create(kind="job_aid", object_id=job_aid.pk, user=ward.cast.nia, month=month)

    tidy(run_tasks)

    assert not ArchiveProposal.objects.exists()


def test_one_click_keeps_it_and_asks_whether_it_is_still_right(
    ward: Ward, as_user: AsUser, run_tasks: Run, time_machine: TimeMachineFixture
) -> None:
    job_aid = forgotten(ward, owner=ward.cast.eli)
    tidy(run_tasks)
    proposal = ArchiveProposal.objects.get()

    refused = as_user(ward.cast.ana).post(f"/curation/archive/{proposal.pk}/keep/")
    kept = as_user(ward.cast.eli).post(f"/curation/archive/{proposal.pk}/keep/", follow=True)
    time_machine.move_to(timezone.now() + timedelta(days=20))
    tidy(run_tasks)

    assert refused.status_code == 403
    assert "stays. Is it still right?" in kept.content.decode()
    job_aid.refresh_from_db()
    assert job_aid.live
    assert ArchiveProposal.objects.get().state == ProposalState.KEPT


def test_what_was_read_in_that_week_stays(
    ward: Ward, run_tasks: Run, time_machine: TimeMachineFixture
) -> None:
    job_aid = forgotten(ward)
    tidy(run_tasks)
    month = timezone.localdate().replace(day=1)
    Reading.objects.create(kind="job_aid", object_id=job_aid.pk, user=ward.cast.nia, month=month)

    time_machine.move_to(timezone.now() + timedelta(days=9))
    tidy(run_tasks)

    job_aid.refresh_from_db()
    assert job_aid.live
    assert ArchiveProposal.objects.get().state == ProposalState.LAPSED


def test_the_owner_finds_the_proposal_at_home(ward: Ward, as_user: AsUser, run_tasks: Run) -> None:
    forgotten(ward, owner=ward.cast.eli)
    tidy(run_tasks)

    home = as_user(ward.cast.eli).get("/").content.decode()

    assert "“Forgotten aid” goes to the archive" in home
    assert f"/curation/archive/{ArchiveProposal.objects.get().pk}/keep/" in home


# -- near-duplicates -----------------------------------------------------------------------------------------
@pytest.fixture
def twins(ward: Ward) -> tuple[JobAidPage, JobAidPage]:
    pair = a_job_aid(ward, "Scan a pen"), a_job_aid(ward, "Scan the pen")
    a_job_aid(ward, "Something of its own", purpose="Order linen for the ward before noon.")
    for job_aid in pair:
        compare_with_others(job_aid.pk)
    return pair


def test_job_aids_that_say_the_same_are_grouped_and_stand_side_by_side(
    ward: Ward, as_user: AsUser, twins: tuple[JobAidPage, JobAidPage]
) -> None:
    one, other = twins
    browser = as_user(ward.cast.cora)

    listed = browser.get("/curation/alike/").content.decode()
    beside = browser.get(f"/curation/alike/{one.pk}/{other.pk}/").content.decode()

    assert f'href="/curation/alike/{one.pk}/{other.pk}/"' in listed
    assert "% alike" in listed
    assert beside.count("Turn the cap now.") == 2
    assert "Which one is retired" in beside


def test_not_the_same_is_remembered(
    ward: Ward, as_user: AsUser, twins: tuple[JobAidPage, JobAidPage]
) -> None:
    one, other = twins
    browser = as_user(ward.cast.cora)

    said = browser.post(f"/curation/alike/{other.pk}/{one.pk}/decide/", {"act": "different"}, follow=True)
    compare_with_others(one.pk)
    later = browser.get("/curation/alike/").content.decode()

    assert "These two are not grouped again." in said.content.decode()
    assert "No two say the same" in later


def test_one_goes_and_says_what_took_its_place(
    ward: Ward, as_user: AsUser, twins: tuple[JobAidPage, JobAidPage]
) -> None:
    one, other = twins
    browser = as_user(ward.cast.cora)
    address = f"/curation/alike/{one.pk}/{other.pk}/decide/"

    nothing = browser.post(address, {"act": "supersede", "reason": "Words that stay"})
    done = browser.post(address, {"act": "supersede", "goes": other.pk}, follow=True)

    assert nothing.status_code == 422
    assert "Choose which of the two goes" in nothing.content.decode()
    assert "Words that stay" in nothing.content.decode()
    assert "is retired" in done.content.decode()
    other.refresh_from_db()
    assert (other.live, other.superseded_by, other.retired_by) == (False, one, ward.cast.cora)
    assert other.retire_reason == "“Scan a pen” says it now."


def test_nothing_supersedes_itself(ward: Ward) -> None:
    job_aid = a_job_aid(ward)

    with pytest.raises(CannotRetire):
        retire_job_aid(user=ward.cast.cora, job_aid=job_aid, reason="x", superseded_by=job_aid)


def test_members_decide_about_neither(
    ward: Ward, hidden_ward: Ward, as_user: AsUser, twins: tuple[JobAidPage, JobAidPage]
) -> None:
    one, other = twins
    hidden = a_job_aid(hidden_ward, "Hidden aid", owner=ward.cast.adam)

    for user, status in ((ward.cast.ana, 403), (ward.cast.eli, 403)):
        assert as_user(user).get("/curation/alike/").status_code == status
        assert as_user(user).get("/curation/archive/").status_code == status
        assert as_user(user).get(f"/curation/alike/{one.pk}/{other.pk}/").status_code == status
        decided = as_user(user).post(f"/curation/alike/{one.pk}/{other.pk}/decide/", {"act": "different"})
        assert decided.status_code == status
    assert as_user(ward.cast.cora).get(f"/curation/alike/{one.pk}/{hidden.pk}/").status_code == 404
    assert as_user(ward.cast.cora).get(f"/curation/alike/{one.pk}/{9**30}/").status_code == 404


def test_the_lists_cost_the_same_however_long_they_are(ward: Ward, as_user: AsUser, run_tasks: Run) -> None:
    for title in ("First aid", "The first aid"):
        compare_with_others(forgotten(ward, title).pk)
    tidy(run_tasks)
    browser = as_user(ward.cast.cora)
    addresses = ["/curation/archive/", "/curation/alike/", "/curation/releases/", "/curation/verify/"]
    for address in addresses:
        browser.get(address)

    few, many = [], []
    for address in addresses:
        with queries(at_most=12) as asked:
            browser.get(address)
        few.append(len(asked))
    for number in range(3):
        compare_with_others(forgotten(ward, f"Aid {number}").pk)
    ArchiveProposal.objects.bulk_create(
        ArchiveProposal(job_aid=row, proposed_at=timezone.now(), archive_on=timezone.localdate())
        for row in JobAidPage.objects.filter(title__startswith="Aid")
    )
    for address in addresses:
        with queries(at_most=12) as asked:
            browser.get(address)
        many.append(len(asked))

    assert few == many
