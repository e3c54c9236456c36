"""A copy has the words, says where they came from, and takes nothing from the page."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from communities.actions.wiki import create_wiki_page
from communities.actions.wiki_copying import copy_wiki_page, with_new_ids
from communities.models import CommunityPage, WikiPage
from curation.actions.flags import flag_place
from tests.communities.wiki.conftest import edited, form_in, wiki_of, words
from tests.conftest import Cast
from tests.queries import queries

AsPerson = Callable[..., Client]


def test_a_member_copies_a_page_and_the_copy_says_where_it_came_from(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    edited(scanning, cast.eli, "10 to 15 cm", "a hand")
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_copy")), "submission")
    assert fields["title"] == "Copy of Scanning at the bedside"

    answer = ana.post(action, fields | {"title": "Scanning in theatre"})
    again = ana.post(action, fields | {"title": "Scanning in theatre"})

    assert answer["Location"] == again["Location"] == "/communities/ward/wiki/scanning-in-theatre/edit/"
    copy = WikiPage.objects.get(slug="scanning-in-theatre")
    assert WikiPage.objects.count() == 2
    assert copy.edition == 1
    with queries(at_most=12):
        seen = words(ana.get(copy.get_absolute_url()))
    assert "a hand away" in seen
    assert "Begun as a copy of Scanning at the bedside, revision 2" in seen
    assert "Copied from “Scanning at the bedside”, revision 2" in words(ana.get(copy.address("wiki_history")))
    assert (
        f"/w/{scanning.editions.get(number=2).revision_id}/"
        in ana.get(copy.get_absolute_url()).content.decode()
    )


def test_where_a_copy_came_from_is_kept_through_later_revisions(cast: Cast, scanning: WikiPage) -> None:
    copy = copy_wiki_page(page=scanning, user=cast.ana, parent=wiki_of(scanning.community), title="Its copy")

    edited(copy, cast.eli, "10 to 15 cm", "a hand")

    now = WikiPage.objects.get(pk=copy.pk)
    assert now.copied_from == scanning.editions.get()
    assert now.live_revision.as_object().copied_from_id == scanning.editions.get().pk


def test_flags_and_sources_stay_with_the_page(cast: Cast, ward: CommunityPage, scanning: WikiPage) -> None:
    anchor = scanning.sections[1]["anchor"]
    place = flag_place(user=cast.eli, source=scanning, anchor=anchor, reason="It works").place

    copy = copy_wiki_page(page=scanning, user=cast.ana, parent=wiki_of(ward), title="Its copy")

    ids = {each for section in copy.sections for each in section["ids"] if each}
    assert ids
    assert not ids & {each for section in scanning.sections for each in section["ids"] if each}
    places = type(place).objects.all()
    assert [each.wiki_page_id for each in places] == [scanning.pk]


def test_links_within_the_text_lead_to_its_own_places() -> None:
    body = '<p id="baaaaaaaaaa"><a href="#bbbbbbbbbbb">Below</a></p><h2 id="bbbbbbbbbbb">There</h2>'

    copied = with_new_ids(body)

    heading = copied.split('<h2 id="')[1][:11]
    assert f'href="#{heading}"' in copied
    assert "bbbbbbbbbbb" not in copied


def test_a_copy_of_a_page_that_goes_keeps_its_text(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    copy = copy_wiki_page(page=scanning, user=cast.ana, parent=wiki_of(scanning.community), title="Its copy")

    WikiPage.objects.get(pk=scanning.pk).delete()

    answer = as_person(cast.ana).get(copy.get_absolute_url())
    assert answer.status_code == 200
    assert "Begun as a copy" not in words(answer)


def test_a_title_that_is_taken_is_said_and_strangers_copy_nothing(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    create_wiki_page(parent=wiki_of(scanning.community), user=cast.ana, title="Taken", body="<p>x</p>")
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_copy")), "submission")

    answer = ana.post(action, fields | {"title": "Taken"})

    assert answer.status_code == 422
    assert "There is a page “Taken” here already. Write another title." in words(answer)
    assert as_person(cast.stranger).get(scanning.address("wiki_copy")).status_code == 403
