"""The sources of a practice: found by words, chosen, put in order, removed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Post, WikiPage
from core.blocks import blocks
from curation.actions.practices import add_source, remove_source
from curation.actions.refusals import ask_not_to_use
from curation.models import PracticeSource
from people.models import User
from screencasts.models import Screencast
from screencasts.signals import screencast_saved
from tests.curation.conftest import Ward, a_recording
from tests.curation.sourcing import at, choose, page_of
from tests.factories import UserFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
RunTasks = Callable[..., int]


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
    choose(browser, practice, address, place=f"{ward.page.pk}/", words="Scan the medicine.")
    absent = choose(browser, practice, address, place=f"{ward.page.pk}/", words="no such words")

    assert "No paragraph of it says these words" in absent.content.decode()
    first, second, third = practice.sources.all()[1:]
    assert first.anchor == anchor
    assert second.quote == "open Scan problem"
    assert second.anchor.startswith(f"{block}:")
    assert third.quote == "Scan the medicine."
    assert "Scanning at the bedside § When a scan fails”: It is the rule." in page_of(browser, practice)


def test_time_of_a_recording_that_was_found_is_proposed(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    address = f"{ward.recording.get_absolute_url()}?t=80"
    browser = as_user(ward.cast.cora)

    offered = browser.get(at("source_choose", practice), {"address": address}).content.decode()
    choose(browser, practice, address, place=f"{ward.recording.pk}/t=80,110")

    assert f'value="{ward.recording.pk}/t=80,110" checked' in offered
    assert practice.sources.last().label == "Pair a scanner, 1:20 to 1:50"


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
