"""Pieces of a practice join a job aid that exists: its newest draft, never what is published."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from communities.actions.threads import open_thread
from curation.models import JobAidPage, Joining, Practice, Provenance
from curation.reviewing.workflow import send_to_review, waiting_review
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, published
from tests.curation.promoting import as_proposed
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


@pytest.fixture
def aid(ward: Ward) -> JobAidPage:
    """Published, with four steps."""
    return published(ward)


@pytest.fixture
def second(ward: Ward) -> Practice:
    """Another practice, of a note with two steps, a pitfall and a check."""
    thread = open_thread(
        user=ward.cast.lee,
        community=ward.community,
        kind="note",
        title="What we do on 6A",
        body="<ol><li>Call pharmacy.</li><li>Note the code.</li></ol>"
        '<aside data-callout="pitfall"><p>Never guess.</p></aside>',
    )
    return ward.practice(source=thread.posts.get(position=1), title="Call pharmacy about a code")


def joining(practice: Practice, aid: JobAidPage, **more: Any) -> dict[str, Any]:
    return as_proposed(practice, **{"into": str(aid.pk), "after": "end", "make": "1"} | more)


def newest(aid: JobAidPage) -> JobAidPage:
    return JobAidPage.objects.get(pk=aid.pk).get_latest_revision_as_object()


def titles(page: JobAidPage) -> list[str]:
    return [block.value["title"] for block in page.steps]


def test_pieces_become_new_steps_of_its_draft_and_the_published_version_stays(
    ward: Ward, aid: JobAidPage, second: Practice, as_user: AsUser
) -> None:
    before = titles(aid)

    done = as_user(ward.cast.cora).post(
        f"{second.get_absolute_url()}promote/", joining(second, aid), follow=True
    )

    aid.refresh_from_db()
    assert "The pieces are in the draft of" in done.content.decode()
    assert titles(aid) == before
    assert titles(newest(aid)) == [*before, "Call pharmacy.", "Note the code."]
    assert "Never guess." in newest(aid).pitfalls[-1].value.source
    assert (aid.live, aid.number, aid.has_unpublished_changes) == (True, 1, True)
    second.refresh_from_db()
    assert second.state == "promoted"
    assert f"Joined into {aid.code}" in done.content.decode()
    assert f'Joined the job aid <a href="{aid.get_absolute_url()}">' in done.content.decode()
    board = as_user(ward.cast.cora).get(ward.address("practices/?state=promoted")).content.decode()
    assert aid.code in board


def test_every_joined_block_has_its_provenance(
    ward: Ward, aid: JobAidPage, second: Practice, as_user: AsUser
) -> None:
    as_user(ward.cast.cora).post(f"{second.get_absolute_url()}promote/", joining(second, aid))

    page = newest(aid)
    new = [*page.steps[-2:], page.pitfalls[-1]]
    rows = {row.step: row for row in Provenance.objects.filter(job_aid=aid)}
    assert [rows[str(block.id)].quote for block in new] == [
        "Call pharmacy.",
        "Note the code.",
        "Never guess.",
    ]
    assert {rows[str(block.id)].author for block in new} == {ward.cast.lee}


@pytest.mark.parametrize(("place", "at"), [("start", 0), ("first", 1), ("end", 4)])
def test_curator_chooses_where_the_new_steps_stand(
    ward: Ward, aid: JobAidPage, second: Practice, as_user: AsUser, place: str, at: int
) -> None:
    after = str(aid.steps[0].id) if place == "first" else place

    shown = as_user(ward.cast.cora).post(
        f"{second.get_absolute_url()}promote/",
        as_proposed(second, into=str(aid.pk), after=after, part="1"),
    )
    as_user(ward.cast.cora).post(f"{second.get_absolute_url()}promote/", joining(second, aid, after=after))

    assert f"step {at + 1}" in shown.content.decode()
    assert "there already" in shown.content.decode()
    assert titles(newest(aid))[at : at + 2] == ["Call pharmacy.", "Note the code."]


def test_source_is_not_shown_as_used_before_the_joined_step_is_published(
    ward: Ward, aid: JobAidPage, second: Practice, as_user: AsUser
) -> None:
    source = second.sources.get().source
    as_user(ward.cast.cora).post(f"{second.get_absolute_url()}promote/", joining(second, aid))

    reader = as_user(ward.cast.nia)
    draft_only = reader.get(source.get_absolute_url()).content.decode()
    sheet = reader.get(aid.get_absolute_url()).content.decode()
    published(ward, JobAidPage.objects.get(pk=aid.pk))
    live = as_user(ward.cast.nia).get(source.get_absolute_url()).content.decode()

    assert "Used in" not in draft_only
    assert ward.cast.lee.name not in sheet
    assert "Used in" in live


def test_draft_in_review_is_not_changed_under_the_reviewer(
    ward: Ward, second: Practice, as_user: AsUser
) -> None:
    draft = a_draft(ward, title="Scan a pen again")
    send_to_review(user=ward.cast.cora, job_aid=draft)
    before = newest(draft).latest_revision_id
    browser = as_user(ward.cast.cora)
    address = f"{second.get_absolute_url()}promote/"

    refused = browser.post(address, joining(second, draft, title="Typed so far"))
    kept = JobAidPage.objects.get(pk=draft.pk)
    joined = browser.post(address, joining(second, draft, withdraw="on"), follow=True)

    assert refused.status_code == 422
    assert "This job aid is in review" in refused.content.decode()
    assert "Withdraw the review" in refused.content.decode()
    assert kept.latest_revision_id == before
    assert "The pieces are in the draft of" in joined.content.decode()
    assert waiting_review(JobAidPage.objects.get(pk=draft.pk)) is None


def test_the_same_form_twice_joins_once(
    ward: Ward, aid: JobAidPage, second: Practice, as_user: AsUser
) -> None:
    sent = joining(second, aid, submission=str(uuid.uuid4()))

    answers = [
        as_user(ward.cast.cora).post(f"{second.get_absolute_url()}promote/", sent, follow=True)
        for _ in range(2)
    ]

    assert titles(newest(aid)).count("Call pharmacy.") == 1
    assert Joining.objects.count() == 1
    assert "The pieces are in the draft of" in answers[1].content.decode()


def test_step_that_went_meanwhile_is_no_place_to_join_at(
    ward: Ward, aid: JobAidPage, second: Practice, as_user: AsUser
) -> None:
    sent = joining(second, aid, after=str(aid.steps[1].id))
    page = newest(aid)
    del page.steps[1]
    page.save_revision(user=ward.cast.cora)

    answer = as_user(ward.cast.cora).post(f"{second.get_absolute_url()}promote/", sent)

    assert "That step is not in the draft any more." in answer.content.decode()
    assert "Call pharmacy." not in titles(newest(aid))


@pytest.mark.parametrize("into", ["0", "999999", "x", "9" * 40, "\x00", "-1", "", "½"])
def test_job_aid_that_is_none_of_the_community_is_refused(
    ward: Ward, second: Practice, as_user: AsUser, into: str
) -> None:
    answer = as_user(ward.cast.cora).post(
        f"{second.get_absolute_url()}promote/", as_proposed(second, make="1", into=into)
    )

    assert answer.status_code == 422
    assert not JobAidPage.objects.exists()
    second.refresh_from_db()
    assert second.state == "emerging"


def test_job_aid_of_a_hidden_community_is_neither_listed_nor_taken(
    ward: Ward, hidden_ward: Ward, second: Practice, as_user: AsUser
) -> None:
    from_there = a_draft(ward, title="Mine")
    JobAidPage.objects.filter(pk=from_there.pk).update(community=hidden_ward.community, title="Secret sheet")

    address = f"{second.get_absolute_url()}promote/"
    listed = as_user(ward.cast.cora).get(address).content.decode()
    taken = as_user(ward.cast.cora).post(address, joining(second, from_there))

    assert "Secret sheet" not in listed + taken.content.decode()
    assert taken.status_code == 422
    assert "There is no such job aid in this community" in taken.content.decode()


def test_page_with_a_job_aid_to_join_stays_within_its_queries(
    ward: Ward, aid: JobAidPage, second: Practice, as_user: AsUser
) -> None:
    browser = as_user(ward.cast.cora)
    address = f"{second.get_absolute_url()}promote/"
    browser.post(address, as_proposed(second, into=str(aid.pk), save="1"))
    browser.get(address)

    with queries(at_most=12):
        shown = browser.get(address)

    assert "You kept this choice" in shown.content.decode()
    assert "there already" in shown.content.decode()
