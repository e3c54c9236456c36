"""The change of the exact source text, and no other change, alerts a step; and what is decided then."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Page
from wagtail.rich_text import RichText

from communities.actions.threads import edit_post, remove_post, retitle_thread
from communities.actions.wiki import create_wiki_page, save_wiki_page
from communities.models import Post, WikiIndexPage, WikiPage
from core.blocks import blocks
from core.tree import inner_html, parse
from curation.models import DriftAlert, JobAidPage, PracticeSource, Provenance
from curation.places.anchors import MarkedWords
from curation.places.moves import sources_moved
from curation.places.words_now import became
from curation.states import DriftState
from curation.upkeep.drift import check_drift
from people.models import User
from tests.curation.aids import a_job_aid, taken_from
from tests.curation.conftest import Ward
from tests.curation.drafts import edit_wiki
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
Run = Callable[..., int]


def block_with(body: str, words: str) -> str:
    """The id of the innermost block that says these words."""
    return [block.id for block in blocks(body) if words in block.text][-1]


def first_item(ward: Ward, job_aid: JobAidPage, step: int = 0) -> Provenance:
    """A step of the second item of the wiki page."""
    return taken_from(job_aid, ward.page, block_with(ward.page.body, "Scan the medicine."), step=step)


def marked(ward: Ward, job_aid: JobAidPage, words: str) -> Provenance:
    """A step of a few words of the answer: a trimmed piece, or words that somebody marked."""
    block = next(block for block in blocks(ward.answer.body) if words in block.text and block.tag == "li")
    start = block.text.index(words)
    row = taken_from(job_aid, ward.answer, MarkedWords(block.id, start, start + len(words)).anchor)
    assert row.quote == words
    return row


def edit_answer(ward: Ward, old: str, new: str) -> None:
    ward.answer.refresh_from_db()
    edit_post(user=ward.cast.eli, post=ward.answer, body=ward.answer.body.replace(old, new))


# -- the exact text, and nothing else -------------------------------------------------------------------------
def test_a_moved_and_renamed_page_is_no_drift(ward: Ward, run_tasks: Run) -> None:
    first_item(ward, a_job_aid(ward))
    index = WikiIndexPage.objects.child_of(ward.community).get()
    other = create_wiki_page(parent=index, user=ward.cast.ana, title="Elsewhere", body="<p>Other words.</p>")
    page = WikiPage.objects.get(pk=ward.page.pk)
    page.title, page.slug = "Scanning, renamed", "scanning-renamed"
    page.save_revision().publish()

    page.move(Page.objects.get(pk=other.pk), pos="last-child")
    run_tasks()
    check_drift(WikiPage.objects.get(pk=page.pk))

    assert not DriftAlert.objects.exists()


def test_a_renamed_thread_is_no_drift(ward: Ward, run_tasks: Run) -> None:
    taken_from(a_job_aid(ward), ward.answer, "")

    retitle_thread(user=ward.cast.ana, thread=ward.question.thread, title="Another title for it", tags=[])
    run_tasks()
    check_drift(Post.objects.get(pk=ward.answer.pk))

    assert not DriftAlert.objects.exists()


def test_marked_words_drift_only_when_they_change(ward: Ward, run_tasks: Run) -> None:
    row = marked(ward, a_job_aid(ward), "Scan the label.")

    edit_answer(ward, "Scan the label.", "First wait a second. Scan the label.")
    run_tasks()
    before = DriftAlert.objects.count()
    edit_answer(ward, "Scan the label.", "Scan the white label twice.")
    run_tasks()

    alert = DriftAlert.objects.get(provenance=row)
    assert before == 0
    assert (alert.old_text, alert.new_text) == ("Scan the label.", "Scan the white label twice.")


@pytest.mark.parametrize(
    ("quote", "text", "words"),
    [
        ("Scan the label.", "First. Scan the white label. Then go.", "Scan the white label."),
        ("Turn the cap", "You turn the cap", "turn the cap"),
        ("Turn the cap", "Nothing of it here", "Nothing of it here"),
        ("Wait for one long tone.", "Wait for two short tones. Go.", "Wait for two short tones."),
        ("Press it.", "", ""),
    ],
)
def test_what_marked_words_became_is_found_in_their_block(quote: str, text: str, words: str) -> None:
    assert became(quote, text) == words


# -- sources that go ------------------------------------------------------------------------------------------
def test_a_post_that_a_moderator_removed_says_so_and_offers_what_can_be_done(
    ward: Ward, as_user: AsUser, run_tasks: Run
) -> None:
    row = taken_from(a_job_aid(ward), ward.answer, block_with(ward.answer.body, "Turn the cap"))

    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)
    run_tasks()

    alert = DriftAlert.objects.get(provenance=row)
    page = as_user(ward.cast.cora).get(f"/curation/drift/{alert.pk}/").content.decode()
    assert "The words were removed. They were: <del>Turn the cap until you see the white label.</del>" in page
    assert "Keep as it is" in page
    assert "Detach from this source" in page
    assert "Take the new words" not in page
    tried = as_user(ward.cast.cora).post(f"/curation/drift/{alert.pk}/", {"act": "update"}, follow=True)
    assert "so there are no new ones" in tried.content.decode()


def test_a_post_that_is_shown_again_closes_its_alert(ward: Ward, run_tasks: Run) -> None:
    row = taken_from(a_job_aid(ward), ward.answer, "")
    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)
    run_tasks()

    ward.answer.refresh_from_db()
    remove_post(user=ward.cast.adam, post=ward.answer, removed=False)
    run_tasks()

    assert DriftAlert.objects.get(provenance=row).state == DriftState.KEPT


@pytest.mark.parametrize("kind", ["page", "post", "recording"])
def test_a_deleted_source_leaves_its_words_with_the_step_and_says_so(
    ward: Ward, as_user: AsUser, kind: str
) -> None:
    job_aid = a_job_aid(ward)
    source = {"page": ward.page, "post": ward.answer, "recording": ward.recording}[kind]
    anchor = "t=70,80" if kind == "recording" else ""
    row = taken_from(job_aid, source, anchor)

    (ward.answer.thread if kind == "post" else source).delete()

    row.refresh_from_db()
    alert = DriftAlert.objects.get(provenance=row)
    assert row.is_gone
    assert row.quote
    page = as_user(ward.cast.cora).get(f"/curation/drift/{alert.pk}/").content.decode()
    assert "The words were removed." in page
    kept = as_user(ward.cast.cora).post(f"/curation/drift/{alert.pk}/", {"act": "keep"})
    assert kept.status_code == 302
    assert as_user(ward.cast.nia).get(job_aid.get_absolute_url()).status_code == 200


def test_an_unpublished_page_is_a_removed_one(ward: Ward, run_tasks: Run) -> None:
    row = first_item(ward, a_job_aid(ward))

    WikiPage.objects.get(pk=ward.page.pk).unpublish()
    run_tasks()

    assert DriftAlert.objects.get(provenance=row).new_text == ""


def test_removed_words_that_stand_elsewhere_are_found_and_followed(
    ward: Ward, as_user: AsUser, run_tasks: Run, hidden_ward: Ward
) -> None:
    row = first_item(ward, a_job_aid(ward))
    index = WikiIndexPage.objects.child_of(ward.community).get()
    body = "<p>Before.</p><ol><li>Scan the <strong>medicine</strong>.</li><li>More.</li></ol>"
    other = create_wiki_page(parent=index, user=ward.cast.ana, title="New order of scans", body=body)
    without_block(ward, row.anchor)
    run_tasks()
    alert = DriftAlert.objects.get(provenance=row)
    address = f"/curation/drift/{alert.pk}/"

    page = as_user(ward.cast.cora).get(address).content.decode()
    place = page.split('name="place" value="')[1].partition('"')[0]
    wrong = as_user(ward.cast.cora).post(address, {"act": "follow", "place": "/made/up/"}, follow=True)
    done = as_user(ward.cast.cora).post(address, {"act": "follow", "place": place}, follow=True)

    assert "The same words stand elsewhere" in page
    assert "New order of scans" in page
    assert "Hidden" not in page
    assert "do not stand there any more" in wrong.content.decode()
    assert "The step follows" in done.content.decode()
    row.refresh_from_db()
    alert.refresh_from_db()
    assert row.wiki_page_id == other.pk
    assert alert.state == DriftState.UPDATED
    check_drift(WikiPage.objects.get(pk=other.pk))
    assert not DriftAlert.objects.unsettled().exists()


def without_block(ward: Ward, anchor: str) -> None:
    """Take the item out of the page."""
    page = WikiPage.objects.get(pk=ward.page.pk)
    root = parse(page.body)
    item = next(element for element in root.iter() if element.get("id") == anchor)
    item.getparent().remove(item)
    save_wiki_page(
        page=page, user=ward.cast.ana, title=page.title, body=inner_html(root), base_edition=page.edition
    )


# -- merges ---------------------------------------------------------------------------------------------------
def test_what_was_merged_is_followed_where_it_says_the_same(ward: Ward) -> None:
    job_aid = a_job_aid(ward)
    same = taken_from(job_aid, ward.answer, block_with(ward.answer.body, "Turn the cap"))
    words = marked(ward, job_aid, "Scan the label.")
    lost = taken_from(job_aid, ward.answer, block_with(ward.answer.body, "formulary"), step=2)
    practice = ward.practice()
    merged = edit_post(
        user=ward.cast.ana,
        post=ward.question,
        body="<p>Turn the cap until you see the white label.</p><p>Then: Scan the label. Wait.</p>",
    )

    sources_moved(ward.answer, merged)
    again = sources_moved(ward.answer, merged)
    ward.answer.delete()

    for row in (same, words, lost):
        row.refresh_from_db()
    assert same.post_id == words.post_id == merged.pk
    assert lost.is_gone
    assert again == 0
    assert [alert.provenance for alert in DriftAlert.objects.unsettled()] == [lost]
    assert not PracticeSource.objects.filter(practice=practice, post=merged).exists()


# -- deciding -------------------------------------------------------------------------------------------------
def test_edit_opens_the_editor_at_that_step_with_the_new_words(
    ward: Ward, as_user: AsUser, run_tasks: Run
) -> None:
    job_aid = a_job_aid(ward)
    row = first_item(ward, job_aid, step=1)
    edit_wiki(ward, ward.cast.ana, "Scan the medicine.", "Scan the smallest unit.")
    run_tasks()
    alert = DriftAlert.objects.get(provenance=row)
    browser = as_user(ward.cast.cora)

    page = browser.get(f"/curation/drift/{alert.pk}/").content.decode()
    editor = browser.get(f"/admin/pages/{job_aid.pk}/edit/?changed={alert.pk}").content.decode()

    assert f"/admin/pages/{job_aid.pk}/edit/?changed={alert.pk}#:w:contentpath=steps.{row.step}" in page
    assert "its source changed." in editor
    assert "<ins>smallest unit</ins>" in editor


def test_taking_the_new_words_of_marked_ones_takes_these_alone(
    ward: Ward, as_user: AsUser, run_tasks: Run
) -> None:
    job_aid = a_job_aid(ward)
    row = marked(ward, job_aid, "Scan the label.")
    draft = job_aid.get_latest_revision_as_object()
    draft.steps[0].value["title"] = "Scan the label."
    draft.steps[0].value["text"] = RichText("")
    draft.save_revision(user=ward.cast.cora)
    edit_answer(ward, "Scan the label.", "Scan the white label.")
    run_tasks()
    alert = DriftAlert.objects.get(provenance=row)

    as_user(ward.cast.cora).post(f"/curation/drift/{alert.pk}/", {"act": "update"})

    newest = JobAidPage.objects.get(pk=job_aid.pk).get_latest_revision_as_object()
    assert newest.steps[0].value["title"] == "Scan the white label."


# -- what it costs --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("field", ["wiki_page", "post", "screencast"])
def test_the_provenance_of_a_source_is_found_in_one_indexed_query(ward: Ward, field: str) -> None:
    source: Any = {"wiki_page": ward.page, "post": ward.answer, "screencast": ward.recording}[field]
    rows = Provenance.objects.taken_from(source).attached()

    plan = rows.explain()

    if connection.vendor == "sqlite":
        assert f"USING INDEX curation_provenance_{field}" in plan
        assert "SCAN" not in plan
    else:  # the planner reads a table of few rows from end to end unless it is told not to
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        assert "Index" in rows.explain()


def test_a_check_costs_two_queries_when_nothing_drifted_and_one_parse(ward: Ward) -> None:
    job_aid = a_job_aid(ward)
    anchors = [block.id for block in blocks(ward.page.body)]
    for number, anchor in enumerate(anchors * 3):
        taken_from(job_aid, ward.page, anchor, step=number % 3)

    with queries(at_most=2):
        check_drift(ward.page)


def test_a_check_of_one_change_takes_less_than_50_ms(ward: Ward) -> None:
    job_aid = a_job_aid(ward)
    body = "".join(
        f"<p>Sentence {number} says what is done at step {number} of it.</p>" for number in range(200)
    )
    page = create_wiki_page(
        parent=WikiIndexPage.objects.child_of(ward.community).get(),
        user=ward.cast.ana,
        title="Long",
        body=body,
    )
    page = WikiPage.objects.get(pk=page.pk)
    for block in blocks(page.body)[:12]:
        taken_from(job_aid, page, block.id)
    WikiPage.objects.filter(pk=page.pk).update(body=page.body.replace("Sentence 3 says", "Sentence 3 tells"))
    changed = WikiPage.objects.get(pk=page.pk)

    start = time.process_time()
    found = check_drift(changed)
    spent = time.process_time() - start

    assert found == 1
    assert spent < 0.05
