"""What is found beside the words that were typed: synonyms, longer words, slips put right; and never a hidden word."""

from __future__ import annotations

import pytest

from communities.models import CommunityPage
from search.backends import search_backend
from search.backends.base import SearchBackend, SearchQuery
from search.backends.database import DatabaseSearch
from search.expansion import expand
from search.heard import hear
from search.models import SearchEntry, SearchWord, SynonymSet
from search.vocabulary import learn, tidy
from tests.queries import queries
from tests.search.contract import asking, entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def backend() -> SearchBackend:
    return DatabaseSearch()


def written(community: CommunityPage, number: int, text: str, **fields: object) -> SearchEntry:
    made = entry(search_backend(), community, number, text=text, **fields)
    learn([made])
    return made


def found(backend: SearchBackend, query: SearchQuery, **how: bool) -> list[int]:
    heard = hear(query, **how)
    return [place.entry_id for place in backend.rank(expand(backend, query, heard).query).places]


def corrections(backend: SearchBackend, query: SearchQuery) -> dict[str, str]:
    return dict(expand(backend, query).corrections)


def test_a_synonym_is_found_at_once_and_counts_less(backend: SearchBackend, here: CommunityPage) -> None:
    synonym = written(here, 1, "Take the vital signs each hour, then write them.")
    typed = written(here, 2, "Take the obs each hour, then write all of them.")
    assert found(backend, asking("obs", here)) == [typed.pk]

    kept = SynonymSet.objects.create(words="obs\nvital signs")

    assert found(backend, asking("obs", here)) == [typed.pk, synonym.pk]
    assert found(backend, asking("vital sign", here)) == [synonym.pk, typed.pk]
    assert found(backend, asking("signs", here)) == [synonym.pk]
    assert found(backend, asking("obs", here), as_typed=True) == [typed.pk]
    assert expand(backend, asking("obs", here)).also == ["vital signs"]
    assert found(backend, asking('"obs"', here)) == [typed.pk]
    kept.delete()
    assert found(backend, asking("obs", here)) == [typed.pk]


def test_the_synonyms_of_a_community_hold_for_those_who_may_read_it(
    backend: SearchBackend, here: CommunityPage, there: CommunityPage
) -> None:
    made = written(here, 1, "The vital signs.")
    SynonymSet.objects.create(community=there, words="obs\nvital signs")

    assert found(backend, asking("obs", here)) == []
    assert found(backend, asking("obs", here, there)) == [made.pk]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("boarding", "Onboarding of new nurses."),
        ("Wunde", "Die Wundversorgung im Haus."),
        ("Wunden", "Die Wundversorgung im Haus."),
        ("Versorgung", "Die Wundversorgung im Haus."),
    ],
)
def test_a_part_of_a_word_finds_it(
    backend: SearchBackend, here: CommunityPage, typed: str, text: str
) -> None:
    made = written(here, 1, text)

    assert found(backend, asking(typed, here)) == [made.pk]
    assert corrections(backend, asking(typed, here)) == {}


def test_a_part_counts_less_than_the_word_and_short_ones_are_no_parts(
    backend: SearchBackend, here: CommunityPage
) -> None:
    longer = written(here, 1, "Onboarding of nurses.")
    whole = written(here, 2, "Boarding of nurses, and of many others who come.")
    written(here, 3, "Go forward and steward it.")

    assert found(backend, asking("boarding", here)) == [whole.pk, longer.pk]
    assert found(backend, asking("ward", here)) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("insluin", "insulin"),
        ("isnulin", "insulin"),
        ("nisulin", "insulin"),
        ("insuln", "insulin"),
        ("insulinn", "insulin"),
        ("insukin", "insulin"),
        ("medciaton", "medication"),
        ("wrad", "ward"),
    ],
)
def test_a_slip_is_put_right_where_nothing_is_found(
    backend: SearchBackend, here: CommunityPage, typed: str, meant: str
) -> None:
    made = written(here, 1, "The insulin and the medication of a ward.")

    assert found(backend, asking(typed, here)) == [made.pk]
    assert corrections(backend, asking(typed, here)) == {typed: meant}
    assert found(backend, asking(typed, here), as_typed=True) == []


@pytest.mark.parametrize("typed", ["pne", "insalon", "ICD-11", "icd11", "2025", '"insluin"'])
def test_what_is_too_short_too_far_a_code_or_quoted_is_not_put_right(
    backend: SearchBackend, here: CommunityPage, typed: str
) -> None:
    written(here, 1, "The insulin pen, ICD-10, in 2024.")

    assert corrections(backend, asking(typed, here)) == {}
    assert found(backend, asking(typed, here)) == []


def test_a_longer_word_that_only_has_its_stem_does_not_keep_a_slip_from_being_put_right(
    backend: SearchBackend, here: CommunityPage
) -> None:
    written(here, 1, "An insulated cup.")
    made = written(here, 2, "The insulin pen.")

    assert corrections(backend, asking("insuln pen", here)) == {"insuln": "insulin"}
    assert found(backend, asking("insuln", here))[0] == made.pk


