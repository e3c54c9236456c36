"""What concerns a person reaches them at the bell and by mail, as they chose, from the act itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from curation.actions.objections import answer_objection, object_to_practice
from curation.actions.requests import ask_for_job_aid, decline_request
from curation.actions.retirement import supersede
from curation.models import ReviewState
from curation.reviewing.workflow import send_to_review
from curation.tasks import remind_reviewers
from notifications.models import NoticeChoice
from notifications.states import How, Kind
from people.models import User
from tests.curation.aids import a_job_aid
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
RunTasks = Callable[..., int]
Event = Callable[[Ward], tuple[User, str]]


def _replaced(ward: Ward) -> tuple[User, str]:
    old = a_job_aid(ward, "Scan a pen", owner=ward.cast.eli)
    new = a_job_aid(ward, "Scan every pen")
    supersede(user=ward.cast.cora, job_aid=old, superseded_by=new)
    return ward.cast.eli, "“Scan a pen” is replaced by “Scan every pen”."


def _declined(ward: Ward) -> tuple[User, str]:
    asked = ask_for_job_aid(user=ward.cast.ana, community=ward.community, title="Undo a discharge")
    decline_request(user=ward.cast.cora, request=asked, reason="Pharmacy does it")
    return ward.cast.ana, "There will be no job aid “Undo a discharge”: “Pharmacy does it”"


def _overdue(ward: Ward) -> tuple[User, str]:
    """The word that it waits was not read yet, and does not keep the reminder back."""
    send_to_review(user=ward.cast.cora, job_aid=a_draft(ward))
    ReviewState.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    remind_reviewers.enqueue()
    return ward.cast.eli, "The review of “Scan a pen” is overdue"


def _answered(ward: Ward) -> tuple[User, str]:
    objection = object_to_practice(user=ward.cast.eli, practice=ward.practice(), reason="Unsafe at night")
    answer_objection(user=ward.cast.cora, objection=objection, answer="It is by day")
    return ward.cast.eli, "Cora Lind answered your objection to “Scan the label on the cap”"


@pytest.mark.parametrize("how", [How.MAIL, How.SITE, How.OFF])
@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (_replaced, Kind.ARCHIVE),
        (_declined, Kind.REQUEST),
        (_overdue, Kind.REVIEW),
        (_answered, Kind.OBJECTION),
    ],
)
def test_who_is_concerned_hears_it_as_they_chose(
    ward: Ward,
    as_user: AsUser,
    run_tasks: RunTasks,
    mailoutbox: list[EmailMessage],
    event: Event,
    kind: Kind,
    how: How,
) -> None:
    NoticeChoice.objects.create(user=ward.cast.eli, kind=kind, how=how)
    NoticeChoice.objects.create(user=ward.cast.ana, kind=kind, how=how)

    person, said = event(ward)
    run_tasks()

    mails = [mail for mail in mailoutbox if mail.to == [person.email] and said[:40] in mail.subject]
    assert len(mails) == (how == How.MAIL)
    assert (said in as_user(person).get("/notifications/").content.decode()) is (how != How.OFF)


def test_who_replaced_it_is_not_told_and_nobody_of_taking_it_back(
    ward: Ward, run_tasks: RunTasks, mailoutbox: list[EmailMessage]
) -> None:
    old = a_job_aid(ward, "Scan a pen", owner=ward.cast.cora)

    supersede(user=ward.cast.cora, job_aid=old, superseded_by=a_job_aid(ward, "Scan every pen"))
    run_tasks()
    supersede(user=ward.cast.cora, job_aid=old, superseded_by=None)
    run_tasks()

    assert not [mail for mail in mailoutbox if "replaced" in mail.subject]
