"""The real handbook and the real threads, which nobody here wrote."""

from __future__ import annotations

from django.db.models import Sum
from django.test import Client
from lxml import html as lxml_html

from communities.models import Attachment, CommunityPage, Post, PostVersion, Thread, WikiEdition, WikiPage
from tests.communities.importing.conftest import page_of, said
from tests.conftest import Cast
from tests.realdata import shared_data


def words(html: str) -> str:
    return " ".join(lxml_html.fromstring(html).text_content().split())


def test_a_real_handbook_is_carried_over_and_a_second_run_changes_nothing(
    ward: CommunityPage, client: Client, cast: Cast
) -> None:
    folder = str(shared_data("handbook"))

    report = said("import_handbook", folder, community=ward.slug)

    assert "Done: 262 pages made, 45 files stored" in report
    assert "Not written" not in report
    for reason, number in {
        "Template mark left out": 28,
        "Only sends readers elsewhere: links to it lead there": 8,
        "A link to a heading that is not there": 7,
        "A picture on another site became a link": 2,
        "A link to a page that is not in the folder": 1,
        "A link that cannot be kept: its words stay": 1,
    }.items():
        assert f"  {reason}: {number}\n" in report

    client.force_login(cast.ana)
    marks = page_of("pages/updating-the-handbook/shortcodes.md")
    shown = client.get(marks.get_absolute_url()).content.decode()
    assert "Updating the Handbook" in shown
    assert '{% image "_img/ocelot.png"' in words(marks.body)
    assert '<aside data-callout="pitfall"><p' in marks.body
    assert "<figcaption>Image ©" in marks.body
    assert f'href="{page_of("pages/updating-the-handbook/components.md").get_absolute_url()}"' in marks.body
    pictures = [img.get("src") for img in lxml_html.fromstring(marks.body).iter("img")]
    assert [client.get(source).status_code for source in pictures] == [200] * len(pictures)

    templates = page_of("pages/18f/how-18f-works/one-on-ones.md").body
    assert "Throughout this document I use the term “partner”" in templates

    assert len(links_to_nowhere()) == 8  # to headings that a template of the handbook makes

    again = said("import_handbook", folder, community=ward.slug)
    assert "Done: 262 pages unchanged" in again
    assert (WikiEdition.objects.count(), Attachment.objects.count()) == (262, 45)


def links_to_nowhere() -> list[str]:
    """Links between imported pages whose page or heading is not there."""
    pages = {page.get_absolute_url(): page for page in WikiPage.objects.all()}
    nowhere = []
    for address, page in pages.items():
        for link in lxml_html.fromstring(page.body or "<p>").iter("a"):
            path, _, fragment = link.get("href").partition("#")
            if (path and not path.startswith("/communities/")) or path == "/communities/ward/wiki/":
                continue
            target = pages.get(path or address)
            if target is None or (fragment and f'id="{fragment}"' not in target.body):
                nowhere.append(f"{address}: {link.get('href')}")
    return nowhere


def test_real_threads_are_carried_over_and_a_second_run_changes_nothing(
    ward: CommunityPage, client: Client, cast: Cast
) -> None:
    dump = str(shared_data("threads/coffee-Posts.xml"))

    report = said("import_threads", dump, community=ward.slug)

    assert "Done: 225 threads made, 552 posts made, " in report
    assert "Not a question or answer: tag description: 40" in report
    assert "A picture on another site became a link: 70" in report
    assert Thread.objects.exclude(accepted_post=None).count() == dump_text(dump).count("AcceptedAnswerId=")
    votes = Post.objects.aggregate(votes=Sum("thanks_count"))["votes"]
    first = Thread.objects.get(source_name="stack-exchange:1")
    client.force_login(cast.ana)
    shown = client.get(first.get_absolute_url()).content.decode()
    assert first.title in words(shown)
    assert shown.count("Accepted answer") == 1
    assert '<img src="http' not in shown

    assert "Done: 225 threads known before\n" in said("import_threads", dump, community=ward.slug)
    assert (Thread.objects.count(), Post.objects.count(), PostVersion.objects.count()) == (225, 552, 552)
    assert Post.objects.aggregate(votes=Sum("thanks_count"))["votes"] == votes


def dump_text(path: str) -> str:
    with open(path, encoding="utf-8") as stream:
        return stream.read()
