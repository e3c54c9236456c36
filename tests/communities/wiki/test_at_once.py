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

from communities.actions.wiki import EditConflict, WikiProblem, create_wiki_page, save_wiki_page
from communities.actions.wiki_bin import bin_wiki_page
from communities.actions.wiki_moving import move_wiki_page
from communities.models import Binned, CommunityPage, WikiPage
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


def test_two_pages_moved_below_each_other_at_once_make_no_circle(cast: Cast, ward: CommunityPage) -> None:
    pair = [
        create_wiki_page(parent=wiki_of(ward), user=cast.ana, title=title, body="<p>x</p>")
        for title in ("One", "Two")
    ]

    def move(number: int) -> str:
        try:
            move_wiki_page(page=pair[number], user=cast.ana, parent=pair[1 - number])
        except WikiProblem as problem:
            return str(problem)
        return "moved"

    said = all_at_once(move, 2)

    assert sorted(said) == ["This place is the page itself, or below it. Choose another one.", "moved"]
    assert not any(Page.find_problems())


def test_two_pages_that_want_one_address_at_once_do_not_both_get_it(cast: Cast, ward: CommunityPage) -> None:
    wiki = wiki_of(ward)
    pages = [
        create_wiki_page(parent=wiki, user=cast.ana, title=f"Page {number}", body="<p>x</p>")
        for number in range(6)
    ]

    def rename(number: int) -> str:
        try:
            if number == 5:
                create_wiki_page(parent=wiki, user=cast.ana, title="Same", body="<p>x</p>")
            else:
                move_wiki_page(page=pages[number], user=cast.ana, parent=wiki, slug="same")
        except WikiProblem as problem:
            return type(problem).__name__
        return "has it"

    said = all_at_once(rename, 6)

    assert sorted(said) == ["TitleTaken"] * 5 + ["has it"]
    assert WikiPage.objects.filter(slug="same").count() == 1


def test_pages_made_and_moved_below_one_at_once_all_stand_there(cast: Cast, ward: CommunityPage) -> None:
    wiki = wiki_of(ward)
    above = create_wiki_page(parent=wiki, user=cast.ana, title="Above", body="<p>x</p>")
    pages = [
        create_wiki_page(parent=wiki, user=cast.ana, title=f"Page {number}", body="<p>x</p>")
        for number in range(5)
    ]

    def work(number: int) -> None:
        if number < 5:
            move_wiki_page(page=pages[number], user=cast.ana, parent=above)
        else:
            create_wiki_page(parent=above, user=cast.ana, title=f"New {number}", body="<p>x</p>")

    all_at_once(work, 10)

    assert not any(Page.find_problems())
    assert Page.objects.get(pk=above.pk).numchild == 10
    assert len(set(WikiPage.objects.child_of(above).values_list("path", flat=True))) == 10


def test_no_page_is_made_or_saved_below_one_that_goes_at_the_same_moment(
    cast: Cast, ward: CommunityPage
) -> None:
    above = create_wiki_page(parent=wiki_of(ward), user=cast.ana, title="Above", body="<p>x</p>")
    child = create_wiki_page(parent=above, user=cast.ana, title="Child", body="<p>x</p>")

    def work(number: int) -> str:
        try:
            if number == 3:
                bin_wiki_page(page=WikiPage.objects.get(pk=above.pk), user=cast.adam)
            elif number % 2:
                body = f"<p>x</p><p>{number}</p>"
                save_wiki_page(page=child, user=cast.ana, title="Child", body=body, base_edition=0)
            else:
                create_wiki_page(parent=above, user=cast.ana, title=f"New {number}", body="<p>x</p>")
        except EditConflict:
            return "both texts shown"
        except WikiProblem as problem:
            return str(problem)
        return "done"

    said = set(all_at_once(work, 8))

    assert said <= {
        "done",
        "both texts shown",
        "This page was taken out while you wrote",
        "The page above this one was taken out while you wrote",
    }
    assert not WikiPage.objects.live().exists()
    assert Binned.objects.get().pages == WikiPage.objects.count()
    assert not any(Page.find_problems())


def test_of_fifty_savers_at_once_every_accepted_change_is_in_the_history(
    cast: Cast, ward: CommunityPage
) -> None:
    """Two for each of 25 paragraphs: the second is refused, and gets its own text back."""
    body = "".join(f"<p>Paragraph number {n} stands here.</p>" for n in range(25))
    page = create_wiki_page(parent=wiki_of(ward), user=cast.ana, title="Fifty", body=body)

    def save(number: int) -> tuple[str, int | None]:
        word = f"changed-by-{number}-at-last"
        mine = page.body.replace(f"number {number % 25} stands", f"number {number % 25} {word}")
        try:
            saved = save_wiki_page(page=page, user=cast.ana, title=page.title, body=mine, base_edition=1)
        except EditConflict as conflict:
            return (word if word in conflict.mine else "lost"), None
        assert saved.edition is not None
        return word, saved.edition.number

    outcomes = all_at_once(save, 50)

    accepted = {word: number for word, number in outcomes if number is not None}
    saved = WikiPage.objects.get()
    bodies = {edition.number: edition.body for edition in saved.editions.select_related("revision")}
    assert len(accepted) == 25
    assert "lost" not in dict(outcomes)
    assert sorted(bodies) == list(range(1, 27))
    assert sorted(accepted.values()) == list(range(2, 27))
    for word, number in accepted.items():
        assert word not in bodies[number - 1]
        assert all(word in later for at, later in bodies.items() if at >= number)
    assert not any(word in saved.body for word, number in outcomes if number is None)
