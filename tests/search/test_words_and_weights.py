"""Which words find, and how much each way to say them counts: the contract of every backend, as in test_backends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communities.models import CommunityPage
from search.backends.base import Ranking, SearchBackend, Term, Variant
from tests.search.contract import asking, entry, ranked

pytestmark = pytest.mark.django_db


def test_other_ways_to_say_it_find_it_and_count_less(backend: SearchBackend, here: CommunityPage) -> None:
    synonym = entry(backend, here, 1, text="The vital signs of a patient, every day.")
    typed = entry(backend, here, 2, text="The obs of a patient, on every single day.")
    entry(backend, here, 3, text="Signs that are vital.")

    query = replace(
        asking("", here), terms=(Term((Variant("obs"), Variant("vital signs", 0.5), Variant("rounds", 0.5))),)
    )

    assert ranked(backend, query) == [typed.pk, synonym.pk]


def test_the_weight_of_a_way_to_say_it_orders(backend: SearchBackend, here: CommunityPage) -> None:
    a = entry(backend, here, 1, text="An alpha in the text.")
    b = entry(backend, here, 2, text="A beta in the text.")

    for heavy, light, order in (("alpha", "beta", [a.pk, b.pk]), ("beta", "alpha", [b.pk, a.pk])):
        term = Term((Variant("gamma"), Variant(light, 0.2), Variant(heavy, 0.9)))
        assert ranked(backend, replace(asking("", here), terms=(term,))) == order


def test_what_is_found_in_two_ways_is_one_place(backend: SearchBackend, here: CommunityPage) -> None:
    both = entry(backend, here, 1, text="Obs, that is vital signs.")

    ranking = backend.rank(
        replace(asking("", here), terms=(Term((Variant("obs"), Variant("vital signs", 0.5))),))
    )

    assert [place.entry_id for place in ranking.places] == [both.pk]
    assert ranking.total == 1


def test_quoted_words_are_found_as_they_are_written(backend: SearchBackend, here: CommunityPage) -> None:
    written = entry(backend, here, 1, text="Two Boarding passes, please.")
    entry(backend, here, 2, text="Board, pass and go. Boards passed.")
    accented = entry(backend, here, 3, text="A résumé.")

    assert ranked(backend, asking('"boarding passes"', here)) == [written.pk]
    assert ranked(backend, asking('"board passes"', here)) == []
    assert ranked(backend, asking('"boarding"', here)) == [written.pk]
    assert ranked(backend, asking('"resume"', here)) == [accented.pk]
    assert len(ranked(backend, asking("boarding passes", here))) == 2


def test_little_words_count_where_they_are_quoted(backend: SearchBackend, here: CommunityPage) -> None:
    written = entry(backend, here, 1, text="What to do at the end of it.")
    entry(backend, here, 2, text="The end and it.")

    assert ranked(backend, asking('"end of it"', here)) == [written.pk]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"blue light" "red lamp"', {3}),
        ('"blue light" lamp', {1, 3}),
        ('"blue light" -lamp', {1}),
        ('"blue light" -"red lamp"', {1}),
        ("light lamp -red", {1}),
        ('light -"light blue" lamp', {1, 2, 3}),
        ('"blue light" -light', set()),
        ("nothing -lamp", set()),
    ],
)
def test_required_and_unwanted_words_hold_in_every_mixture(
    backend: SearchBackend, here: CommunityPage, typed: str, found: set[int]
) -> None:
    made = [
        entry(backend, here, 1, text="Wait for the blue light."),
        entry(backend, here, 2, text="A red lamp."),
        entry(backend, here, 3, text="A blue light on a red lamp."),
        entry(backend, here, 4, text="Light blue is a colour."),
    ]

    answer = {
        made.index(next(each for each in made if each.pk == pk)) + 1
        for pk in ranked(backend, asking(typed, here))
    }

    assert answer - {4} == found


def test_a_required_term_is_satisfied_by_any_of_its_ways(backend: SearchBackend, here: CommunityPage) -> None:
    typed = entry(backend, here, 1, text="Obs of a patient.")
    synonym = entry(backend, here, 2, text="Vital signs of a patient.")
    entry(backend, here, 3, text="A patient.")
    terms = (
        Term((Variant("obs"), Variant("vital signs", 0.5)), is_required=True),
        Term((Variant("patient"),)),
    )

    assert ranked(backend, replace(asking("", here), terms=terms)) == [typed.pk, synonym.pk]


def test_unwanted_words_alone_find_nothing(backend: SearchBackend, here: CommunityPage) -> None:
    entry(backend, here, 1, text="A pen.")

    assert backend.rank(asking("-paper", here)) == Ranking()


@pytest.mark.parametrize(
    "typed", ["hand-over", "handover", '"hand-over"', "hand over", "pens/caps", "caps/pens", "cap"]
)
def test_hyphens_and_slashes_are_found_alike(backend: SearchBackend, here: CommunityPage, typed: str) -> None:
    made = entry(backend, here, 1, text="The hand-over of pens/caps.")

    assert ranked(backend, asking(typed, here)) == [made.pk]


@pytest.mark.parametrize("typed", ["hand-over", "handover"])
def test_a_joined_word_is_found_by_its_hyphenated_form(
    backend: SearchBackend, here: CommunityPage, typed: str
) -> None:
    made = entry(backend, here, 1, text="A good handover.")

    assert ranked(backend, asking(typed, here)) == [made.pk]


def test_words_of_addresses_numbers_and_names_are_words(backend: SearchBackend, here: CommunityPage) -> None:
    made = entry(
        backend, here, 1, text="Ask it@example.org or https://help.example.org/pens; 1,000.5 mg, -10 °C."
    )

    for typed in ("example", "it@example.org", "help.example.org", "pens", "1,000.5", "-“nothing” 10"):
        assert ranked(backend, asking(typed, here)) == [made.pk], typed
