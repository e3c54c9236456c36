"""Steps that no version and no draft has any more: their sources alert nobody, until the step comes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.threads import edit_post
from curation.models import DriftAlert, JobAidPage
from curation.states import DriftState
from curation.upkeep.drift import check_drift
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import published
from tests.curation.reviewing import publish

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
Run = Callable[..., int]


def without_first(ward: Ward, job_aid: JobAidPage) -> str:
    """Save a draft that lacks the first step; returns the id of that step."""
    draft = JobAidPage.objects.get(pk=job_aid.pk).get_latest_revision_as_object()
    gone = str(draft.steps[0].id)
    del draft.steps[0]
    draft.save_revision(user=ward.cast.cora)
    return gone


def publish_again(ward: Ward, job_aid: JobAidPage) -> JobAidPage:
    cast = ward.cast
    return publish(JobAidPage.objects.get(pk=job_aid.pk), editor=cast.cora, expert=cast.eli, curator=cast.lou)


def reword(ward: Ward, old: str = "Turn the cap", new: str = "Twist the cap") -> None:
    ward.answer.refresh_from_db()
    edit_post(user=ward.cast.eli, post=ward.answer, body=ward.answer.body.replace(old, new))
    ward.answer.refresh_from_db()


def alerts() -> list[str]:
    return list(DriftAlert.objects.unsettled().values_list("provenance__step", flat=True))


def test_the_source_of_a_step_that_is_gone_alerts_nobody(ward: Ward, run_tasks: Run) -> None:
    job_aid = published(ward)
    without_first(ward, job_aid)
    publish_again(ward, job_aid)

    reword(ward)
    run_tasks()

    assert alerts() == []
    assert not DriftAlert.objects.exists()
    assert job_aid.provenance.attached().count() == 4  # older versions credit by it


def test_the_source_of_a_step_that_only_the_draft_lacks_still_alerts(ward: Ward, run_tasks: Run) -> None:
    job_aid = published(ward)
    gone = without_first(ward, job_aid)

    reword(ward)
    run_tasks()

    assert alerts() == [gone]


def test_an_open_alert_closes_when_its_step_is_published_no_more(
    ward: Ward, as_user: AsUser, run_tasks: Run
) -> None:
    job_aid = published(ward)
    reword(ward)
    run_tasks()
    gone = without_first(ward, job_aid)
    in_draft = alerts()

    publish_again(ward, job_aid)

    alert = DriftAlert.objects.get()
    assert in_draft == [gone]
    assert (alert.state, alert.note) == (DriftState.DETACHED, "The step is not in the job aid any more.")
    assert "Source changed" not in as_user(ward.cast.cora).get("/curation/sources/").content.decode()


def test_a_step_that_comes_back_alerts_for_what_changed_meanwhile(ward: Ward, run_tasks: Run) -> None:
    job_aid = published(ward)
    first = job_aid.versions.get().revision
    gone = without_first(ward, job_aid)
    publish_again(ward, job_aid)
    reword(ward)
    run_tasks()
    missed = alerts()

    first.as_object().save_revision(user=ward.cast.cora)
    publish_again(ward, job_aid)
    run_tasks()

    assert missed == []
    assert alerts() == [gone]


def test_a_source_deleted_for_good_alerts_for_the_steps_that_stand(ward: Ward) -> None:
    job_aid = published(ward)
    gone = without_first(ward, job_aid)
    publish_again(ward, job_aid)

    ward.answer.delete()

    steps = alerts()
    assert steps
    assert gone not in steps


def test_checking_again_closes_what_an_older_check_left_open(ward: Ward, run_tasks: Run) -> None:
    job_aid = published(ward)
    reword(ward)
    run_tasks()
    without_first(ward, job_aid)
    publish_again(ward, job_aid)
    alert = DriftAlert.objects.get()
    assert alert.state == DriftState.DETACHED

    check_drift(ward.answer)

    assert alerts() == []
