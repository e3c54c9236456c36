"""Codes are found whole, without their marks, and by their beginning; a plain number is no code."""

from __future__ import annotations

import time

import pytest

from search.codes import MOST, codes_asked, codes_in


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ICD-10", ["icd10"]),
        ("ICD 10 since 2024", ["icd10"]),
        ("icd10", ["icd10"]),
        ("v12.1", ["v12.1", "v12", "12.1"]),
        ("v 12.1", ["v12.1", "v12", "12.1"]),
        ("SOP-2024-017", ["sop2024.017", "sop2024", "2024.017"]),
        ("covid-19 by HL7 FHIR R4.", ["covid19", "hl7", "r4"]),
        ("Z79.4", ["z79.4", "z79", "79.4"]),
        ("ward 4B", ["4b"]),
        ("ＩＣＤ－１０", ["icd10"]),
        ("5 mg in 2024, 10,000 times", []),
        ("no code at all, and/or e-mail", []),
        ("", []),
    ],
)
def test_a_text_is_found_by_these_codes(text: str, codes: list[str]) -> None:
    assert codes_in(text) == codes


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Coded in ICD-10.", "icd10"),
        ("Coded in ICD-10.", "icd 10"),
        ("Coded in ICD10.", "ICD-10"),
        ("Coded in ICD 10.", "icd-10"),
        ("Since v12.1", "v12.1"),
        ("Since v12.1", "V12"),
        ("Since v12.1", "12.1"),
        ("Since v12.1", "what is new in v 12.1"),
        ("See SOP-2024-017", "sop 2024"),
        ("See SOP–2024–017", "SOP_2024_017"),
    ],
)
def test_a_code_is_found_however_it_is_typed(written: str, typed: str) -> None:
    assert set(codes_asked(typed)) & set(codes_in(written))


def test_a_longer_code_is_not_found_by_another_that_begins_like_it() -> None:
    assert not set(codes_asked("v12.1")) & set(codes_in("Since v12.10"))
    assert not set(codes_asked("v121")) & set(codes_in("Since v12.1"))


@pytest.mark.parametrize("text", ["a,", "a-", "1-", "A 1", "a1,", ".", "v ", "word "])
def test_no_text_takes_long_or_yields_many_codes(text: str) -> None:
    began = time.process_time()

    assert len(codes_in(text * 40_000)) <= MOST
    codes_asked(text * 40_000)

    assert time.process_time() - began < 2
