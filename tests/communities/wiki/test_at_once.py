"""Many people write at the same moment, on the database that this suite runs on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from wagtail.models import Page

from communities.actions.wiki import create_wiki_page, save_wiki_page
from communities.models import CommunityPage, WikiPage
from tests.communities.wiki.conftest import wiki_of
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 30


def all_at_once(work: Callable[[int], Any], times: int) -> list[Any]:
    """Run `work(0)`, `work(1)` … in threads that start together, each with a connection of its own."""
    gate = Barrier(times)

    def run(number: int) -> Any:
        gate.wait()
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_thirty_pages_made_under_one_parent_at_once_all_exist(cast: Cast, ward: CommunityPage) -> None:
    wiki = wiki_of(ward)

    def make(number: int) -> WikiPage:
        return create_wiki_page(parent=wiki, user=cast.ana, title=f"Page {number}", body="<p>Words</p>")

    made = all_at_once(make, PEOPLE)

    assert len({page.path for page in made}) == PEOPLE
    assert WikiPage.objects.count() == PEOPLE
    assert not any(Page.find_problems())
    assert Page.objects.get(pk=wiki.pk).numchild == PEOPLE


def test_changes_of_different_places_saved_at_once_are_all_in(cast: Cast, ward: CommunityPage) -> None:
    body = "".join(f"<p>Paragraph number {n} stands here.</p>" for n in range(10))
    page = create_wiki_page(parent=wiki_of(ward), user=cast.ana, title="Together", body=body)

    def save(number: int) -> Any:
        mine = page.body.replace(f"number {number} stands", f"number {number} changed")
        return save_wiki_page(page=page, user=cast.ana, title=page.title, body=mine, base_edition=1)

    all_at_once(save, 10)

    saved = WikiPage.objects.get()
    assert all(f"number {n} changed" in saved.body for n in range(10))
    assert saved.edition == 11
    assert sorted(saved.editions.values_list("number", flat=True)) == list(range(1, 12))
    assert saved.contributions.get().editions == 11


def test_one_form_sent_ten_times_at_once_makes_one_page(cast: Cast, ward: CommunityPage) -> None:
    token, wiki = uuid4(), wiki_of(ward)

    def send(number: int) -> WikiPage:
        return create_wiki_page(
            parent=wiki, user=cast.ana, title="Once", body="<p>Words</p>", submission=token
        )

    made = all_at_once(send, 10)

    assert len({page.pk for page in made}) == 1
    assert WikiPage.objects.count() == 1
