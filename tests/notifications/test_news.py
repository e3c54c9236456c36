"""Each event tells its people, and nobody else; and does nothing when what it was about has gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from communities import signals as community_signals
from communities.actions.threads import open_thread
from communities.models import Membership
from curation import signals
from curation.actions.refusals import ask_not_to_use, decide_refusal
from curation.models import (
    ArchiveProposal,
    ContentRequest,
    DriftAlert,
    Feedback,
    JobAidPage,
    Objection,
    Practice,
    Provenance,
    Release,
    RequestVoice,
    ReviewState,
    StepQuestion,
    StepRemark,
    System,
)
from curation.reviewing.workflow import send_to_review, waiting_review
from notifications.models import Notice
from notifications.news import NEWS
from people.models import User
from search import signals as search_signals
from tests.conftest import Cast
from tests.curation.conftest import Ward
from tests.curation.test_flagging_words import a_step_from

pytestmark = pytest.mark.django_db
RunTasks = Callable[..., int]


@dataclass
class Told:
    """A published job aid of lee's, with a step that eli wrote; ana is its stand-in."""

    ward: Ward
    job_aid: JobAidPage
    row: Provenance
    run_tasks: RunTasks

    @property
    def cast(self) -> Cast:
        return self.ward.cast

    def by(self, signal: Any, **news: Any) -> dict[str, str]:
        """What each person was told of one event."""
        self.run_tasks()
        Notice.objects.all().delete()
        signal.send(sender=type(self), **news)
        self.run_tasks()
        return {notice.user.username: notice.text for notice in Notice.objects.select_related("user")}


@pytest.fixture
def told(ward: Ward, run_tasks: RunTasks) -> Told:
    row = a_step_from(ward, "", ward.flag(ward.cast.ana, ward.answer).place)
    pages = JobAidPage.objects.filter(pk=row.job_aid_id)
    answer = Membership.objects.filter(community=ward.community, user__in=[ward.cast.lee, ward.cast.ana])
    answer.update(is_expert=True)  # who answers for a job aid must be able to
    pages.update(live=True, number=2, owner=ward.cast.lee, stand_in=ward.cast.ana)
    return Told(ward, pages.get(), row, run_tasks)


# -- owners ------------------------------------------------------------------------------------------------
def test_who_answers_for_a_job_aid_hears_what_happens_to_it(told: Told) -> None:
    now = timezone.now()
    alert = DriftAlert.objects.create(provenance=told.row, opened_at=now, old_text="a", new_text="b")
    feedback = Feedback.objects.create(
        job_aid=told.job_aid, number=2, user=told.cast.nia, worked=False, comment="No label", created_at=now
    )
    proposal = ArchiveProposal.objects.create(
        job_aid=told.job_aid, proposed_at=now, archive_on=date(2027, 1, 5)
    )

    drift = told.by(signals.drift_found, alert=alert)
    due = told.by(signals.verification_due, job_aid=told.job_aid, days=7)
    lapsed = told.by(signals.verification_due, job_aid=told.job_aid, days=0)
    failed = told.by(signals.did_not_work, feedback=feedback)
    archive = told.by(signals.archive_proposed, proposal=proposal)

    assert set(drift) == set(failed) == set(due) == set(lapsed) == {"lee"}
    assert drift["lee"] == f"A source of “Scan a pen” changed: {told.row.label}"
    assert due["lee"] == "“Scan a pen” is verified for 7 more days. Say that it is still right, or change it."
    assert "is not verified any more" in lapsed["lee"]
    assert failed["lee"] == "“Scan a pen” did not work for Nia Roberts: “No label”"
    assert set(archive) == {"lee", "cora"} | set(_other_curators(told, archive))
    assert "goes to the archive on 5 January 2027" in archive["lee"]


def _other_curators(told: Told, people: dict[str, str]) -> set[str]:
    return {name for name in people if User.objects.get(username=name).is_curator}


