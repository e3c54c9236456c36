"""Whatever is typed is words to find: nothing is an error, and every answer helps."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from communities.actions.threads import open_thread
from search.backends.base import EngineDown
from search.terms import MAX_CHARS, MAX_TERMS, read_terms
from tests.curation.conftest import Ward
from tests.realdata import shared_data
from tests.search.conftest import Found, RunTasks

pytestmark = pytest.mark.django_db
Look = Callable[..., Found]

FINDS = [  # each has the word "trigger" in it, among other things
    '"trigger',
    'trigger"',
    '"trigger" "',
    "trigger OR",
    "trigger AND NOT",
    "NEAR(trigger, 2)",
    "trigger*",
    "^trigger",
    "{title} : trigger",
    "trigger' OR '1'='1",
    "trigger; DROP TABLE search_fts; --",
    "trigger\0",
    "\0trigger",
    "tri%gger trigger %s %(x)s",
    "trigger \u202egnitset\u202c",
    "🎉 trigger 🎉",
    "trigger & ! | <-> :*",
    "'trigger':*",
    "trigger\\",
    "(((trigger",
    "trigger " + "a" * 9_000,
    "trigger " * 1_200,
    "<script>alert(1)</script> trigger",
    "“trigger",
    "trigger~2 title:trigger^9 +x",
    "/trig.*/ trigger",
    "trigger (a+)+$ [a-z]{1000000}",
    "trigger AND (type:wiki",
    'trigger in: type:"',
    "trigger tag:%' OR 1=1 -- ",
    "trigger " + "tag:x " * 1_000,
    "trigger " + '"' * 5_000,
    "trigger by:@" + "a" * 9_000,
    "trigger after:9999-12-31x before:0000-00-00",
    "trigger role:\0 system:\u202e",
    "trigger -type:nothing -in:x",
]
ONLY_LEFT_OUT = ["-paper", '-"blue light" -pen', "- -paper -"]
FILTERS_OF_NOTHING = [
    "in:nowhere",
    "type:",
    'tag:""',
    "by:@%",
    "after:never",
    "is:*",
    "release:\\",
    "system:'",
]
ONLY_SIGNS = ["%", "***", '"', '""', "🎉🎉", "\u202e\u202c", "-", "' '", "\\", ":*", "()", "\0", "…"]


SAY_LITTLE = ["the", "what is it", "how do I", "² ³", "ﬀ", "日本語", "سلام"]
PAGES = ["0", "-1", "1.5", "9" * 20, "x", "", "\0", "１", "1 OR 1", "999"]
FILTERS = ["\0", "x" * 5_000, "' OR 1=1 --", "%", "🎉", "wiki\0", ["a"] * 900]


def test_odd_signs_around_a_word_do_not_hide_it(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    run_tasks()

    for question in FINDS:
        found = look(ward.cast.ana, question)

        assert found.status == 200, ascii(question)
        assert found.of("Screencast") == ["Pair a scanner"], ascii(question)
        assert "trigger" in found.marked, ascii(question)
        assert "<script>alert" not in found.html


def test_signs_alone_are_answered_with_what_to_do(ward: Ward, look: Look) -> None:
    for question in ONLY_SIGNS:
        found = look(ward.cast.ana, question)

        helps = "Write a word to look for" in found.text or "What are you looking for?" in found.text
        assert found.status == 200, ascii(question)
        assert helps, ascii(question)


def test_words_that_say_little_or_are_of_other_scripts_are_answered(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    run_tasks()

    for question in SAY_LITTLE:
        found = look(ward.cast.ana, question)

        assert found.status == 200, question
        assert found.titles or f"Nothing for “{question}”" in found.text, question


def test_an_absurd_page_number_shows_a_page(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    run_tasks()

    for page in PAGES:
        assert look(ward.cast.ana, "trigger", page=page).of("Screencast") == ["Pair a scanner"], page


NAMES = [
    "kind",
    "community",
    "order",
    "tag",
    "trust",
    "author",
    "role",
    "system",
    "release",
    "state",
    "date",
    "after",
]


@pytest.mark.parametrize("name", NAMES)
def test_filters_that_name_nothing_are_as_if_they_were_not_there(
    ward: Ward, look: Look, run_tasks: RunTasks, name: str
) -> None:
    run_tasks()

    for value in FILTERS:
        found = look(ward.cast.ana, "trigger", **{name: value})
        assert found.of("Screencast") == ["Pair a scanner"], ascii(value)


def test_filters_of_nothing_alone_are_answered_with_a_line_on_each(ward: Ward, look: Look) -> None:
    for question in FILTERS_OF_NOTHING:
        found = look(ward.cast.ana, question)

        assert found.status == 200, question
        assert found.titles == [], question
        assert BeautifulSoup(found.html, "html.parser").select(".said p"), question


def test_what_must_not_be_there_alone_is_answered_with_what_to_do(ward: Ward, look: Look) -> None:
    for question in ONLY_LEFT_OUT:
        found = look(ward.cast.ana, question)

        assert found.status == 200, question
        assert "write a word to look for" in found.text.lower(), question


def test_a_thousand_filters_are_read_up_to_a_number(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    run_tasks()

    typed = look(ward.cast.ana, "trigger " + " ".join(f"tag:t{n}" for n in range(150)))
    ticked = look(ward.cast.ana, "trigger", tag=[f"t{n}" for n in range(900)])

    assert "Only the first 50 filters were used." in typed.text
    assert "Only the first 50 filters were used." in ticked.text
    assert ticked.of("Screencast") == ["Pair a scanner"]


def test_suggestions_answer_whatever_is_typed(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    client = Client()
    client.force_login(ward.cast.ana)

    for typed in [*FINDS, *ONLY_SIGNS, *SAY_LITTLE, *ONLY_LEFT_OUT, *FILTERS_OF_NOTHING]:
        answer = client.get("/search/suggest/", {"q": typed})

        assert answer.status_code == 200, ascii(typed)
        assert isinstance(answer.json()["results"], list)


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
def test_a_search_is_only_read(ward: Ward, address: str) -> None:
    assert Client().post(address, {"q": "trigger"}).status_code == 405


def test_bytes_that_are_no_text_are_answered(ward: Ward) -> None:
    client = Client()
    client.force_login(ward.cast.ana)

    assert client.get("/search/?q=%ff%fe%80trigger&page=%ff").status_code == 200
    assert client.get("/search/suggest/?q=%ff%c0%af").status_code == 200


def test_hostile_words_in_what_was_found_are_shown_as_words(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    title = '<img src=x onerror="alert(1)"> marmalade \x02b\x03'
    body = "<p>&lt;script&gt;alert(2)&lt;/script&gt; marmalade \x02x\x03</p>"
    open_thread(user=ward.cast.ana, community=ward.community, kind="note", title=title, body=body)
    run_tasks()

    found = look(ward.cast.ana, "marmalade")

    assert len(found.titles) == 1
    assert set(found.marked) == {"marmalade"}
    assert "<img src=x" not in found.html
    assert "<script>alert" not in found.html


def test_a_question_is_cut_at_a_length_and_a_number_of_terms() -> None:
    many = read_terms(" ".join(f"w{n}" for n in range(500)))
    phrases = read_terms(" ".join(f'"p {n}"' for n in range(500)))

    assert len(many.terms) == len(phrases.terms) == MAX_TERMS
    assert len(read_terms("a" * 10_000).terms[0].typed) == MAX_CHARS


def test_every_naughty_string_is_answered(ward: Ward, run_tasks: RunTasks) -> None:
    strings = json.loads(shared_data("hostile/blns.json").read_text())
    run_tasks()
    client = Client()
    client.force_login(ward.cast.ana)

    for string in strings:
        assert client.get("/search/", {"q": string}).status_code == 200, string
        assert client.get("/search/suggest/", {"q": string}).status_code == 200, string
        assert client.get("/search/suggest/", {"q": f"in:{string}"}).status_code == 200, string
        assert client.get("/search/", {"q": f"tag:{string}", "author": string}).status_code == 200, string


class SilentEngine:
    """A fake of the seam: an engine that was switched off."""

    def __getattr__(self, name: str) -> object:
        raise EngineDown("connection refused")


def test_when_the_engine_does_not_answer_the_database_does_and_the_page_says_so(
    ward: Ward, look: Look, run_tasks: RunTasks, settings: Any
) -> None:
    run_tasks()
    settings.SEARCH_BACKEND = "tests.search.test_hostile.SilentEngine"

    found = look(ward.cast.ana, "trigger")
    client = Client()
    client.force_login(ward.cast.ana)
    suggested = client.get("/search/suggest/?q=scannin").json()["results"]

    assert found.of("Screencast") == ["Pair a scanner"]
    assert "The search engine does not answer." in found.text
    assert suggested[0]["title"] == "Scanning at the bedside"
