"""The sources of a practice: found by words, quoted by sentences, put in order, and taken anew when they change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from communities.actions.threads import edit_post, remove_post
from communities.actions.wiki import save_wiki_page
from communities.models import Post, WikiPage
from core.blocks import blocks, sections
from curation.actions.practices import add_source, remove_source
from curation.actions.refusals import ask_not_to_use
from curation.models import Practice, PracticeSource
from curation.sentences import sentences_of
from people.models import User
from screencasts.models import Screencast
from screencasts.signals import screencast_saved
from tests.curation.conftest import Ward, a_recording
from tests.factories import UserFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
RunTasks = Callable[..., int]


def at(name: str, practice: Practice, *more: int) -> str:
    return reverse(f"curation:{name}", args=[practice.community.slug, practice.pk, *more])


def page_of(browser: Client, practice: Practice) -> str:
    return browser.get(practice.get_absolute_url()).content.decode()


def choose(browser: Client, practice: Practice, address: str, **form: Any) -> HttpResponse:
    return browser.post(
        f"{at('source_choose', practice)}?{urlencode({'address': address})}", form, follow=True
    )


# -- found by words ----------------------------------------------------------------------------------------
def test_source_is_found_by_words_in_pages_posts_and_recordings(
    ward: Ward, as_user: AsUser, run_tasks: RunTasks
) -> None:
    practice = ward.practice()
    screencast_saved.send(sender=Screencast, screencast=ward.recording)
    run_tasks()
    browser = as_user(ward.cast.cora)

    def found(words: str) -> str:
        return browser.get(at("source_find", practice), {"q": words}).content.decode()

    assert "When a scan fails" in found("second failure")
    assert "post-2" in found("formulary")
    assert "Pair a scanner" in found("trigger")
    assert "Scanning at the bedside" in found("bedsi")  # a word that is still being typed
    assert "Nothing in Ward nursing has these words" in found("zebra")
    part = browser.get(at("source_find", practice), {"q": "formulary"}, headers={"X-Part": "1"})
    assert "<html" not in part.content.decode()
    assert "The pen will not scan" in part.content.decode()


def test_words_of_another_community_are_not_found(
    ward: Ward, hidden_ward: Ward, as_user: AsUser, run_tasks: RunTasks
) -> None:
    practice = ward.practice()
    run_tasks()
    WikiPage.objects.filter(pk=hidden_ward.page.pk).update(title="Hidden scanning")

    seen = as_user(ward.cast.cora).get(at("source_find", practice), {"q": "formulary"}).content.decode()

    assert "/communities/ward-nursing/threads/" in seen
    assert "%2Fcommunities%2Fhidden%2F" not in seen


def test_section_block_or_words_of_a_page_are_chosen(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    browser = as_user(ward.cast.cora)
    address, anchor = ward.page.get_absolute_url(), ward.anchors["When a scan fails"]
    block = next(block.id for block in blocks(ward.page.body) if "Scan problem" in block.text)

    offered = browser.get(at("source_choose", practice), {"address": f"{address}#{anchor}"}).content.decode()
    choose(browser, practice, address, place=f"{ward.page.pk}/{anchor}", why="It is the rule.")
    choose(browser, practice, address, place=f"{ward.page.pk}/{block}", words="open Scan problem")

    assert "Section “When a scan fails”" in offered
    assert f'value="{ward.page.pk}/{anchor}" checked' in offered
    first, second = practice.sources.all()[1:]
    assert first.anchor == anchor
    assert second.quote == "open Scan problem"
    assert second.anchor.startswith(f"{block}:")
    assert "Scanning at the bedside § When a scan fails”: It is the rule." in page_of(browser, practice)


def test_post_or_whole_thread_is_chosen(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    browser = as_user(ward.cast.cora)

    choose(browser, practice, ward.question.get_absolute_url(), place=f"{ward.question.pk}/thread")
    again = choose(browser, practice, ward.question.get_absolute_url(), place=f"{ward.answer.pk}/")

    assert [source.anchor for source in practice.sources.all()] == ["", "thread"]
    assert "is a source of this practice already" in again.content.decode()


def test_chapter_or_stretch_of_a_recording_is_chosen(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    browser = as_user(ward.cast.cora)
    address = ward.recording.get_absolute_url()

    choose(browser, practice, address, place=f"{ward.recording.pk}/t=70,200")
    choose(browser, practice, address, place=f"{ward.recording.pk}/", start="1:10", end="1:20")
    wrong = choose(browser, practice, address, place=f"{ward.recording.pk}/", start="1:20", end="1:10")

    assert [source.anchor for source in practice.sources.all()] == ["", "t=70,200", "t=70,80"]
    assert wrong.status_code == 422
    assert "is not after the start" in wrong.content.decode()


@pytest.mark.parametrize("place", ["", "nonsense", "/", "999999/", "1/b2345678901", "\x00"])
def test_place_that_was_not_offered_is_not_taken(ward: Ward, as_user: AsUser, place: str) -> None:
    practice = ward.practice()

    answer = choose(as_user(ward.cast.cora), practice, ward.page.get_absolute_url(), place=place, why="kept")

    assert answer.status_code == 422
    assert "kept" in answer.content.decode()
    assert practice.sources.count() == 1


def test_refused_or_exploring_source_is_not_added_and_says_so(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice(source=ward.page)
    browser = as_user(ward.cast.cora)
    ask_not_to_use(user=ward.cast.eli, source=ward.answer, anchor="", reason="Still testing it.")
    Screencast.objects.filter(pk=ward.recording.pk).update(is_exploring=True)

    refused = choose(
        browser, practice, ward.answer.get_absolute_url(), place=f"{ward.answer.pk}/", why="kept words"
    )
    exploring = browser.post(at("source_add", practice), {"address": ward.recording.get_absolute_url()})

    assert "asked that these words not be used: “Still testing it.”" in refused.content.decode()
    assert "kept words" in refused.content.decode()
    assert "still exploring" in exploring.content.decode()
    assert practice.sources.count() == 1


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


# -- order -------------------------------------------------------------------------------------------------
def test_sources_are_put_in_order_and_the_letters_follow(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    added = add_source(user=ward.cast.cora, practice=practice, source=ward.page, anchor="")
    browser = as_user(ward.cast.cora)

    answer = browser.post(at("source_move", practice, added.pk), {"to": "up"})
    browser.post(at("source_move", practice, added.pk), {"to": "up"})  # the first one stays where it is
    wrong = browser.post(at("source_move", practice, added.pk), {"to": "sideways"})

    assert answer["Location"].endswith(f"#source-{added.pk}")
    assert practice.sources.first() == added
    assert "“Scanning at the bedside” is source a now" in page_of(browser, practice)
    assert practice.log.filter(why__contains="is source").count() == 1
    assert wrong.status_code == 404


# -- at once, who may, numbers -----------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["source_move", "source_quote", "source_take", "source_remove"])
def test_source_that_another_curator_removed_is_said_to_be_gone(
    ward: Ward, as_user: AsUser, name: str
) -> None:
    practice = ward.practice()
    source = practice.sources.get()
    pk = source.pk
    remove_source(user=ward.cast.adam, source=source)

    answer = as_user(ward.cast.cora).post(at(name, practice, pk), {"to": "up", "digest": "x"}, follow=True)

    assert "Another curator removed this source meanwhile." in answer.content.decode()


def test_source_deleted_before_it_is_chosen_is_explained(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice(source=ward.page)
    address = ward.answer.get_absolute_url()
    Post.objects.filter(pk=ward.answer.pk).delete()

    answer = choose(as_user(ward.cast.cora), practice, address, place="1/")

    assert "This is no address of a wiki page" in answer.content.decode()


def test_why_a_source_goes_stands_in_the_log(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    source = practice.sources.get()

    seen = as_user(ward.cast.cora).post(
        at("source_remove", practice, source.pk), {"why": "<b>Old pens</b>"}, follow=True
    )

    assert "Removed “The pen will not scan, post 2”: &lt;b&gt;Old pens&lt;/b&gt;" in seen.content.decode()


@pytest.mark.parametrize("rows", [1, 24])
def test_practice_costs_the_same_for_its_curator_at_any_number_of_sources(
    ward: Ward, as_user: AsUser, rows: int
) -> None:
    practice = ward.practice()
    add_source(user=ward.cast.cora, practice=practice, source=ward.page, anchor="")
    for _ in range(rows):
        recording = a_recording(ward.community, UserFactory())
        add_source(user=ward.cast.cora, practice=practice, source=recording, anchor="t=70,100")
    PracticeSource.objects.update(differs=True)
    browser = as_user(ward.cast.cora)
    browser.get(practice.get_absolute_url())

    with queries(at_most=12):
        assert page_of(browser, practice).count("was changed since") == rows + 2
    with queries(at_most=12):
        browser.get(at("source_find", practice), {"q": "scan"})
    with queries(at_most=12):
        browser.get(at("source_choose", practice), {"address": ward.question.get_absolute_url()})
    with queries(at_most=12):
        browser.get(at("source_quote", practice, practice.sources.first().pk))
    with queries(at_most=12):
        browser.get(at("source_changes", practice, practice.sources.first().pk))


def _edit(ward: Ward, body: str, run_tasks: RunTasks) -> None:
    edit_post(user=ward.cast.eli, post=Post.objects.get(pk=ward.answer.pk), body=body)
    run_tasks()


def _take(browser: Client, practice: Practice, source: PracticeSource) -> None:
    read = browser.get(at("source_changes", practice, source.pk))
    browser.post(at("source_take", practice, source.pk), {"digest": read.context["change"].digest})
