"""Cutting bodies into pieces by their structure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.blocks import digest, place_text, plain_text
from core.sanitize import clean_body
from curation.promotion.cutting import cut
from curation.promotion.leads import MAX_TITLE
from curation.promotion.pieces import Piece, Role


def pieces(html: str) -> list[Piece]:
    return list(cut(clean_body(html)))


def used(html: str) -> list[tuple[Role, str]]:
    return [(piece.role, piece.title) for piece in pieces(html) if piece.is_used]


def test_items_of_ordered_lists_are_steps_and_the_rest_is_left_out() -> None:
    body = "<p>Before.</p><ol><li>One</li><li>Two</li></ol><ul><li>Aside</li></ul><h2>Later</h2><ol><li>Three</li></ol>"

    assert used(body) == [(Role.STEP, "One"), (Role.STEP, "Two"), (Role.STEP, "Three")]
    assert [piece.where for piece in pieces(body)] == [
        "paragraph 1",
        "list item 1",
        "list item 2",
        "list item 1",
        "Later, item 1",
    ]


def test_headings_are_steps_when_there_is_no_ordered_list() -> None:
    body = (
        "<p>About.</p><h2>Log in</h2><p>Use the badge.</p><h3>Without one</h3><p>Type it.</p><h2>Log out</h2>"
    )

    found = pieces(body)

    assert used(body) == [(Role.STEP, "Log in"), (Role.STEP, "Log out")]
    assert plain_text(found[1].html) == "Use the badge.\nWithout one\nType it."


def test_short_list_on_a_long_page_of_sections_is_an_aside() -> None:
    section = "<h2>{}</h2><p>" + "Words of it. " * 30 + "</p>"
    body = section.format("Log in") + "<ol><li>Maybe</li><li>Or not</li></ol>" + section.format("Log out")

    assert used(body) == [(Role.STEP, "Log in"), (Role.STEP, "Log out")]
    assert "Or not" in pieces(body)[0].html


def test_long_section_is_taken_apart_by_its_lists_or_deeper_headings() -> None:
    much = f"<p>{'Words of it. ' * 120}</p>"
    body = (
        f"<h2>Listed</h2>{much}<ol><li>Open it</li></ol><h2>Deeper</h2>{much}<h3>One</h3><p>a</p><h3>Two</h3><p>b</p>"
        f"<h2>Prose</h2>{much * 2}<h2>Short</h2><p>c</p>"
    )

    assert used(body) == [
        (Role.STEP, "Open it"),
        (Role.STEP, "One"),
        (Role.STEP, "Two"),
        (Role.STEP, "Short"),
    ]
    assert [piece.where for piece in pieces(body)][-3:-1] == ["Prose, paragraph 1", "Prose, paragraph 2"]


def test_one_heading_alone_is_no_sequence() -> None:
    assert used("<h2>Title</h2><p>First.</p><p>Second.</p>") == [
        (Role.STEP, "First."),
        (Role.STEP, "Second."),
    ]


def test_bullets_are_steps_when_nothing_else_orders() -> None:
    assert used("<p>Do this:</p><ul><li>One</li><li>Two</li></ul>") == [
        (Role.STEP, "One"),
        (Role.STEP, "Two"),
    ]


def test_tasks_pitfalls_and_tables_say_themselves_what_they_are() -> None:
    body = (
        '<ul data-type="taskList"><li data-type="taskItem" data-checked="true">Have a pen</li></ul>'
        "<ol><li>Write</li></ol>"
        '<aside data-callout="pitfall"><p>Not red</p></aside><aside data-callout="note"><p>By the way</p></aside>'
        "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    )

    assert used(body) == [
        (Role.CHECK, "Have a pen"),
        (Role.STEP, "Write"),
        (Role.PITFALL, "Not red"),
        (Role.FACT, "a b"),
    ]


def test_item_carries_what_stands_below_its_first_line() -> None:
    (piece,) = pieces("<ol><li><p>Open the list.</p><ul><li>by bay</li></ul><pre>x</pre></li></ol>")

    assert piece.title == "Open the list."
    assert plain_text(piece.html) == "by bay\nx"


def test_long_lead_is_cut_after_its_first_sentence_and_keeps_its_links() -> None:
    (piece,) = pieces(
        "<ol><li>Open the list of doses that are due on this ward now, e.g. from the round screen. "
        'Then follow <a href="/help/">the help</a>, which says <strong>all</strong> of it again.</li></ol>'
    )

    assert piece.title == "Open the list of doses that are due on this ward now, e.g. from the round screen."
    assert '<a href="/help/">the help</a>' in piece.html
    assert "<strong>all</strong>" in piece.html


def test_lead_without_an_end_is_cut_at_a_word() -> None:
    (piece,) = pieces(f"<ol><li>{'word ' * 100}</li></ol>")

    assert len(piece.title) <= MAX_TITLE
    assert f"{piece.title} {plain_text(piece.html)}".split() == ["word"] * 100


def test_picture_in_a_step_stands_below_its_title() -> None:
    alone, beside = pieces(
        '<ol><li><p><img src="/files/a.png" alt="The cap"></p></li>'
        '<li>Turn <img src="/files/b.png" alt="an arrow"> the cap.</li></ol>'
    )

    assert (alone.title, beside.title) == ("The cap", "Turn the cap.")
    assert 'src="/files/a.png"' in alone.html
    assert 'src="/files/b.png"' in beside.html


def test_one_item_of_a_list_can_be_the_whole_place() -> None:
    body = clean_body("<ol><li>One</li><li>Two</li></ol>")
    second = body[body.rindex("<li") : body.rindex("</ol>")]

    assert [(piece.role, piece.title, piece.is_used) for piece in cut(second)] == [(Role.STEP, "Two", True)]


@pytest.mark.parametrize("html", ["", "<p></p>", "<hr>", "<ol></ol>", "<ol><li></li></ol>", "plain words"])
def test_bare_bodies_are_cut_without_complaint(html: str) -> None:
    assert all(piece.anchor for piece in pieces(html))


BLOCKS = st.sampled_from(
    [
        "<p>{}</p>",
        "<h2>{}</h2>",
        "<h3>{}</h3>",
        "<ol><li>{}</li><li><p>{}</p><p>more</p></li></ol>",
        "<ul><li>{}</li></ul>",
        '<ul data-type="taskList"><li data-type="taskItem" data-checked="false">{}</li></ul>',
        '<aside data-callout="pitfall"><p>{}</p><ul><li>x</li></ul></aside>',
        "<table><tbody><tr><td>{}</td></tr></tbody></table>",
        "<blockquote><p>{}</p></blockquote>",
        "<pre>{}</pre>",
        "<p><strong>{}</strong> and <em>that</em>.</p>",
    ]
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=300)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(BLOCKS, WORDS), max_size=8))
def test_every_piece_says_exactly_what_its_place_says(parts: list[tuple[str, str]]) -> None:
    text = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
    body = clean_body("".join(html.replace("{}", words.translate(text)) for html, words in parts))

    for piece in cut(body):
        place = place_text(body, piece.anchor)
        assert place is not None
        assert piece.digest == digest(place)
        if piece.is_used and piece.role == Role.STEP and not piece.where.startswith("heading"):
            copied = f"{piece.title} {plain_text(piece.html)}"
            assert "".join(copied.split()) == "".join(place.split())
