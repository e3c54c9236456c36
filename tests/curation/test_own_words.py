"""An author sees what became of their words, and asks that they not be used."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.wiki import save_wiki_page
from core.blocks import blocks
from curation.actions.practices import add_source, make_practice
from curation.actions.refusals import Answered, ask_not_to_use, decide_refusal, take_refusal_back
from curation.flags.refusals import refusal_of
from curation.models import JobAidPage, Provenance, Refusal
from curation.places.described import PlaceGone
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.test_flagging_words import a_step_from
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def refuse_address(ward: Ward, kind: str = "post", pk: int | None = None, at: str = "") -> str:
    return f"{ward.address()}refusals/{kind}/{pk or ward.answer.pk}/" + (f"?at={at}" if at else "")


# -- seeing ------------------------------------------------------------------------------------------------
def test_an_author_sees_what_was_flagged_and_what_became_of_it(ward: Ward, as_user: AsUser) -> None:
    ward.flag(ward.cast.ana, ward.answer)
    ward.practice(source=ward.answer, title="Scan the label on the cap")

    mine = as_user(ward.cast.eli).get("/flags/yours/").content.decode()
    others = as_user(ward.cast.nia).get("/flags/yours/").content.decode()

    assert "The pen will not scan, post 2" in mine
    assert "Scan the label on the cap" in mine
    assert "The pen will not scan" not in others
    assert "Nobody has flagged words of yours yet" in others


def test_words_cost_the_same_however_many_there_are(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.eli)
    ward.flag(ward.cast.ana, ward.answer)
    browser.get("/flags/yours/")
    with queries(at_most=12) as few:
        browser.get("/flags/yours/")
    for start in range(10, 40):
        ward.flag(ward.cast.ana, ward.answer, f"{_block(ward)}:0-{start}")

    with queries(at_most=12) as many:
        browser.get("/flags/yours/")

    assert len(few) == len(many)


def _block(ward: Ward) -> str:
    return next(block.id for block in blocks(ward.answer.body) if len(block.text) > 40)


# -- asking ------------------------------------------------------------------------------------------------
def test_an_author_asks_that_their_post_not_be_used_and_it_holds(ward: Ward, as_user: AsUser) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    browser = as_user(ward.cast.eli)

    said = browser.post(refuse_address(ward), {"reason": "It was a guess."}, follow=True).content.decode()

    assert "You asked that it not be used: “It was a guess.”" in said
    assert "Its author asked that it not be used" in as_user(ward.cast.ana).get("/flags/").content.decode()
    with pytest.raises(PlaceGone, match=r"Eli Novak asked that these words not be used: “It was a guess.”"):
        make_practice(user=ward.cast.cora, community=ward.community, title="Pens", summary="", place=place)


def test_a_piece_of_refused_words_cannot_be_a_source_either(ward: Ward) -> None:
    ask_not_to_use(user=ward.cast.eli, source=ward.answer, anchor="", reason="")
    practice = make_practice(user=ward.cast.cora, community=ward.community, title="Pens", summary="")

    with pytest.raises(PlaceGone):
        add_source(user=ward.cast.cora, practice=practice, source=ward.answer, anchor=_block(ward))
    assert not practice.sources.exists()


def test_taking_it_back_lets_the_words_be_used(ward: Ward, as_user: AsUser) -> None:
    refusal = ask_not_to_use(user=ward.cast.eli, source=ward.answer, anchor="", reason="")
    others = as_user(ward.cast.ana).post(f"/flags/yours/{refusal.pk}/take-back/")

    done = as_user(ward.cast.eli).post(f"/flags/yours/{refusal.pk}/take-back/", follow=True)

    assert others.status_code == 404
    assert "Taken back. Your words may be used." in done.content.decode()
    assert refusal_of(ward.answer, "") is None


@pytest.mark.parametrize("who", ["lee", "cora", "adam"])
def test_only_who_wrote_it_asks(ward: Ward, as_user: AsUser, who: str) -> None:
    browser = as_user(getattr(ward.cast, who))

    assert browser.get(refuse_address(ward)).status_code == 403
    assert browser.post(refuse_address(ward), {"reason": "no"}).status_code == 403
    assert not Refusal.objects.exists()


def test_nobody_learns_of_hidden_words_by_asking(hidden_ward: Ward, as_user: AsUser) -> None:
    assert as_user(hidden_ward.cast.nia).get(refuse_address(hidden_ward)).status_code == 404
    assert as_user(hidden_ward.cast.eli).get(refuse_address(hidden_ward)).status_code == 200


def test_sent_twice_is_asked_once_and_the_reason_can_be_changed(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.eli)
    for reason in ("first", "second"):
        browser.post(refuse_address(ward), {"reason": reason})

    assert Refusal.objects.get().reason == "second"


@pytest.mark.parametrize("at", ["bzzzzzzzzzz", "thread", "b7k2m3qa4zx:99999-1", "<script>"])
def test_a_place_that_is_not_there_cannot_be_asked_about(ward: Ward, as_user: AsUser, at: str) -> None:
    address = refuse_address(ward, "wiki_page", ward.page.pk, at)

    assert as_user(ward.cast.ana).get(address).status_code == 404
    assert as_user(ward.cast.ana).post(address, {"reason": "typed"}).status_code in {404, 422}
    assert not Refusal.objects.exists()


# -- a wiki page belongs to all ----------------------------------------------------------------------------
def test_of_a_wiki_page_a_curator_answers(ward: Ward, as_user: AsUser) -> None:
    anchor = ward.anchors["When a scan fails"]
    as_user(ward.cast.ana).post(refuse_address(ward, "wiki_page", ward.page.pk, anchor), {"reason": "Old"})
    refusal = Refusal.objects.get()
    before = refusal_of(ward.page, anchor)

    listed = as_user(ward.cast.cora).get("/curation/refusals/").content.decode()
    as_user(ward.cast.cora).post(f"/curation/refusals/{refusal.pk}/", {"act": "honour", "answer": "Right"})

    assert before is None
    assert "Scanning at the bedside § When a scan fails" in listed
    assert refusal_of(ward.page, anchor) is not None
    assert refusal_of(ward.page, ward.anchors["Gloves"]) is None
    seen = as_user(ward.cast.ana).get("/flags/yours/")
    assert seen.status_code == 200


def test_a_curator_declines_with_a_reason_only(ward: Ward, as_user: AsUser) -> None:
    refusal = ask_not_to_use(user=ward.cast.ana, source=ward.page, anchor="", reason="")
    browser = as_user(ward.cast.cora)
    address = f"/curation/refusals/{refusal.pk}/"

    bare = browser.post(address, {"act": "decline", "answer": ""})
    browser.post(address, {"act": "decline", "answer": "Everybody uses it."})

    assert bare.status_code == 422
    assert "Write why" in bare.content.decode()
    refusal.refresh_from_db()
    assert (refusal.state, refusal.answer) == ("declined", "Everybody uses it.")
    with pytest.raises(Answered):
        ask_not_to_use(user=ward.cast.ana, source=ward.page, anchor="", reason="again")


def test_what_is_ones_own_cannot_be_declined_nor_decided_twice(ward: Ward) -> None:
    refusal = ask_not_to_use(user=ward.cast.eli, source=ward.answer, anchor="", reason="")

    with pytest.raises(Answered):
        decide_refusal(user=ward.cast.cora, refusal=refusal, honour=False, answer="no")
    decide_refusal(user=ward.cast.cora, refusal=refusal, honour=True, answer="")
    with pytest.raises(Answered):
        decide_refusal(user=ward.cast.adam, refusal=refusal, honour=True, answer="")


def test_what_was_taken_back_meanwhile_is_not_answered(ward: Ward, as_user: AsUser) -> None:
    refusal = ask_not_to_use(user=ward.cast.eli, source=ward.answer, anchor="", reason="")
    take_refusal_back(user=ward.cast.eli, refusal=refusal)

    with pytest.raises(Answered, match="They took back what they asked"):
        decide_refusal(user=ward.cast.cora, refusal=refusal, honour=True, answer="")
    assert as_user(ward.cast.cora).get(f"/curation/refusals/{refusal.pk}/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("eli", 403), ("nia", 403), ("cora", 200)])
def test_only_curators_answer(ward: Ward, as_user: AsUser, who: str, status: int) -> None:
    refusal = ask_not_to_use(user=ward.cast.eli, source=ward.answer, anchor="", reason="")

    assert as_user(getattr(ward.cast, who)).get(f"/curation/refusals/{refusal.pk}/").status_code == status


def test_a_hidden_refusal_is_not_there(hidden_ward: Ward, as_user: AsUser) -> None:
    refusal = ask_not_to_use(user=hidden_ward.cast.eli, source=hidden_ward.answer, anchor="", reason="")

    assert as_user(hidden_ward.cast.cora).get(f"/curation/refusals/{refusal.pk}/").status_code == 404
    assert "The pen" not in as_user(hidden_ward.cast.cora).get("/curation/refusals/").content.decode()


# -- names -------------------------------------------------------------------------------------------------
def test_an_author_is_not_named_on_one_job_aid(ward: Ward, as_user: AsUser) -> None:
    row = a_step_from(ward, "", ward.flag(ward.cast.ana, ward.answer).place)
    aid = row.job_aid
    type(aid).objects.filter(pk=aid.pk).update(live=True)
    browser = as_user(ward.cast.eli)
    offered = browser.get("/flags/yours/").content.decode()

    said = browser.post(f"{ward.address()}job-aids/{aid.slug}/naming/", {"named": "0"}, follow=True)

    assert "Do not name me here" in offered
    assert "uses your words without your name" in said.content.decode()
    assert Provenance.objects.get(pk=row.pk).is_unnamed
    other = as_user(ward.cast.lee).post(f"{ward.address()}job-aids/{aid.slug}/naming/", {"named": "1"})
    assert other.status_code == 302
    assert Provenance.objects.get(pk=row.pk).is_unnamed


def test_a_person_chooses_not_to_be_named_anywhere(ward: Ward, as_user: AsUser) -> None:
    fields = {"display_name": "Eli Novak", "job_title": "", "workplace": "", "about": ""}

    as_user(ward.cast.eli).post("/people/me/edit/", fields)

    ward.cast.eli.refresh_from_db()
    assert ward.cast.eli.is_named is False


@pytest.mark.parametrize("where", ["here", "anywhere"])
def test_who_is_not_named_stands_nowhere_on_the_job_aid(ward: Ward, as_user: AsUser, where: str) -> None:
    row = a_step_from(ward, "", ward.flag(ward.cast.ana, ward.answer).place)
    JobAidPage.objects.filter(pk=row.job_aid_id).update(live=True, number=1)
    address = row.job_aid.get_absolute_url()
    before = as_user(ward.cast.ana).get(address).content.decode()
    if where == "here":
        Provenance.objects.filter(pk=row.pk).update(is_unnamed=True)
    else:
        User.objects.filter(pk=ward.cast.eli.pk).update(is_named=False)

    after = as_user(ward.cast.ana).get(address).content.decode()

    assert "Eli Novak" in before
    assert "Eli Novak" not in after


def test_words_of_a_page_edited_meanwhile_are_asked_about_as_they_read_now(ward: Ward) -> None:
    anchor = ward.anchors["Gloves"]
    save_wiki_page(
        page=ward.page, user=ward.cast.ana, title=ward.page.title, body="<p>Shorter.</p>", base_edition=1
    )
    ward.page.refresh_from_db()

    with pytest.raises(PlaceGone):
        ask_not_to_use(user=ward.cast.ana, source=ward.page, anchor=anchor, reason="")
