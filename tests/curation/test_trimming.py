"""A piece cut to some of its sentences: exactly words of its source, and provenance of just these words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from communities.actions.threads import edit_post
from core.blocks import digest, place_text, plain_text
from core.sanitize import clean_body
from core.tree import outer_html
from curation.models import DriftAlert, JobAidPage, Provenance
from curation.promotion.cutting import cut
from curation.promotion.pieces import Piece, trimmed
from curation.promotion.trimming import sentences, without
from curation.upkeep.drift import check_drift
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.promoting import as_proposed, pieces
from tests.curation.test_pieces import BLOCKS, WORDS

AsUser = Callable[[User], Client]
ANSWER = "<ol><li>Turn the cap. <strong>Wait. Then</strong> scan it. It beeps.</li><li>Sign.</li></ol>"


def one_piece(html: str) -> Piece:
    (piece,) = cut(clean_body(html))
    return piece


def test_each_sentence_can_be_left_out_and_the_others_stay_as_they_are() -> None:
    piece = one_piece("<ol><li>Turn the cap. <strong>Wait. Then</strong> scan it. It beeps.</li></ol>")

    left = trimmed(piece, {1, 3})

    assert [words for _, words in piece.sentences] == ["Turn the cap.", "Wait.", "Then scan it.", "It beeps."]
    assert plain_text(left.whole).split() == ["Turn", "the", "cap.", "Then", "scan", "it."]
    assert "<strong>Then</strong>" in left.whole
    assert [span.text for span in left.spans] == ["Turn the cap.", "Then scan it."]


def test_title_of_what_stays_is_its_first_line() -> None:
    piece = one_piece("<ol><li><p>Mind the door.</p><p>Open the list.</p><ul><li>by bay</li></ul></li></ol>")

    left = trimmed(piece, {0})

    assert left.title == "Open the list."
    assert plain_text(left.html) == "by bay"


def test_section_without_its_heading_is_led_by_what_stands_under_it() -> None:
    first, _ = cut(clean_body("<h2>One</h2><ul><li>Do it. Now.</li><li>Look.</li></ul><h2>Two</h2><p>x</p>"))

    left = trimmed(first, {0, 2})

    assert left.title == "Do it."
    assert plain_text(left.html) == "Look."


def test_table_is_cut_by_rows() -> None:
    piece = one_piece(
        "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>"
    )

    assert [words for _, words in piece.sentences] == ["a b", "c d"]
    assert plain_text(trimmed(piece, {0}).whole) == "c\td"


def test_cutting_everything_or_nothing_leaves_the_piece_whole() -> None:
    piece = one_piece("<ol><li>One. Two.</li></ol>")

    assert trimmed(piece, {0, 1}) == piece
    assert trimmed(piece, set()) == piece
    assert trimmed(piece, {7, 99_999}) == piece


def test_what_is_a_piece_of_its_own_is_not_offered_again() -> None:
    first, *_ = cut(
        clean_body(
            '<h2>One</h2><p>Do it. Look.</p><aside data-callout="pitfall"><p>Not red.</p></aside>'
            "<p>End.</p><h2>Two</h2>"
        )
    )

    left = trimmed(first, {2})

    assert "Not red." not in [words for _, words in first.sentences]
    assert [span.text for span in left.spans] == ["One\nDo it.", "End."]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(BLOCKS, WORDS), min_size=1, max_size=5), st.data())
def test_what_stays_is_exactly_words_of_the_place(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    text = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
    body = clean_body("".join(html.replace("{}", words.translate(text)) for html, words in parts))
    whole = plain_text(body)
    numbers = [number for number, _ in sentences(body)]
    cut_out = data.draw(st.sets(st.sampled_from(numbers))) if numbers else set()

    root, spans = without(body, cut_out)

    for span in spans:
        assert whole[span.start : span.end] == span.text
    assert "".join("".join(span.text for span in spans).split()) == "".join(
        plain_text(outer_html(root)).split()
    )


# On the page


@pytest.fixture
def trimmed_form(ward: Ward) -> dict[str, object]:
    edit_post(user=ward.cast.eli, post=ward.answer, body=ANSWER)
    practice = ward.practice()
    first = next(piece for piece in pieces(practice) if piece.title.startswith("Turn"))
    return as_proposed(practice) | {f"cut-{first.id}": ["1", "3"], "address": practice.get_absolute_url()}


@pytest.mark.django_db
def test_curator_trims_without_script_and_sees_what_stays(
    ward: Ward, as_user: AsUser, trimmed_form: dict[str, object]
) -> None:
    shown = as_user(ward.cast.cora).post(
        f"{trimmed_form['address']}promote/", trimmed_form | {"preview": "1"}
    )

    sheet = shown.content.decode().split('id="sheet"')[1]
    assert "Turn the cap. " in sheet
    assert "scan it." in sheet
    assert "It beeps." not in sheet
    assert not JobAidPage.objects.exists()


@pytest.mark.django_db
def test_provenance_keeps_the_exact_words_that_are_used(
    ward: Ward, as_user: AsUser, trimmed_form: dict[str, object]
) -> None:
    as_user(ward.cast.cora).post(f"{trimmed_form['address']}promote/", trimmed_form | {"make": "1"})

    draft = JobAidPage.objects.get()
    rows = list(Provenance.objects.filter(step=str(draft.steps[0].id)).order_by("pk"))
    block = rows[0].anchor.partition(":")[0]
    text = place_text(ward.answer.__class__.objects.get(pk=ward.answer.pk).body, block) or ""
    assert [row.quote for row in rows] == ["Turn the cap.", "Then scan it."]
    assert [row.digest for row in rows] == [digest("Turn the cap."), digest("Then scan it.")]
    for row in rows:
        start, _, end = row.anchor.partition(":")[2].partition("-")
        assert text[int(start) : int(end)] == row.quote


@pytest.mark.django_db
def test_drift_of_a_trimmed_piece_is_about_the_words_that_are_used(
    ward: Ward, as_user: AsUser, trimmed_form: dict[str, object]
) -> None:
    as_user(ward.cast.cora).post(f"{trimmed_form['address']}promote/", trimmed_form | {"make": "1"})

    edit_post(user=ward.cast.eli, post=ward.answer, body=ANSWER.replace("It beeps", "It hums"))
    check_drift(ward.answer.__class__.objects.get(pk=ward.answer.pk))
    untouched = DriftAlert.objects.count()
    edit_post(user=ward.cast.eli, post=ward.answer, body=ANSWER.replace("Turn the cap", "Pull the cap"))
    check_drift(ward.answer.__class__.objects.get(pk=ward.answer.pk))

    assert untouched == 0
    assert [alert.provenance.quote for alert in DriftAlert.objects.all()] == ["Turn the cap."]
