"""The words of a source: which of them stand for it, and what happens when the source is changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.threads import edit_post, remove_post
from communities.actions.wiki import save_wiki_page
from communities.models import Post
from core.blocks import sections
from curation.actions.practices import add_source
from curation.models import Practice, PracticeSource
from curation.places.sentences import sentences_of
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.sourcing import at, choose, page_of

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
RunTasks = Callable[..., int]


# -- quoted ------------------------------------------------------------------------------------------------
def test_sentences_are_exactly_words_of_the_text() -> None:
    text = "First one. Second, e.g. this!  Third?\nA line without a stop\n\nLast."

    found = sentences_of(text)

    assert [one.text for one in found] == [
        "First one.",
        "Second, e.g. this!",
        "Third?",
        "A line without a stop",
        "Last.",
    ]
    assert all(text[one.start : one.end] == one.text for one in found)


def test_curator_chooses_the_words_that_stand_for_a_source(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    source = practice.sources.get()
    browser = as_user(ward.cast.cora)
    address = at("source_quote", practice, source.pk)

    offered = browser.get(address).content.decode()
    sent = {"first": "1", "last": "2", "digest": source.digest, "why": "The steps"}
    seen = browser.post(address, sent, follow=True).content.decode()
    source.refresh_from_db()
    shown = source.said
    browser.post(address, {"all": "3", "digest": source.digest})

    assert "Begin with sentence 2" in offered
    assert shown == "Turn the cap until you see the white label.\nScan the label."
    assert shown in source.quote
    assert "Turn the cap until you see the white label." in seen
    assert "The cartridge code is not in the formulary." not in seen.partition('id="log"')[0]
    assert "of “The pen will not scan, post 2”: The steps" in seen
    source.refresh_from_db()
    assert source.said == source.quote


@pytest.mark.parametrize(
    "sent", [("2", "1"), ("0", "99"), ("-1", "1"), ("x", "1"), ("", ""), ("9" * 30, "0")]
)
def test_sentences_that_are_none_are_refused(ward: Ward, as_user: AsUser, sent: tuple[str, str]) -> None:
    practice = ward.practice()
    source = practice.sources.get()

    answer = as_user(ward.cast.cora).post(
        at("source_quote", practice, source.pk),
        {"first": sent[0], "last": sent[1], "digest": source.digest, "why": "kept words"},
    )

    assert answer.status_code == 422
    assert "kept words" in answer.content.decode()
    source.refresh_from_db()
    assert not source.is_quoted


def test_words_chosen_from_an_older_text_are_not_taken(
    ward: Ward, as_user: AsUser, run_tasks: RunTasks
) -> None:
    practice = ward.practice()
    source = practice.sources.get()
    browser = as_user(ward.cast.cora)
    seen = source.digest
    _edit(ward, "<p>All new. Twice new.</p>", run_tasks)
    _take(browser, practice, source)

    answer = browser.post(
        at("source_quote", practice, source.pk), {"first": "0", "last": "0", "digest": seen}
    )

    assert answer.status_code == 422
    assert "taken anew meanwhile" in answer.content.decode()
    assert "Twice new." in answer.content.decode()


# -- changed -----------------------------------------------------------------------------------------------
def test_changed_source_says_so_shows_the_words_and_is_taken_anew(
    ward: Ward, as_user: AsUser, run_tasks: RunTasks
) -> None:
    practice = ward.practice()
    source = practice.sources.get()
    browser = as_user(ward.cast.cora)
    before = page_of(browser, practice)
    _edit(ward, ward.answer.body.replace("white label", "blue label"), run_tasks)

    after = page_of(browser, practice)
    changes = browser.get(at("source_changes", practice, source.pk)).content.decode()
    _take(browser, practice, source)

    assert "was changed since" not in before
    assert "was changed since" in after
    assert "<del>white</del>" in changes
    assert "<ins>blue</ins>" in changes
    source.refresh_from_db()
    assert "blue label" in source.quote
    assert source.version == 2
    now = page_of(browser, practice)
    assert "was changed since" not in now
    assert "Took the new words of “The pen will not scan, post 2”" in now


def test_change_of_another_part_is_no_change_of_the_source(ward: Ward, run_tasks: RunTasks) -> None:
    practice = ward.practice(source=ward.page)
    anchor = ward.anchors["When a scan fails"]
    part = add_source(user=ward.cast.cora, practice=practice, source=ward.page, anchor=anchor)
    whole = practice.sources.get(anchor="")
    body = ward.page.body.replace("Scan the medicine", "Scan the box")

    save_wiki_page(
        page=ward.page, user=ward.cast.ana, title=ward.page.title, body=body, base_edition=ward.page.edition
    )
    run_tasks()

    part.refresh_from_db()
    whole.refresh_from_db()
    assert not part.differs
    assert whole.differs


def test_source_that_reads_the_same_again_is_not_called_changed(ward: Ward, run_tasks: RunTasks) -> None:
    practice = ward.practice()
    source = practice.sources.get()
    body = ward.answer.body

    _edit(ward, "<p>Other.</p>", run_tasks)
    source.refresh_from_db()
    differed = source.differs
    _edit(ward, body, run_tasks)

    source.refresh_from_db()
    assert differed
    assert not source.differs


def test_whole_thread_changes_with_its_accepted_answer(ward: Ward, run_tasks: RunTasks) -> None:
    practice = ward.practice(source=ward.page)
    thread = add_source(user=ward.cast.cora, practice=practice, source=ward.question, anchor="thread")

    _edit(ward, "<p>Another answer.</p>", run_tasks)

    thread.refresh_from_db()
    assert thread.differs


def test_marked_words_that_changed_are_taken_where_they_stand_now(
    ward: Ward, as_user: AsUser, run_tasks: RunTasks
) -> None:
    practice = ward.practice(source=ward.page)
    browser = as_user(ward.cast.cora)
    block = sections(ward.answer.body)[0].blocks[0].id
    choose(
        browser,
        practice,
        ward.answer.get_absolute_url(),
        place=f"{ward.answer.pk}/{block}",
        words="cartridge code is not in the formulary",
    )
    source = practice.sources.last()
    _edit(ward, ward.answer.body.replace("is not in", "is missing in"), run_tasks)

    _take(browser, practice, source)

    source.refresh_from_db()
    assert source.quote == "cartridge code is missing in the formulary"
    assert not source.differs


def test_words_chosen_stay_when_the_new_text_still_says_them(
    ward: Ward, as_user: AsUser, run_tasks: RunTasks
) -> None:
    practice = ward.practice()
    source = practice.sources.get()
    browser = as_user(ward.cast.cora)
    browser.post(
        at("source_quote", practice, source.pk), {"first": "1", "last": "1", "digest": source.digest}
    )
    _edit(ward, f"<p>Read this first.</p>{ward.answer.body}", run_tasks)

    _take(browser, practice, source)

    source.refresh_from_db()
    assert source.said == "Turn the cap until you see the white label."


def test_source_that_changed_again_since_it_was_read_is_not_taken(
    ward: Ward, as_user: AsUser, run_tasks: RunTasks
) -> None:
    practice = ward.practice()
    source = practice.sources.get()
    _edit(ward, "<p>Newest words.</p>", run_tasks)

    answer = as_user(ward.cast.cora).post(
        at("source_take", practice, source.pk), {"digest": "of older words", "why": "kept words"}
    )

    seen = answer.content.decode()
    assert answer.status_code == 422
    assert "changed again since you looked" in seen
    assert "kept words" in seen
    assert "Newest" in seen


def test_words_of_a_removed_post_are_nowhere(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    source = practice.sources.get()
    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)
    browser = as_user(ward.cast.cora)

    quote = browser.get(at("source_quote", practice, source.pk), follow=True).content.decode()

    assert "Turn the cap" not in quote
    assert browser.get(at("source_changes", practice, source.pk)).status_code == 404


def _edit(ward: Ward, body: str, run_tasks: RunTasks) -> None:
    edit_post(user=ward.cast.eli, post=Post.objects.get(pk=ward.answer.pk), body=body)
    run_tasks()


def _take(browser: Client, practice: Practice, source: PracticeSource) -> None:
    read = browser.get(at("source_changes", practice, source.pk))
    browser.post(at("source_take", practice, source.pk), {"digest": read.context["change"].digest})
