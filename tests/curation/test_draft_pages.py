"""A draft is sent to review, read by those who may, agreed to and published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from curation.models import JobAidPage
from curation.reviewing.workflow import send_to_review
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, edit_draft, published
from tests.curation.reviewing import agree

pytestmark = pytest.mark.django_db

AsUser = Callable[[User], Client]


def test_the_editor_sends_a_draft_an_expert_agrees_and_a_curator_publishes_it(
    ward: Ward, as_user: AsUser
) -> None:
    draft = a_draft(ward)
    address = f"{draft.get_absolute_url()}draft/"
    until = timezone.localdate() + timedelta(days=60)

    sent = as_user(ward.cast.cora).post(f"{address}send/", follow=True).content.decode()
    read = as_user(ward.cast.eli).get(address).content.decode()
    draft.refresh_from_db()
    agreed = as_user(ward.cast.eli).post(
        f"{address}approve/", {"seen": draft.latest_revision_id, "comment": "Tried it on 4B."}, follow=True
    )
    seen = as_user(ward.cast.lou).get(address).content.decode()
    done = as_user(ward.cast.lou).post(
        f"{address}approve/",
        {"seen": draft.latest_revision_id, "owner": ward.cast.cora.pk, "verified_until": until.isoformat()},
        follow=True,
    )

    assert "Sent to review." in sent
    assert "Approve and publish" not in read
    assert "A curator who did not write it approves." in agreed.content.decode()
    assert "Approve and publish" in seen
    assert "“Tried it on 4B.”" in seen
    page = done.content.decode()
    assert "Approved and published." in page
    assert f'until <time datetime="{until.isoformat()}">' in page
    assert "Verified" in page
    job_aid = JobAidPage.objects.get(pk=draft.pk)
    assert (job_aid.number, job_aid.owner, job_aid.verified_by) == (1, ward.cast.cora, ward.cast.lou)


def test_author_cannot_approve_their_own_job_aid(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    draft.refresh_from_db()
    address = f"{draft.get_absolute_url()}draft/"
    until = timezone.localdate() + timedelta(days=60)

    shown = as_user(ward.cast.cora).get(address).content.decode()
    refused = as_user(ward.cast.cora).post(
        f"{address}approve/", {"seen": draft.latest_revision_id, "verified_until": until.isoformat()}
    )

    assert "You wrote the newest words, so somebody else decides." in shown
    assert "Approve and publish" not in shown
    assert refused.status_code == 403
    assert not JobAidPage.objects.get(pk=draft.pk).live


def test_a_reviewer_who_edits_the_draft_becomes_its_last_editor(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    edit_draft(draft, ward.cast.eli, "Turn it")
    draft.refresh_from_db()
    until = timezone.localdate() + timedelta(days=60)
    form = {"seen": draft.latest_revision_id, "verified_until": until.isoformat()}

    by_editor = as_user(ward.cast.eli).post(f"{draft.get_absolute_url()}draft/approve/", form)
    by_others = [
        as_user(user).post(f"{draft.get_absolute_url()}draft/approve/", form)
        for user in (ward.cast.cora, ward.cast.lou)
    ]

    assert by_editor.status_code == 403
    assert [answer.status_code for answer in by_others] == [302, 302]
    assert JobAidPage.objects.get(pk=draft.pk).live


def test_a_draft_edited_while_it_was_read_is_not_approved_unread(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    draft.refresh_from_db()
    seen = draft.latest_revision_id
    edit_draft(draft, ward.cast.cora, "Something else")
    until = timezone.localdate() + timedelta(days=60)

    answer = as_user(ward.cast.eli).post(
        f"{draft.get_absolute_url()}draft/approve/",
        {"seen": seen, "verified_until": until.isoformat()},
        follow=True,
    )

    assert "The draft was edited while you read it." in answer.content.decode()
    assert not JobAidPage.objects.get(pk=draft.pk).live


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("", "Choose the day"),
        ("yesterday", "Write a day as 2027-02-28"),
        ("2020-01-01", "after today"),
        ("2999-01-01", "two years"),
    ],
)
def test_a_wrong_date_is_said_beside_the_field(ward: Ward, as_user: AsUser, day: str, says: str) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, ward.cast.eli)
    draft.refresh_from_db()

    answer = as_user(ward.cast.lou).post(
        f"{draft.get_absolute_url()}draft/approve/",
        {"seen": draft.latest_revision_id, "verified_until": day, "comment": "Fine words"},
    )

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Fine words" in answer.content.decode()


def test_changes_asked_for_reach_the_editor(
    ward: Ward, as_user: AsUser, mailoutbox: list[EmailMessage]
) -> None:
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    draft.refresh_from_db()
    address = f"{draft.get_absolute_url()}draft/"

    empty = as_user(ward.cast.eli).post(f"{address}changes/", {"seen": draft.latest_revision_id})
    as_user(ward.cast.eli).post(
        f"{address}changes/", {"seen": draft.latest_revision_id, "comment": "Say which label."}
    )

    assert "Write what should change" in empty.content.decode()
    shown = as_user(ward.cast.cora).get(address).content.decode()
    assert "Eli Novak asks for changes." in shown
    assert "Say which label." in shown
    mail = next(mail for mail in mailoutbox if mail.to == [ward.cast.cora.email])
    assert mail.subject == "Changes asked for: “Scan a pen”"
    assert "Eli Novak asks for changes to the draft of the job aid “Scan a pen”." in mail.body
    assert "“Say which label.”" in mail.body
    assert f"http://testserver{address}\n" in mail.body


def test_mails_of_a_review_lead_to_the_draft_and_to_what_was_published(
    ward: Ward, mailoutbox: list[EmailMessage]
) -> None:
    job_aid = published(ward)

    asked, done = (
        next(mail for mail in mailoutbox if mail.subject == f"{words} “Scan a pen”")
        for words in ("Review", "Published:")
    )

    assert asked.to == [ward.cast.adam.email]
    assert "Cora" in asked.body
    assert f"http://testserver{job_aid.get_absolute_url()}draft/\n" in asked.body
    assert done.to == [ward.cast.cora.email]
    assert f"http://testserver{job_aid.get_absolute_url()}\n" in done.body


def test_what_is_published_is_not_called_a_draft(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    address = f"{job_aid.get_absolute_url()}draft/"

    before = as_user(ward.cast.cora).get(address).content.decode()
    edit_draft(job_aid, ward.cast.cora, "Turn the cap twice")
    after = as_user(ward.cast.cora).get(address).content.decode()

    assert "There is no draft" in before
    assert "Start a draft" in before
    assert "<title>Scan a pen |" in before
    assert "Edit the draft" in after
    assert "<title>Draft: Scan a pen |" in after
    assert "version 1 stays published until this one is approved" in after


def test_the_published_version_stays_while_the_next_one_waits(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    old = job_aid.steps[0].value["title"]
    edit_draft(job_aid, ward.cast.cora, "Turn the cap twice")
    send_to_review(user=ward.cast.cora, job_aid=job_aid)

    before = as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()
    after = published(ward, job_aid)
    now = as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()

    assert old in before
    assert "Turn the cap twice" not in before
    assert "Turn the cap twice" in now
    assert after.number == 2


def test_only_reviewers_know_of_a_draft(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    cast = ward.cast
    addresses = [
        draft.get_absolute_url(),
        f"{draft.get_absolute_url()}draft/",
        f"{draft.get_absolute_url()}versions/",
    ]

    for user, status in (
        (cast.nia, 404),
        (cast.ana, 404),
        (cast.eli, 200),
        (cast.cora, 200),
        (cast.adam, 200),
    ):
        browser = as_user(user)
        for address in addresses:
            assert browser.get(address, follow=True).status_code == status, (user, address)
    listed = as_user(cast.ana).get(f"{ward.address()}job-aids/").content.decode()
    assert "Scan a pen" not in listed
