"""A page moves with all below it, and every address that it ever had leads to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.actions.wiki import PageGone, PageLocked, TitleTaken, TooDeep, WikiProblem, create_wiki_page
from communities.actions.wiki_moving import AddressReserved, BelowItself, move_wiki_page
from communities.models import AddressChange, CommunityPage, WikiPage
from curation.actions.flags import flag_place
from tests.communities.wiki.conftest import edited, form_in, wiki_of, words
from tests.conftest import Cast

AsPerson = Callable[..., Client]
WIKI = "/communities/ward/wiki/"


def made(cast: Cast, above: WikiPage | CommunityPage, title: str) -> WikiPage:
    parent = wiki_of(above) if isinstance(above, CommunityPage) else WikiPage.objects.get(pk=above.pk)
    return create_wiki_page(parent=parent, user=cast.ana, title=title, body=f"<p>{title}.</p>")


def now(page: WikiPage) -> WikiPage:
    return WikiPage.objects.get(pk=page.pk)


@pytest.fixture
def downtime(cast: Cast, ward: CommunityPage) -> WikiPage:
    return made(cast, ward, "Downtime")


def test_a_member_moves_a_page_and_its_old_addresses_lead_to_it(
    cast: Cast, scanning: WikiPage, downtime: WikiPage, as_person: AsPerson
) -> None:
    below = made(cast, scanning, "Wristbands")
    ana = as_person(cast.ana)
    found = ana.get(scanning.address("wiki_move"), {"q": "down"})
    action, fields = form_in(found, "slug")

    answer = ana.post(action, fields | {"parent": str(downtime.pk)}, follow=True)

    assert "Moved. Its old address leads here." in words(answer)
    assert answer.redirect_chain[-1][0] == f"{WIKI}downtime/scanning-at-the-bedside/"
    old = ana.get(f"{WIKI}scanning-at-the-bedside/wristbands/?at=1")
    assert old.status_code == 302
    assert old["Location"] == f"{WIKI}downtime/scanning-at-the-bedside/wristbands/?at=1"
    history = ana.get(f"{WIKI}scanning-at-the-bedside/history/")
    assert history["Location"] == now(scanning).address("wiki_history")
    assert "Wristbands" in words(ana.get(now(below).get_absolute_url()))


def test_an_address_changes_only_when_asked(
    cast: Cast, scanning: WikiPage, downtime: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_move")), "slug")
    assert fields["slug"] == "scanning-at-the-bedside"

    answer = ana.post(action, fields | {"slug": "Scan Übung"})

    assert answer["Location"] == f"{WIKI}scan-ubung/"
    assert ana.get(scanning.get_absolute_url())["Location"] == f"{WIKI}scan-ubung/"
    assert now(scanning).title == "Scanning at the bedside"


def test_old_addresses_lead_on_through_every_later_change(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, downtime: WikiPage, as_person: AsPerson
) -> None:
    leaf = made(cast, made(cast, scanning, "Wristbands"), "Torn ones")
    first = leaf.get_absolute_url()
    move_wiki_page(page=now(leaf), user=cast.ana, parent=now(downtime), slug="torn")
    move_wiki_page(page=now(scanning), user=cast.ana, parent=wiki_of(ward), slug="scans")
    move_wiki_page(page=now(downtime), user=cast.ana, parent=now(scanning))
    second = made(cast, ward, "Scanning at the bedside")  # another page takes the old address

    ana = as_person(cast.ana)

    assert ana.get(first)["Location"] == f"{WIKI}scans/downtime/torn/"
    assert ana.get(f"{WIKI}downtime/torn/")["Location"] == f"{WIKI}scans/downtime/torn/"
    assert "Scanning at the bedside." in words(ana.get(second.get_absolute_url()))


def test_a_page_called_as_before_leads_nowhere_but_to_itself(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, as_person: AsPerson
) -> None:
    address = scanning.get_absolute_url()
    move_wiki_page(page=now(scanning), user=cast.ana, parent=wiki_of(ward), slug="scans")
    move_wiki_page(page=now(scanning), user=cast.ana, parent=wiki_of(ward), slug="scanning-at-the-bedside")

    ana = as_person(cast.ana)

    assert ana.get(address).status_code == 200
    assert ana.get(f"{WIKI}scans/")["Location"] == address


def test_an_old_address_tells_nothing_to_those_who_may_not_read(
    cast: Cast, secret: WikiPage, as_person: AsPerson
) -> None:
    address = secret.get_absolute_url()
    move_wiki_page(page=now(secret), user=cast.nia, parent=wiki_of(secret.community), slug="elsewhere")

    assert as_person(cast.nia).get(address).status_code == 302
    assert as_person(cast.ana).get(address).status_code == 404
    assert Client().get(address).status_code == 404


def test_what_was_moved_to_a_hidden_community_is_not_told_of(
    cast: Cast, scanning: WikiPage, secret: WikiPage, as_person: AsPerson
) -> None:
    address = scanning.get_absolute_url()
    now(scanning).move(wiki_of(secret.community), pos="last-child", user=cast.adam)

    assert as_person(cast.ana).get(address).status_code == 404
    assert as_person(cast.nia).get(address)["Location"] == now(scanning).get_absolute_url()


@pytest.mark.django_db(transaction=True)
def test_a_community_that_is_renamed_is_found_by_its_old_addresses(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, as_person: AsPerson
) -> None:
    community = CommunityPage.objects.get(pk=ward.pk)
    community.slug = "nursing"
    community.save()

    ana = as_person(cast.ana)

    assert ana.get(scanning.get_absolute_url())["Location"] == now(scanning).get_absolute_url()
    assert ana.get("/communities/ward/threads/")["Location"] == "/communities/nursing/threads/"


def test_what_is_written_while_the_page_moves_is_saved_where_it_went(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, downtime: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "body")
    move_wiki_page(page=now(scanning), user=cast.eli, parent=now(downtime))
    other = made(cast, ward, "Scanning at the bedside")  # and another page stands there now

    answer = ana.post(action, fields | {"body": fields["body"].replace("10 to 15 cm", "a hand")})

    assert answer["Location"] == now(scanning).get_absolute_url()
    assert "a hand" in now(scanning).body
    assert "a hand" not in now(other).body


def test_a_page_never_stands_below_itself(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    below = made(cast, scanning, "Wristbands")

    for place in (scanning, below):
        with pytest.raises(BelowItself):
            move_wiki_page(page=now(scanning), user=cast.ana, parent=now(place))

    offered = form_in(as_person(cast.ana).get(scanning.address("wiki_move"), {"q": "wrist"}), "slug")
    assert offered[1]["parent"] == "0"


def test_an_address_that_is_taken_or_reserved_is_refused_with_its_reason(
    cast: Cast, scanning: WikiPage, downtime: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_move")), "slug")

    taken = ana.post(action, fields | {"slug": "downtime"})
    reserved = ana.post(action, fields | {"slug": "history"})
    empty = ana.post(action, fields | {"slug": "—"})

    assert taken.status_code == reserved.status_code == empty.status_code == 422
    assert "There is a page “Downtime” here already. Write another." in words(taken)
    assert "is a word of the site’s own addresses" in words(reserved)
    assert "Write letters or numbers" in words(empty)
    assert not AddressChange.objects.exists()


def test_what_can_not_be_moved_is_said(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, secret: WikiPage
) -> None:
    deep = scanning
    for level in range(9):
        deep = made(cast, deep, f"Level {level}")
    high = made(cast, ward, "High")
    made(cast, high, "Low")

    with pytest.raises(TooDeep):
        move_wiki_page(page=now(high), user=cast.ana, parent=now(deep))
    with pytest.raises(PermissionDenied):
        move_wiki_page(page=now(high), user=cast.ana, parent=secret)
    with pytest.raises(PermissionDenied):
        move_wiki_page(page=now(high), user=cast.nia, parent=now(scanning))
    with pytest.raises(PageGone):
        move_wiki_page(page=now(high), user=cast.adam, parent=secret)
    WikiPage.objects.filter(pk=high.pk).update(locked=True)
    with pytest.raises(PageLocked):
        move_wiki_page(page=now(high), user=cast.ana, parent=now(scanning))
    with pytest.raises(AddressReserved):
        move_wiki_page(page=now(scanning), user=cast.ana, parent=wiki_of(ward), slug="new")
    assert issubclass(TitleTaken, WikiProblem)


def test_a_parent_that_is_taken_out_meanwhile_leaves_the_page_where_it_is(
    cast: Cast, scanning: WikiPage, downtime: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_move"), {"q": "down"}), "slug")
    now(downtime).unpublish()

    answer = ana.post(action, fields | {"parent": str(downtime.pk)})

    assert answer.status_code == 422
    assert "Choose one of these places" in words(answer)
    assert ana.get(scanning.get_absolute_url()).status_code == 200


def test_history_and_revisions_follow_a_move(
    cast: Cast, scanning: WikiPage, downtime: WikiPage, as_person: AsPerson
) -> None:
    edited(scanning, cast.eli, "10 to 15 cm", "a hand", "Nearer")
    revision = scanning.editions.get(number=1).revision_id
    move_wiki_page(page=now(scanning), user=cast.ana, parent=now(downtime))

    ana = as_person(cast.ana)

    assert "Nearer" in words(ana.get(now(scanning).address("wiki_history")))
    assert ana.get(f"/w/{revision}/")["Location"] == now(scanning).address("wiki_revision", 1)


def test_moving_asks_as_many_queries_for_many_pages_as_for_few(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, downtime: WikiPage
) -> None:
    made(cast, scanning, "Child")
    with CaptureQueriesContext(connection) as few:
        move_wiki_page(page=now(scanning), user=cast.ana, parent=now(downtime))
    for number in range(30):
        made(cast, scanning, f"Child {number}")

    with CaptureQueriesContext(connection) as many:
        move_wiki_page(page=now(scanning), user=cast.ana, parent=wiki_of(ward))

    assert len(many) <= len(few) + 2


def test_flags_and_search_hits_follow_a_move(
    cast: Cast,
    scanning: WikiPage,
    downtime: WikiPage,
    as_person: AsPerson,
    run_tasks: Callable[..., int],
) -> None:
    below = made(cast, scanning, "Wristbands")
    flag = flag_place(user=cast.eli, source=scanning, anchor="", reason="It works")
    run_tasks()

    move_wiki_page(page=now(scanning), user=cast.ana, parent=now(downtime))
    run_tasks()

    found = as_person(cast.ana).get("/search/", {"q": "wristbands"}).content.decode()
    assert now(below).get_absolute_url() in found
    assert below.get_absolute_url() not in found
    place = type(flag.place).objects.get(pk=flag.place.pk)
    assert place.wiki_page_id == scanning.pk
    assert "1 flag" in words(as_person(cast.eli).get(now(scanning).get_absolute_url()))
