"""What the page of results says about itself: what else was looked for, what was put right, why things stand there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from people.models import User
from search.models import SynonymSet
from tests.curation.conftest import Ward
from tests.search.conftest import Found, RunTasks, words

pytestmark = pytest.mark.django_db
Look = Callable[..., Found]


@pytest.fixture
def indexed(ward: Ward, run_tasks: RunTasks) -> Ward:
    run_tasks()
    return ward


def test_other_words_that_were_looked_for_are_named_and_can_be_left_out(indexed: Ward, look: Look) -> None:
    SynonymSet.objects.create(words="injector\npen\ncartridge")

    found = look(indexed.cast.ana, "injector")
    only = look(indexed.cast.ana, "injector", as_typed="1")

    assert "Also looked for pen and cartridge. Only my words" in found.text
    assert found.of("Thread") == ["The pen will not scan"]
    assert only.titles == []
    narrowed = look(indexed.cast.ana, "scan", as_typed="1")
    assert BeautifulSoup(narrowed.html, "html.parser").select("#facets input[name=as_typed]")
    assert "Also looked for" not in look(indexed.cast.ana, "scanner").text


def test_a_slip_that_was_put_right_is_said_and_can_be_taken_back(indexed: Ward, look: Look) -> None:
    found = look(indexed.cast.ana, "cartrigde")

    assert "Showing results for “cartridge”. Search for “cartrigde” instead" in found.text
    assert found.of("Thread") == ["The pen will not scan"]
    assert look(indexed.cast.ana, "cartrigde", as_typed="1").titles == []


def test_why_each_thing_stands_there_is_folded_with_its_score_in_sight(indexed: Ward, look: Look) -> None:
    page = BeautifulSoup(look(indexed.cast.cora, "scan", explain="1").html, "html.parser")

    reasons = page.select(".hit details.why")
    assert len(reasons) == len(page.select(".hit")) > 1
    for reason in reasons:
        score = reason.select("tbody tr")[-1].select("td")[-1].get_text()
        assert not reason.has_attr("open")
        assert f"({score})" in reason.select("summary")[0].get_text()


def test_a_minus_alone_is_told_what_is_missing(indexed: Ward, look: Look) -> None:
    found = look(indexed.cast.ana, "-scan")

    assert "Write a word to look for, too" in found.text
    assert "says what to leave out, and nothing of what to find" in found.text
    assert found.titles == []
    assert look(indexed.cast.ana, "-scan type:practice,thread").heading.startswith("Nothing")


def test_the_ways_to_narrow_are_open_only_where_nothing_was_asked(indexed: Ward, look: Look) -> None:
    opened = [
        bool(BeautifulSoup(look(indexed.cast.ana, question).html, "html.parser").select("details.ways[open]"))
        for question in ("", "scan", "xylophone")
    ]

    assert opened == [True, False, False]


def test_beside_the_results_stand_those_who_wrote_most_of_them(indexed: Ward, look: Look) -> None:
    def asked(user: User | None, question: str) -> list[str]:
        page = BeautifulSoup(look(user, question).html, "html.parser")
        return [words(person) for person in page.select("section[aria-labelledby=who-knows] .who__text")]

    assert asked(indexed.cast.nia, "cartridge") == ["Eli Novak 1 thing here"]
    assert asked(indexed.cast.eli, "cartridge") == []
    assert asked(indexed.cast.nia, "type:thread") == []
    assert asked(None, "cartridge") == []
    indexed.cast.eli.is_active = False
    indexed.cast.eli.save()
    assert asked(indexed.cast.nia, "cartridge") == []


def test_a_search_that_found_nothing_can_be_kept_too(indexed: Ward, look: Look) -> None:
    address = 'href="/search/saved/new/?q=xylophone"'

    assert address in look(indexed.cast.ana, "xylophone").html
    assert address not in look(None, "xylophone").html


def test_a_long_question_does_not_fill_the_heading(indexed: Ward, look: Look) -> None:
    found = look(indexed.cast.ana, "scan " * 50)

    assert len(found.heading) < 120
    assert found.titles == look(indexed.cast.ana, "scan").titles


def test_filters_alone_ask_for_nothing_that_is_needed(indexed: Ward, look: Look) -> None:
    assert "Not what you needed?" in look(indexed.cast.ana, "scan").text
    assert "Not what you needed?" not in look(indexed.cast.ana, "type:wiki").text
