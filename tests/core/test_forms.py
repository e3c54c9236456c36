"""The field that takes every rich body, with and without script."""

from __future__ import annotations

import pytest
from django import forms

from core.forms import BodyField, EditorWidget
from core.sanitize import MAX_BODY_CHARS


class Form(forms.Form):
    body = BodyField(label="Text")
    note = BodyField(required=False, toolbar="short")


def sent(body: str, note: str = "") -> Form:
    return Form({"body": body, "note": note})


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("One\nline\n\n \nTwo", "<p>One<br>line</p><p>Two</p>"),
        ("One\r\nline\r\n\r\nTwo", "<p>One<br>line</p><p>Two</p>"),
        ("  Write to <ana@example.org>  ", "<p>Write to &lt;ana@example.org&gt;</p>"),
        ("3 < 4 & 5 > 4", "<p>3 &lt; 4 &amp; 5 &gt; 4</p>"),
        ("Never <script>alert(1)</script>", "<p>Never &lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("pa <b", "<p>pa &lt;b</p>"),
    ],
)
def test_plain_text_becomes_paragraphs_and_loses_no_word(typed: str, stored: str) -> None:
    form = sent(typed)

    assert form.is_valid()
    assert form.cleaned_data["body"] == stored


def test_html_is_sanitised() -> None:
    form = sent('<h1 onclick="x()">Order</h1><script>alert(1)</script><p>Scan <b>twice</b></p>')

    assert form.is_valid()
    assert form.cleaned_data["body"] == "<h2>Order</h2><p>Scan <strong>twice</strong></p>"


@pytest.mark.parametrize(
    "nothing", ["", "  \n ", "<p></p>", "<p> &nbsp; </p><hr>", "<h2><br></h2>", "<p><script>x</script></p>"]
)
def test_body_with_nothing_to_see_is_refused_where_one_is_needed(nothing: str) -> None:
    form = sent(nothing, note=nothing)

    assert form.errors == {"body": ["Write something first"]}


def test_optional_body_with_nothing_to_see_is_empty() -> None:
    form = sent("Words", note="<p></p>")

    assert form.is_valid()
    assert form.cleaned_data["note"] == ""


@pytest.mark.parametrize(
    "seen", ['<p><img src="/files/a.png" alt=""></p>', "<table><tbody><tr><td></td></tr></tbody></table>"]
)
def test_picture_or_table_is_something(seen: str) -> None:
    assert sent(seen).is_valid()


def test_too_long_text_is_refused_with_its_length_and_kept() -> None:
    long = "<p>" + "a" * MAX_BODY_CHARS + "</p>"

    form = sent(long)

    assert "400,007 characters" in form.errors["body"][0]
    assert "a" * MAX_BODY_CHARS in str(form["body"])


def test_what_was_typed_comes_back_with_the_error_and_cannot_break_out() -> None:
    form = sent("</textarea><script>alert(1)</script>" + "a" * MAX_BODY_CHARS)

    shown = str(form["body"])

    assert "&lt;/textarea&gt;&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_widget_tells_the_editor_what_the_view_knows_and_nothing_else() -> None:
    form = Form()
    widget = form.fields["body"].widget
    assert isinstance(widget, EditorWidget)
    widget.upload_url = '/upload/"><b>'
    widget.base_version = 0

    shown = str(form["body"])

    assert 'data-upload-url="/upload/&quot;&gt;&lt;b&gt;"' in shown
    assert 'data-base-version="0"' in shown
    assert 'data-toolbar="full"' in shown
    assert "data-draft-key" not in shown
    assert '<textarea name="body"' in shown
    assert "upload" not in str(Form()["body"])  # what one view knows stays with its form


def test_script_stands_only_where_an_editor_does() -> None:
    assert 'js/editor.js" type="module"' in str(Form().media)
