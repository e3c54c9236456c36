"""What is taken out waits in the bin for 30 days, comes back whole, or goes for good with a line that says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from communities.actions.wiki import PageGone, PageLocked, create_wiki_page
from communities.actions.wiki_bin import bin_wiki_page, purge_from_bin, restore_from_bin
from communities.actions.wiki_moving import move_wiki_page
from communities.models import Binned, CommunityPage, Link, WikiPage
from communities.tasks import empty_bins
from curation.actions.flags import flag_place
from search.models import SearchEntry
from tests.communities.wiki.conftest import edited, form_in, wiki_of, words
from tests.conftest import Cast
from tests.factories import MembershipFactory

AsPerson = Callable[..., Client]
BIN = "/communities/ward/bin/"


def now(page: WikiPage) -> WikiPage:
    return WikiPage.objects.get(pk=page.pk)


def made(cast: Cast, above: WikiPage | CommunityPage, title: str, body: str = "<p>x</p>") -> WikiPage:
    parent = wiki_of(above) if isinstance(above, CommunityPage) else now(above)
    return create_wiki_page(parent=parent, user=cast.ana, title=title, body=body)


def binned(page: WikiPage, user: object) -> Binned:
    return bin_wiki_page(page=now(page), user=user, reason="")


@pytest.fixture
def fay(cast: Cast, ward: CommunityPage) -> Cast:
    MembershipFactory(user=cast.fay, community=ward, facilitator=True)
    return cast


def test_a_page_goes_into_the_bin_and_comes_back_with_its_history(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    edited(scanning, cast.eli, "10 to 15 cm", "a hand", "Nearer")
    address = scanning.get_absolute_url()
    ana, eli = as_person(cast.ana), as_person(cast.eli)
    action, fields = form_in(ana.get(scanning.address("wiki_delete")), "reason")

    said = ana.post(action, fields | {"reason": "Twice here"}, follow=True)

    assert "“Scanning at the bedside” is in the bin. It can come back for 30 days." in words(said)
    assert "Ana Silva put it here" in words(said)
    assert "“Twice here”" in words(said)
    gone = eli.get(address)
    assert gone.status_code == 404
    assert "“Scanning at the bedside” is in the bin" in words(gone)
    assert "Scanning" not in words(eli.get("/communities/ward/wiki/"))
    assert as_person(cast.stranger).get(address).status_code == 404
    back = eli.post(f"{BIN}{Binned.objects.get().pk}/restore/", follow=True)
    assert back.redirect_chain[-1][0] == address
    assert "a hand away" in words(back)
    assert "Nearer" in words(eli.get(scanning.address("wiki_history")))
    assert not Binned.objects.exists()


def test_links_flags_and_search_come_back_with_it(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, run_tasks: Callable[..., int]
) -> None:
    made(cast, ward, "Round", f'<p><a href="{scanning.get_absolute_url()}">Scan</a></p>')
    flag = flag_place(user=cast.eli, source=scanning, anchor="", reason="It works")
    run_tasks()
    entries = SearchEntry.objects.filter(kind="wiki", thing_id=scanning.pk).count()
    assert entries

    line = binned(scanning, cast.ana)
    run_tasks()
    assert not SearchEntry.objects.filter(kind="wiki", thing_id=scanning.pk).exists()
    restore_from_bin(binned=line, user=cast.ana)
    run_tasks()

    assert SearchEntry.objects.filter(kind="wiki", thing_id=scanning.pk).count() == entries
    assert Link.objects.filter(target="wiki_page", target_id=scanning.pk).count() == 1
    assert type(flag).objects.filter(pk=flag.pk).exists()
    assert now(scanning).live
    assert now(scanning).live_revision_id == scanning.live_revision_id


def test_pages_below_go_along_by_a_facilitator_and_come_back_together(
    cast: Cast, fay: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    below = made(cast, scanning, "Wristbands")
    ana = as_person(cast.ana)
    refused = ana.get(scanning.address("wiki_delete"))
    assert "A facilitator can put it in the bin with them" in words(refused)
    with pytest.raises(PermissionDenied):
        binned(scanning, cast.ana)

    line = binned(scanning, cast.fay)
    assert ana.get(below.get_absolute_url()).status_code == 404
    assert line.pages == 2
    restore_from_bin(binned=line, user=cast.ana)

    assert ana.get(below.get_absolute_url()).status_code == 200
    assert not any(Page.find_problems())


def test_what_was_in_the_bin_before_stays_there(cast: Cast, fay: Cast, scanning: WikiPage) -> None:
    below = made(cast, scanning, "Wristbands")
    first = binned(below, cast.ana)
    second = binned(scanning, cast.fay)

    restore_from_bin(binned=second, user=cast.ana)

    assert now(scanning).live
    assert not now(below).live
    assert Binned.objects.get() == first


def test_a_page_whose_place_is_gone_comes_back_at_the_top(
    cast: Cast, fay: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    below = made(cast, scanning, "Wristbands")
    address = below.get_absolute_url()
    line = binned(below, cast.ana)
    binned(scanning, cast.fay)

    said = as_person(cast.ana).post(f"{BIN}{line.pk}/restore/", follow=True)

    assert "It stands at another address: its old place is gone, or taken." in words(said)
    assert said.redirect_chain[-1][0] == "/communities/ward/wiki/wristbands/"
    assert as_person(cast.ana).get(address)["Location"] == "/communities/ward/wiki/wristbands/"
    assert not any(Page.find_problems())


def test_a_new_page_takes_the_address_of_one_in_the_bin_and_both_stay(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, as_person: AsPerson
) -> None:
    line = binned(scanning, cast.ana)
    new = made(cast, ward, "Scanning at the bedside", "<p>Written anew.</p>")

    page = restore_from_bin(binned=line, user=cast.ana)

    assert new.get_absolute_url() == "/communities/ward/wiki/scanning-at-the-bedside/"
    assert page.get_absolute_url() == "/communities/ward/wiki/scanning-at-the-bedside-2/"
    assert "Written anew." in words(as_person(cast.ana).get(new.get_absolute_url()))
    assert "10 to 15 cm" in words(as_person(cast.ana).get(page.get_absolute_url()))


def test_a_page_that_waits_follows_the_one_above_it(
    cast: Cast, ward: CommunityPage, scanning: WikiPage
) -> None:
    below = made(cast, scanning, "Wristbands")
    line = binned(below, cast.ana)
    move_wiki_page(page=now(scanning), user=cast.ana, parent=wiki_of(ward), slug="scans")

    page = restore_from_bin(binned=line, user=cast.ana)

    assert page.get_absolute_url() == "/communities/ward/wiki/scans/wristbands/"


def test_a_text_is_kept_when_the_page_or_the_one_above_goes_while_it_is_written(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    edit, edit_fields = form_in(ana.get(scanning.address("wiki_edit")), "body")
    new, new_fields = form_in(ana.get(scanning.address("wiki_new_below")), "body")
    binned(scanning, cast.eli)

    edit_answer = ana.post(edit, edit_fields | {"body": "<p>My long text.</p>"})
    new_answer = ana.post(new, new_fields | {"title": "Below", "body": "<p>Another text.</p>"})

    for answer, text in ((edit_answer, "My long text."), (new_answer, "Another text.")):
        assert answer.status_code == 404
        assert text in answer.content.decode()
        assert "There is no such page any more. Your text is here" in words(answer)
    with pytest.raises(PageGone):
        create_wiki_page(parent=now(scanning), user=cast.ana, title="Below", body="<p>x</p>")


def test_only_facilitators_delete_for_good_and_the_line_stays(
    cast: Cast, fay: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    line = binned(scanning, cast.ana)
    ana, facilitator = as_person(cast.ana), as_person(cast.fay)
    assert ana.get(f"{BIN}{line.pk}/purge/").status_code == 403
    assert "with every revision" in words(facilitator.get(f"{BIN}{line.pk}/purge/"))

    facilitator.post(f"{BIN}{line.pk}/purge/")

    assert not WikiPage.objects.exists()
    line.refresh_from_db()
    assert (line.page, line.purged_by) == (None, cast.fay)
    assert "Scanning" not in words(ana.get(BIN))
    assert "Scanning" not in words(ana.get(BIN, {"gone": "1"}))
    assert "Scanning at the bedside" in words(facilitator.get(BIN, {"gone": "1"}))
    assert PageLogEntry.objects.filter(action="wagtail.delete", label="Scanning at the bedside").exists()
    assert facilitator.post(f"{BIN}{line.pk}/restore/").status_code == 404


def test_after_30_days_pages_go_by_themselves(cast: Cast, ward: CommunityPage, scanning: WikiPage) -> None:
    old, new = binned(scanning, cast.ana), binned(made(cast, ward, "Newer"), cast.ana)
    Binned.objects.filter(pk=old.pk).update(binned_at=timezone.now() - timedelta(days=30, minutes=1))

    empty_bins.func()
    empty_bins.func()

    assert [page.title for page in WikiPage.objects.all()] == ["Newer"]
    assert Binned.objects.get(pk=old.pk).purged_at
    assert Binned.objects.get(pk=new.pk).purged_at is None
    assert not any(Page.find_problems())


def test_what_an_administrator_published_again_is_never_deleted(
    cast: Cast, fay: Cast, scanning: WikiPage
) -> None:
    line = binned(scanning, cast.ana)
    now(scanning).get_latest_revision().publish()

    purge_from_bin(binned=line, user=cast.fay)

    assert now(scanning).live
    assert not Binned.objects.exists()


def test_locked_pages_and_those_of_others_stay(cast: Cast, scanning: WikiPage) -> None:
    with pytest.raises(PermissionDenied):
        binned(scanning, cast.stranger)
    WikiPage.objects.filter(pk=scanning.pk).update(locked=True)
    with pytest.raises(PageLocked):
        binned(scanning, cast.ana)


def test_bringing_back_twice_changes_nothing(cast: Cast, scanning: WikiPage) -> None:
    line = binned(scanning, cast.ana)
    restore_from_bin(binned=Binned.objects.get(), user=cast.ana)

    with pytest.raises(PageGone):
        restore_from_bin(binned=line, user=cast.ana)

    assert now(scanning).live


def test_a_page_that_nobody_wrote_can_be_begun_by_members_alone(
    cast: Cast, ward: CommunityPage, as_person: AsPerson
) -> None:
    address = "/communities/ward/wiki/hand-hygiene/"

    answer = as_person(cast.ana).get(address)

    assert answer.status_code == 404
    assert "Write “Hand hygiene”" in words(answer)
    assert "Write “" not in words(as_person(cast.stranger).get(address))
