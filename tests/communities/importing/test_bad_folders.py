"""Whatever lies in a folder, the run goes on to its end, says why, and takes nothing from outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.management import CommandError
from lxml import html as lxml_html
from wagtail.models import Page

from communities.models import Attachment, CommunityPage, WikiPage
from communities.tree import children_of
from core.markup import TAGS
from core.sanitize import MAX_BODY_CHARS
from tests.communities.importing.conftest import Run, page_of, picture, said
from tests.realdata import shared_data

GOOD = {"good.md": "# Good\n\nWords"}
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_an_empty_folder_makes_nothing_and_says_so(import_folder: Run) -> None:
    report = import_folder()

    assert "Done: nothing" in report
    assert "There is no Markdown or HTML to make pages of" in report


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("bad.md", b"", "Empty: 1\n    bad.md"),
        ("bad.md", b" \n\t\n", "Empty: 1\n    bad.md"),
        ("bad.md", b"x" * (5 * 1024 * 1024), "Could not be read: larger than 4 MB: 1\n    bad.md"),
        ("bad.md", b"x " * MAX_BODY_CHARS, "800,000 characters, and a page holds 400,000: split it: 1"),
        (
            "bad.md",
            b"# x\n\n" + b"& " * 150_000,
            "The most that fits is 400,000: split it in two.: 1\n    bad.md",
        ),
        ("bad.md", picture(), "Could not be read: not a text file: 1\n    bad.md"),
        ("bad.md", b"\xff\xfe\x00\xd8\x00\xd8a", "Could not be read: not a text file: 1"),
        (
            "bad.html",
            b"---js\nmodule.exports = {}\n---\n<p>x",
            "Could not be read: a template in js, not a page: 1",
        ),
    ],
    ids=["0 bytes", "blank", "5 MB", "too long", "too long as HTML", "binary", "broken UTF-16", "template"],
)
def test_a_file_that_makes_no_page_is_reported_and_the_rest_goes_on(
    import_folder: Run, name: str, content: bytes, why: str
) -> None:
    report = import_folder({**GOOD, name: content})

    assert why in report
    assert "1 pages made" in report
    assert page_of("good.md").live
    assert not WikiPage.objects.filter(source_name__contains="bad").exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (
            b"# Caf\xe9\n\nR\xe9sum\xe9",
            "Not UTF-8: read as Windows Latin, look for wrong letters: 1\n    odd.md",
        ),
        ("# Café\n\nRésumé".encode("utf-16"), "Everything was carried over"),
        ("\ufeff# Café\n\nRésumé".encode(), "Everything was carried over"),
        (
            b"---\ntitle: [broken\n---\n# Caf\xc3\xa9\n\nR\xc3\xa9sum\xc3\xa9",
            "Front matter that is not plain YAML",
        ),
        (
            b"---\ntitle: !!python/object:os.system {}\n---\n# Caf\xc3\xa9\n\nR\xc3\xa9sum\xc3\xa9",
            "Everything",
        ),
        (f"---\n{BOMB}title: *i\n---\n# Café\n\nRésumé".encode(), "Front matter that is not plain YAML"),
        (f"---\ntitle: {'[' * 5000}\n---\n# Café\n\nRésumé".encode(), "Front matter that is not plain YAML"),
        (f"---\nx: {'y' * 70_000}\n---\n# Café\n\nRésumé".encode(), "Front matter that is not plain YAML"),
        (b"---\n- a\n- list\n---\n# Caf\xc3\xa9\n\nR\xc3\xa9sum\xc3\xa9", "Everything was carried over"),
        (b"# Caf\xc3\xa9\x00\x1b[2J\n\nR\xc3\xa9sum\xc3\xa9", "not a text file"),
    ],
    ids="latin utf16 bom yaml python-tag bomb deep long list nul".split(),
)
def test_odd_encodings_and_front_matter_lose_no_words(import_folder: Run, content: bytes, why: str) -> None:
    report = import_folder({**GOOD, "odd.md": content})

    assert why in report
    if "not a text file" not in report:
        assert page_of("odd.md").title == "Café"
        assert "Résumé" in page_of("odd.md").body


def test_links_in_the_file_system_that_lead_out_are_not_followed(
    import_folder: Run, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/secret.md").write_text("# Hush")
    (tmp_path / "secret/secret.png").write_bytes(picture())
    (folder / "out.md").symlink_to(tmp_path / "secret/secret.md")
    (folder / "out").symlink_to(tmp_path / "secret")
    (folder / "out.png").symlink_to(tmp_path / "secret/secret.png")
    (folder / "loop.md").symlink_to(folder / "loop.md")
    (folder / "nothing.md").symlink_to(folder / "not-there")

    report = import_folder(
        {
            **GOOD,
            "a.md": "![](out.png) ![](../secret/secret.png) [x](../../../../etc/passwd) "
            f"{{% download '../../../../../../etc/hostname' %}} ![]({tmp_path}/secret/secret.png) ![](out/secret.png) "
            "<img src='..%2Fsecret%2Fsecret.png'> <img src='file:///etc/passwd'>",
        }
    )

    assert "2 pages made" in report
    assert Attachment.objects.count() == 0
    assert "Hush" not in "".join(WikiPage.objects.values_list("body", flat=True))
    assert "A link that leads out of the folder is not followed: 3" in report
    assert "A link to another folder is not followed: 1\n    out" in report
    assert "Not a file that can be read: 1\n    nothing.md" in report


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator of a machine reads everything")
def test_a_file_that_may_not_be_read_is_reported(import_folder: Run, folder: Path) -> None:
    (folder / "closed.md").write_text("x")
    (folder / "closed.md").chmod(0)

    report = import_folder(GOOD)

    assert "Could not be read: Permission denied: 1\n    closed.md" in report


def test_names_that_collide_or_are_reserved_get_addresses_of_their_own(import_folder: Run) -> None:
    report = import_folder(
        {
            "edit.md": "x",
            "history.md": "x",
            "Tools.md": "upper",
            "tools.md": "lower",
            "tools!.md": "# Tools",
            '😀 it\'s "great".md': "emoji",
            "📎.md": "clip",
            "long.md": f"# {'Long ' * 60}\n\nx",
            f"{'n' * 200}/{'m' * 200}.md": "deep name",
        }
    )

    assert page_of("edit.md").wiki_path == "edit-2"
    assert page_of("history.md").wiki_path == "history-2"
    paths = WikiPage.objects.filter(depth=6).values_list("slug", flat=True)
    assert {"tools", "tools-2", "tools-3"} <= set(paths)
    assert len(paths) == len(set(paths)) == 9
    assert len(page_of("long.md").title) <= 255
    assert page_of("long.md").title.endswith("Long…")
    assert "A title was cut to fit: 1\n    long.md" in report
    assert "Done: 10 pages unchanged" in import_folder()


def test_hostile_documents_leave_nothing_that_runs(import_folder: Run) -> None:
    vectors = shared_data("hostile/h5sc-vectors.txt").read_text()

    report = import_folder(
        {"a.html": vectors, "b.md": vectors, "c.md": "[x](javascript:alert(1)) <a href='data:x'>d</a>"}
    )

    assert "3 pages made" in report
    for body in WikiPage.objects.values_list("body", flat=True):
        for element in lxml_html.fragment_fromstring(body, create_parent="div").iter():
            assert element.tag in TAGS | {"div"}
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
            assert not element.get("href", "").lower().startswith(("javascript", "data"))
    assert "A link that cannot be kept: its words stay" in report


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{% " * 100_000,
        "{% raw %}" * 40_000,
        "<a id=x>" * 45_000,
        "<div>" * 70_000,
        "> " * 150_000,
        "*a_ " * 20_000,
    ],
    ids="brackets marks raw anchors divs quotes stars".split(),
)
def test_a_document_made_to_stop_the_run_does_not(import_folder: Run, text: str) -> None:
    report = import_folder({"bad.md": text, **GOOD})

    assert page_of("good.md").live
    assert "pages made" in report


def test_a_report_holds_nothing_that_steers_a_terminal(import_folder: Run) -> None:
    report = import_folder({"a.md": "[x](gone\x1b]0;owned\x07.md) {% mark \u202e %}", "b\x1b[2J\n.md": b""})

    assert not {"\x1b", "\x07", "\u202e"} & set(report)


def test_an_unexpected_fault_costs_one_page_and_the_tree_stays_whole(
    import_folder: Run, ward: CommunityPage, folder: Path
) -> None:
    import_folder({"a.md": "A", "t/index.md": "T", "t/b.md": "B"})
    WikiPage.objects.filter(source_name="handbook:a.md").update(locked=True)
    page_of("t/index.md").delete()

    report = import_folder({"a.md": "A again", "t/b.md": "B again"})

    assert "Not written: An administrator locked this page" in report
    assert "2 pages made" in report
    assert Page.find_problems() == ([], [], [], [], [])
    assert children_of(page_of("t/index.md")).count() == 1


def test_a_community_or_folder_that_is_not_there_is_said_plainly(ward: CommunityPage, folder: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no community “nowhere”\. There are: ward"):
        said("import_handbook", str(folder), community="nowhere")
    with pytest.raises(CommandError, match="There is no folder"):
        said("import_handbook", str(folder / "not-there"), community="ward")
    with pytest.raises(CommandError, match="There is no folder"):
        said("import_handbook", str(folder), community="ward", files=folder / "not-there")


def test_a_folder_below_a_hidden_one_is_read_and_what_is_hidden_in_it_is_not(
    ward: CommunityPage, tmp_path: Path
) -> None:
    place = tmp_path / ".cache/handbook"
    (place / ".git").mkdir(parents=True)
    (place / ".git/secret.md").write_text("x")
    (place / "a.md").write_text("A")

    assert "1 pages made" in said("import_handbook", str(place), community=ward.slug)
