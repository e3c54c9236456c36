"""A draft is reviewed, published, read, printed, used and warned when a source changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture
from wagtail.models import Page, PageLogEntry

from communities.actions.threads import edit_post
from communities.actions.wiki import save_wiki_page
from communities.models import WikiPage
from cop_site.schedule import enqueue_due_tasks
from curation.actions.practices import add_source
from curation.actions.promotion import promote_practice
from curation.models import DriftAlert, JobAidPage, Provenance
from curation.promotion import Chosen, all_pieces, keyed_sources
from curation.states import DriftState
from curation.workflow import send_to_review
from people.models import User
from search import indexing
from tests.curation.conftest import Ward
from tests.curation.reviewing import agree, publish
from tests.factories import MembershipFactory, UserFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def a_draft(ward: Ward, title: str = "Scan a pen") -> JobAidPage:
    """Made by cora of the accepted answer (two steps) and of the section on the order of scans (two more)."""
    practice = ward.practice()
    add_source(
        user=ward.cast.cora, practice=practice, source=ward.page, anchor=ward.anchors["The order of scans"]
    )
    pieces = all_pieces(keyed_sources(practice))
    chosen = [Chosen(piece, piece.role, piece.is_used) for piece in pieces]
    return promote_practice(
        user=ward.cast.cora, practice=practice, title=title, purpose="The pen scans.", chosen=chosen
    )


def published(ward: Ward, job_aid: JobAidPage | None = None, by: User | None = None) -> JobAidPage:
    """Sent by cora, agreed to by eli, approved by lou."""
    cast = ward.cast
    return publish(job_aid or a_draft(ward), editor=cast.cora, expert=by or cast.eli, curator=cast.lou)


def edit_draft(job_aid: JobAidPage, user: User, title: str) -> None:
    draft = JobAidPage.objects.get(pk=job_aid.pk).get_latest_revision_as_object()
    draft.steps[0].value["title"] = title
    draft.save_revision(user=user)


# -- review ------------------------------------------------------------------------------------------------
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


# -- reading -----------------------------------------------------------------------------------------------
def test_every_step_names_its_source_and_opens_the_exact_version(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    edit_post(user=ward.cast.eli, post=ward.answer, body="<p>Something else.</p>")

    page = as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()
    row = Provenance.objects.filter(job_aid=job_aid, post=ward.answer).first()
    then = as_user(ward.cast.nia).get(
        f"{ward.address()}threads/{ward.answer.thread_id}-{ward.answer.thread.slug}/posts/{ward.answer.pk}/versions/1/"
    )

    assert "Turn the cap until you see the white label." in page
    assert f"/posts/{ward.answer.pk}/versions/1/#{row.anchor}" in page
    assert "The pen will not scan, post 2" in page
    assert "Turn the cap until you see the white label." in then.content.decode()
    assert f'id="{row.anchor}"' in then.content.decode()


def test_a_new_person_says_that_it_worked(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)

    answer = as_user(ward.cast.nia).post(
        f"{job_aid.get_absolute_url()}feedback/", {"worked": "yes"}, follow=True
    )

    page = answer.content.decode()
    assert "Noted: it worked for you." in page
    assert "<b>1</b> person says it worked" in page


def test_who_says_it_did_not_work_says_why(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    address = f"{job_aid.get_absolute_url()}feedback/"
    step = str(job_aid.steps[1].id)

    silent = as_user(ward.cast.nia).post(address, {"worked": "no", "step": step})
    said = (
        as_user(ward.cast.nia)
        .post(address, {"worked": "no", "step": step, "comment": "No label on <b>6A</b>"}, follow=True)
        .content.decode()
    )

    assert silent.status_code == 422
    assert "Write what happened, so that somebody can mend the step" in silent.content.decode()
    assert f'value="{step}" selected' in silent.content.decode()
    assert "No label on &lt;b&gt;6A&lt;/b&gt;" in said
    assert job_aid.feedback.count() == 1


def test_the_sheet_prints_with_its_code_version_and_square_code(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    browser = as_user(ward.cast.nia)

    sheet = browser.get(f"{job_aid.get_absolute_url()}print/").content.decode()
    code = browser.get(f"{job_aid.get_absolute_url()}qr.svg")

    assert f"{job_aid.code}, version 1" in sheet
    assert f"testserver/j/{job_aid.code}/1/" in sheet
    assert code.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in code.content


def test_a_job_aid_reads_within_the_query_budget_at_any_length(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    browser = as_user(ward.cast.nia)
    browser.get(job_aid.get_absolute_url())  # content types are remembered after the first page
    with queries(at_most=12) as short:
        browser.get(job_aid.get_absolute_url())
    row = Provenance.objects.filter(job_aid=job_aid).first()
    for _ in range(40):
        row.pk = None
        row.save()

    with queries(at_most=12) as long:
        browser.get(job_aid.get_absolute_url())

    assert len(long) == len(short)


def test_the_credit_goes_to_who_wrote_the_words(ward: Ward, tomasz: User) -> None:
    edit_wiki(ward, ward.cast.lee, "Scan the medicine.", "Scan the smallest unit.")
    edit_wiki(ward, tomasz, "How we scan on the ward.", "How we scan here.")

    job_aid = a_draft(ward)

    people = {row.quote: row.author for row in job_aid.provenance.exclude(wiki_page=None)}
    assert people["Scan the band on the wrist."] == ward.cast.ana
    assert people["Scan the smallest unit."] == ward.cast.lee


def test_words_that_came_back_are_credited_to_who_brought_them_back(ward: Ward, tomasz: User) -> None:
    edit_wiki(ward, ward.cast.lee, "Scan the medicine.", "Scan the smallest unit.")
    edit_wiki(ward, tomasz, "Scan the smallest unit.", "Scan the medicine.")

    job_aid = a_draft(ward)

    assert job_aid.provenance.get(quote="Scan the medicine.").author == tomasz


@pytest.fixture
def tomasz(ward: Ward) -> User:
    user = UserFactory(username="tomasz", display_name="Tomasz Zielinski")
    MembershipFactory(user=user, community=ward.community)
    return user


def edit_wiki(ward: Ward, user: User, old: str, new: str) -> None:
    page = WikiPage.objects.get(pk=ward.page.pk)
    body = page.body.replace(old, new)
    save_wiki_page(page=page, user=user, title=page.title, body=body, base_edition=page.edition)


# -- verification ------------------------------------------------------------------------------------------
def test_after_its_day_a_job_aid_says_unverified_everywhere(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int], time_machine: TimeMachineFixture
) -> None:
    job_aid = published(ward)
    run_tasks()
    last_day = job_aid.verified_until
    places = (job_aid.get_absolute_url(), "/job-aids/", f"{ward.address()}job-aids/", "/search/?q=pen")

    time_machine.move_to(datetime.combine(last_day, time(20), tzinfo=UTC))
    on_the_day = [as_user(ward.cast.nia).get(place).content.decode() for place in places]
    time_machine.move_to(datetime.combine(last_day + timedelta(days=1), time(12), tzinfo=UTC))
    enqueue_due_tasks()
    run_tasks()
    after = [as_user(ward.cast.nia).get(place).content.decode() for place in places]

    assert all("trust--verified" in page and "trust--unverified" not in page for page in on_the_day)
    assert all("trust--unverified" in page and "trust--verified" not in page for page in after)


@pytest.mark.parametrize(("who", "status"), [("cora", 302), ("eli", 302), ("ana", 403), ("nia", 403)])
def test_the_owner_or_a_curator_says_that_it_is_still_right(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int], who: str, status: int
) -> None:
    job_aid = published(ward)
    Page.objects.filter(pk=job_aid.pk).update(owner=ward.cast.eli)
    until = timezone.localdate() + timedelta(days=300)
    user = getattr(ward.cast, who)

    shown = as_user(user).get(job_aid.get_absolute_url()).content.decode()
    answer = as_user(user).post(
        f"{job_aid.get_absolute_url()}still-right/", {"verified_until": until.isoformat()}
    )
    run_tasks()

    job_aid.refresh_from_db()
    said = status == 302
    assert answer.status_code == status
    assert ("Still right" in shown) is said
    assert (job_aid.verified_until == until) is said
    assert (job_aid.verified_by == user) is said
    assert job_aid.number == 1
    assert PageLogEntry.objects.filter(page=job_aid, action="curation.verify", user=user).exists() is said


def test_a_wrong_day_is_said_beside_still_right(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)

    answer = as_user(ward.cast.cora).post(
        f"{job_aid.get_absolute_url()}still-right/", {"verified_until": "2020-01-01"}
    )

    assert answer.status_code == 422
    assert "Choose a day after today" in answer.content.decode()


def test_saying_it_is_still_right_reaches_the_search(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    job_aid = published(ward)
    JobAidPage.objects.filter(pk=job_aid.pk).update(verified_until=timezone.localdate() - timedelta(days=1))
    indexing.refresh("job_aid", job_aid.pk)
    before = as_user(ward.cast.nia).get("/search/?q=pen").content.decode()
    until = (timezone.localdate() + timedelta(days=30)).isoformat()

    as_user(ward.cast.cora).post(f"{job_aid.get_absolute_url()}still-right/", {"verified_until": until})
    run_tasks()
    after = as_user(ward.cast.nia).get("/search/?q=pen").content.decode()

    assert "trust--unverified" in before
    assert "trust--unverified" not in after


# -- where a source is used --------------------------------------------------------------------------------
def test_the_own_page_of_each_source_says_where_it_is_used(ward: Ward, as_user: AsUser) -> None:
    job_aid = a_draft(ward)
    recorded = job_aid.provenance.filter(post=ward.answer).first()
    recorded.pk, recorded.post, recorded.screencast, recorded.anchor = None, None, ward.recording, "t=70,80"
    recorded.save()
    addresses = [
        ward.page.get_absolute_url(),
        ward.answer.thread.get_absolute_url(),
        ward.recording.get_absolute_url(),
    ]

    while_a_draft = [as_user(ward.cast.nia).get(address).content.decode() for address in addresses]
    published(ward, job_aid)
    after = [as_user(ward.cast.nia).get(address).content.decode() for address in addresses]

    link = f"{job_aid.get_absolute_url()}#step-"
    assert not any("Scan a pen" in page for page in while_a_draft)
    assert all(f'Used in <a href="{link}' in page for page in after)


# -- drift -------------------------------------------------------------------------------------------------
def change_a_list_item(ward: Ward, run_tasks: Callable[..., int]) -> None:
    body = ward.page.body.replace("Scan the medicine.", "Scan the smallest unit.")
    save_wiki_page(
        page=ward.page, user=ward.cast.ana, title=ward.page.title, body=body, base_edition=ward.page.edition
    )
    run_tasks()


def test_only_the_step_from_the_changed_place_says_so(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    job_aid = published(ward)

    change_a_list_item(ward, run_tasks)

    page = as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()
    assert page.count("Source changed") == 1
    step = page.split("Source changed")[0].rsplit('id="step-', 1)[1]
    assert "Scan the medicine." in step
    assert DriftAlert.objects.get().new_text == "Scan the smallest unit."
    alert = DriftAlert.objects.get()
    for address in ("/curation/sources/", f"/curation/drift/{alert.pk}/"):
        shown = as_user(ward.cast.cora).get(address).content.decode()
        assert "Scan the <del>medicine</del><ins>smallest unit</ins>." in shown
        assert "step 4" in shown
        assert "Ana Silva" in shown


def test_an_edit_elsewhere_in_the_source_alerts_nobody(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    published(ward)
    body = ward.page.body.replace("How we scan on the ward.", "How we scan here.")

    save_wiki_page(page=ward.page, user=ward.cast.ana, title=ward.page.title, body=body, base_edition=1)
    run_tasks()

    assert not DriftAlert.objects.exists()


def test_an_alert_closes_by_itself_when_the_old_words_are_back(
    ward: Ward, run_tasks: Callable[..., int]
) -> None:
    published(ward)
    change_a_list_item(ward, run_tasks)
    page = WikiPage.objects.get(pk=ward.page.pk)

    save_wiki_page(
        page=page, user=ward.cast.ana, title=page.title, body=ward.page.body, base_edition=page.edition
    )
    run_tasks()

    assert DriftAlert.objects.get().state == DriftState.KEPT


def test_a_curator_takes_the_new_words_into_the_next_version(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    job_aid = published(ward)
    change_a_list_item(ward, run_tasks)
    alert = DriftAlert.objects.get()
    address = f"/curation/drift/{alert.pk}/"

    shown = as_user(ward.cast.cora).get(address).content.decode()
    as_user(ward.cast.cora).post(address, {"act": "update"})
    waiting = as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()
    published(ward, job_aid)
    done = as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()

    assert "Scan the <del>medicine</del><ins>smallest unit</ins>." in shown
    assert "The new words are in review." in waiting
    assert "Scan the medicine." in waiting
    assert "Scan the smallest unit." in done
    assert "Source changed" not in done
    assert Provenance.objects.get(pk=alert.provenance_id).quote == "Scan the smallest unit."


def test_a_kept_step_is_not_alerted_again_for_the_same_words(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    job_aid = published(ward)
    change_a_list_item(ward, run_tasks)
    alert = DriftAlert.objects.get()

    as_user(ward.cast.cora).post(f"/curation/drift/{alert.pk}/", {"act": "keep", "note": "Means the same"})
    page = WikiPage.objects.get(pk=ward.page.pk)
    body = page.body.replace("How we scan on the ward.", "How we scan here.")
    save_wiki_page(page=page, user=ward.cast.ana, title=page.title, body=body, base_edition=page.edition)
    run_tasks()

    assert DriftAlert.objects.get().state == DriftState.KEPT
    assert "Source changed" not in as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()


def test_members_do_not_decide_about_drift(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    published(ward)
    change_a_list_item(ward, run_tasks)
    address = f"/curation/drift/{DriftAlert.objects.get().pk}/"

    by_member = as_user(ward.cast.ana).post(address, {"act": "keep"})
    by_expert = as_user(ward.cast.eli).post(address, {"act": "keep"})

    assert (by_member.status_code, by_expert.status_code) == (403, 403)
    assert DriftAlert.objects.get().state == DriftState.OPEN
