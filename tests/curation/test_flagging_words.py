"""Marked words, single blocks and whole threads are flagged like everything else, in place and by link."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

from communities.actions.threads import edit_post, remove_post
from communities.models import Post
from core.blocks import blocks
from curation.actions.practices import make_practice
from curation.actions.promotion import promote_practice
from curation.models import Flag, FlaggedPlace, Provenance
from curation.places.anchors import MAX_WORDS, find_words, fragment
from curation.places.described import PlaceGone, place_of_words, place_url, read_place
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from curation.upkeep.drift import check_drift
from people.models import User
from tests.curation.conftest import Ward
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
WORDS = "Turn the cap until"


def block_with(post: Post, words: str) -> str:
    return next(block.id for block in blocks(post.body) if words in block.text)


def flag_address(ward: Ward, post: Post, **query: str) -> str:
    return f"{ward.address()}flags/post/{post.pk}/?{urlencode(query)}"


def reworded(ward: Ward, old: str, new: str) -> Post:
    edit_post(user=ward.cast.eli, post=ward.answer, body=ward.answer.body.replace(old, new))
    return Post.objects.get(pk=ward.answer.pk)


# -- two clicks --------------------------------------------------------------------------------------------
def test_marked_words_are_flagged_as_they_stand(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.ana)
    block = block_with(ward.answer, "until you")

    asked = browser.get(flag_address(ward, ward.answer, at=block, words="until  you\nsee", near="13"))
    address = re.search(r'action="([^"]+at=[^"]+)"', asked.content.decode())
    assert address
    sent = browser.post(address[1], {"kind": "works"})

    place = FlaggedPlace.objects.get()
    assert place.quote == "until you see"
    assert place.anchor == f"{block}:13-26"
    assert place.label == "The pen will not scan, post 2: “until you see”"
    assert sent.headers["Location"].endswith(f"#{block}:~:text=until%20you%20see")


def test_a_single_block_is_offered_and_flagged(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.ana)
    block = block_with(ward.answer, "Scan the label")

    asked = browser.get(flag_address(ward, ward.answer)).content.decode()
    browser.post(flag_address(ward, ward.answer, at=block), {"kind": "works"})

    assert f"?at={block}" in asked
    assert FlaggedPlace.objects.get().quote == "Scan the label. You hear one long tone."


def test_a_whole_thread_is_its_title_its_question_and_its_answer(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.lee)
    thread = ward.question.thread.get_absolute_url()
    offered = browser.get(thread).content.decode()

    browser.post(flag_address(ward, ward.question, at="thread"), {"kind": "official"})

    assert f"flags/post/{ward.question.pk}/?at=thread" in offered
    place = FlaggedPlace.objects.get()
    assert place.label == "The pen will not scan, the whole thread"
    assert place.quote.startswith("The pen will not scan\nIt scans once and never again.\nThe cartridge code")
    after = browser.get(thread).content.decode()
    assert "You flagged the thread" in after
    assert after.count("You flagged this") == 0


def test_the_form_alone_is_sent_to_the_page_where_the_place_is(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.ana)
    address = flag_address(ward, ward.answer)
    asked = browser.get(address, headers={"X-Part": "flag"}).content.decode()

    done = browser.post(address, {"kind": "works"}, headers={"X-Part": "flag"})
    flag = Flag.objects.get()
    back = browser.post(f"/flags/{flag.pk}/withdraw/", headers={"X-Part": "flag"}).content.decode()

    assert "<html" not in asked
    assert 'data-count="0"' in asked
    assert done.status_code == 200
    assert "Flagged. You are the first. The curators see it on their desk." in done.content.decode()
    assert re.search(r'data-count="1"\s+data-mine', done.content.decode())
    assert "Your flag is taken back." in back
    assert 'data-count="0"' in back
    assert not Flag.objects.exists()


def test_words_of_a_flag_taken_back_are_still_in_the_form(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.ana)
    browser.post(flag_address(ward, ward.answer), {"kind": "works", "reason": "Twelve pens in a row"})

    back = browser.post(f"/flags/{Flag.objects.get().pk}/withdraw/", headers={"X-Part": "flag"})

    assert "Twelve pens in a row" in back.content.decode()


def test_the_page_says_beside_the_words_that_they_were_flagged(ward: Ward, as_user: AsUser) -> None:
    anchor = place_of_words(ward.page, ward.anchors["When a scan fails"], "After the second failure")
    ward.flag(ward.cast.lee, ward.page, anchor)
    ward.flag(ward.cast.ana, ward.page, anchor)

    seen = as_user(ward.cast.ana).get(ward.page.get_absolute_url()).content.decode()

    assert "“After the second failure”</a>, flagged by you and 1 person" in seen


# -- hostile anchors ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "tail",
    [":99999-1", ":0-99999", ":5-5", ":-1-4", ":01-4", ":1-04", ":1-2-3", ":٣-٤", ":1-2\n", ":", ":a-b"],
)
def test_an_anchor_that_names_no_words_is_not_found(ward: Ward, as_user: AsUser, tail: str) -> None:
    block = block_with(ward.answer, WORDS)
    browser = as_user(ward.cast.ana)

    assert browser.get(flag_address(ward, ward.answer, at=block + tail)).status_code == 404
    assert (
        browser.post(flag_address(ward, ward.answer, at=block + tail), {"kind": "works"}).status_code == 404
    )
    assert not Flag.objects.exists()


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("not said here", "0"),
        ("   ", "0"),
        ("Turn", "-5"),
        ("Turn", "9" * 400),
        (".*", "0"),
        ("(" * 400, "0"),
        ("x" * 100_000, "0"),
    ],
)
def test_words_that_are_not_there_are_not_found(ward: Ward, as_user: AsUser, words: str, near: str) -> None:
    block = block_with(ward.answer, WORDS)

    answer = as_user(ward.cast.ana).get(flag_address(ward, ward.answer, at=block, words=words, near=near))

    assert answer.status_code == (200 if words == "Turn" else 404)


@pytest.mark.parametrize("at", ["thread", "bzzzzzzzzzz:0-3", "bzzzzzzzzzz"])
def test_only_an_opening_post_is_a_thread_and_only_a_block_has_words(
    ward: Ward, as_user: AsUser, at: str
) -> None:
    assert as_user(ward.cast.ana).get(flag_address(ward, ward.answer, at=at)).status_code == 404
    assert (
        as_user(ward.cast.ana).get(f"{ward.address()}flags/wiki_page/{ward.page.pk}/?at=thread").status_code
        == 404
    )


def test_more_than_can_be_marked_is_refused(ward: Ward) -> None:
    long = "word " * (MAX_WORDS // 5 + 1)
    post = reworded(ward, "Scan the label.", long)
    block = block_with(post, "word word")

    assert place_of_words(post, block, long[: MAX_WORDS - 1])
    with pytest.raises(PlaceGone):
        place_of_words(post, block, long)


def test_an_answer_that_was_removed_is_not_read_in_the_thread(ward: Ward) -> None:
    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)
    opening = Post.objects.get(pk=ward.question.pk)

    assert "cartridge" not in read_place(opening, "thread").quote


# -- the words move ----------------------------------------------------------------------------------------
def test_words_have_not_changed_as_long_as_their_block_says_them(ward: Ward) -> None:
    block = block_with(ward.answer, WORDS)
    anchor = place_of_words(ward.answer, block, "the white label")
    before = read_place(ward.answer, anchor)

    moved = read_place(reworded(ward, "Turn the cap", "Hold the pen and turn the cap"), anchor, before.quote)

    assert moved.quote == before.quote == "the white label"
    assert moved.digest == before.digest


def test_words_that_are_gone_give_what_their_block_says_now(ward: Ward) -> None:
    anchor = place_of_words(ward.answer, block_with(ward.answer, WORDS), "the white label")

    now = read_place(reworded(ward, "the white label", "the blue label"), anchor, "the white label")

    assert now.quote == "Turn the cap until you see the blue label."


def test_a_step_drifts_when_its_marked_words_change_and_not_before(ward: Ward) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    anchor = place_of_words(ward.answer, block_with(ward.answer, WORDS), "the white label")
    row = a_step_from(ward, anchor, place)

    check_drift(reworded(ward, "Turn the cap", "Hold the pen and turn the cap"))
    calm = row.alerts.count()
    check_drift(reworded(ward, "the white label", "the blue label"))

    assert calm == 0
    assert row.alerts.get().new_text == "the blue label"


def a_step_from(ward: Ward, anchor: str, place: FlaggedPlace) -> Provenance:
    practice = make_practice(
        user=ward.cast.cora, community=ward.community, title="Scan", summary="", place=place
    )
    chosen = [Chosen(piece, piece.role, piece.is_used) for piece in all_pieces(keyed_sources(practice))]
    job_aid = promote_practice(
        user=ward.cast.cora, practice=practice, title="Scan a pen", purpose="", chosen=chosen
    )
    row = job_aid.provenance.order_by("pk").first()
    assert row
    read = read_place(ward.answer, anchor)
    job_aid.provenance.exclude(pk=row.pk).delete()
    Provenance.objects.filter(pk=row.pk).update(anchor=anchor, quote=read.quote, digest=read.digest)
    row.refresh_from_db()
    return row


def test_flagging_the_same_words_after_they_moved_is_the_same_place(ward: Ward) -> None:
    anchor = place_of_words(ward.answer, block_with(ward.answer, WORDS), "the white label")
    ward.flag(ward.cast.ana, ward.answer, anchor)
    moved = reworded(ward, "Turn the cap", "Hold the pen and turn the cap")

    ward.flag(ward.cast.lee, moved, anchor)

    place = FlaggedPlace.objects.get()
    assert (place.quote, place.people_count) == ("the white label", 2)


# -- how they are written ----------------------------------------------------------------------------------
def test_of_several_places_that_say_the_words_the_nearest_is_meant() -> None:
    text = "scan it, then scan it again, and scan it"

    assert find_words(text, "scan it", near=16) == (14, 21)
    assert find_words(text, "scan  it", near=40) == (33, 40)
    assert find_words(text, "shake it") is None


def test_an_address_names_the_words_so_that_a_browser_marks_them() -> None:
    assert fragment("b7k2m3qa4zx:0-4", "one-two, three & four") == (
        "#b7k2m3qa4zx:~:text=one%2Dtwo%2C%20three%20%26%20four"
    )
    long = " ".join(f"word{number}" for number in range(40))
    assert fragment("b7k2m3qa4zx:0-4", long).endswith(
        "word0%20word1%20word2%20word3,word36%20word37%20word38%20word39"
    )
    assert fragment("thread") == ""


def test_words_open_at_their_block_and_a_thread_at_its_head(ward: Ward) -> None:
    address = ward.answer.thread.get_absolute_url()

    assert place_url(ward.question, "thread") == address
    assert place_url(ward.answer, "b7k2m3qa4zx:0-4").endswith("#b7k2m3qa4zx")


# -- costs -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("more", [0, 30])
def test_flag_pages_cost_the_same_however_much_is_flagged(ward: Ward, as_user: AsUser, more: int) -> None:
    text = read_place(ward.answer, block_with(ward.answer, WORDS)).quote
    for start in range(more):
        block = block_with(ward.answer, WORDS)
        ward.flag(ward.cast.lee, ward.answer, f"{block}:{start}-{min(start + 5, len(text))}")
    ward.flag(ward.cast.ana, ward.answer)
    browser = as_user(ward.cast.ana)
    for address in (flag_address(ward, ward.answer), "/flags/"):
        browser.get(address)
        with queries(at_most=12):
            assert browser.get(address).status_code == 200


def test_nobody_reads_hidden_words_by_asking_for_them(hidden_ward: Ward, as_user: AsUser) -> None:
    block = block_with(hidden_ward.answer, WORDS)
    address = flag_address(hidden_ward, hidden_ward.answer, at=block, words="Turn", near="0")

    for part in ({}, {"X-Part": "flag"}):
        answer = as_user(hidden_ward.cast.nia).get(address, headers=part)
        assert answer.status_code == 404
        assert "Turn" not in answer.content.decode().replace("words=Turn", "")