@pytest.mark.parametrize(
    ("typed", "other"), [("handover", "hand over"), ("hand over", "handover"), ("setup", "set up")]
)
def test_two_words_are_found_as_one_and_one_as_two(
    backend: SearchBackend, here: CommunityPage, typed: str, other: str
) -> None:
    as_typed = written(here, 1, f"The {typed} at seven.")
    otherwise = written(here, 2, f"We {other} at seven.")

    asked = expand(backend, asking(typed, here))

    assert found(backend, asking(typed, here)) == [as_typed.pk, otherwise.pk]
    assert asked.also == [other]
    assert found(backend, asking(typed, here), as_typed=True) == [as_typed.pk]


def test_two_words_that_one_may_not_read_are_not_offered(
    backend: SearchBackend, here: CommunityPage, there: CommunityPage
) -> None:
    written(here, 1, "The handover. My hand is cold. It is over.")
    written(there, 2, "We hand over.")

    assert expand(backend, asking("handover", here)).also == []
    assert expand(backend, asking("handover", here, there)).also == ["hand over"]


def test_only_the_word_that_finds_nothing_is_put_right(backend: SearchBackend, here: CommunityPage) -> None:
    written(here, 1, "The insulin pen of the ward, and a wand.")

    asked = expand(backend, asking("Insluin ward", here))

    assert asked.corrections == (("Insluin", "insulin"),)
    assert asked.corrected("Insluin  ward") == "insulin  ward"


def test_the_beginning_of_the_last_word_finds_it_while_it_is_typed(
    backend: SearchBackend, here: CommunityPage
) -> None:
    made = written(here, 1, "The medication.")

    assert found(backend, asking("medic", here)) == [made.pk]
    assert found(backend, asking("medicat", here)) == [made.pk]
    assert found(backend, asking("med", here)) == [made.pk]
    assert corrections(backend, asking("med", here)) == {}


def test_no_word_of_what_one_may_not_read_is_used_or_shown(
    backend: SearchBackend, here: CommunityPage, there: CommunityPage
) -> None:
    written(there, 1, "Melanoma, onboarding and insulin.")
    mine = written(here, 2, "A milanoma.")

    for typed in ("melanome", "melan", "boarding", "insluin"):
        assert corrections(backend, asking(typed, here)) in ({}, {"melanome": "milanoma"})
        asked = expand(backend, asking(typed, here)).query
        said = {variant.text for term in asked.terms for variant in term.variants}
        assert not said & {"melanoma", "onboarding", "insulin"}
    assert corrections(backend, asking("melanome", here, there)) == {"melanome": "melanoma"}
    assert found(backend, asking("melanoma", here)) == [mine.pk]


def test_a_word_that_only_others_may_read_is_put_right_as_if_it_stood_nowhere(
    backend: SearchBackend, here: CommunityPage, there: CommunityPage
) -> None:
    written(there, 1, "Insulim.")
    written(here, 2, "Insulin.")

    assert corrections(backend, asking("insulim", here)) == {"insulim": "insulin"}
    assert corrections(backend, asking("insulim", here, there)) == {}


def test_two_queries_are_enough_however_much_is_asked(backend: SearchBackend, here: CommunityPage) -> None:
    written(here, 1, "The insulin and the medication of a ward.")
    SynonymSet.objects.create(words="obs\nvital signs")

    for text in ("obs", "insluin medciation wrad obs onboarding zzzz yyyyy", "word " * 60, '"only a phrase"'):
        with queries(at_most=2):
            expand(backend, asking(text, here))


@pytest.mark.parametrize(
    "typed",
    [
        "%%%%%",
        "aaaa%",
        "_____",
        "a" * 300,
        "theyx",
        "'; DROP TABLE x; --",
        '"""',
        "* AND *",
        "\ufdfa" * 9,
        "\U0001f600" * 5,
        "ﬁﬁﬁﬁﬁﬁ",
        "ß" * 20,
        "İİİİİ",
        "\u0301" * 9,
        "x\u0301y\u0302z\u0303w",
    ],
)
def test_nothing_typed_breaks_the_guesses(backend: SearchBackend, here: CommunityPage, typed: str) -> None:
    written(here, 1, "The insulin pen.")

    backend.rank(expand(backend, asking(typed, here)).query)


def test_words_are_learnt_once_and_forgotten_when_they_stand_nowhere(here: CommunityPage) -> None:
    one = written(here, 1, "Insulin 2024 v12.1 ab 患者安全")
    learn([one, one])
    words = SearchWord.objects.order_by("word").values_list("word", flat=True)
    assert list(words.all()) == ["insulin", "page", "v12"]

    one.text = "Melanoma"
    one.save()

    assert tidy() == (2, 1)
    assert list(words.all()) == ["melanoma", "page"]
    assert tidy() == (0, 0)
