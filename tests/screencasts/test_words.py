"""Times and chapters as people type them; stretches as the layers above ask for them."""

from __future__ import annotations

import pytest

from screencasts.actions import set_captions, set_chapters
from screencasts.captions import CueLine
from screencasts.chapters import ChapterError, ChapterLine, chapters_text, parse_chapters
from screencasts.stretches import parse_stretch, place_text, stretch_text
from screencasts.times import format_time, parse_time
from tests.factories import ScreencastFactory
from tests.queries import queries
from tests.screencasts.conftest import Ward


@pytest.mark.parametrize(
    ("typed", "seconds", "shown"),
    [
        ("94", 94, "1:34"),
        ("1:34", 94, "1:34"),
        ("1:02:05", 3725, "1:02:05"),
        ("0:07.5", 7.5, "0:07.5"),
        ("0", 0, "0:00"),
    ],
)
def test_a_time_is_read_as_it_is_typed(typed: str, seconds: float, shown: str) -> None:
    assert parse_time(typed) == seconds
    assert format_time(seconds) == shown


@pytest.mark.parametrize(
    "typed", ["", "abc", "1:75", "1:60:00", "-3", "1:2:3:4", "٣", "1e9", "9" * 40, "nan"]
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"time|59"):
        parse_time(typed)


def test_chapters_are_read_a_line_each() -> None:
    text = "0:00 Unlock the scanner\n\n 1:12 - Hold, then wait\n1:02:05 The end"

    chapters = parse_chapters(text)

    assert chapters == [
        ChapterLine(0, "Unlock the scanner"),
        ChapterLine(72, "Hold, then wait"),
        ChapterLine(3725, "The end"),
    ]
    assert parse_chapters(chapters_text(chapters)) == chapters


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Unlock the scanner", "Line 1: start with a time"),
        ("0:00 Unlock\n0:10", "Line 2: write a title after 0:10"),
        ("0:41 Find\n0:41 Again", "Line 2: 0:41 is not after 0:41"),
        ("1:12 Hold\n\n0:41 Find", "Line 3: 0:41 is not after 1:12"),
        ("0:00 Start\n9:00 Beyond", "Line 2: 9:00 is past the end, 3:42"),
        ("0:00 " + "x" * 121, "at most 120 characters"),
        ("\n".join(f"{n} Chapter" for n in range(201)), "200 chapters"),
    ],
)
def test_a_line_that_is_no_chapter_is_named(text: str, words: str) -> None:
    with pytest.raises(ChapterError) as refusal:
        parse_chapters(text, duration=222)

    assert words in str(refusal.value)


def test_a_stretch_is_kept_in_one_form() -> None:
    assert parse_stretch("t=0:30,1:00").anchor == "t=30,60"
    assert parse_stretch("t=30.50,60").anchor == "t=30.5,60"
    assert parse_stretch("t=72,107").label == "1:12 to 1:47"


@pytest.mark.parametrize(
    "anchor", ["", "30,60", "t=30", "t=60,30", "t=30,30", "t=a,b", "t=" + "9" * 60, "b7k2m3qa4zx"]
)
def test_what_is_no_stretch_is_refused(anchor: str) -> None:
    with pytest.raises(ValueError, match=r"stretch|time|after"):
        parse_stretch(anchor)


def test_the_words_of_a_stretch_are_the_captions_heard_in_it(ward: Ward) -> None:
    screencast = ScreencastFactory(community=ward.community, author=ward.member)
    cues = [
        CueLine(0, 10, "before"),
        CueLine(28, 31, "into it"),
        CueLine(40, 50, "within"),
        CueLine(60, 70, "after"),
    ]
    set_captions(user=ward.member, screencast=screencast, language="en", cues=cues)
    set_captions(user=ward.member, screencast=screencast, language="cy", cues=[CueLine(30, 60, "yn Gymraeg")])

    with queries(at_most=1):
        words = stretch_text(screencast, 30, 60)

    assert words == "into it\nwithin"
    assert place_text(screencast, "t=30,60") == words
    assert place_text(screencast, "") == "before\ninto it\nwithin\nafter"
    assert place_text(screencast, "b7k2m3qa4zx") is None


def test_without_captions_the_words_are_the_titles_of_the_chapters(ward: Ward) -> None:
    screencast = ScreencastFactory(community=ward.community, author=ward.member)
    chapters = [ChapterLine(0, "Unlock"), ChapterLine(40, "Hold"), ChapterLine(100, "Let go")]
    set_chapters(user=ward.member, screencast=screencast, chapters=chapters)

    assert stretch_text(screencast, 30, 60) == "Unlock\nHold"
    assert stretch_text(screencast, 40, 60) == "Hold"
    assert stretch_text(screencast, 150, 160) == "Let go"
