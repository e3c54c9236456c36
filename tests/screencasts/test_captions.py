from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screencasts.captions import CaptionError, CueLine, parse_captions, write_webvtt
from tests.realdata import shared_data

FULL = """WEBVTT - made by hand
Kind: captions

NOTE a remark

STYLE
::cue { color: lime }

intro
00:01.000 --> 00:02.500 align:start position:10%
<v Ana Silva>Hold the <b>trigger</b> &amp; wait

01:00:03.000 --> 01:00:04.000
- Now?
- Now.
"""


def test_a_webvtt_file_gives_its_words_times_and_speakers() -> None:
    cues = parse_captions(FULL.encode())

    assert cues == [
        CueLine(1.0, 2.5, "Hold the trigger & wait", "Ana Silva"),
        CueLine(3603.0, 3604.0, "- Now?\n- Now."),
    ]


def test_an_srt_file_is_read_too() -> None:
    srt = "1\n00:00:01,000 --> 00:00:02,500\n<i>Hold</i> the trigger\n\n2\n00:00:03,000 --> 00:00:04,000\nLet go\n"

    cues = parse_captions(srt.replace("\n", "\r\n").encode())

    assert [(cue.start, cue.end, cue.text) for cue in cues] == [
        (1, 2.5, "Hold the trigger"),
        (3, 4, "Let go"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffWEBVTT\n\n00:01.000 --> 00:02.000\ncafé".encode(),
        "WEBVTT\n\n00:01.000 --> 00:02.000\ncafé".encode("latin-1"),
        "WEBVTT\n\n00:01.000 --> 00:02.000\ncafé".encode("utf-16"),
    ],
    ids=["UTF-8 with a mark", "Latin-1", "UTF-16"],
)
def test_other_encodings_are_read(data: bytes) -> None:
    assert parse_captions(data)[0].text == "café"


def test_captions_that_overlap_or_come_out_of_order_are_sorted_and_empty_ones_dropped() -> None:
    data = b"WEBVTT\n\n00:05.000 --> 00:09.000\nlast\n\n00:01.000 --> 00:06.000\nfirst\n\n00:02.000 --> 00:03.000\n\n"

    assert [cue.text for cue in parse_captions(data)] == ["first", "last"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"Dear Ana,\nhere are the captions", "not a WebVTT or SRT file"),
        (b"WEBVTT\n\njust words", "not a WebVTT or SRT file"),
        (b"PK\x03\x04" + bytes(range(256)), "not a WebVTT or SRT file"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "no words"),
        (b"WEBVTT\n\n00:01 --> 00:02\nhello", "Line 3"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n\n00:09.000 --> soon\nbye", "Line 6"),
        (b"WEBVTT\n\n00:05.000 --> 00:02.000\nhello", "Line 3: the caption ends before it starts"),
        (b"WEBVTT\n\n00:05.000 --> 00:05.000\nhello", "Line 3: the caption ends before it starts"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"x" * 2001, "longer than 2,000 characters"),
        (b"WEBVTT" + b"\n" * (2 * 1024 * 1024), "larger than 2 MB"),
    ],
)
def test_what_is_not_captions_is_refused_with_the_line(data: bytes, words: str) -> None:
    with pytest.raises(CaptionError) as refusal:
        parse_captions(data)

    assert words in str(refusal.value)


def test_what_is_written_is_read_back_and_is_never_markup() -> None:
    cues = [
        CueLine(1.0, 2.0, "a < b & <script>alert(1)</script>", "Ana & Co"),
        CueLine(3661.5, 3662.0, "two\nlines"),
    ]

    written = write_webvtt(cues)

    assert parse_captions(written.encode()) == cues
    assert "<script>" not in written
    assert "01:01:01.500 --> 01:01:02.000" in written


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: f"WEBVTT\n\n{text}".encode()))
def test_any_bytes_are_either_read_or_refused(data: bytes) -> None:
    try:
        cues = parse_captions(data)
    except CaptionError:
        return

    assert all(cue.text and cue.end > cue.start for cue in cues)


def test_the_captions_of_a_real_film_are_read() -> None:
    cues = parse_captions(shared_data("media/subtitles_en.vtt").read_bytes())

    assert [cue.text for cue in cues][:2] == ["This is the first subtitle.", "This is the second."]
