"""Words that stand in very many places: they find nothing beside rarer ones, and a search never looks at everything."""

from __future__ import annotations

import pytest

from communities.models import CommunityPage
from communities.states import Access
from search import vocabulary
from search.backends.base import SearchBackend
from search.backends.database import DatabaseSearch
from search.expansion import expand
from search.models import SearchWord
from search.vocabulary import tidy
from tests.queries import queries
from tests.search.contract import asking, entry
from tests.search.test_expansion import found, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def backend() -> SearchBackend:
    return DatabaseSearch()


@pytest.fixture(autouse=True)
def from_four_entries_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand of a site; here four of the few."""
    monkeypatch.setattr(vocabulary, "COMMON_FROM", 4)


def common_words() -> dict[str, int]:
    return dict(SearchWord.objects.filter(common_in__isnull=False).values_list("word", "common_in"))


def test_beside_a_rarer_word_a_common_one_finds_nothing_by_itself(
    backend: SearchBackend, here: CommunityPage
) -> None:
    pen = written(here, 1, "The pen is far away.")
    both = written(here, 2, "The pen of the ward.")
    wards = [written(here, number, "A ward by itself.").pk for number in (3, 4, 5)]
    assert set(found(backend, asking("ward pen", here))) == {pen.pk, both.pk, *wards}

    tidy()

    assert found(backend, asking("ward pen", here)) == [both.pk, pen.pk]
    assert set(found(backend, asking("ward", here))) == {both.pk, *wards}, "alone it finds"
    assert set(found(backend, asking("ward zebra", here))) == {both.pk, *wards}, "nothing else is found"
    assert set(found(backend, asking("wrad", here))) == {both.pk, *wards}, "mistyped"
    assert found(backend, asking("wrad pen", here)) == [both.pk, pen.pk]


def test_among_common_words_the_rarest_finds(backend: SearchBackend, here: CommunityPage) -> None:
    both = [written(here, number, "Ward, pens.").pk for number in (1, 2, 3, 4)]
    written(here, 5, "Ward.")
    tidy()
    assert common_words() == {"ward": 5, "pens": 4, "page": 5}

    assert set(found(backend, asking("ward pens", here))) == set(both)
    assert [term.is_common for term in expand(backend, asking("ward pens", here)).query.terms] == [
        True,
        False,
    ]


def test_only_what_everybody_may_read_is_counted_each_night(
    backend: SearchBackend, here: CommunityPage, there: CommunityPage
) -> None:
    CommunityPage.objects.filter(pk=there.pk).update(access=Access.PRIVATE)
    for number in range(1, 5):
        entry(backend, here, number, title="", text="insulin")
        entry(backend, there, 10 + number, title="", text="melanoma")
    tidy()
    assert common_words() == {"insulin": 4}

    CommunityPage.objects.filter(pk=here.pk).update(access=Access.PRIVATE)
    tidy()

    assert common_words() == {}


def test_what_is_common_costs_no_query_more(backend: SearchBackend, here: CommunityPage) -> None:
    for number in range(1, 6):
        written(here, number, f"ward pen{number}")
    tidy()

    with queries(at_most=3):
        assert expand(backend, asking("ward pen1", here)).query.adding


def test_little_words_alone_are_looked_for_as_they_stand(backend: SearchBackend, here: CommunityPage) -> None:
    said = written(here, 1, "Who am I to say so?")
    written(here, 2, "I am who I was, to be so.")

    assert found(backend, asking("who am i", here)) == [said.pk]
    assert len(found(backend, asking("who", here))) == 2
