"""Questions in plain words are answered by their meaning too, where that is switched on; it tells nobody more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings

from communities.models import CommunityPage
from cop_site import checks
from search import indexing
from search.backends.base import Filters, Ranked, SearchBackend
from search.backends.database import DatabaseSearch
from search.kinds import Kind
from search.meaning.fusion import fused
from search.meaning.model import is_installed
from search.meaning.rows import make_missing, missing
from search.models import SearchEntry, SearchVector
from search.results import best_places, find
from tests.search.contract import asking

QUESTION = "how should I keep beans of coffee fresh"
NEEDS_MODEL = pytest.mark.skipif(not is_installed(), reason="needs requirements-meaning.txt")


@pytest.fixture
def meaning(settings: LazySettings, db: None) -> Iterator[SearchBackend]:
    """Switched on, with nothing remembered of other tests."""
    from search.meaning import matrix

    settings.SEARCH_MEANING = True
    matrix.forget_matrix()
    yield DatabaseSearch()
    matrix.forget_matrix()


def written(
    community: CommunityPage, thing_id: int, title: str, text: str, kind: str = Kind.WIKI
) -> SearchEntry:
    entry = SearchEntry(kind=kind, thing_id=thing_id, community=community, title=title, text=text, url="/")
    indexing.write(SearchEntry.objects.filter(kind=kind, thing_id=thing_id), [entry])
    make_missing()
    return SearchEntry.objects.get(kind=kind, thing_id=thing_id)


def found(backend: SearchBackend, *communities: CommunityPage, **more: object) -> list[int]:
    return [place.entry_id for place in best_places(backend, asking(QUESTION, *communities, **more))]


# -- joining two orders ------------------------------------------------------------------------------------
def place(pk: int, score: float = 1.0) -> Ranked:
    return Ranked(pk, Kind.WIKI, pk, score)


def test_what_both_orders_have_stands_before_what_one_has() -> None:
    joined = fused([place(1, 9.0), place(2, 8.0), place(3, 7.0)], [place(3), place(4)])

    assert [each.entry_id for each in joined] == [3, 1, 2, 4]
    scores = [each.score for each in joined]
    assert scores[:3] == [9.0, 8.0, 7.0]  # the scale of words stays, for what else counts in the order
    assert 0 < scores[3] < 7.0


def test_where_words_find_nothing_meaning_orders_alone() -> None:
    assert [each.entry_id for each in fused([], [place(5), place(6)])] == [5, 6]


# -- answers -----------------------------------------------------------------------------------------------
@NEEDS_MODEL
def test_a_place_is_found_that_has_none_of_the_words(meaning: SearchBackend, here: CommunityPage) -> None:
    like = written(
        here, 1, "Espresso storage", "Roasted espresso stays tasty in an airtight tin, cool and dark."
    )
    written(here, 2, "Parking", "The garage opens at six. Show your badge at the gate.")

    assert found(meaning, here) == [like.pk]


@NEEDS_MODEL
@pytest.mark.parametrize(
    "typed", ["keep beans", f"{QUESTION} -parking", f'{QUESTION} "dark"', "the and of a to is"]
)
def test_few_words_and_what_must_or_must_not_be_there_are_left_to_words(
    meaning: SearchBackend,
    here: CommunityPage,
    typed: str,
) -> None:
    written(here, 1, "Espresso storage", "Roasted espresso stays tasty in an airtight tin.")

    assert best_places(meaning, asking(typed, here)) == []


@NEEDS_MODEL
def test_nothing_hidden_is_near_and_what_turns_private_is_gone_at_once(
    meaning: SearchBackend,
    here: CommunityPage,
    there: CommunityPage,
) -> None:
    text = "Roasted espresso stays tasty in an airtight tin, cool and dark."
    mine, other = written(here, 1, "Espresso storage", text), written(there, 2, "Espresso storage", text)
    person = written(here, 3, "Coffee roaster", "I roast coffee and keep beans fresh.", kind=Kind.PERSON)
    SearchEntry.objects.filter(pk=person.pk).update(community=None)

    assert set(found(meaning, here, there)) == {mine.pk, other.pk, person.pk}
    assert found(meaning, here, people=False) == [mine.pk]
    assert found(meaning, people=False) == []


@NEEDS_MODEL
def test_what_moved_or_went_counts_as_it_is_now_whatever_is_remembered(
    meaning: SearchBackend,
    here: CommunityPage,
    there: CommunityPage,
) -> None:
    text = "Roasted espresso stays tasty in an airtight tin, cool and dark."
    moved, gone = written(here, 1, "Espresso storage", text), written(here, 2, "Espresso storage", text)
    assert set(found(meaning, here)) == {moved.pk, gone.pk}

    SearchEntry.objects.filter(pk=moved.pk).update(community=there)
    gone.delete()

    assert found(meaning, here) == []


@NEEDS_MODEL
def test_filters_hold_for_what_is_near(meaning: SearchBackend, here: CommunityPage) -> None:
    text = "Roasted espresso stays tasty in an airtight tin, cool and dark."
    page = written(here, 1, "Espresso storage", text)
    written(here, 2, "Espresso storage", text, kind=Kind.THREAD)

    assert found(meaning, here, filters=Filters(kind=("wiki",))) == [page.pk]
    assert found(meaning, here, filters=Filters(tag=("tea",))) == []


@NEEDS_MODEL
def test_a_vector_follows_its_words_and_goes_with_them(
    meaning: SearchBackend,
    here: CommunityPage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("search.meaning.matrix.LOOK", 0.0)
    entry = written(here, 1, "Espresso storage", "Roasted espresso stays tasty in an airtight tin.")
    assert found(meaning, here) == [entry.pk]

    written(here, 1, "Parking", "The garage opens at six. Show your badge at the gate.")

    assert found(meaning, here) == []
    assert missing() == 0
    SearchEntry.objects.all().delete()
    assert not SearchVector.objects.exists()


@NEEDS_MODEL
def test_a_rebuild_makes_what_is_missing_and_what_another_model_made(
    meaning: SearchBackend,
    here: CommunityPage,
) -> None:
    written(here, 1, "Espresso", "Coffee")
    written(here, 2, "Parking", "Garage")
    SearchVector.objects.filter(entry__thing_id=1).update(model="another")
    SearchVector.objects.filter(entry__thing_id=2).delete()
    assert missing() == 2

    assert make_missing() == 2
    assert missing() == make_missing() == 0


# -- switched off, or not there ----------------------------------------------------------------------------
def test_switched_off_nothing_is_made_or_asked(here: CommunityPage) -> None:
    written(here, 1, "Espresso storage", "Roasted espresso stays tasty in an airtight tin.")

    assert not SearchVector.objects.exists()
    assert find(asking(QUESTION, here)).hits == []


def test_switched_on_without_its_packages_the_site_says_so(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SEARCH_MEANING = True
    monkeypatch.setattr(checks, "is_installed", lambda: False)

    (error,) = checks.meaning_has_its_model(None)

    assert error.id == "commonplace.E012"
    assert "requirements-meaning.txt" in error.hint


@NEEDS_MODEL
def test_a_page_asks_at_most_two_queries_more(
    meaning: SearchBackend, here: CommunityPage, django_assert_max_num_queries: Any
) -> None:
    written(here, 1, "Espresso storage", "Roasted espresso stays tasty in an airtight tin.")

    with django_assert_max_num_queries(9):  # seven without meaning
        assert find(asking(QUESTION, here)).total == 1
