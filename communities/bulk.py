"""Reading a list of people: a CSV file of any office program, or lines typed by hand.

Each line is read by itself, so that a broken one spoils no other. The columns are known by the first line when it
names one of them; without such a line the first column is read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

MOST_LINES = 2000
MOST_BYTES = 1_000_000
_LONGEST_LINE = 1000
_NAMES = ("email", "e-mail", "mail", "e-mail address", "email address", "handle", "@name", "username")
_SEPARATORS = ";\t,"


class NotAList(Exception):
    """The file cannot be read as lines of text; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line that says something: an address or a handle, or why it was not read."""

    number: int
    text: str
    address: str = ""
    handle: str = ""
    problem: str = ""

    @property
    def key(self) -> str:
        return self.address or self.handle


def decoded(content: bytes) -> str:
    """The text of a file of an office program: UTF-8, UTF-16 with its mark, Windows Latin. Raises NotAList."""
    if len(content) > MOST_BYTES:
        raise NotAList("The file is larger than 1 MB. Send it in parts.")
    for start, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if content.startswith(start):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return _checked(text)
    return _checked(content.decode("cp1252", errors="replace"))


def rows_of(text: str) -> list[Row]:
    """Every line that is not empty, in order. Raises NotAList when there are too many, or none."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip(" \t,;\"'")]
    if len(lines) > MOST_LINES:
        raise NotAList(f"The list has {len(lines)} lines. Send up to {MOST_LINES} at once.")
    separator = _separator_of(lines[0][1]) if lines else ","
    column = 0
    if lines and (names := _column_named(lines[0][1], separator)) is not None:
        column, lines = names, lines[1:]
    if not lines:
        raise NotAList("There is nobody in the list.")
    return list(_rows(lines, separator, column))


def _rows(lines: list[tuple[int, str]], separator: str, column: int) -> Iterator[Row]:
    for number, line in lines:
        shown = line.strip()[:80]
        try:
            cells = _cells(line, separator)
        except csv.Error:
            yield Row(number, shown, problem="The quotation marks do not close.")
            continue
        who = cells[column].strip() if column < len(cells) else ""
        yield _row(number, shown, who)


def _row(number: int, shown: str, who: str) -> Row:
    if not who:
        return Row(number, shown, problem="There is no address and no @name in it.")
    if "@" not in who.lstrip("@"):
        return Row(number, shown, handle=who.lstrip("@").lower())
    try:
        validate_email(who)
    except ValidationError:
        return Row(number, shown, problem=f"“{who[:60]}” is no e-mail address.")
    return Row(number, shown, address=who.lower())


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader([line[:_LONGEST_LINE]], delimiter=separator, strict=True), [])


def _separator_of(line: str) -> str:
    return max(_SEPARATORS, key=line.count)


def _column_named(line: str, separator: str) -> int | None:
    try:
        names = [cell.strip().lower() for cell in _cells(line, separator)]
    except csv.Error:
        return None
    return next((names.index(name) for name in _NAMES if name in names), None)


def _checked(text: str) -> str:
    if "\0" in text:
        raise NotAList("This is no list of text. Save the table as CSV and send that.")
    return text
