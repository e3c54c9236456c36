"""What is said around a page, a post and a recording, to whom, and at what cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from communities.notes import Kind, Surroundings
from core.blocks import blocks
from curation.actions.practices import add_source, endorse_practice
from curation.actions.promotion import promote_practice
from curation.models import DriftAlert, Flag, JobAidPage, Provenance
from curation.notes import surroundings_of
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from curation.promotion.pieces import Role
from people.models import User
from tests.curation.conftest import Ward
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def around_page(ward: Ward, user: User | AnonymousUser) -> Surroundings:
    return surroundings_of(Kind.WIKI_PAGE, [ward.page], user)[ward.page.pk]


@pytest.fixture
def job_aid(ward: Ward) -> JobAidPage:
    """Published; its steps 1 and 2 are the items of the wiki page."""
    return a_published_job_aid(ward)


def a_published_job_aid(ward: Ward) -> JobAidPage:
    practice = ward.practice()
    curator = ward.cast.adam
    source = add_source(
        user=curator, practice=practice, source=ward.page, anchor=ward.anchors["The order of scans"]
    )
    chosen = [
        Chosen(piece, Role.STEP, piece.is_used and piece.source_id == source.pk)
        for piece in all_pieces(keyed_sources(practice))
    ]
    aid = promote_practice(user=curator, practice=practice, title="Scan a dose", purpose="", chosen=chosen)
    JobAidPage.objects.filter(pk=aid.pk).update(live=True, verified_until=timezone.localdate())
    return aid


def test_flags_are_counted_at_their_place_and_mine_is_known(ward: Ward) -> None:
    anchor = ward.anchors["Gloves"]
    ward.flag(ward.cast.ana, ward.page, anchor)
    ward.flag(ward.cast.lee, ward.page, anchor)

    ana, eli = (around_page(ward, user) for user in (ward.cast.ana, ward.cast.eli))

    assert (ana.mark_at(anchor).count, ana.mark_at(anchor).mine) == (2, True)
    assert (eli.mark_at(anchor).count, eli.mark_at(anchor).mine) == (2, False)
    assert eli.mark_at("").count == 0


def test_visitor_is_not_taken_for_somebody_who_left(ward: Ward) -> None:
    given = ward.flag(ward.cast.ana, ward.page)
    Flag.objects.filter(pk=given.pk).update(author=None)

    assert around_page(ward, AnonymousUser()).mark_at("").mine is False


def test_who_may_flag_gets_the_address_and_nobody_else(ward: Ward) -> None:
    assert around_page(ward, ward.cast.ana).flag_url == ward.address(f"flags/wiki_page/{ward.page.pk}/")
    assert around_page(ward, ward.cast.nia).flag_url == ""
    assert around_page(ward, AnonymousUser()).flag_url == ""


def test_source_says_in_which_step_of_which_job_aid_it_is_used(ward: Ward, job_aid: JobAidPage) -> None:
    items = [block.id for block in blocks(ward.page.body) if block.tag == "li"][:2]

    notes = around_page(ward, ward.cast.ana).notes

    assert [note.anchor for note in notes] == items
    assert "Used in <a href=" in notes[1].html
    assert "Scan a dose</a>, step 2" in notes[1].html
    assert "Verified" in notes[1].html


def test_page_itself_shows_where_it_is_used(ward: Ward, job_aid: JobAidPage, as_user: AsUser) -> None:
    seen = as_user(ward.cast.ana).get(ward.page.get_absolute_url()).content.decode()

    assert seen.count("Used in <a href=") == 1
    assert "Scan a dose</a>, steps 1 and 2" in seen


def test_draft_is_not_told_of(ward: Ward, job_aid: JobAidPage) -> None:
    JobAidPage.objects.filter(pk=job_aid.pk).update(live=False)

    assert around_page(ward, ward.cast.ana).notes == ()


def test_changed_source_says_so(ward: Ward, job_aid: JobAidPage) -> None:
    row = Provenance.objects.filter(job_aid=job_aid).order_by("pk").first()
    assert row is not None
    DriftAlert.objects.create(provenance=row, opened_at=timezone.now())

    drifts = [note for note in around_page(ward, ward.cast.ana).notes if note.is_drift]

    assert [note.anchor for note in drifts] == [row.anchor]
    assert "Changed since it was used in" in drifts[0].html


def test_job_aid_of_a_hidden_community_is_not_told_of(
    ward: Ward, hidden_ward: Ward, job_aid: JobAidPage
) -> None:
    JobAidPage.objects.filter(pk=job_aid.pk).update(community=hidden_ward.community)

    assert around_page(ward, ward.cast.nia).notes == ()
    assert around_page(ward, ward.cast.ana).notes != ()  # ana is in both


def test_trust_follows_the_practice(ward: Ward) -> None:
    practice = ward.practice(source=ward.page)
    emerging = around_page(ward, ward.cast.nia)
    endorse_practice(user=ward.cast.eli, practice=practice, note="Right.")

    endorsed = around_page(ward, ward.cast.nia)

    assert (emerging.trust, emerging.trust_more) == ("emerging", "")
    assert (endorsed.trust, endorsed.trust_more) == ("endorsed", "by 1 expert")


@pytest.mark.parametrize("rows", [1, 5])
def test_notes_cost_the_same_however_much_there_is(ward: Ward, job_aid: JobAidPage, rows: int) -> None:
    posts = [ward.question, ward.answer][:rows]
    for anchor in list(ward.anchors.values())[:rows]:
        ward.flag(ward.cast.ana, ward.page, anchor)
    around_page(ward, ward.cast.ana)

    with queries(at_most=4):
        around_page(ward, ward.cast.ana)
    with queries(at_most=4):  # a question may be about a step of a job aid
        surroundings_of(Kind.POST, posts, ward.cast.ana)


def test_the_flag_of_a_post_says_what_it_does_and_to_whom(ward: Ward, as_user: AsUser) -> None:
    ward.flag(ward.cast.ana, ward.answer)
    address = ward.answer.thread.get_absolute_url()

    ana, eli, nia = (
        " ".join(as_user(user).get(address).content.decode().split())
        for user in (ward.cast.ana, ward.cast.eli, ward.cast.nia)
    )

    assert 'You flagged this</span> <b>1<span class="visually-hidden"> flags so far</span></b>' in ana
    assert 'Flag: this works</span> <b>1<span class="visually-hidden"> flags so far</span></b>' in eli
    assert "1 person says it works" in nia  # not a member
    assert "Flag: this works" not in nia
