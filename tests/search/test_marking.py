"""The words that were found, as they are marked in a hit."""

from __future__ import annotations

import pytest

from search.backends.base import SearchQuery
from search.marking import MARK_END, MARK_START, Marker
from search.models import SearchEntry
from search.terms import read_terms


def marker(text: str) -> Marker:
    return Marker(SearchQuery(terms=read_terms(text).terms, readable=(), known=(), people=False))


def shown(text: str) -> str:
    return text.replace(MARK_START, "[").replace(MARK_END, "]")


def test_each_word_found_is_marked_and_the_rest_is_as_it_was() -> None:
    found = SearchEntry(
        title="<b>Pens</b> & caps", place_title="The pén", text="x " * 200 + "scanning a pen now"
    )

    marked = marker("pen scan").mark(found)

    assert shown(marked.title) == "<b>[Pens]</b> & caps"
    assert shown(marked.place_title) == "The [pén]"
    assert "[scanning] a [pen] now" in shown(marked.excerpt)
    assert marked.excerpt.startswith("…")
    assert len(marked.excerpt) < 300


def test_without_a_word_in_the_text_its_beginning_is_shown() -> None:
    text = "First words of it. " + "More of it. " * 40

    assert marker("pen").mark(SearchEntry(title="A pen", text=text)).excerpt.startswith("First words of it.")
    assert marker("pen").mark(SearchEntry(title="A pen", text="")).excerpt == ""


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("icd10", "See ICD-10 for it.", "See [ICD-10] for it."),
        ("ICD-10", "See icd10 for it.", "See [icd10] for it."),
        ("12.1", "Since v12.1 only", "Since [v12.1] only"),
        ("handover", "A hand-over now", "A [hand-over] now"),
        ("hand-over", "A handover now", "A [handover] now"),
        ("患者安全", "日本の患者安全管理", "日本の[患者安全]管理"),
        ("Straße", "Die Strasse dort", "Die [Strasse] dort"),
        ("uebergabe", "Die Übergabe heute", "Die [Übergabe] heute"),
        ("Wunden", "Die Wunde ist nicht rot", "Die [Wunde] ist nicht rot"),
        ("l'échelle", "Dans une échelle", "Dans une [échelle]"),
        ("المستشفى", "مستشفيات هنا", "[مستشفيات] هنا"),
    ],
)
def test_a_word_is_marked_whole_however_it_is_written(typed: str, text: str, marked: str) -> None:
    assert shown(marker(typed).mark(SearchEntry(title="A", text=text)).excerpt) == marked


def test_words_asked_for_together_are_marked_where_they_stand_together() -> None:
    text = "We hand over at seven. The shift is over, the hand is cold, the pens are full."

    together, apart = (
        shown(marker(typed).mark(SearchEntry(title="A", text=text)).excerpt)
        for typed in ('"hand over"', '"hand over" pen')
    )

    assert together == text.replace("hand over", "[hand] [over]")
    assert apart == together.replace("pens", "[pens]")


def test_blocks_that_end_without_a_sign_are_told_apart_and_captions_run_on() -> None:
    text = "The tones\nOne long\tPatient and pen match\nRead aloud.\nA pen.\nThen give it"

    block = marker("tones pen").mark(SearchEntry(kind="wiki", title="A", text=text))
    caption = marker("pen").mark(
        SearchEntry(kind="screencast", title="A", text="Take the pen\nout of its box")
    )

    assert (
        shown(block.excerpt)
        == "The [tones] · One long · Patient and [pen] match · Read aloud.\nA [pen].\nThen give it"
    )
    assert shown(caption.excerpt) == "Take the [pen]\nout of its box"
