"""What links to a page is kept by what it leads to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.threads import open_thread
from communities.actions.wiki import create_wiki_page
from communities.actions.wiki_bin import bin_wiki_page, restore_from_bin
from communities.actions.wiki_moving import move_wiki_page
from communities.models import CommunityPage, WikiPage
from tests.communities.wiki.conftest import wiki_of, words
from tests.conftest import Cast
from tests.queries import queries

AsPerson = Callable[..., Client]


@pytest.fixture
def linking(cast: Cast, ward: CommunityPage, scanning: WikiPage, run_tasks: Callable[..., int]) -> WikiPage:
    """A page and a post link to the page about scanning."""
    body = f'<p><a href="{scanning.get_absolute_url()}#x">Scan</a> first.</p>'
    page = create_wiki_page(parent=wiki_of(ward), user=cast.ana, title="Medication round", body=body)
    open_thread(user=cast.eli, community=ward, kind="question", title="Which scanner?", body=body)
    run_tasks()
    return page


def seen(client: Client, page: WikiPage) -> str:
    answer = client.get(WikiPage.objects.get(pk=page.pk).address("wiki_links"))
    assert answer.status_code == 200
    text = words(answer)
    return text[text.index("the newest link first") :]


def test_what_links_here_holds_through_a_move(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, linking: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    assert "Medication round" in seen(ana, scanning)
    assert "Which scanner?, post 1" in seen(ana, scanning)

    move_wiki_page(page=scanning, user=cast.ana, parent=linking, slug="scans")

    assert "Medication round" in seen(ana, scanning)
    assert "Which scanner?" in seen(ana, scanning)
    followed = ana.get("/communities/ward/wiki/scanning-at-the-bedside/", follow=True)
    assert followed.redirect_chain[-1][0] == "/communities/ward/wiki/medication-round/scans/"


def test_what_is_in_the_bin_links_nowhere_until_it_is_back(
    cast: Cast, scanning: WikiPage, linking: WikiPage, as_person: AsPerson, run_tasks: Callable[..., int]
) -> None:
    ana = as_person(cast.ana)
    line = bin_wiki_page(page=linking, user=cast.ana)
    assert "Medication round" not in seen(ana, scanning)

    restore_from_bin(binned=line, user=cast.ana)
    run_tasks()

    assert "Medication round" in seen(ana, scanning)


def test_what_moved_to_a_hidden_community_is_not_told_of(
    cast: Cast, scanning: WikiPage, linking: WikiPage, secret: WikiPage, as_person: AsPerson
) -> None:
    WikiPage.objects.get(pk=linking.pk).move(wiki_of(secret.community), pos="last-child", user=cast.adam)

    assert "Medication round" not in seen(as_person(cast.ana), scanning)


def test_what_links_here_is_said_before_a_page_goes_into_the_bin(
    cast: Cast, scanning: WikiPage, linking: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)

    assert "2 pages and posts link to it." in words(ana.get(scanning.address("wiki_delete")))
    with queries(at_most=12):
        ana.get(scanning.address("wiki_links"))
    assert "Nothing links here yet" in words(ana.get(linking.address("wiki_links")))
