"""Markdown becomes the HTML that the editor would have made."""

from __future__ import annotations

import time

import pytest

from core.markdown import first_heading, markdown_to_html
from core.sanitize import clean_body


def cleaned(text: str) -> str:
    """What is stored of it, without ids and line ends between blocks."""
    html = clean_body(markdown_to_html(text))
    while ' id="b' in html:
        before, _, after = html.partition(' id="b')
        html = before + after.partition('"')[2]
    return html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "# One\n\nTwo *three* **four** `five`",
            "<h2>One</h2><p>Two <em>three</em> <strong>four</strong> <code>five</code></p>",
        ),
        ("1. a\n2. b\n   - c\n3. d", "<ol><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ol>"),
        ("4. d\n5. e", '<ol start="4"><li>d</li><li>e</li></ol>'),
        ("~~gone~~", "<p><s>gone</s></p>"),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("a  \nb", "<p>a<br>b</p>"),
        ("***", "<hr>"),
    ],
)
def test_what_is_written_in_markdown_is_stored_as_the_editor_stores_it(text: str, html: str) -> None:
    assert cleaned(text).replace("\n", "") == html


def test_tables_keep_their_heads_and_cells() -> None:
    html = cleaned("| a | b |\n|---|:-:|\n| 1 | **2** |")

    assert "<th>a</th>" in html
    assert "<td><strong>2</strong></td>" in html


def test_task_lists_tight_and_loose_become_task_lists_and_others_stay() -> None:
    tight = cleaned("- [ ] open\n- [x] done")
    loose = cleaned("- [X] one\n\n- [ ] two")
    mixed = cleaned("- [ ] open\n- other")

    assert tight.count('data-type="taskItem"') == 2
    assert 'data-checked="true">done' in tight
    assert 'data-checked="true"><p>one</p>' in loose
    assert "taskList" not in mixed
    assert "[ ] open" in mixed


def test_attributes_in_braces_name_headings_and_are_left_out_elsewhere() -> None:
    html = markdown_to_html(
        "## Set up {#set-up .wide}\n\n## Say {this}\n\n[a](/b){.button} **c**{: .d} {x}\n{: .lead}"
    )

    assert '<h2 id="set-up">Set up</h2>' in html
    assert "<h2>Say {this}</h2>" in html
    assert '<a href="/b">a</a> <strong>c</strong> {x}' in html
    assert "lead" not in html


def test_footnotes_stand_below() -> None:
    html = cleaned("Word[^1] more.\n\n[^1]: The note.")

    assert html.index("Word") < html.index("<hr>") < html.index("The note.")


def test_html_among_markdown_is_cleaned_with_the_rest() -> None:
    html = cleaned('<div onclick="x()">a</div>\n\n<script>alert(1)</script>\n\n<b>c</b>')

    assert html.replace("\n", "") == "<p>a</p><p><strong>c</strong></p>"


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("# A *b* `c` [d](e)", "A b c d"),
        ("```\n# no\n```\n\nYes\n===", "Yes"),
        ("## Second only", ""),
        ("    # code\n\n# AT&amp;T {#x}", "AT&T"),
        ("", ""),
    ],
)
def test_first_heading_is_read_as_it_is_shown(text: str, heading: str) -> None:
    assert first_heading(text) == heading


@pytest.mark.parametrize("piece", ["[", "![", "[^1]", "> ", "- ", "<!--", "`", "{: ", "# {#a} "])
def test_time_grows_with_the_length_and_not_with_the_trick(piece: str) -> None:
    began = time.process_time()

    markdown_to_html(piece * (60_000 // len(piece)))

    assert time.process_time() - began < 8
