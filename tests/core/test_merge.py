"""Two people save the same page: nobody's words are lost, and they are asked only where they must be."""

import re
from functools import reduce

import pytest
from hypothesis import given

from core.blocks import plain_text
from core.merge import Conflict, merge_bodies
from core.sanitize import clean_body
from tests.core.soup import editor_bodies, tag_soup
from tests.core.test_sanitize import fuzzed

BASE = clean_body(
    "<h2>Title</h2><p>first line</p><p>second line</p><ul><li>pen item</li><li>paper item</li></ul>"
    "<table><tr><td>one</td><td>two</td></tr></table>"
    "<ol><li><p>step one</p><ul><li>part a</li><li>part b</li></ul></li></ol><p>last line</p>"
)


def edited(*changes: str) -> str:
    """The base with each first text replaced by the second, as the editor would send it."""
    pairs = zip(changes[::2], changes[1::2], strict=True)
    return clean_body(reduce(lambda html, pair: html.replace(*pair), pairs, BASE), previous=BASE)


def without_ids(html: str) -> str:
    return re.sub(r' id="\w+"', "", html)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (("first line", "first line, mine"), ("second line", "second line, theirs")),
        (("pen item", "pen, mine"), ("paper item", "paper, theirs")),
        (("<td>one", "<td>one, mine"), ("<td>two", "<td>two, theirs")),
        (("part a", "part a, mine"), ("part b", "part b, theirs")),
        (("step one", "step one, mine"), ("part b", "part b, theirs")),
        (("Title", "Title, mine"), ("first line", "first line, theirs")),
    ],
)
def test_changes_to_different_blocks_are_joined(mine: tuple[str, ...], theirs: tuple[str, ...]) -> None:
    merge = merge_bodies(BASE, edited(*mine), edited(*theirs))

    assert merge.conflicts == []
    assert without_ids(merge.html) == without_ids(edited(*mine, *theirs))


def test_a_block_that_both_changed_is_shown_with_both_texts() -> None:
    merge = merge_bodies(BASE, edited("first line", "first, mine"), edited("first line", "first, theirs"))

    (conflict,) = merge.conflicts
    assert [plain_text(side) for side in (conflict.base, conflict.mine, conflict.theirs)] == [
        "first line", "first, mine", "first, theirs",
    ]  # fmt: skip
    assert "first, theirs" in merge.html
    assert "first, mine" not in merge.html


def test_choices_decide_conflicts_in_order() -> None:
    mine = edited("first line", "first, mine", "last line", "last, mine")
    merge = merge_bodies(BASE, mine, edited("first line", "first, theirs", "last line", "last, theirs"))

    chosen = merge.with_choices([merge.conflicts[0].mine, "<p>a third text</p>"])

    assert plain_text(chosen).startswith("Title\nfirst, mine\nsecond line")
    assert plain_text(chosen).endswith("a third text")
    with pytest.raises(ValueError, match="2 places"):
        merge.with_choices([])


def test_an_item_with_words_that_both_changed_is_the_conflict_not_its_list() -> None:
    merge = merge_bodies(BASE, edited("step one", "step, mine"), edited("step one", "step, theirs"))

    (conflict,) = merge.conflicts
    assert conflict.mine.startswith("<li id=")
    assert "part a" in conflict.mine


def test_cells_that_both_changed_make_the_table_the_conflict() -> None:
    merge = merge_bodies(BASE, edited("<td>one", "<td>mine"), edited("<td>one", "<td>theirs"))

    assert [conflict.theirs.startswith("<table id=") for conflict in merge.conflicts] == [True]


def test_taking_out_what_the_other_changed_is_a_conflict() -> None:
    paragraph = re.search(r"<p[^>]*>second line</p>", BASE)
    assert paragraph
    mine = clean_body(BASE.replace(paragraph.group(), ""), previous=BASE)

    merge = merge_bodies(BASE, mine, edited("second line", "second line, better"))

    assert [(conflict.mine, plain_text(conflict.theirs)) for conflict in merge.conflicts] == [
        ("", "second line, better")
    ]


def test_taking_out_what_the_other_left_alone_takes_it_out() -> None:
    mine = clean_body(re.sub(r"<p[^>]*>second line</p>", "", BASE), previous=BASE)

    merge = merge_bodies(BASE, mine, edited("last line", "last, theirs"))

    assert merge.conflicts == []
    assert "second line" not in merge.html


def test_both_adding_at_the_end_keeps_both() -> None:
    mine = clean_body(BASE + "<p>added by me</p>", previous=BASE)
    theirs = clean_body(BASE + "<ul><li>added by them</li></ul>", previous=BASE)

    merge = merge_bodies(BASE, mine, theirs)

    assert merge.conflicts == []
    assert plain_text(merge.html).endswith("last line\nadded by me\nadded by them")


def test_moving_a_block_that_the_other_changed_does_both() -> None:
    last = re.search(r"<p[^>]*>last line</p>", BASE)
    assert last
    mine = clean_body(last.group() + BASE.replace(last.group(), ""), previous=BASE)

    merge = merge_bodies(BASE, mine, edited("last line", "last line, theirs"))

    assert merge.conflicts == []
    assert plain_text(merge.html).startswith("last line, theirs\nTitle")
    assert plain_text(merge.html).count("last line") == 1


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    both = edited("first line", "first line, agreed")

    assert merge_bodies(BASE, both, both).html == both


@fuzzed
@given(editor_bodies, editor_bodies)
def test_merging_with_an_unchanged_side_gives_the_other(before: str, after: str) -> None:
    base = clean_body(before)
    changed = clean_body(after, previous=base)

    assert merge_bodies(base, base, changed).html == changed
    assert merge_bodies(base, changed, base).html == changed


@fuzzed
@given(editor_bodies, editor_bodies, editor_bodies)
def test_nothing_that_either_typed_disappears(before: str, one: str, other: str) -> None:
    base = clean_body(before)
    mine, theirs = clean_body(before + one, previous=base), clean_body(other + before, previous=base)

    merge = merge_bodies(base, mine, theirs)

    kept = plain_text(merge.html + "".join(conflict.mine + conflict.theirs for conflict in merge.conflicts))
    for side in (mine, theirs):
        assert set(plain_text(side).split()) <= set(kept.split())


@fuzzed
@given(editor_bodies, editor_bodies, editor_bodies)
def test_merging_with_every_conflict_chosen_for_theirs_is_the_html(before: str, one: str, other: str) -> None:
    base = clean_body(before)
    merge = merge_bodies(base, clean_body(one, previous=base), clean_body(other, previous=base))

    assert merge.with_choices([conflict.theirs for conflict in merge.conflicts]) == merge.html
    assert all(
        isinstance(conflict, Conflict) and conflict.mine != conflict.theirs for conflict in merge.conflicts
    )


@fuzzed
@given(tag_soup, tag_soup, tag_soup)
def test_merging_never_fails_whatever_was_stored(base: str, mine: str, theirs: str) -> None:
    clean_body(merge_bodies(base, mine, theirs).html)
