"""A folder of documents becomes a tree of pages, with its titles, links, pictures and files."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from django.test import Client

from communities.models import Attachment, CommunityPage, WikiEdition, WikiPage
from communities.models.wiki import MAX_LEVELS
from communities.tree import children_of
from tests.communities.importing.conftest import Run, page_of, picture, said
from tests.conftest import Cast


def test_an_error_page_of_the_old_site_makes_no_page(import_folder: Run) -> None:
    report = import_folder({"404.html": "<h1>Page not found</h1>", "welcome.md": "Words"})

    assert "1 pages made" in report
    assert "An error page of the site that it comes from: 1" in report


def test_folders_become_pages_above_pages(import_folder: Run) -> None:
    report = import_folder(
        {
            "welcome.md": "Words",
            "tools/index.md": "# Tools we use\n\nMany.",
            "tools/slack.md": "# Slack",
            "leave/README.md": "# Leave",
            "leave/sick.md": "Sick",
            "rounds.md": "# Rounds",
            "rounds/night.md": "Night",
            "labels/labels.md": "# Labels",
            "labels/small.md": "Small",
            "no-words/deep/page.html": "<h1>Deep page</h1><p>Words",
        }
    )

    assert "12 pages made" in report
    assert page_of("tools/slack.md").get_absolute_url() == "/communities/ward/wiki/tools/slack/"
    assert page_of("tools/index.md").title == "Tools we use"
    assert page_of("leave/sick.md").get_parent().specific == page_of("leave/README.md")
    assert page_of("rounds/night.md").get_parent().specific == page_of("rounds.md")
    assert page_of("labels/small.md").get_parent().specific == page_of("labels/labels.md")
    listing = page_of("no-words")
    assert listing.title == "No words"
    assert 'href="/communities/ward/wiki/no-words/deep/">Deep</a>' in listing.body
    assert page_of("no-words/deep/page.html").title == "Deep page"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: From the front\n---\n# Heading", "From the front"),
        ("---\ntitle: 404\n---\n", "404"),
        ("---\ntitle: Set up <em>before</em> R&amp;D, a < b\n---\n", "Set up before R&D, a < b"),
        ("---\r\ntitle: Windows lines\r\n---\r\nWords", "Windows lines"),
        ("```\n# not this\n```\n\n# The *real* [one](x.md) & more", "The real one & more"),
        ("Real title\n=====\n\nWords", "Real title"),
        ("Words only", "How to log in"),
    ],
)
def test_title_is_the_front_matters_or_the_first_headings_or_the_files(
    import_folder: Run, text: str, title: str
) -> None:
    import_folder({"how-to_log-in.md": text + "\n\nMore"})

    page = page_of("how-to_log-in.md")
    assert page.title == title
    assert f">{title}</h" not in page.body


def test_html_documents_with_front_matter_give_their_body_alone(import_folder: Run) -> None:
    import_folder(
        {
            "a.html": "---\npermalink: /old-a/\n---\n<?xml version='1.0' encoding='utf-8'?>"
            "<html><head><title>Site | A</title><style>p{}</style></head><body><h1>Page &amp; A</h1><h2 id=top>One</h2>"
            "<p>Words</body></html>",
            "b.md": "[a](/old-a/#top)",
        }
    )

    page = page_of("a.html")
    heading = page.body.partition(">")[0].partition('id="')[2].rstrip('"')
    assert page.title == "Page & A"
    assert "Site" not in page.body
    assert "p{}" not in page.body
    assert f'href="{page.get_absolute_url()}#{heading}"' in page_of("b.md").body


def test_links_lead_to_the_pages_and_headings_that_they_led_to(import_folder: Run) -> None:
    report = import_folder(
        {
            "guide/a.md": (
                "# A\n\n## What's next? {#next}\n\n## Same\n\n## Same\n\n[self](#next) [second](#same-1) "
                "[beside](b.md) [site](/guide/b/#two-words) [up](../top.html) [mark]({% page '/guide/b/' %}) "
                "[former](/old/place/) [space](my%20page.md) [out](https://example.org/a?b=1) "
                "[mail](mailto:a@example.org) [slashes](//example.org/x) [gone](missing.md) [lost](#nowhere)"
            ),
            "guide/b.md": "---\nredirect_from:\n  - /old/place/\n---\n## Two (words)\n\nText",
            "guide/my page.md": "Words",
            "top.html": "<p id=para>Top",
        }
    )

    a, b = page_of("guide/a.md"), page_of("guide/b.md")
    ids = [part.partition('"')[0] for part in a.body.split('<h2 id="')[1:]]
    assert f'<a href="#{ids[0]}">self</a>' in a.body
    assert f'<a href="#{ids[2]}">second</a>' in a.body
    assert f'<a href="{b.get_absolute_url()}">beside</a>' in a.body
    assert f'<a href="{b.get_absolute_url()}">mark</a>' in a.body
    assert f'<a href="{b.get_absolute_url()}">former</a>' in a.body
    assert f'<a href="{b.get_absolute_url()}#{b.body.partition(chr(34))[2][:11]}">site</a>' in a.body
    assert '<a href="/communities/ward/wiki/top/">up</a>' in a.body
    assert '<a href="/communities/ward/wiki/guide/my-page/">space</a>' in a.body
    assert 'href="https://example.org/x"' in a.body
    assert " gone lost" in a.body
    assert "A link to a page that is not in the folder: 1\n    guide/a.md: missing.md" in report
    assert "A link to a heading that is not there: 1\n    guide/a.md: #nowhere" in report


def test_documents_that_only_send_elsewhere_are_reported_and_links_to_them_lead_there(
    import_folder: Run,
) -> None:
    report = import_folder(
        {
            "old.md": "---\nredirect_to: /fresh/\n---\n",
            "chart.md": "---\nredirect_to: https://example.org/chart\n---\n",
            "fresh.md": "[old](old.md) [chart](/chart/)",
        }
    )

    body = page_of("fresh.md").body
    assert 'href="/communities/ward/wiki/fresh/">old' in body
    assert 'href="https://example.org/chart"' in body
    assert "Only sends readers elsewhere: links to it lead there: 2" in report


def test_pictures_are_stored_once_with_their_size_and_captions(import_folder: Run) -> None:
    data = base64.b64encode(picture(colour="red")).decode()
    report = import_folder(
        {
            "_img/my picture.png": picture(),
            "a/b.md": (
                "![A cap](../_img/my%20picture.png)\n\n{% image '_img/my picture.png' 'It\"s <b>' %}\n\n"
                "<figcaption>From above</figcaption>\n\n"
                f'<img src="data:image/png;base64,{data}">\n\n![far](https://example.org/x.png) '
                "![no](none.png)"
            ),
        }
    )

    body = page_of("a/b.md").body
    assert "2 files stored" in report
    assert Attachment.objects.count() == 2
    assert body.count('alt="A cap" width="40" height="30"') == 1
    assert "<figcaption>From above</figcaption></figure>" in body
    assert body.count("<img") == 3
    assert '<a href="https://example.org/x.png" rel="nofollow noopener">far</a>' in body
    assert "<em>no</em>" in body
    assert "A picture on another site became a link: 1" in report
    assert "A file that is not in the folder (--files names another): 1\n    a/b.md: none.png" in report


def test_downloads_become_attachments_that_a_member_can_fetch(
    import_folder: Run, client: Client, cast: Cast
) -> None:
    report = import_folder(
        {
            "forms/leave.pdf": b"%PDF-1.4 form",
            "forms/fake.pdf": b"GIF89a",
            "forms/run.exe": b"MZ",
            "_img/logo.svg": "<svg onload=alert(1)>",
            "a.md": "[form]({% download 'forms/leave.pdf' %}) [fake](forms/fake.pdf) [exe](forms/run.exe) "
            "![](_img/logo.svg)",
        }
    )

    body = page_of("a.md").body
    address = body.partition('<a href="')[2].partition('"')[0]
    client.force_login(cast.ana)
    response = client.get(address)
    assert (response.status_code, b"".join(response)) == (200, b"%PDF-1.4 form")
    assert "attachment" in response["Content-Disposition"]
    assert "fake exe" in body
    assert "A file is left out: The file is called .pdf, but is something else: 1" in report
    assert report.count("A file is left out: Choose a JPEG, PNG, GIF, WebP or AVIF picture") == 1


def test_pictures_may_lie_in_a_second_folder_that_is_named(import_folder: Run, tmp_path: Path) -> None:
    (tmp_path / "_img").mkdir()
    (tmp_path / "_img/a.png").write_bytes(picture())
    (tmp_path / "secret.txt").write_text("words of the machine")

    import_folder({"a.md": "![](../_img/a.png) ![](/_img/a.png)"})
    assert "<img" not in page_of("a.md").body

    import_folder(files=tmp_path / "_img")
    assert page_of("a.md").body.count("<img") == 1  # the other is called by its place in a larger folder

    import_folder(files=tmp_path)
    assert page_of("a.md").body.count("<img") == 2


def test_what_the_editor_cannot_make_becomes_the_nearest_that_it_can(import_folder: Run) -> None:
    report = import_folder(
        {
            "a.md": (
                "---\nsubtitle: In short & sweet\nowner: me\n---\n"
                "<div markdown=1>\n*Slanted*\n</div>\n\n"
                "<details markdown=1><summary>More</summary>\n\n- Inside\n\n</details>\n\n##### Fine\n\n"
                "{% alert 'Mind the gap', 'warning' %}\nStep over.\n{% endalert %}\n\n"
                "1. One\n\n   {% alert %}\n   In it.\n"
                "   {% endalert %}\n2. Two\n\nNote[^1]\n\n[^1]: Below.\n\n```Python\nx = 1\n```\n\n"
                "[Go](https://example.org/){.button}\n\n"
                "<iframe src='https://example.org/film' title='Film'></iframe>\n\n"
                "{% include 'steps.html' %} {% raw %}{% kept %}{% endraw %} {# {{ page.date }} {{ base.baseurl }}\n\n"
                "- [x] Done\n- [ ] Open\n"
            )
        }
    )

    body = page_of("a.md").body
    for piece in (
        ">In short &amp; sweet</p>",
        "<em>Slanted</em>",
        "<strong>More</strong>",
        ">Inside</li>",
        ">Fine</h4>",
        '<aside data-callout="pitfall">',
        "<strong>Mind the gap</strong>",
        ">Step over.</p></aside>",
        'data-language="python"',
        ">Go</a>",
        '<a href="https://example.org/film" rel="nofollow noopener">Film</a>',
        "{% kept %}",
        'data-checked="true"',
        ">Below.",
    ):
        assert piece in body, piece
    assert "{.button}" not in body
    assert body.count("<ol") == 2  # the steps and the notes: the callout did not split the list
    assert "Template mark left out: 1\n    a.md: {% include 'steps.html' %}" in report
    assert "Template value left out: 1\n    a.md: page.date" in report
    assert "What was embedded became a link: 1" in report
    assert "Front matter that has no place here: 1\n    owner: in 1 files" in report


# -- run again ---------------------------------------------------------------------------------------------
FILES: dict[str, str | bytes] = {
    "a.md": "# A\n\nWords of a. ![](x.png)\n\n[b](t/b.md#part)",
    "t/b.md": "## Part\n\nWords of b.\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "x.png": picture(),
}


def test_second_run_changes_nothing(import_folder: Run) -> None:
    import_folder(FILES)
    before = list(WikiPage.objects.values_list("pk", "body", "edition", "latest_revision_id"))

    report = import_folder()

    assert "Done: 3 pages unchanged\nEverything was carried over." in report
    assert list(WikiPage.objects.values_list("pk", "body", "edition", "latest_revision_id")) == before
    assert (WikiEdition.objects.count(), Attachment.objects.count()) == (3, 1)


def test_a_changed_file_makes_one_revision_and_keeps_the_ids_of_its_blocks(import_folder: Run) -> None:
    import_folder(FILES)
    table = page_of("t/b.md").body.partition("<table")[2][:20]

    report = import_folder({"t/b.md": "## Part\n\nOther words of b.\n\n| a | b |\n|---|---|\n| 1 | 2 |"})

    page = page_of("t/b.md")
    assert "2 pages unchanged, 1 pages changed" in report
    assert "Other words" in page.body
    assert table in page.body
    assert [each.summary for each in page.editions.order_by("number")] == [
        "Imported from t/b.md",
        "Imported again from t/b.md",
    ]


def test_a_page_that_a_member_edited_is_left_alone_and_reported_when_its_file_changed(
    import_folder: Run, client: Client, cast: Cast
) -> None:
    import_folder(FILES)
    page = page_of("a.md")
    client.force_login(cast.ana)
    client.post(
        page.address("wiki_edit"),
        {"title": "A", "body": f"{page.body}<p>Ana was here.</p>", "base": page.edition},
    )
    assert "Ana was here" in page_of("a.md").body

    unchanged = import_folder()
    changed = import_folder({"a.md": "# A\n\nQuite other words."})

    assert "Everything was carried over" in unchanged
    assert "Changed in the folder and edited here: left as it is here: 1\n    a.md" in changed
    assert "Ana was here" in page_of("a.md").body


def test_the_page_of_a_removed_file_stays_and_is_reported(import_folder: Run, folder: Path) -> None:
    import_folder(FILES)
    (folder / "a.md").unlink()

    report = import_folder()

    assert "No longer in the folder: its page stays: 1\n    a.md" in report
    assert page_of("a.md").live


def test_a_folder_that_gets_an_index_keeps_its_page(import_folder: Run) -> None:
    import_folder(FILES)
    pk = page_of("t").pk

    import_folder({"t/index.md": "# T at last"})

    assert page_of("t/index.md").pk == pk
    assert page_of("t/index.md").title == "T at last"
    assert not WikiPage.objects.filter(source_name="handbook:t").exists()


def test_two_folders_in_one_community_do_not_touch_each_others_pages(
    import_folder: Run, ward: CommunityPage, tmp_path: Path
) -> None:
    import_folder(FILES)
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.md").write_text("# Another a")

    report = said("import_handbook", str(other), community=ward.slug)

    assert "1 pages made" in report
    assert "No longer" not in report
    assert page_of("a.md").title == "A"
    assert page_of("a.md", called="other").get_absolute_url() == "/communities/ward/wiki/a-2/"


def test_deeply_nested_folders_are_brought_up_to_where_pages_may_stand(import_folder: Run) -> None:
    deep = "/".join(f"f{number}" for number in range(MAX_LEVELS + 3))

    report = import_folder(
        {f"{deep}/page.md": "Words", "f0/next.md": f"[deep]({deep.removeprefix('f0/')}/page.md)"}
    )

    page = page_of(f"{deep}/page.md")
    assert page.wiki_path.count("/") == MAX_LEVELS - 1
    assert f"Nested more than {MAX_LEVELS} deep: stands further up: 4" in report
    assert f'href="{page.get_absolute_url()}"' in page_of("f0/next.md").body
    assert children_of(page.get_parent()).count() == 5
