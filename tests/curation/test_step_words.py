"""What people say of a job aid and its steps: worked, did not work, questions, and answers that stand below a step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from communities.actions.threads import accept_answer, remove_post, reply_to_thread
from communities.models import Thread
from communities.notes import Kind
from curation.models import Feedback, JobAidContact, JobAidPage, StepNote, StepQuestion
from curation.notes import surroundings_of
from curation.signals import did_not_work, question_about_step
from people.models import User
from screencasts.models import CaptionTrack
from tests.curation.conftest import Ward
from tests.curation.drafts import published
from tests.factories import MembershipFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def page_of(browser: Client, address: str) -> str:
    return " ".join(browser.get(address).content.decode().split())


def say(browser: Client, job_aid: JobAidPage, **words: str) -> str:
    answer = browser.post(f"{job_aid.get_absolute_url()}feedback/", words, follow=True)
    return " ".join(answer.content.decode().split())


def step(job_aid: JobAidPage, number: int) -> str:
    return str(job_aid.steps[number - 1].id)


def part(page: str, number: int) -> str:
    """The step of this number as the page shows it."""
    return page.split(f'id="step-{number}"')[1].split("<li")[0]


@pytest.fixture
def job_aid(ward: Ward) -> JobAidPage:
    return published(ward)


# -- how it went -------------------------------------------------------------------------------------------
def test_one_tap_says_it_worked_with_role_and_release(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    User.objects.filter(pk=ward.cast.nia.pk).update(job_title="Nurse")
    JobAidPage.objects.filter(pk=job_aid.pk).update(releases=[["EMR", "12.1", ""]])

    say(as_user(ward.cast.nia), job_aid, worked="yes")

    said = Feedback.objects.get()
    assert (said.worked, said.step, said.role, said.release) == (True, "", "Nurse", "EMR 12.1")


def test_what_worked_can_have_a_note(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    browser = as_user(ward.cast.nia)
    say(browser, job_aid, worked="yes", comment="On 6A too", role="Bank nurse", release="12.2")

    page = say(browser, job_aid, worked="yes")

    assert "“On 6A too”" in page  # one more tap does not take the note away
    assert "Bank nurse" in page
    assert "12.2" in page
    assert Feedback.objects.count() == 1


def test_a_step_says_how_it_went_and_each_person_says_it_once(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    for user in (ward.cast.ana, ward.cast.lee, ward.cast.nia):
        say(as_user(user), job_aid, worked="yes")
    say(as_user(ward.cast.eli), job_aid, worked="yes", step=step(job_aid, 2))
    no = {"worked": "no", "step": step(job_aid, 2), "comment": "The label was torn."}
    say(as_user(ward.cast.nia), job_aid, **no)

    page = say(as_user(ward.cast.nia), job_aid, **no)

    assert Feedback.objects.filter(user=ward.cast.nia).count() == 2  # on the whole, and on step 2
    assert "Worked <b>3</b>" in part(page, 2)  # ana and lee by the whole, eli by the step
    assert "Did not <b>1</b>" in part(page, 2)
    assert "<b>" not in part(page, 1).split("step__acts")[1]
    assert "step 2</span><span>did not work" in page
    assert "<b>3</b> people say it worked" in page


def test_every_source_says_how_its_steps_went(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    say(as_user(ward.cast.ana), job_aid, worked="yes")
    say(as_user(ward.cast.lee), job_aid, worked="yes")
    say(as_user(ward.cast.nia), job_aid, worked="no", step=step(job_aid, 3), comment="No band.")
    row = job_aid.provenance.get(step=step(job_aid, 1))
    row.pk, row.post, row.screencast, row.anchor = None, None, ward.recording, "t=70,80"
    row.save()
    browser = as_user(ward.cast.nia)

    post = page_of(browser, ward.answer.thread.get_absolute_url())
    wiki = page_of(browser, ward.page.get_absolute_url())
    recording = page_of(browser, ward.recording.get_absolute_url())

    assert "Worked for 2." in post
    assert "Worked for 2, step 3 did not for 1." in wiki
    assert "Worked for 2." in recording


def test_words_on_an_earlier_version_do_not_count_for_the_present_one(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    say(as_user(ward.cast.nia), job_aid, worked="yes")
    draft = job_aid.get_latest_revision_as_object()
    draft.purpose = "It scans."
    draft.save_revision(user=ward.cast.cora)
    published(ward, job_aid)

    page = page_of(as_user(ward.cast.nia), job_aid.get_absolute_url())

    assert "person says" not in page
    assert "You said" not in page


# -- did not work ------------------------------------------------------------------------------------------
def test_did_not_work_asks_a_question_that_reaches_the_owner(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    told: list[Feedback] = []

    def hear(feedback: Feedback, **kwargs: object) -> None:
        told.append(feedback)

    did_not_work.connect(hear)
    no = {"worked": "no", "step": step(job_aid, 2), "comment": "The label <b>was</b> torn.", "role": "Nurse"}
    page = say(as_user(ward.cast.ana), job_aid, **no, asks="on")
    did_not_work.disconnect(hear)

    said = Feedback.objects.get()
    question = StepQuestion.objects.get()
    assert told == [said]
    assert said.thread == question.thread
    assert question.thread.author == ward.cast.ana
    assert question.thread.title == "Step 2 of “Scan a pen” did not work"
    assert "The label &lt;b&gt;was&lt;/b&gt; torn." in question.thread.posts.get().body
    assert "Nurse" in question.thread.posts.get().body
    assert "Noted, and asked as a question." in page
    assert "now a question" in page


def test_more_words_on_what_did_not_work_go_into_the_same_question(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    browser = as_user(ward.cast.ana)
    for comment in ("The label was torn.", "The label was torn.", "On 4B as well."):
        say(browser, job_aid, worked="no", step=step(job_aid, 2), comment=comment, asks="on")

    thread = Thread.objects.get(about_step__job_aid=job_aid)

    assert [post.position for post in thread.posts.order_by("position")] == [1, 2]
    assert "On 4B as well." in thread.posts.get(position=2).body


def test_nothing_is_asked_in_my_name_without_my_word(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    say(as_user(ward.cast.ana), job_aid, worked="no", comment="It is torn.")
    say(
        as_user(ward.cast.nia), job_aid, worked="no", comment="It is torn.", asks="on"
    )  # no member: may not ask

    assert Feedback.objects.count() == 2
    assert not StepQuestion.objects.exists()


def test_the_box_that_asks_is_ticked_and_only_for_who_may_ask(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    member = page_of(as_user(ward.cast.ana), job_aid.get_absolute_url())
    reader = page_of(as_user(ward.cast.nia), f"{job_aid.get_absolute_url()}?at=2")

    assert "Ask it as a question in Ward nursing, in my name" in member
    assert 'name="asks" id="no_asks" checked' in member or "checked" in member.split('name="asks"')[1][:60]
    assert "in my name" not in reader
    assert f'value="{step(job_aid, 2)}" selected' in reader  # "did not" at a step opens the form at this step
    assert '<details class="worked__not" id="did-not" open>' in reader


# -- questions ---------------------------------------------------------------------------------------------
def ask(browser: Client, job_aid: JobAidPage, query: str, **words: str) -> str:
    answer = browser.post(f"{job_aid.get_absolute_url()}ask/{query}", words, follow=True)
    return " ".join(answer.content.decode().split())


def test_a_question_about_a_step_is_tied_to_it(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    heard: list[User | None] = []

    def hear(question: StepQuestion, person: User | None, **kwargs: object) -> None:
        heard.append(person)

    browser = as_user(ward.cast.ana)
    form = page_of(browser, f"{job_aid.get_absolute_url()}ask/?step=2&person=eli")
    begins = "Step 2 of “Scan a pen”: "
    question_about_step.connect(hear)
    empty = ask(browser, job_aid, "?step=2", title=begins, body="<p>Words</p>")
    thread = ask(
        browser, job_aid, "?step=2&person=eli", title=f"{begins}which label?", body="<p>There are two.</p>"
    )
    question_about_step.disconnect(hear)
    page = page_of(browser, job_aid.get_absolute_url())

    assert f'value="{begins}"' in form
    assert "Ask Eli Novak about step 2" in form
    assert "&lt;p&gt;Eli Novak," in form
    assert "Scan the label. You hear one long tone." in form
    assert "Write your question after" in empty
    assert "Words" in empty  # nothing typed is lost
    assert f'About step 2 of <a href="{job_aid.get_absolute_url()}#step-2">Scan a pen</a>' in thread
    assert "“which label?”" in part(page, 2)  # the step and the job aid stand around it
    assert "which label?" not in part(page, 1)
    assert heard == [ward.cast.eli]


def test_a_question_sent_twice_is_one(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    browser = as_user(ward.cast.ana)
    token = "7f3a2c1e-0000-4000-8000-000000000001"

    for _ in range(2):
        ask(
            browser,
            job_aid,
            "?step=1",
            title="Step 1: which cap?",
            body="<p>Red or white?</p>",
            submission=token,
        )

    assert StepQuestion.objects.count() == 1


@pytest.mark.parametrize("step_number", ["0", "99", "x", "-1"])
def test_a_step_that_is_not_there_cannot_be_asked_about(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser, step_number: str
) -> None:
    answer = as_user(ward.cast.ana).get(f"{job_aid.get_absolute_url()}ask/?step={step_number}")

    assert answer.status_code == 404


def asked(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> StepQuestion:
    ask(
        as_user(ward.cast.ana), job_aid, "?step=2", title="Step 2: which label?", body="<p>There are two.</p>"
    )
    return StepQuestion.objects.get()


def answered(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> StepQuestion:
    question = asked(ward, job_aid, as_user)
    body = "<p>The white one.</p><script>alert(1)</script>"
    post = reply_to_thread(user=ward.cast.eli, thread=question.thread, body=body)
    accept_answer(user=ward.cast.ana, post=post)
    return question


def test_an_accepted_answer_becomes_the_note_of_its_step(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    question = answered(ward, job_aid, as_user)
    address = f"{job_aid.get_absolute_url()}questions/{question.pk}/note/"

    offered = page_of(as_user(ward.cast.cora), job_aid.get_absolute_url())
    refused = as_user(ward.cast.ana).post(address)
    for _ in range(2):
        done = as_user(ward.cast.cora).post(address, follow=True)
    page = page_of(as_user(ward.cast.nia), job_aid.get_absolute_url())

    assert "Show the answer below the step" in part(offered, 2)
    assert refused.status_code == 403
    assert "The answer stands below the step." in done.content.decode()
    assert ">The white one.</p>" in part(page, 2)
    assert "alert(1)" not in part(page, 2)
    assert "Eli Novak" in part(page, 2)
    assert "which label?" not in part(page, 2)  # answered: no open question any more
    assert StepNote.objects.count() == 1
    assert JobAidPage.objects.get(pk=job_aid.pk).number == 1


def test_a_note_is_taken_away_and_its_answer_stays(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    question = answered(ward, job_aid, as_user)
    as_user(ward.cast.cora).post(f"{job_aid.get_absolute_url()}questions/{question.pk}/note/")
    address = f"{job_aid.get_absolute_url()}notes/{StepNote.objects.get().pk}/remove/"

    refused = as_user(ward.cast.ana).post(address)
    as_user(ward.cast.cora).post(address)
    page = page_of(as_user(ward.cast.cora), job_aid.get_absolute_url())

    assert refused.status_code == 403
    assert "The white one." not in page
    assert "Show the answer below the step" in part(page, 2)
    assert question.thread.posts.count() == 2


def test_the_note_of_an_answer_that_was_removed_is_not_shown(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    question = answered(ward, job_aid, as_user)
    as_user(ward.cast.cora).post(f"{job_aid.get_absolute_url()}questions/{question.pk}/note/")

    remove_post(user=ward.cast.adam, post=StepNote.objects.get().post, removed=True)

    assert "The white one." not in page_of(as_user(ward.cast.nia), job_aid.get_absolute_url())


def test_an_answer_that_was_taken_back_cannot_be_shown(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    question = asked(ward, job_aid, as_user)

    answer = as_user(ward.cast.cora).post(
        f"{job_aid.get_absolute_url()}questions/{question.pk}/note/", follow=True
    )

    assert "Nobody accepted an answer, or it was taken back." in answer.content.decode()
    assert not StepNote.objects.exists()


def test_a_removed_question_is_not_shown_at_its_step(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    question = asked(ward, job_aid, as_user)

    remove_post(user=ward.cast.adam, post=question.thread.posts.get(), removed=True)

    assert "which label?" not in page_of(as_user(ward.cast.nia), job_aid.get_absolute_url())


def test_what_a_question_is_about_is_told_to_nobody_who_may_not_know(
    ward: Ward, hidden_ward: Ward, job_aid: JobAidPage, as_user: AsUser
) -> None:
    question = asked(ward, job_aid, as_user)
    JobAidPage.objects.filter(pk=job_aid.pk).update(community=hidden_ward.community)
    opening = question.thread.posts.get()

    for user in (ward.cast.nia, AnonymousUser()):
        assert "Scan a pen" not in str(surroundings_of(Kind.POST, [opening], user)[opening.pk].about)


# -- what it costs -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["nia", "ana", "cora"])
def test_everything_on_a_job_aid_costs_at_most_12_queries(
    ward: Ward, job_aid: JobAidPage, as_user: AsUser, who: str
) -> None:
    MembershipFactory(user=ward.cast.cora, community=ward.community)
    question = answered(ward, job_aid, as_user)
    as_user(ward.cast.cora).post(f"{job_aid.get_absolute_url()}questions/{question.pk}/note/")
    live = JobAidPage.objects.get(pk=job_aid.pk)
    for block in live.steps:
        block.value["clip"] = {"screencast": ward.recording.pk, "start": 70.0, "end": 80.0}
    live.save()
    JobAidContact.objects.create(job_aid=live, user=ward.cast.lee, about="pens")
    for user in (ward.cast.ana, ward.cast.lee):
        say(as_user(user), job_aid, worked="no", step=step(job_aid, 1), comment="Torn", asks="on")
    browser = as_user(getattr(ward.cast, who))
    browser.get(job_aid.get_absolute_url())

    with queries(at_most=12):
        page = page_of(browser, job_aid.get_absolute_url())

    track = CaptionTrack.objects.get()
    assert f'src="{track.get_absolute_url()}"' in page
    assert "#t=70,80" in page
    assert "The white one." in page
    assert "pens" in page
