"""Codes in a text: `ICD-10`, `v12.1`, `SOP-2024-017`, in the forms that people type them in.

Engines cut codes at different places, and each its own way. So both index what this says beside the text, and both
look for what it says of a question: a code is then found whole, without its marks, and by its beginning.
"""

from __future__ import annotations

import re
import unicodedata

MOST = 200  # in one text; a table of numbers is not worth more
LONGEST = 40
_PART = r"[^\W_]+"
_CODE = re.compile(rf"(?<![\w.]){_PART}(?:[-–./_]{_PART})*")
_SPACED = re.compile(
    r"\b([A-Z]{1,6}|v)\s(?=\d)"
)  # "ICD 10" in a text, where small letters would join "in 2024"
_TYPED = re.compile(r"\b([^\W\d_]{1,6})\s(?=\d)")  # in a question nobody minds capitals
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[-–./_](?=\d)")
_MARKS = re.compile(r"[-–/_]|(?<!\d)\.|\.(?!\d)")
_LEADING_LETTERS = re.compile(r"^[^\W\d_]+(?=\d+\.)")


def codes_in(text: str) -> list[str]:
    """The forms in which a text's codes can be found: each whole, by its beginnings, and without its letters."""
    forms: dict[str, None] = {}
    for found in _CODE.finditer(_SPACED.sub(r"\1-", _normal(text))):
        for form in _forms(found[0]):
            forms[form] = None
        if len(forms) >= MOST:
            break
    return list(forms)[:MOST]


def codes_asked(text: str) -> list[str]:
    """The codes that a question may mean; look for any of them among `codes_in` of a text."""
    found = _CODE.findall(_normal(text)) + _CODE.findall(_TYPED.sub(r"\1-", _normal(text)))
    return list(dict.fromkeys(form for code in found if _is_code(form := _whole(code[: LONGEST + 1]))))


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _forms(code: str) -> list[str]:
    if len(code) > LONGEST or not any(map(str.isdigit, code)):
        return []
    whole = _whole(code)
    beginnings = [_whole(code[: mark.start()]) for mark in re.finditer(r"[-–./_]", code)]
    unlettered = _LEADING_LETTERS.sub("", whole)
    return [form for form in [whole, *beginnings, unlettered] if _is_code(form)]


def _whole(code: str) -> str:
    """`ICD-10` is icd10, `v12.1` is v12.1, and `SOP-2024-017` is sop2024.017: digits do not run together."""
    return _MARKS.sub("", _BETWEEN_DIGITS.sub(".", code)).casefold()


def _is_code(form: str) -> bool:
    """A plain number is none: the text itself has it as a word."""
    return len(form) <= LONGEST and any(map(str.isdigit, form)) and not form.isdigit()
