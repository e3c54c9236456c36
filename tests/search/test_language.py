"""Texts in other languages and codes are found however they are written: the contract of every backend."""

from __future__ import annotations

import time

import pytest

from communities.models import CommunityPage
from search.backends.base import SearchBackend
from search.writing import MOST, other_forms, ways
from tests.search.contract import asking, entry, ranked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Coded in ICD-10.", ("icd10", "icd 10", "ICD-10", "icd-10")),
        ("New since v12.1", ("v12.1", "12.1", "v12")),
        (
            "Die Übergabe ist in der Straße",
            ("uebergabe", "ubergabe", "Übergabe", "strasse", "Straße", "Übergaben"),
        ),
        ("Die Uebergabe in der Strasse", ("Übergabe", "uebergabe", "Straße")),
        ("Posez l'échelle dans les chambres", ("échelle", "l'echelle", "l’échelle", "chambre")),
        ("患者安全管理の手順", ("患者", "安全管理", "患者安全", "手順", '"患者安全"')),
        ("환자를 확인합니다", ("환자", "환자를")),
        ("ذهب إلى المستشفى مَرِيض", ("مستشفى", "المستشفى", "مريض", "الى")),
        ("В больнице", ("больница", "больницы")),
    ],
)
def test_words_of_other_languages_and_codes_are_found(
    backend: SearchBackend, here: CommunityPage, text: str, typed: tuple[str, ...]
) -> None:
    made = entry(backend, here, 1, text=text)

    for words in typed:
        assert ranked(backend, asking(words, here)) == [made.pk], words


@pytest.mark.parametrize("typed", ["安患", '"安全患者"', "v12.10", "icd11", "quillwork"])
def test_what_only_looks_alike_is_not_found(backend: SearchBackend, here: CommunityPage, typed: str) -> None:
    entry(backend, here, 1, text="患者安全, v12.1, ICD-10. The notes.")

    assert ranked(backend, asking(typed, here)) == []


def test_the_endings_of_one_language_do_no_harm_in_another() -> None:
    assert not any(
        form.startswith("q") for form in other_forms("The notes of the ward and its wounds").split()
    )
    assert {way.text for way in ways("notes") if way.weight == 1} == {"notes"}


@pytest.mark.parametrize("signs", ["ä", "患", "a", "a.", "a-", "ab1_", "é\u0301"])
def test_ten_times_the_text_is_not_a_hundred_times_the_work(signs: str) -> None:
    """One run of letters was read once for each letter of it. Time of processor, the least of three."""

    def took(times: int) -> float:
        began = time.process_time()
        other_forms(signs * times)
        return time.process_time() - began

    few, many = (min(took(times) for _ in range(3)) for times in (3_000, 30_000))

    assert many < 40 * max(few, 0.0005)


@pytest.mark.parametrize(
    "text", ["ä" * 50_000, "患" * 50_000, "a-" * 50_000, "é é" * 20_000, "\u0301" * 50_000]
)
def test_no_text_has_too_many_forms(text: str) -> None:
    more = other_forms(text)

    assert len(more) <= 4 * len(text)
    assert len(set(more.split())) <= MOST
