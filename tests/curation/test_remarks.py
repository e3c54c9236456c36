"""Remarks on a step of a draft: beside the step, for its editor, until somebody resolves them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from curation.models import JobAidPage, StepRemark
from curation.reviewing.workflow import send_to_review
from curation.signals import remark_made
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft
from tests.curation.reviewing import agree

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


@pytest.fixture
def draft(ward: Ward) -> JobAidPage:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    return JobAidPage.objects.get(pk=draft.pk)


def step_ids(draft: JobAidPage) -> list[str]:
    newest = JobAidPage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    return [str(block.id) for block in newest.steps]


def remark(browser: Client, draft: JobAidPage, step: str, text: str = "Which label?", **form: Any) -> Any:
    data = {"step": step, "text": text, "submission": str(uuid4()), **form}
    return browser.post(f"{draft.get_absolute_url()}draft/remarks/", data, follow=True)


def page_of(browser: Client, draft: JobAidPage) -> str:
    return browser.get(f"{draft.get_absolute_url()}draft/").content.decode()


def put_in_order(draft: JobAidPage, user: User, order: list[int]) -> None:
    newest = JobAidPage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    blocks = newest.steps.get_prep_value()
    newest.steps = [blocks[index] for index in order]
    newest.save_revision(user=user)


def test_a_reviewer_remarks_on_a_step_and_the_editor_resolves_it(
    ward: Ward, draft: JobAidPage, as_user: AsUser
) -> None:
    second = step_ids(draft)[1]
    heard = []
    remark_made.connect(lambda **news: heard.append(news["remark"].text), weak=False, dispatch_uid="heard")

    noted = remark(as_user(ward.cast.eli), draft, second).content.decode()
    remark_made.disconnect(dispatch_uid="heard")
    row = StepRemark.objects.get()
    seen = page_of(as_user(ward.cast.cora), draft)
    in_admin = (
        as_user(ward.cast.cora).get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    )
    done = as_user(ward.cast.cora).post(
        f"{draft.get_absolute_url()}draft/remarks/{row.pk}/resolve/", follow=True
    )

    assert "Noted beside the step." in noted
    assert heard == ["Which label?"]
    beside = seen.split('id="step-2"')[1].split('id="step-3"')[0]
    assert f'id="remark-{row.pk}"' in beside
    assert "Which label?" in beside
    assert "1 open remark" in seen
    assert "Remarks of reviewers" in in_admin
    assert f'<a href="#:w:contentpath=steps.{second}"><strong>Step 2</strong></a>, Eli Novak' in in_admin
    assert "<p>Which label?</p>" in in_admin
    assert "Which label?" not in done.content.decode()
    row.refresh_from_db()
    assert (row.resolved_by, row.resolved_at is not None) == (ward.cast.cora, True)


def test_open_remarks_are_listed_where_a_draft_is_sent_and_approved(
    ward: Ward, draft: JobAidPage, as_user: AsUser
) -> None:
    remark(as_user(ward.cast.eli), draft, step_ids(draft)[2], "Wrist or ankle?")
    agree(draft, ward.cast.eli)

    approving = page_of(as_user(ward.cast.lou), draft)
    as_user(ward.cast.cora).post(f"{draft.get_absolute_url()}draft/take-back/")
    sending = page_of(as_user(ward.cast.cora), draft)

    for page in (approving, sending):
        assert "1 open remark" in page
        assert ">Step 3</a>: Wrist or ankle?" in page


def test_a_remark_stays_with_its_step_and_outlives_it(ward: Ward, draft: JobAidPage, as_user: AsUser) -> None:
    first = step_ids(draft)[0]
    title = draft.get_latest_revision_as_object().steps[0].value["title"]
    remark(as_user(ward.cast.eli), draft, first)

    put_in_order(draft, ward.cast.cora, [1, 2, 0, 3])
    moved = page_of(as_user(ward.cast.eli), draft)
    put_in_order(draft, ward.cast.cora, [0, 1, 3])
    removed = page_of(as_user(ward.cast.eli), draft)

    assert "Which label?" in moved.split('id="step-3"')[1].split('id="step-4"')[0]
    assert ">Step 3</a>: Which label?" in moved
    assert "Which label?" in removed
    assert f"“{title}”, a step that was removed" in removed


def test_a_remark_on_a_step_that_went_meanwhile_is_given_back(
    ward: Ward, draft: JobAidPage, as_user: AsUser
) -> None:
    last = step_ids(draft)[3]
    put_in_order(draft, ward.cast.cora, [0, 1, 2])

    answer = remark(as_user(ward.cast.eli), draft, last, "The grey tray is gone <b>too</b>")

    assert answer.status_code == 409
    assert "This step was removed from the draft meanwhile." in answer.content.decode()
    assert "The grey tray is gone &lt;b&gt;too&lt;/b&gt;" in answer.content.decode()
    assert not StepRemark.objects.exists()


def test_an_empty_remark_says_what_is_missing_and_a_form_sent_twice_is_one(
    ward: Ward, draft: JobAidPage, as_user: AsUser
) -> None:
    step, token = step_ids(draft)[0], str(uuid4())

    empty = remark(as_user(ward.cast.eli), draft, step, "")
    for _ in range(2):
        remark(as_user(ward.cast.eli), draft, step, submission=token)

    assert empty.status_code == 422
    assert "Write what you see in this step" in empty.content.decode()
    assert StepRemark.objects.count() == 1


def test_who_does_not_review_neither_reads_nor_makes_nor_resolves_remarks(
    ward: Ward, draft: JobAidPage, as_user: AsUser
) -> None:
    remark(as_user(ward.cast.eli), draft, step_ids(draft)[0])
    row = StepRemark.objects.get()
    address = f"{draft.get_absolute_url()}draft/remarks/"

    for user in (ward.cast.ana, ward.cast.nia, ward.cast.stranger):
        browser = as_user(user)
        assert remark(browser, draft, step_ids(draft)[0]).status_code == 404
        assert browser.post(f"{address}{row.pk}/resolve/").status_code == 404
    row.refresh_from_db()
    assert row.resolved_at is None
    assert StepRemark.objects.count() == 1


def test_a_reviewer_resolves_only_what_is_their_own(ward: Ward, draft: JobAidPage, as_user: AsUser) -> None:
    remark(as_user(ward.cast.lou), draft, step_ids(draft)[0])
    row = StepRemark.objects.get()
    address = f"{draft.get_absolute_url()}draft/remarks/{row.pk}/resolve/"

    by_expert = as_user(ward.cast.eli).post(address)
    by_author = as_user(ward.cast.lou).post(address)

    assert by_expert.status_code == 403
    assert by_author.status_code == 302
