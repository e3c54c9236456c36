"""A job aid that is withdrawn or replaced: who learns it where, and how it comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from curation.actions.retirement import retire_job_aid, supersede
from curation.models import JobAidPage, PlannedVersion
from curation.reviewing.workflow import ReviewProblem, send_to_review
from curation.signals import job_aid_retired
from curation.states import Trust
from people.models import User
from tests.curation.aids import a_job_aid
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, edit_draft, published
from tests.curation.reviewing import newest

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


@pytest.fixture
def job_aid(ward: Ward) -> JobAidPage:
    return published(ward)


def another(ward: Ward, title: str) -> JobAidPage:
    return a_job_aid(ward, title=title)


def say(browser: Client, job_aid: JobAidPage, **form: Any) -> Any:
    data = {"act": "withdraw", "reason": "The old pens are gone.", "successor": "", **form}
    return browser.post(f"{job_aid.get_absolute_url()}retire/", data, follow=True)


def test_a_withdrawn_job_aid_says_why_and_what_replaces_it_and_is_in_no_list(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    other = another(ward, "Scan any pen")
    run_tasks()
    heard = []
    job_aid_retired.connect(lambda **news: heard.append(news["job_aid"].pk), weak=False, dispatch_uid="heard")

    say(as_user(ward.cast.cora), job_aid, successor=other.pk)
    run_tasks()
    job_aid_retired.disconnect(dispatch_uid="heard")
    browser = as_user(ward.cast.nia)
    page = browser.get(job_aid.get_absolute_url())
    sheet = browser.get(f"/j/{job_aid.code}/1/").content.decode()

    assert heard == [job_aid.pk]
    assert page.status_code == 410
    text = page.content.decode()
    assert "The old pens are gone." in text
    assert "trust--outdated" in text
    assert "Cora Lind" in text
    for shown in (text, sheet):
        assert f'href="{other.get_absolute_url()}"' in shown
    for place in ("/job-aids/", f"{ward.address()}job-aids/", ward.address(), "/", "/search/?q=pen"):
        assert job_aid.get_absolute_url() not in browser.get(place).content.decode(), place
    assert JobAidPage.objects.get(pk=job_aid.pk).trust == Trust.OUTDATED


def test_a_withdrawn_job_aid_comes_back_as_it_was(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    edit_draft(job_aid, ward.cast.cora, "Not published")
    retire_job_aid(user=ward.cast.cora, job_aid=job_aid, reason="By mistake")
    address = f"{job_aid.get_absolute_url()}bring-back/"

    by_expert = as_user(ward.cast.eli).post(address)
    back = as_user(ward.cast.lou).post(address, follow=True).content.decode()
    run_tasks()

    assert by_expert.status_code == 403
    assert "Version 1 is published again." in back
    now = JobAidPage.objects.get(pk=job_aid.pk)
    assert (now.live, now.number, now.retired_at, now.retire_reason) == (True, 1, None, "")
    assert now.steps[0].value["title"] == job_aid.steps[0].value["title"]
    assert now.verified_until == job_aid.verified_until
    assert now.trust == Trust.VERIFIED
    assert job_aid.get_absolute_url() in as_user(ward.cast.nia).get("/search/?q=pen").content.decode()


def test_what_is_replaced_stays_readable_and_says_by_what(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    other = another(ward, "Scan any pen")

    say(as_user(ward.cast.cora), job_aid, act="replace", successor=other.pk, reason="")
    browser = as_user(ward.cast.nia)
    page = browser.get(job_aid.get_absolute_url())
    sheet = browser.get(f"/j/{job_aid.code}/1/").content.decode()
    say(as_user(ward.cast.cora), job_aid, act="replace", successor="", reason="")
    after = as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()

    assert page.status_code == 200
    assert "Another job aid replaces this one." in page.content.decode()
    assert "trust--outdated" in page.content.decode()
    assert "Another job aid replaces it:" in sheet
    assert "Another job aid replaces this one." not in after
    assert "trust--verified" in after


def test_nothing_replaces_itself_in_a_circle(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    second, third = another(ward, "Second"), another(ward, "Third")
    supersede(user=ward.cast.cora, job_aid=job_aid, superseded_by=second)
    supersede(user=ward.cast.cora, job_aid=second, superseded_by=third)

    circle = say(as_user(ward.cast.cora), third, act="replace", successor=job_aid.pk)
    itself = say(as_user(ward.cast.cora), third, act="replace", successor=third.pk)

    assert circle.status_code == 409
    assert "That one is itself replaced by this job aid." in circle.content.decode()
    assert itself.status_code == 422
    assert JobAidPage.objects.get(pk=third.pk).superseded_by is None


def test_a_reason_is_needed_and_words_are_kept(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    empty = say(as_user(ward.cast.cora), job_aid, reason="")
    forbidden = say(as_user(ward.cast.eli), job_aid, reason="I do not like it at all.")

    assert empty.status_code == 422
    assert "Write why, so that people who hold a sheet understand it" in empty.content.decode()
    assert forbidden.status_code == 403
    assert "I do not like it at all." in forbidden.content.decode()
    assert JobAidPage.objects.get(pk=job_aid.pk).live


def test_who_withdraws_it_second_reads_the_reason_of_the_first_and_keeps_their_own(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    first = as_user(ward.cast.cora)
    say(first, job_aid)

    again = say(first, job_aid)
    late = say(as_user(ward.cast.adam), job_aid, reason="Nobody scans pens.")

    assert again.status_code == 410  # pressed twice: the page that says why
    assert late.status_code == 409
    assert "because: The old pens are gone." in late.content.decode()
    assert "Nobody scans pens." in late.content.decode()


def test_what_waits_ends_when_it_is_withdrawn(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    edit_draft(job_aid, ward.cast.cora, "Turn it")
    send_to_review(user=ward.cast.cora, job_aid=job_aid)

    retire_job_aid(user=ward.cast.lou, job_aid=job_aid, reason="Gone")
    late = as_user(ward.cast.eli).post(
        f"{job_aid.get_absolute_url()}draft/approve/",
        {"seen": newest(job_aid), "comment": "The label is white."},
    )

    assert late.status_code == 409
    assert "Nothing waits for review here" in late.content.decode()
    assert "The label is white." in late.content.decode()
    assert not JobAidPage.objects.get(pk=job_aid.pk).workflow_in_progress
    assert not PlannedVersion.objects.exists()
    with pytest.raises(ReviewProblem, match="withdrawn"):
        send_to_review(user=ward.cast.cora, job_aid=job_aid)


def test_a_draft_that_is_deleted_gives_its_reviewer_the_words_back(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    seen = newest(draft)
    as_user(ward.cast.cora).post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))

    late = as_user(ward.cast.eli).post(
        f"{draft.get_absolute_url()}draft/approve/", {"seen": seen, "comment": "I tried it on ward 4B twice."}
    )

    assert not JobAidPage.objects.filter(pk=draft.pk).exists()
    assert late.status_code == 404
    assert "I tried it on ward 4B twice." in late.content.decode()


@pytest.mark.parametrize("who", ["cora", "adam"])
def test_nobody_takes_it_out_in_wagtails_admin(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser, who: str
) -> None:
    browser = as_user(getattr(ward.cast, who))

    browser.post(reverse("wagtailadmin_pages:unpublish", args=[job_aid.pk]))
    browser.post(reverse("wagtailadmin_pages:delete", args=[job_aid.pk]))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    browser.post(f"{bulk}?id={job_aid.pk}", {"include_descendants": "on"})
    browser.post(f"{bulk}?id={job_aid.get_parent().pk}", {"include_descendants": "on"})

    now = JobAidPage.objects.get(pk=job_aid.pk)
    assert (now.live, now.retired_at) == (True, None)


def test_who_may_not_read_the_community_learns_nothing(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    retire_job_aid(user=ward.cast.cora, job_aid=job_aid, reason="Secret reason")
    ward.community.access = "private"
    ward.community.save()

    answer = as_user(ward.cast.nia).get(job_aid.get_absolute_url())

    assert answer.status_code == 404
    assert "Secret reason" not in answer.content.decode()
