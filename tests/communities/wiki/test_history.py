"""What a page was can be read, compared and put back; and only by those who may read the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.wiki import create_wiki_page
from communities.models import CommunityPage, WikiPage
from tests.communities.wiki.conftest import edited, form_in, wiki_of, words
from tests.conftest import Cast

AsPerson = Callable[..., Client]


def test_history_names_who_saved_what_and_why(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    edited(scanning, cast.eli, "10 to 15 cm", "a hand", summary="measured on 4B")
    ana = as_person(cast.ana)

    seen = words(ana.get(scanning.address("wiki_history")))

    assert "Revision 2 measured on 4B Eli Novak" in seen
    assert "Revision 1 New page Ana Silva" in seen


def test_two_revisions_are_compared_by_their_words(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    edited(scanning, cast.eli, "10 to 15 cm", "a hand")
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_history")), "old")
    assert fields == {"old": "1", "new": "2"}

    answer = ana.get(action, fields, follow=True)

    seen = answer.content.decode()
    assert answer.redirect_chain[-1][0] == scanning.address("wiki_compare", 1, 2)
    assert "<del>10 to 15 cm</del>" in seen
    assert "<ins>a hand</ins>" in seen


def test_comparing_needs_two_revisions_of_this_page(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    compare = f"{scanning.get_absolute_url()}compare/"

    unchosen = ana.get(compare, {"old": "1"}, follow=True)

    assert "Choose two revisions to compare." in words(unchosen)
    assert ana.get(f"{compare}1/9/").status_code == 404
    assert ana.get(f"{compare}1/99999999999999999999/").status_code == 404
    assert ana.get(f"{compare}1/1/").status_code == 200


def test_a_revision_is_shown_as_it_was_with_its_anchors(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    anchor = scanning.sections[1]["anchor"]
    edited(scanning, cast.eli, "10 to 15 cm", "a hand")
    ana = as_person(cast.ana)

    answer = ana.get(scanning.get_absolute_url(), {"at": "1"}, follow=True)

    seen = words(answer)
    assert answer.redirect_chain[-1][0] == scanning.address("wiki_revision", 1)
    assert "10 to 15 cm" in seen
    assert "The page is at revision 2 now." in seen
    assert f'id="{anchor}"' in answer.content.decode()


def test_the_newest_revision_is_read_on_the_page_itself(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)

    assert ana.get(scanning.get_absolute_url(), {"at": "1"}).status_code == 200
    assert ana.get(f"/w/{scanning.live_revision_id}/")["Location"] == scanning.get_absolute_url()


def test_the_permanent_address_of_a_revision_outlives_edits(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    first = scanning.live_revision_id
    edited(scanning, cast.eli, "10 to 15 cm", "a hand")

    answer = as_person(cast.ana).get(f"/w/{first}/")

    assert answer["Location"] == scanning.address("wiki_revision", 1)


def test_restoring_makes_a_new_revision_on_top(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    edited(scanning, cast.eli, "10 to 15 cm", "a hand")
    ana = as_person(cast.ana)

    answer = ana.post(scanning.address("wiki_restore", 1), follow=True)

    seen = words(answer)
    assert "Revision 1 is the page again, as revision 3." in seen
    assert "10 to 15 cm" in seen
    assert "Restored revision 1" in words(ana.get(scanning.address("wiki_history")))
    assert WikiPage.objects.get().body == scanning.body
    assert "reads like revision 1 already" in words(
        ana.post(scanning.address("wiki_restore", 1), follow=True)
    )


def test_restoring_needs_membership_and_a_button(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    edited(scanning, cast.eli, "10 to 15 cm", "a hand")
    restore = scanning.address("wiki_restore", 1)

    assert as_person(cast.stranger).post(restore).status_code == 403
    assert as_person(cast.ana).get(restore).status_code == 405
    assert as_person(cast.ana).post(scanning.address("wiki_restore", 7)).status_code == 404
    assert Client().post(restore).status_code == 302
    assert scanning.editions.count() == 2


def test_a_long_history_goes_on_to_older_revisions(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    page = scanning
    for number in range(35):
        page = edited(page, cast.eli, page.body, f"<p>Words number {number}</p>")
    ana = as_person(cast.ana)
    newest = ana.get(scanning.address("wiki_history"))
    assert "Revision 36" in words(newest)
    assert "Revision 1 New page" not in words(newest)

    older = newest.content.decode().split('rel="next" href="')[1].split('"')[0]
    answer = ana.get(f"{scanning.address('wiki_history')}{older.replace('&amp;', '&')}")

    assert "Revision 1 New page" in words(answer)
    assert ana.get(scanning.address("wiki_history"), {"after": "nonsense"}).status_code == 404


@pytest.mark.parametrize(
    "name", ["wiki_page", "wiki_history", "wiki_edit", "wiki_new_below", "wiki_compare_chosen"]
)
def test_a_hidden_page_is_nowhere(cast: Cast, secret: WikiPage, as_person: AsPerson, name: str) -> None:
    address = secret.address(name)

    assert as_person(cast.nia).get(address, follow=True).status_code == 200
    assert as_person(cast.adam).get(address, follow=True).status_code == 200
    for person in (cast.ana, cast.cora, cast.fay, cast.stranger):
        answer = as_person(person).get(address)
        assert answer.status_code == 404
        assert "Hushed" not in answer.content.decode()
    visitor = Client().get(address, follow=True)
    assert "Hushed" not in visitor.content.decode()


def test_a_hidden_revision_is_nowhere(
    cast: Cast, secret: WikiPage, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana, nia = as_person(cast.ana), as_person(cast.nia)
    addresses = [
        secret.address("wiki_revision", 1),
        secret.address("wiki_compare", 1, 1),
        f"/w/{secret.live_revision_id}/",
        "/communities/quiet/wiki/",
        "/communities/quiet/link-finder/?q=hushed",
    ]

    for address in addresses:
        assert nia.get(address, follow=True).status_code == 200
        assert ana.get(address).status_code == 404
    assert ana.post(secret.address("wiki_restore", 1)).status_code == 404


def test_the_page_of_one_community_is_not_at_the_address_of_another(
    cast: Cast, ward: CommunityPage, secret: WikiPage, as_person: AsPerson
) -> None:
    create_wiki_page(parent=wiki_of(ward), user=cast.ana, title="Open matters", body="<p>Words</p>")
    nia = as_person(cast.nia)

    assert nia.get("/communities/quiet/wiki/open-matters/").status_code == 404
    assert nia.get("/communities/ward/wiki/hushed-matters/").status_code == 404


def test_deleting_a_page_takes_its_history_along(cast: Cast, scanning: WikiPage) -> None:
    edited(scanning, cast.eli, "10 to 15 cm", "a hand")

    WikiPage.objects.get().delete()

    assert not WikiPage.objects.exists()