@pytest.mark.parametrize(
    ("gone", "hear"), [((), {"lee"}), (("lee",), {"ana"}), (("lee", "ana"), {"cora", "lou"})]
)
def test_the_stand_in_hears_where_the_owner_is_gone_and_the_curators_where_both_are(
    told: Told, gone: tuple[str, ...], hear: set[str]
) -> None:
    system = System.objects.create(community=told.ward.community, name="EMR")
    told.job_aid.systems.add(system)
    told.job_aid.save()
    now = timezone.now()
    release = Release.objects.create(system=system, name="12.1", announced_at=now)
    alert = DriftAlert.objects.create(provenance=told.row, opened_at=now, old_text="a", new_text="b")
    feedback = Feedback.objects.create(
        job_aid=told.job_aid, number=2, user=told.cast.nia, worked=False, created_at=now
    )
    Membership.objects.filter(community=told.ward.community, user__username__in=gone).delete()

    due = told.by(signals.verification_due, job_aid=told.job_aid, days=1)
    others = [
        told.by(signals.drift_found, alert=alert),
        told.by(signals.did_not_work, feedback=feedback),
        told.by(signals.release_announced, release=release),
    ]

    assert [set(heard) for heard in [due, *others]] == [hear] * 4
    assert all("for 1 more day." in text for text in due.values())


def test_each_owner_hears_of_a_release_once(told: Told) -> None:
    system = System.objects.create(community=told.ward.community, name="EMR")
    told.job_aid.systems.add(system)
    told.job_aid.save()
    release = Release.objects.create(system=system, name="12.1", announced_at=timezone.now())

    heard = told.by(signals.release_announced, release=release)

    assert set(heard) == {"lee"}
    assert heard["lee"] == "EMR 12.1 was announced: check “Scan a pen”."


def test_a_question_about_a_step_reaches_owner_and_not_the_asker(told: Told) -> None:
    thread = open_thread(
        user=told.cast.ana,
        community=told.ward.community,
        kind="question",
        title="Which label is meant?",
        body="<p>There are two.</p>",
    )
    question = StepQuestion.objects.create(
        job_aid=told.job_aid, step="x", number=2, thread=thread, asked_by=told.cast.ana, at=timezone.now()
    )

    heard = told.by(signals.question_about_step, question=question)

    of_eli = told.by(signals.question_about_step, question=question, person=told.cast.eli)

    assert heard == {"lee": "Ana Silva asks about a step of “Scan a pen”: “Which label is meant?”"}
    assert set(of_eli) == {"lee", "eli"}
    assert {notice.url for notice in Notice.objects.all()} == {thread.get_absolute_url()}


# -- authors -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("is_named", "is_unnamed", "said"),
    [(True, False, "and names you"), (True, True, "without your name"), (False, False, "without your name")],
)
def test_an_author_hears_that_their_words_are_published_and_whether_by_name(
    told: Told, is_named: bool, is_unnamed: bool, said: str
) -> None:
    User.objects.filter(pk=told.cast.eli.pk).update(is_named=is_named)
    Provenance.objects.update(is_unnamed=is_unnamed)

    heard = told.by(signals.job_aid_published, job_aid=told.job_aid)

    assert set(heard) == {"eli"}
    assert said in heard["eli"]


def test_an_author_hears_that_a_draft_uses_their_words(told: Told) -> None:
    heard = told.by(signals.words_used, job_aid=told.job_aid, authors=[told.cast.eli])

    assert heard == {
        "eli": "Words of yours are used in a draft: “Scan a pen”. You are told when it is published."
    }
    assert Notice.objects.get().url == "/flags/yours/"


def test_refusals_reach_the_curators_and_their_answer_the_author(told: Told) -> None:
    refusal = ask_not_to_use(user=told.cast.eli, source=told.ward.answer, anchor="", reason="A guess")
    asked = told.by(signals.refusal_made, refusal=refusal)
    decide_refusal(user=told.cast.cora, refusal=refusal, honour=True, answer="Taken out")
    refusal.refresh_from_db()

    answered = told.by(signals.refusal_decided, refusal=refusal)

    assert "cora" in asked
    assert not {"ana", "eli", "lee", "nia"} & set(asked)
    assert asked["cora"].startswith("Eli Novak asks that “The pen will not scan, post 2” not be used")
    assert set(answered) == {"eli"}
    assert "It will not be used: “Taken out”" in answered["eli"]


def test_an_objection_reaches_the_curator_of_the_practice(told: Told) -> None:
    practice = Practice.objects.get()
    objection = Objection.objects.create(
        practice=practice, expert=told.cast.eli, reason="Unsafe at night", created_at=timezone.now()
    )
    made = told.by(signals.objection_made, objection=objection)
    objection.answer, objection.answered_by = "It is by day", told.cast.cora
    objection.save()

    answered = told.by(signals.objection_answered, objection=objection)

    assert made == {"cora": "Eli Novak objects to the practice “Scan”: “Unsafe at night”"}
    assert answered == {"eli": "Cora Lind answered your objection to “Scan”: “It is by day”"}


