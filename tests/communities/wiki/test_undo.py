"""One old change is taken back, and what came after it stays."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from communities.models import WikiPage
from tests.communities.wiki.conftest import edited, form_in, words
from tests.conftest import Cast

AsPerson = Callable[..., Client]


def take_back(client: Client, page: WikiPage, number: int) -> str:
    """Press the button on the comparison of this change; returns what the next page says."""
    compare = client.get(page.address("wiki_compare", number - 1, number))
    assert "Take back this change" in words(compare)
    return words(client.post(page.address("wiki_undo", number), follow=True))


def test_one_old_change_is_taken_back_and_later_ones_stay(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    edited(scanning, cast.eli, "10 to 15 cm", "a hand")
    edited(scanning, cast.eli, "wristband", "band")

    said = take_back(as_person(cast.ana), scanning, 2)

    body = WikiPage.objects.get(pk=scanning.pk).body
    assert "Taken back, as revision 4. What came since stays." in said
    assert "10 to 15 cm" in body
    assert "Scan the band" in body
    assert scanning.editions.get(number=4).summary == "Took back revision 2"


def test_a_change_whose_words_were_changed_again_is_not_taken_back(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    edited(scanning, cast.eli, "10 to 15 cm", "a hand")
    edited(scanning, cast.eli, "a hand", "two hands")

    said = take_back(as_person(cast.ana), scanning, 2)

    assert "Not taken back: the same words were changed again since then" in said
    assert scanning.editions.count() == 3


def test_a_title_is_taken_back_too(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "summary")
    ana.post(action, fields | {"title": "Scanning anew"})
    edited(scanning, cast.eli, "wristband", "band")

    take_back(ana, scanning, 2)

    page = WikiPage.objects.get(pk=scanning.pk)
    assert page.title == "Scanning at the bedside"
    assert "Scan the band" in page.body


def test_the_first_revision_and_those_that_are_not_cannot_be_taken_back(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)

    assert ana.post(scanning.address("wiki_undo", 1)).status_code == 404
    assert ana.post(scanning.address("wiki_undo", 9)).status_code == 404


def test_taking_back_twice_changes_nothing(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    edited(scanning, cast.eli, "10 to 15 cm", "a hand")
    ana = as_person(cast.ana)
    take_back(ana, scanning, 2)

    said = take_back(ana, scanning, 2)

    assert "Nothing of that change is in the page any more." in said
    assert scanning.editions.count() == 3
