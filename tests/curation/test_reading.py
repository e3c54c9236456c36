"""A published job aid is read, printed, used and credited; its sources say where they are used."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.threads import edit_post
from curation.models import Provenance
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, edit_wiki, published
from tests.factories import MembershipFactory, UserFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db

AsUser = Callable[[User], Client]


# -- reading ---------------------------------------------------------------------------------------------------
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


# -- where a source is used ------------------------------------------------------------------------------------
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
