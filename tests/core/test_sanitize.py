"""Nothing that a person sends executes, leads astray or breaks the page, and nothing they wrote is lost."""

import json
import re
import threading
import time
from contextlib import suppress
from html import unescape
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import HealthCheck, given, settings
from lxml.html import HtmlElement, fragment_fromstring

from core.blocks import plain_text
from core.links import image_source, link_target
from core.markup import ATTRIBUTES, TAGS, attribute_value
from core.sanitize import MAX_BODY_CHARS, MAX_ELEMENTS, BodyTooLarge, clean_body, sanitize_html
from tests.core.hostile import VECTORS
from tests.core.soup import tag_soup
from tests.realdata import shared_data

fuzzed = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


class _Walk(HTMLParser):
    """A parser of its own, unlike those that the sanitiser uses, that lists what a body holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, "", ""))
        self.found.extend((tag, name, value or "") for name, value in attrs)

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", "", data))


def assert_only_what_is_allowed(html: str) -> None:
    for tag, name, value in _Walk(html).found:
        assert tag in TAGS, html
        assert not name or attribute_value(tag, name, value) == value, html
    for element in _tree(html).iter():
        assert element.tag in TAGS | {"div"}, html
        assert set(element.keys()) <= ATTRIBUTES.get(element.tag, frozenset()), html
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ud800-\udfff]", html)


def independently_cleaned(html: str) -> str:
    """The same allow-list through nh3 alone, with its own reading of addresses."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _tree(html: str) -> HtmlElement:
    return fragment_fromstring(html, create_parent="div")


def _same(one: str, other: str) -> bool:
    return unescape(one) == unescape(other) and len(_Walk(one).found) == len(_Walk(other).found)


def test_the_list_of_vectors_is_large() -> None:
    assert len(set(VECTORS)) >= 150


@pytest.mark.parametrize("vector", VECTORS)
def test_a_hostile_vector_leaves_only_what_is_allowed(vector: str) -> None:
    for html in (sanitize_html(vector), clean_body(vector)):
        assert_only_what_is_allowed(html)
        assert "evil.example" not in " ".join(value for _, name, value in _Walk(html).found if name)
        assert _same(independently_cleaned(html), html)


@pytest.mark.parametrize(
    "wrapping", ["<p>{}</p>", "<ul><li>{}</ul>", "<table><tr><td>{}", "<pre>{}", "<a href=/x>{}"]
)
def test_a_vector_inside_allowed_markup_leaves_only_what_is_allowed(wrapping: str) -> None:
    for vector in VECTORS:
        html = sanitize_html(wrapping.format(vector))

        assert_only_what_is_allowed(html)
        assert sanitize_html(html) == html


def test_all_vectors_in_one_body_leave_only_what_is_allowed() -> None:
    html = clean_body("".join(VECTORS))

    assert_only_what_is_allowed(html)


def test_the_corpora_of_others_leave_only_what_is_allowed() -> None:
    lines = shared_data("hostile/h5sc-vectors.txt").read_text(errors="surrogateescape").split('<div id="')
    naughty = json.loads(shared_data("hostile/blns.json").read_text())

    for vector in [*lines, *naughty]:
        html = clean_body(vector)
        assert_only_what_is_allowed(html)
        assert _same(independently_cleaned(html), html)
        assert clean_body(html, previous=html) == html


@fuzzed
@given(tag_soup)
def test_any_tag_soup_leaves_only_what_is_allowed(soup: str) -> None:
    assert_only_what_is_allowed(clean_body(soup))


@fuzzed
@given(tag_soup)
def test_cleaning_twice_changes_nothing(soup: str) -> None:
    once = sanitize_html(soup)

    assert sanitize_html(once) == once


@fuzzed
@given(tag_soup)
def test_saving_the_same_body_twice_changes_nothing(soup: str) -> None:
    once = clean_body(soup)

    assert clean_body(once, previous=once) == once


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("hello", "hello"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("<h1>Title</h1>", "<h2>Title</h2>"),
        ("<p><b>bold</b> <i>slanted</i></p>", "<p><strong>bold</strong> <em>slanted</em></p>"),
        ("<p><ins>new</ins> <del>old</del></p>", "<p>new <s>old</s></p>"),
        ("<div>one</div><div>two</div>", "<p>one</p><p>two</p>"),
        ("<p>one</p>loose", "<p>one</p><p>loose</p>"),
        ("<li>alone", "<ul><li>alone</li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a</li><li><ul><li>b</li></ul></li></ul>"),
        ("<ul><li><div>a</div><div>b</div></li></ul>", "<ul><li>a<p>b</p></li></ul>"),
        ("<table><tr><td>1<td>2</table>", "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
        ("<td>cell</td>", "<p>cell</p>"),
        ("<p>a</p><img src=/files/a.png alt=A>", '<p>a</p><figure><img src="/files/a.png" alt="A"></figure>'),
        ("<figure><img src=/files/a.png><p>Words</p></figure>", None),
        ("<pre>\n\n  code\n</pre>", "<pre>  code\n</pre>"),
        (
            "<aside data-callout=pitfall><p>Mind</p></aside>",
            '<aside data-callout="pitfall"><p>Mind</p></aside>',
        ),
        ("<aside><p>Mind</p></aside>", "<p>Mind</p>"),
        ("<p>a<!-- hidden -->b</p>", "<p>ab</p>"),
        ("<p>caf\x92\x85</p>", "<p>caf’…</p>"),
        ("<p>isolate \u2067kept\u2069</p>", "<p>isolate \u2067kept\u2069</p>"),
    ],
)
def test_what_people_paste_becomes_what_the_editor_makes(sent: str, stored: str | None) -> None:
    expected = stored or '<figure><img src="/files/a.png"><figcaption>Words</figcaption></figure>'

    assert sanitize_html(sent) == expected


