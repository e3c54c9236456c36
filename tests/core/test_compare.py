"""Two versions are one text to read, with what went and what came marked, and safe to show."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given

from core.blocks import plain_text
from core.compare import compare_bodies
from core.diff import Budget, matching
from core.sanitize import clean_body, safe_comparison
from tests.core.hostile import VECTORS
from tests.core.soup import editor_bodies, tag_soup
from tests.core.test_sanitize import assert_only_what_is_allowed, fuzzed


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            "<p>The quick fox.</p>",
            "<p>The slow fox jumps.</p>",
            "<p>The <del>quick</del><ins>slow</ins> fox<ins> jumps</ins>.</p>",
        ),
        ("", "<p>x</p>", "<p><ins>x</ins></p>"),
        ("<p>x</p>", "", "<p><del>x</del></p>"),
        (
            "<ul><li>one</li><li>two</li></ul>",
            "<ul><li>one</li><li>new item</li><li>two</li></ul>",
            "<ul><li>one</li><li><ins>new item</ins></li><li>two</li></ul>",
        ),
        (
            "<table><tr><td>a</td><td>1</td></tr></table>",
            "<table><tr><td>a</td><td>2</td><td>x</td></tr></table>",
            "<table><tbody><tr><td>a</td><td><del>1</del><ins>2</ins></td><td><ins>x</ins></td></tr></tbody></table>",
        ),
        (
            '<p>see <a href="/a/">this</a></p>',
            '<p>see <a href="/b/">this</a></p>',
            '<p>see <del><a href="/a/">this</a></del><ins><a href="/b/">this</a></ins></p>',
        ),
        (
            '<figure><img src="/files/a.png"></figure>',
            '<figure><img src="/files/b.png"></figure>',
            '<figure><del><img src="/files/a.png"></del><ins><img src="/files/b.png"></ins></figure>',
        ),
        ("<p>same words here</p>", "<h2>same words here</h2>", "<h2>same words here</h2>"),
        ("<p>これは本です。</p>", "<p>これは古い本です。</p>", "<p>これは<ins>古い</ins>本です。</p>"),
        (
            "<p>Remove the cap and turn the dial.</p>",
            "<p>Lift a lid. Press some button?</p>",
            "<p><del>Remove the cap and turn the dial.</del></p><p><ins>Lift a lid. Press some button?</ins></p>",
        ),
        ("<p>a</p>", "<p>a</p><hr>", "<p>a</p><ins><hr></ins>"),
    ],
)
def test_changed_words_are_marked_where_they_stand(old: str, new: str, shown: str) -> None:
    assert compare_bodies(old, new) == shown


@fuzzed
@given(editor_bodies, editor_bodies)
def test_a_comparison_holds_both_versions(before: str, after: str) -> None:
    old = clean_body(before)
    new = clean_body(after, previous=old)

    shown = compare_bodies(old, new)

    assert _words(re.sub(r"<ins>.*?</ins>", "", shown)) == _words(old)
    assert _words(re.sub(r"<del>.*?</del>", "", shown)) == _words(new)
    assert " id=" not in shown


def _words(html: str) -> list[str]:
    return sorted(plain_text(html).split())


@fuzzed
@given(tag_soup)
def test_the_same_version_twice_has_no_marks(soup: str) -> None:
    assert not re.search("<(ins|del)>", compare_bodies(soup, soup))


@fuzzed
@given(tag_soup, tag_soup)
def test_a_comparison_is_safe_whatever_was_stored(old: str, new: str) -> None:
    shown = compare_bodies(old, new)

    assert safe_comparison(shown) == shown


def test_a_comparison_of_hostile_versions_is_safe() -> None:
    for old, new in pairwise(VECTORS):
        shown = compare_bodies(old, new)
        assert_only_what_is_allowed(re.sub("</?(?:ins|del)>", "", shown))


@pytest.mark.parametrize(
    "pair", [("a ", "b "), ("<p>x{0}", "<p>y{0}"), ("(] ", "[) "), ("<blockquote>q", "<li>q")]
)
def test_long_versions_that_share_little_are_compared_in_bounded_time(pair: tuple[str, str]) -> None:
    old, new = ("".join(piece.format(n) for n in range(6_000)) for piece in pair)
    start = time.perf_counter()

    compare_bodies(old, new)

    assert time.perf_counter() - start < 12


@fuzzed
@given(editor_bodies, editor_bodies)
def test_matching_finds_a_longest_common_part(before: str, after: str) -> None:
    old, new = before[:60], after[:60]

    pairs = matching(old, new, Budget(1_000_000))

    assert all(old[left] == new[right] for left, right in pairs)
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(pairs))
    assert len(pairs) == _longest(old, new)


def _longest(old: str, new: str) -> int:
    row = [0] * (len(new) + 1)
    for left in old:
        before, row = row, [0]
        for at, right in enumerate(new):
            row.append(before[at] + 1 if left == right else max(before[at + 1], row[at]))
    return row[-1]


def test_matching_without_budget_still_finds_what_both_ends_share() -> None:
    assert matching("abXcd", "abYcd", Budget(0)) == [(0, 0), (1, 1), (3, 3), (4, 4)]
