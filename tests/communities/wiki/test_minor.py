"""A minor change is said to be one where it is made, in the history and in the news of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from communities.models import WikiPage
from communities.signals import wiki_page_saved
from tests.communities.wiki.conftest import edited, form_in, words
from tests.conftest import Cast

AsPerson = Callable[..., Client]


def test_a_minor_change_is_marked_in_the_history_and_told_as_one(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana, heard = as_person(cast.ana), []

    def hear(is_minor: bool, **kwargs: Any) -> None:
        heard.append(is_minor)

    wiki_page_saved.connect(hear)
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "body")
    fields["body"] = fields["body"].replace("Scan once more", "Scan once again")
    ana.post(action, fields | {"is_minor": "on", "summary": "wording"})
    edited(WikiPage.objects.get(pk=scanning.pk), cast.ana, "15 cm", "20 cm")
    wiki_page_saved.disconnect(hear)

    history = words(ana.get(scanning.address("wiki_history")))
    assert heard == [True, False]
    assert history.count("minor change") == 1
    assert "Revision 2 wording minor change" in history
    assert "minor change" in words(ana.get(scanning.address("wiki_compare", 1, 2)))


def test_a_new_page_is_never_a_minor_change(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    fields = form_in(as_person(cast.ana).get("/communities/ward/wiki/new/"), "title")[1]

    assert "is_minor" not in fields
    assert scanning.editions.get().is_minor is False


def test_a_minor_change_stays_one_through_a_conflict(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "body")
    edited(scanning, cast.eli, "Scan once more", "Scan twice more")
    fields["body"] = fields["body"].replace("Scan once more", "Scan once again")

    conflict = ana.post(action, fields | {"is_minor": "on"})
    assert conflict.status_code == 409
    action, fields = form_in(conflict, "choice_0")
    ana.post(action, fields | {"choice_0": "mine"})

    assert scanning.editions.get(number=3).is_minor
