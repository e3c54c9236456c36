"""Every block can be pointed at, and stays the same block while it is edited."""

import re
import time
import unicodedata

import pytest
from hypothesis import given

from core.blocks import blocks, digest, place_html, place_text, plain_text, sections, with_block_ids
from core.sanitize import clean_body
from core.tree import parse
from tests.core.soup import editor_bodies, tag_soup
from tests.core.test_sanitize import fuzzed

BODY = (
    "<p>Before all.</p><h2>Prepare</h2><p>Wash hands.</p><h3>Tools</h3><ul><li>Pen</li><li>Paper</li></ul>"
    "<h2>Do</h2><ol><li>Open the chart</li><li>Sign it<ul><li>with a pen</li></ul></li></ol>"
    "<table><tr><th>Ward</th><th>Bed</th></tr><tr><td>4B</td><td>12</td></tr></table>"
)


def ids(html: str) -> dict[str, str]:
    """The id of each block by its words."""
    return {block.text: block.id for block in blocks(html)}


def test_every_block_has_an_id_and_no_two_the_same() -> None:
    found = blocks(clean_body(BODY + BODY))

    assert [block.tag for block in found[:6]] == ["p", "h2", "p", "h3", "li", "li"]
    assert all(re.fullmatch(r"b[a-z2-7]{10}", block.id) for block in found)
    assert len({block.id for block in found}) == len(found)


@fuzzed
@given(tag_soup)
def test_ids_are_never_given_twice_whatever_was_sent(soup: str) -> None:
    found = [element.get("id") for element in parse(clean_body(soup)).iter() if element.get("id")]

    assert len(found) == len(set(found))


@fuzzed
@given(editor_bodies, editor_bodies)
def test_a_block_that_stays_as_it_was_keeps_its_id_without_being_asked(before: str, added: str) -> None:
    old = clean_body(before)

    new = clean_body(added + before + added, previous=old)

    assert {block.id for block in blocks(old)} <= {block.id for block in blocks(new)}


def test_a_block_keeps_its_id_when_its_words_change_a_little() -> None:
    old = clean_body("<p>Open the chart and wait.</p><p>Sign.</p>")

    new = clean_body(
        "<p>New first line here.</p><p>Open the chart and wait for it.</p><p>Sign.</p>", previous=old
    )

    assert ids(new)["Open the chart and wait for it."] == ids(old)["Open the chart and wait."]
    assert ids(new)["Sign."] == ids(old)["Sign."]


def test_a_rewritten_block_keeps_the_id_that_the_editor_kept_for_it() -> None:
    old = clean_body("<p>Open the chart.</p>")

    new = clean_body(old.replace("Open the chart.", "Something else entirely"), previous=old)

    assert list(ids(new).values()) == list(ids(old).values())


def test_exchanged_ids_are_put_right() -> None:
    old = clean_body("<p>First words</p><p>Second thing</p>")
    first, second = (block.id for block in blocks(old))

    new = clean_body(
        f'<p id="{second}">First words</p><p id="{first}">Second thing, changed</p>', previous=old
    )

    assert [block.id for block in blocks(new)] == [first, second]


def test_a_doubled_id_stays_with_the_block_that_had_it() -> None:
    old = clean_body("<p>First words</p>")
    first = blocks(old)[0].id

    new = clean_body(f'<p id="{first}">A copy, pasted above</p><p id="{first}">First words</p>', previous=old)

    assert [block.id == first for block in blocks(new)] == [False, True]


def test_malformed_ids_are_replaced() -> None:
    html = clean_body('<p id="location">a</p><p id="B7K2M3QA4ZX">b</p><p id="b7k2m3qa4zx9">c</p>')

    assert all(re.fullmatch(r"b[a-z2-7]{10}", block.id) for block in blocks(html))


def test_pictures_with_the_same_words_are_told_apart() -> None:
    old = clean_body('<figure><img src="/files/a.png"></figure><figure><img src="/files/b.png"></figure>')
    first, second = (block.id for block in blocks(old))

    new = clean_body(
        '<figure><img src="/files/b.png"></figure><figure><img src="/files/a.png"></figure>', previous=old
    )

    assert [block.id for block in blocks(new)] == [second, first]