def test_an_objection_reaches_all_curators_once_the_one_of_the_practice_curates_no_more(told: Told) -> None:
    User.objects.filter(pk=told.cast.cora.pk).update(is_curator=False)
    objection = Objection.objects.create(
        practice=Practice.objects.get(),
        expert=told.cast.eli,
        reason="Unsafe at night",
        created_at=timezone.now(),
    )

    assert set(told.by(signals.objection_made, objection=objection)) == {"lou"}


# -- drafts ------------------------------------------------------------------------------------------------
def test_a_decision_and_a_remark_reach_who_wrote_the_draft_and_may_review_it(told: Told) -> None:
    remark = StepRemark.objects.create(
        job_aid=told.job_aid, step="x", author=told.cast.eli, text="Which cap?", at=timezone.now()
    )

    decided = told.by(
        signals.review_decided, job_aid=told.job_aid, user=told.cast.eli, approved=False, comment="Unclear"
    )
    remarked = told.by(signals.remark_made, remark=remark)

    said = "Eli Novak asks for changes in the draft of “Scan a pen”: “Unclear”"
    assert decided == dict.fromkeys(("cora", "lee"), said)  # who wrote it, and its owner
    assert remarked == dict.fromkeys(
        ("cora", "lee"), "Eli Novak remarks on a step of “Scan a pen”: “Which cap?”"
    )


def test_a_review_is_asked_of_the_experts_and_of_curators_where_too_few_experts_are_left(told: Told) -> None:
    send_to_review(user=told.cast.cora, job_aid=told.job_aid)
    state = waiting_review(told.job_aid)
    assert state is not None
    asked = told.by(signals.review_asked, job_aid=told.job_aid, state=state)
    ReviewState.objects.filter(pk=state.pk).update(quorum=4)

    asked_more = told.by(signals.review_asked, job_aid=told.job_aid, state=state)

    assert set(asked) == {"lee", "ana", "eli"}
    assert set(asked_more) == {"lee", "ana", "eli", "lou"}  # cora wrote the newest words


# -- readers -----------------------------------------------------------------------------------------------
def test_who_missed_a_job_aid_hears_that_it_is_there_or_will_not_be(told: Told) -> None:
    now = timezone.now()
    request = ContentRequest.objects.create(
        community=told.ward.community, title="Scan pens", asked_by=told.cast.nia, created_at=now
    )
    RequestVoice.objects.create(request=request, user=told.cast.ana, at=now)
    request.job_aid = told.job_aid
    request.save()

    met = told.by(signals.request_met, request=request)
    request.job_aid, request.state, request.reason = None, "declined", "There is one of pharmacy"
    request.save()
    declined = told.by(signals.request_declined, request=request)

    assert set(met) == set(declined) == {"nia", "ana"}
    assert met["nia"] == "You missed “Scan pens”: there is a job aid now, “Scan a pen”."
    assert declined["ana"] == "There will be no job aid “Scan pens”: “There is one of pharmacy”"


def test_who_has_not_confirmed_is_asked_to(told: Told) -> None:
    heard = told.by(signals.acknowledgement_due, job_aid=told.job_aid, users=[told.cast.nia, told.cast.ana])

    assert set(heard) == {"nia", "ana"}
    assert heard["nia"] == "Confirm that you have read “Scan a pen”, version 2."


# -- all of them -------------------------------------------------------------------------------------------
def test_every_event_tells_its_people(told: Told) -> None:
    """Each signal that is listed has a receiver and news; and news of what has gone is none."""
    gone: dict[str, tuple[Any, ...]] = {
        "words_used": (0, []),
        "owner_gone": (0, []),
        "acknowledgement_due": (0, []),
        "place_decided": (0, None),
        "verification_due": (0, 1),
        "review_asked": (0, 0),
        "review_overdue": (0, 0),
        "review_decided": (0, 0, True, ""),
        "review_cancelled": (0, None, ""),
        "search_found_news": (0, 1),
        "request_may_be_met": (0, 0),
    }
    for name, builder in NEWS.items():
        assert list(builder(*gone.get(name, (0,)))) == []
    for signal in (name for name in NEWS if name != "words_flagged"):
        known = (getattr(each, signal, None) for each in (signals, search_signals, community_signals))
        heard = next(each for each in known if each is not None)
        assert heard.receivers, f"nobody hears {signal}"
