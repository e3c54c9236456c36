"""A page lists its sections, and one of them is edited without the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html as lxml_html

from communities.actions.wiki import create_wiki_page
from communities.models import CommunityPage, WikiPage
from core.blocks import plain_text, replace_section
from tests.communities.wiki.conftest import edited, form_in, wiki_of, words
from tests.conftest import Cast

AsPerson = Callable[..., Client]


def anchor_of(page: WikiPage, title: str) -> str:
    return next(section["anchor"] for section in page.sections if section["title"] == title)


def section_form(client: Client, page: WikiPage, title: str) -> tuple[str, dict[str, str]]:
    address = f"{page.address('wiki_edit')}?section={anchor_of(page, title)}"
    return form_in(client.get(address), "body")


def test_the_table_of_contents_lists_every_section_beside_the_text_and_folded_over_it(
    cast: Cast, ward: CommunityPage, as_person: AsPerson
) -> None:
    body = "<h2>Before</h2><p>a</p><h3>Gloves</h3><p>b</p><h2>After</h2><p>c</p>"
    page = create_wiki_page(parent=wiki_of(ward), user=cast.ana, title="Parts", body=body)

    shown = lxml_html.fromstring(as_person(cast.ana).get(page.get_absolute_url()).content.decode())

    for place in ("//aside//nav", "//details//nav"):
        (contents,) = shown.xpath(f"{place}[contains(@class, 'contents')]")
        links = contents.xpath(".//a")
        assert [link.text_content() for link in links] == ["Before", "Gloves", "After"]
        assert all(shown.get_element_by_id(link.get("href")[1:]).tag in {"h2", "h3"} for link in links)


def test_one_section_is_edited_and_the_rest_stays(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = section_form(ana, scanning, "When a scan fails")
    assert "When a scan fails" in fields["body"]
    assert "wristband" not in fields["body"]

    fields["body"] = fields["body"].replace("Scan once more", "Scan once again")
    answer = ana.post(action, fields)

    saved = WikiPage.objects.get(pk=scanning.pk)
    assert answer["Location"].endswith(f"#{anchor_of(scanning, 'When a scan fails')}")
    assert saved.body == scanning.body.replace("Scan once more", "Scan once again")


def test_two_sections_saved_at_once_are_both_in(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana, eli = as_person(cast.ana), as_person(cast.eli)
    first = section_form(ana, scanning, "The order of scans")
    second = section_form(eli, scanning, "When a scan fails")

    ana.post(first[0], first[1] | {"body": first[1]["body"].replace("Open the chart", "Open it")})
    eli.post(second[0], second[1] | {"body": second[1]["body"].replace("Scan problem", "Scan trouble")})

    body = WikiPage.objects.get(pk=scanning.pk).body
    assert "Open it" in body
    assert "Scan trouble" in body
    assert scanning.editions.count() == 3


def test_the_same_words_of_a_section_changed_by_two_are_shown_side_by_side(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = section_form(ana, scanning, "When a scan fails")
    edited(scanning, cast.eli, "Scan once more", "Scan twice more")

    answer = ana.post(action, fields | {"body": fields["body"].replace("Scan once more", "Scan again")})
    assert answer.status_code == 409
    action, fields = form_in(answer, "choice_0")
    ana.post(action, fields | {"choice_0": "mine"})

    body = WikiPage.objects.get(pk=scanning.pk).body
    assert "Scan again" in body
    assert "wristband" in body


def test_a_section_that_went_meanwhile_leads_to_the_whole_page(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)

    answer = ana.get(f"{scanning.address('wiki_edit')}?section=bgoneaaaaaa")

    assert "That section is not on the page any more" in words(answer)
    assert "wristband" in form_in(answer, "body")[1]["body"]


def test_a_section_sent_without_its_revision_overwrites_nothing_and_is_kept(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = section_form(ana, scanning, "When a scan fails")

    answer = ana.post(action, fields | {"base": "", "body": "<p>Typed words</p>"})

    assert answer.status_code == 422
    assert "Typed words" in form_in(answer, "body")[1]["body"]
    assert WikiPage.objects.get(pk=scanning.pk).body == scanning.body


@pytest.mark.parametrize(
    ("anchor", "left"), [("ba", "one X five"), ("bb", "one A two X five"), ("bc", "one A two B three four X")]
)
def test_a_section_reaches_to_the_next_heading_of_its_level(anchor: str, left: str) -> None:
    body = (
        '<p>one</p><h2 id="ba">A</h2><p>two</p><h3 id="bb">B</h3><p>three</p><h4 id="bd">four</h4>'
        '<h2 id="bc">five</h2>'
    )

    assert plain_text(replace_section(body, anchor, "<p>X</p>") or "").split() == left.split()


def test_words_between_blocks_stay_words() -> None:
    body = '<h2 id="ba">A</h2><p>x</p><h2 id="bb">B</h2>1 &lt; 2 &amp; 3'

    assert replace_section(body, "ba", "<p>new</p>") == '<p>new</p><h2 id="bb">B</h2>1 &lt; 2 &amp; 3'
    assert replace_section(body, "bx", "<p>new</p>") is None


def test_a_new_page_asks_for_its_title_and_speaks_of_no_section(
    cast: Cast, ward: CommunityPage, as_person: AsPerson
) -> None:
    page = as_person(cast.ana).get(f"/communities/{ward.slug}/wiki/new/").content.decode()

    shown = lxml_html.fromstring(page)
    assert shown.xpath("//textarea[@name='title']")
    assert "Edit one section" not in page