def test_a_whole_body_has_every_word_in_a_block() -> None:
    html = clean_body("loose <b>words</b>")

    assert re.fullmatch(r'<p id="b[a-z2-7]{10}">loose <strong>words</strong></p>', html)


def test_markup_that_was_typed_as_words_stays_words() -> None:
    typed = (
        "<p>Write &amp;lt; for &lt;, as in &lt;b&gt; at https://example.org/?a=1&amp;copy=2&amp;amp;lt;</p>"
    )

    assert (
        plain_text(clean_body(typed))
        == "Write &lt; for <, as in <b> at https://example.org/?a=1&copy=2&amp;lt;"
    )


def test_scripts_and_styles_leave_no_words_behind() -> None:
    sent = (
        "<p>a</p><script>alert(1)</script><style>p{}</style><svg><text>x</text></svg><title>t</title><p>b</p>"
    )

    assert sanitize_html(sent) == "<p>a</p><p>b</p>"


def test_bare_addresses_become_links_but_not_in_code() -> None:
    html = sanitize_html("<p>See https://example.org/a_(b), ok? example.org</p><pre>http://x.org</pre>")

    assert html == (
        '<p>See <a href="https://example.org/a_(b)" rel="nofollow noopener">https://example.org/a_(b)</a>, '
        "ok? example.org</p><pre>http://x.org</pre>"
    )


def test_only_links_that_lead_outside_carry_rel() -> None:
    sent = '<a href="/wiki/" rel="me">in</a> <a href="#b7k2m3qa4zx">here</a> <a href="https://example.org">out</a>'

    assert sanitize_html(sent) == (
        '<a href="/wiki/">in</a> <a href="#b7k2m3qa4zx">here</a> '
        '<a href="https://example.org" rel="nofollow noopener">out</a>'
    )


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a b", "http://intranet/x?y#z", "mailto:ana@example.org?subject=x", "/a//b", "/"],
)
def test_a_sound_link_stays(address: str) -> None:
    assert link_target(address) == address.replace(" ", "%20")


@pytest.mark.parametrize("source", ["/files/a.png", "/files/2026/a%20b.png", "/files/x/Bild-1_(2).webp"])
def test_a_picture_of_our_own_stays(source: str) -> None:
    assert image_source(source) == source


@pytest.mark.parametrize(
    "opening", ["<div>", "<blockquote>", "<ul><li>", "<b>", "<table><tr><td>", "<span><p>"]
)
def test_ten_thousand_nested_elements_are_flattened_in_time_with_their_words(opening: str) -> None:
    start = time.perf_counter()

    html = clean_body(opening * 10_000 + "the words")

    assert plain_text(html).strip() == "the words"
    assert time.perf_counter() - start < 10
    assert_only_what_is_allowed(html)


@pytest.mark.parametrize(
    "piece",
    [
        "<p><b id={}>",
        "&",
        "<",
        "http://((",
        "<!--",
        "\ud800",
        "<p>x y",
        "<a href=/x>y",
        "</p>x",
        "\x00",
        "]]>",
    ],
)
def test_a_huge_odd_body_is_cleaned_or_refused(piece: str) -> None:
    sent = "".join(piece.format(number) for number in range(60_000 // len(piece)))

    with suppress(BodyTooLarge):
        assert_only_what_is_allowed(clean_body(sent))


def test_a_body_that_is_too_long_says_how_long_it_may_be() -> None:
    with pytest.raises(BodyTooLarge, match="The most that fits is 400,000"):
        clean_body("x" * (MAX_BODY_CHARS + 1))


def test_a_body_of_very_many_small_pieces_is_refused_however_short_it_is() -> None:
    for piece in ("<p>a</p>", "<ul><li>a</li></ul>", "<p>a<br></p>"):
        with pytest.raises(BodyTooLarge, match="more than 20,000 paragraphs"):
            clean_body(piece * (MAX_ELEMENTS + 1))


def test_a_body_that_could_be_saved_can_be_saved_again() -> None:
    piece = f"<p>{'word ' * 3}</p>"
    stored = clean_body(piece * (MAX_BODY_CHARS // len(piece)))
    assert len(stored) > MAX_BODY_CHARS

    assert clean_body(stored, previous=stored) == stored


def test_threads_clean_side_by_side() -> None:
    sent = [f"<p>{'word ' * number}<b>{number}</b></p>" for number in range(40)]
    expected = [sanitize_html(html) for html in sent]
    wrong: list[str] = []

    def clean_all() -> None:
        wrong.extend(html for html, right in zip(sent, expected, strict=True) if sanitize_html(html) != right)

    threads = [threading.Thread(target=clean_all) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
