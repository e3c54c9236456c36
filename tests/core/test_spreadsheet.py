"""Rows for a spreadsheet: words stay words, whatever somebody calls themselves."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from core.spreadsheet import csv_response


@pytest.mark.parametrize(
    "typed",
    [
        '=HYPERLINK("https://evil.example","x")',
        "+1+1",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\u00a0=1",
        "＝1",
    ],
)
def test_a_name_is_never_a_formula(typed: str) -> None:
    sent = b"".join(csv_response("x.csv", [[typed]])).decode("utf-8-sig")

    [[cell]] = csv.reader(io.StringIO(sent, newline=""))
    assert cell == f"'{typed}"


def test_words_with_commas_quotes_and_lines_come_back_whole() -> None:
    row = ["Ana, nurse", 'says "yes"', "two\nlines", "", None, 3]

    sent = b"".join(csv_response("x.csv", [row])).decode("utf-8-sig")

    [cells] = csv.reader(io.StringIO(sent, newline=""))
    assert cells == ["Ana, nurse", 'says "yes"', "two\nlines", "", "", "3"]


def test_rows_are_sent_as_they_are_read() -> None:
    read: list[int] = []

    def rows() -> Iterator[list[int]]:
        for number in range(3):
            read.append(number)
            yield [number]

    lines = iter(csv_response("x.csv", rows()))
    next(lines), next(lines)

    assert read == [0]


def test_a_name_of_a_file_cannot_break_its_header() -> None:
    answer = csv_response('a"\r\nSet-Cookie: x.csv', [])

    assert "\n" not in answer["Content-Disposition"]
    assert "attachment" in answer["Content-Disposition"]