def test_an_item_keeps_its_id_when_a_list_is_added_below_it() -> None:
    old = clean_body("<ul><li><p>Sign it</p></li></ul>")

    new = clean_body(
        f"<ul><li><p>Sign it</p><ul>{'<li>a long list of new things</li>' * 9}</ul></li></ul>", previous=old
    )

    assert blocks(new)[0].id == blocks(old)[0].id


def test_the_only_paragraph_of_an_item_or_cell_has_no_id_of_its_own() -> None:
    html = clean_body(
        "<ul><li><p>one</p></li><li><p>two</p><p>three</p></li></ul><table><tr><td><p>x</p></table>"
    )

    assert [block.tag for block in blocks(html)] == ["li", "li", "p", "p", "table"]


def test_matching_thousands_of_rewritten_blocks_is_quick() -> None:
    old = clean_body("".join(f"<p>old words number {n} {n * n}</p>" for n in range(4_000)))
    start = time.perf_counter()

    clean_body("".join(f"<p>new text count {n * 7} {n}</p>" for n in range(4_000)), previous=old)

    assert time.perf_counter() - start < 8


def test_sections_are_cut_at_headings_of_any_level() -> None:
    found = sections(clean_body(BODY))

    assert [(section.level, section.title) for section in found] == [
        (0, ""), (2, "Prepare"), (3, "Tools"), (2, "Do"),
    ]  # fmt: skip
    assert [section.text for section in found[:3]] == ["Before all.", "Wash hands.", "Pen\nPaper"]
    assert [block.text for block in found[3].blocks][:2] == ["Open the chart", "Sign it\nwith a pen"]
    assert found[0].anchor == ""
    assert all(re.fullmatch(r"b[a-z2-7]{10}", section.anchor) for section in found[1:])


def test_a_body_that_starts_with_a_heading_has_no_nameless_section() -> None:
    assert [section.title for section in sections(clean_body("<h2>Only</h2>"))] == ["Only"]
    assert sections("") == []


def test_the_place_of_a_heading_reaches_to_the_next_of_its_level() -> None:
    html = clean_body(BODY)
    place = ids(html)

    assert place_text(html, place["Prepare"]) == "Prepare\nWash hands.\nTools\nPen\nPaper"
    assert place_text(html, place["Tools"]) == "Tools\nPen\nPaper"
    assert place_text(html, place["Pen"]) == "Pen"
    assert (
        place_html(html, place["Open the chart"]) == f'<li id="{place["Open the chart"]}">Open the chart</li>'
    )


def test_the_empty_anchor_is_the_whole_body_and_a_lost_one_is_none() -> None:
    html = clean_body(BODY)

    assert place_text(html, "") == plain_text(html)
    assert place_html(html, "baaaaaaaaaa") is None
    assert place_text(html, "' or 1=1") is None


def test_plain_text_keeps_words_apart() -> None:
    html = "<h2>A</h2><p>b<br>c</p><ul><li>d<ul><li>e</li></ul></li></ul><table><tr><td>f</td><td>g</td></tr></table>"

    assert plain_text(html) == "A\nb\nc\nd\ne\nf\tg"
    assert (
        plain_text('<p>x <img src="/files/a.png" alt="the button"> y</p><pre>1\n  2</pre>')
        == "x the button y\n1\n  2"
    )


@pytest.mark.parametrize("odd", ["", " ", "\ud800", "\x00", "<", "</p>", "<p", "&#0;", "]]>", "<!--"])
def test_reading_never_fails_whatever_is_stored(odd: str) -> None:
    sections(odd)
    blocks(odd)
    place_html(odd, "b7k2m3qa4zx")
    with_block_ids(odd, previous=odd)
    assert digest(plain_text(odd))


def test_a_digest_ignores_spaces_and_ways_to_write_an_accent() -> None:
    assert digest("café  au\nlait ") == digest(unicodedata.normalize("NFD", "café au lait"))
    assert digest("cafe au lait") != digest("café au lait")
    assert re.fullmatch(r"[0-9a-f]{64}", digest(""))
