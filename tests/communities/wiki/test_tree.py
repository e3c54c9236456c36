"""The tree beside a page opens level by level, and no level is ever cut without a way on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html as lxml_html
from playwright.sync_api import expect

from communities import leaves
from communities.actions.wiki import create_wiki_page
from communities.models import CommunityPage, WikiPage
from tests.chromium import Visitors, check_accessibility
from tests.communities.wiki.conftest import wiki_of, words
from tests.conftest import Cast
from tests.queries import queries

AsPerson = Callable[..., Client]
PAGES = "/communities/ward/pages/"


@pytest.fixture
def family(cast: Cast, ward: CommunityPage, scanning: WikiPage) -> list[WikiPage]:
    """130 pages below one; the last has a page below it."""
    made = []
    for number in range(130):
        above = WikiPage.objects.get(pk=scanning.pk)
        made.append(
            create_wiki_page(parent=above, user=cast.ana, title=f"Child {number:03}", body="<p>x</p>")
        )
    create_wiki_page(parent=made[-1], user=cast.ana, title="Grandchild", body="<p>x</p>")
    return made


def test_each_level_is_read_whole_by_going_on_and_back(
    cast: Cast, scanning: WikiPage, family: list[WikiPage], as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    seen, address = [], f"{PAGES}?under={scanning.pk}"
    pages = []
    while address:
        pages.append(address)
        found = lxml_html.fromstring(ana.get(address).content.decode())
        tree = found.xpath("//ul[@data-tree]")[0]
        seen += [link.text for link in tree.xpath(".//a") if (link.text or "").startswith("Child")]
        on = tree.xpath(".//a[text()='More pages']/@href")
        address = on[0] if on else ""

    assert seen == [page.title for page in family]
    assert len(pages) == 3
    back = lxml_html.fromstring(ana.get(pages[-1]).content.decode())
    address = back.xpath("//ul[@data-tree]//a[text()='Earlier pages']/@href")[0]
    assert "Child 050" in words(ana.get(address))


def test_the_rail_leads_to_what_it_does_not_show(
    cast: Cast, family: list[WikiPage], as_person: AsPerson
) -> None:
    answer = as_person(cast.ana).get(family[60].get_absolute_url())

    rail = lxml_html.fromstring(answer.content.decode()).xpath("//nav[contains(@class, 'rail')]")[0]
    assert rail.xpath(".//a[text()='Earlier pages']")
    assert rail.xpath(".//a[text()='More pages']")
    assert not rail.xpath(".//a[text()='Child 010']")


def test_a_level_asks_the_same_few_queries_at_any_size(
    cast: Cast, scanning: WikiPage, family: list[WikiPage], as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    ana.get(PAGES)
    with queries(at_most=12) as few:
        ana.get(PAGES, {"under": family[-1].pk})
    with queries(at_most=12) as many:
        ana.get(PAGES, {"under": scanning.pk})

    assert len(few) >= len(many)


@pytest.mark.parametrize("under", ["x", "²", "9" * 30, "0", "-1"])
def test_a_level_of_nothing_is_not_found(
    cast: Cast, scanning: WikiPage, as_person: AsPerson, under: str
) -> None:
    assert as_person(cast.ana).get(PAGES, {"under": under}).status_code == 404


def test_a_place_of_another_wiki_counts_as_the_beginning(
    cast: Cast, scanning: WikiPage, secret: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)

    assert "Scanning at the bedside" in words(ana.get(PAGES, {"after": secret.path}))
    assert ana.get(PAGES, {"under": secret.pk}).status_code == 404


def test_the_index_leads_on_where_a_branch_is_cut(
    cast: Cast, scanning: WikiPage, family: list[WikiPage], as_person: AsPerson
) -> None:
    seen = words(as_person(cast.ana).get("/communities/ward/wiki/"))

    tree = seen[: seen.index("Changed last")]
    assert "Child 011" in tree
    assert "Child 012" not in tree
    assert "More pages" in tree


def test_a_branch_opens_in_place_and_without_script_on_a_page(
    transactional_db: None, visit: Visitors, cast: Cast, scanning: WikiPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaves, "A_LEVEL", 3)
    for number in range(7):
        above = WikiPage.objects.get(pk=scanning.pk)
        create_wiki_page(parent=above, user=cast.ana, title=f"Child {number}", body="<p>x</p>")
    beside = create_wiki_page(
        parent=wiki_of(scanning.community), user=cast.ana, title="Downtime", body="<p>x</p>"
    )

    ana = visit(cast.ana)
    ana.goto(beside.get_absolute_url())
    rail = ana.locator(".rail")
    opener = rail.get_by_role("button", name="Pages below Scanning at the bedside")
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(rail.get_by_role("link", name="Child 2")).to_be_visible()
    rail.get_by_role("link", name="More pages").click()
    expect(rail.get_by_role("link", name="Child 5")).to_be_visible()
    rail.get_by_role("link", name="More pages").click()
    expect(rail.get_by_role("link", name="Child 6")).to_be_visible()
    expect(rail.get_by_role("link", name="More pages")).to_have_count(0)
    expect(rail.get_by_role("link", name="Earlier pages")).to_have_count(0)
    expect(rail.get_by_role("link", name="Child 3")).to_have_count(1)
    opener.press(" ")
    expect(rail.get_by_role("link", name="Child 2")).to_be_hidden()
    check_accessibility(ana)

    nia = visit(cast.ana, java_script_enabled=False)
    nia.goto(beside.get_absolute_url())
    nia.locator(".rail").get_by_role("link", name="Pages below Scanning at the bedside").click()
    expect(nia.get_by_role("heading", level=1)).to_have_text("Pages below Scanning at the bedside")
    expect(nia.locator("main").get_by_role("link", name="Child 2")).to_be_visible()
