"""A choice half made is kept; people whose words are used are named as they wish, or not used at all; races."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.actions.threads import accept_answer, edit_post, open_thread, reply_to_thread
from communities.models import Post
from curation.actions.practices import NotNow, add_source, make_practice
from curation.actions.promotion import promote_practice
from curation.models import JobAidPage, Practice, Provenance, Refusal, SavedChoice
from curation.places.described import place_of_words
from curation.promotion.drafting import Chosen
from curation.promotion.pieces import Role
from curation.signals import words_used
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.promoting import as_proposed, pieces

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


@pytest.fixture
def practice(ward: Ward) -> Practice:
    """Sources: a, the accepted answer of eli; b, a page of ana."""
    practice = ward.practice()
    add_source(user=ward.cast.cora, practice=practice, source=ward.page, anchor=ward.anchors["Gloves"])
    return practice


def promote_address(practice: Practice) -> str:
    return f"{practice.get_absolute_url()}promote/"


# Save for later


def test_choice_half_made_is_kept_and_offered_back(ward: Ward, practice: Practice, as_user: AsUser) -> None:
    first, second, *_ = pieces(practice)
    sent = as_proposed(practice, title="Half a title", save="1")
    sent |= {"piece": list(reversed(sent["piece"])), f"role-{second.id}": Role.FACT}

    kept = as_user(ward.cast.cora).post(promote_address(practice), sent, follow=True)
    back = as_user(ward.cast.cora).get(promote_address(practice)).content.decode()
    other = as_user(ward.cast.adam).get(promote_address(practice)).content.decode()

    assert "Your choice is kept." in kept.content.decode()
    assert "You kept this choice" in back
    assert 'value="Half a title"' in back
    assert re.findall(r'name="piece" value="([^"]+)"', back) == sent["piece"]
    assert "Half a title" not in other
    assert not JobAidPage.objects.exists()
    assert first.id in back


def test_curator_starts_again_from_the_sources(ward: Ward, practice: Practice, as_user: AsUser) -> None:
    browser = as_user(ward.cast.cora)
    browser.post(promote_address(practice), as_proposed(practice, title="Half a title", save="1"))

    again = browser.post(promote_address(practice), {"afresh": "1"}, follow=True)

    assert "Half a title" not in again.content.decode()
    assert not SavedChoice.objects.exists()


def test_kept_choice_follows_sources_that_changed_since(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    as_user(ward.cast.cora).post(promote_address(practice), as_proposed(practice, save="1"))
    edit_post(user=ward.cast.eli, post=ward.answer, body=ward.answer.body.replace("white", "yellow"))

    back = as_user(ward.cast.cora).get(promote_address(practice)).content.decode()

    assert "<del>white</del><ins>yellow</ins>" in back


def test_choice_sent_after_the_session_ended_comes_back_whole(
    ward: Ward, practice: Practice, client: Client, as_user: AsUser
) -> None:
    sent = as_proposed(practice, title="Half a title", save="1")

    rescued = client.post(promote_address(practice), sent).content.decode()
    hidden = re.findall(r'type="hidden" name="(piece|use-[^"]+|role-[^"]+)"', rescued)

    assert "You were signed out. Your text is here" in rescued
    assert "Half a title" in rescued
    assert len(hidden) == len([name for name in sent if name.startswith(("use-", "role-"))]) + len(
        sent["piece"]
    )


def test_promoting_forgets_what_was_kept_by_its_curator_alone(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    for user in (ward.cast.cora, ward.cast.adam):
        as_user(user).post(promote_address(practice), as_proposed(practice, save="1"))

    as_user(ward.cast.cora).post(promote_address(practice), as_proposed(practice, make="1"))

    assert [saved.curator for saved in SavedChoice.objects.all()] == [ward.cast.adam]


# Credit


def heard(practice: Practice, ward: Ward) -> list[User]:
    told: list[User] = []

    def hear(authors: list[User], **_: Any) -> None:
        told.extend(authors)

    words_used.connect(hear)
    try:
        chosen = [Chosen(piece, piece.role, piece.is_used) for piece in pieces(practice)]
        promote_practice(
            user=ward.cast.cora, practice=practice, title="Scan a pen", purpose="", chosen=chosen
        )
    finally:
        words_used.disconnect(hear)
    return told


def test_authors_are_told_named_or_not(ward: Ward, practice: Practice) -> None:
    User.objects.filter(pk=ward.cast.eli.pk).update(is_named=False)

    assert set(heard(practice, ward)) == {ward.cast.eli, ward.cast.ana}


def test_who_declines_to_be_named_is_not_named_on_page_and_sheet(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    User.objects.filter(pk=ward.cast.eli.pk).update(is_named=False)

    shown = as_user(ward.cast.cora).get(promote_address(practice)).content.decode()
    as_user(ward.cast.cora).post(promote_address(practice), as_proposed(practice, make="1"))
    draft = JobAidPage.objects.get()
    sheet = as_user(ward.cast.cora).get(f"{draft.get_absolute_url()}draft/").content.decode()

    credited = shown.split('class="promote__credit"')[1].split("</p>")[0]
    assert ward.cast.eli.name not in credited
    assert f"{ward.cast.ana.name} and 1 who is not named" in credited
    assert f"by {ward.cast.eli.name}, not to be named" in shown
    assert ward.cast.eli.name not in sheet
    assert {row.is_unnamed for row in Provenance.objects.filter(author=ward.cast.eli)} == {True}


def test_words_whose_author_refused_cannot_be_used_and_say_so(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    sent = as_proposed(practice, make="1")
    Refusal.objects.create(
        post=ward.answer,
        community=ward.community,
        asked_by=ward.cast.eli,
        reason="It is not tested",
        asked_at=timezone.now(),
    )
    chosen = [Chosen(piece, piece.role, is_used=True) for piece in pieces(practice)]

    shown = as_user(ward.cast.cora).get(promote_address(practice)).content.decode()
    as_user(ward.cast.cora).post(promote_address(practice), sent)
    with pytest.raises(NotNow, match="cannot be used"):
        promote_practice(user=ward.cast.cora, practice=practice, title="Scan it", purpose="", chosen=chosen)

    assert "asked that these words not be used: “It is not tested”" in shown
    assert "cannot be used" in shown
    assert not Provenance.objects.filter(post=ward.answer).exists()


# Whole threads and marked words


def test_accepted_answer_of_a_whole_thread_comes_first_and_the_question_is_left_out(
    ward: Ward, as_user: AsUser
) -> None:
    thread = open_thread(
        user=ward.cast.ana,
        community=ward.community,
        kind="question",
        title="No tone",
        body="<ol><li>I wiped it.</li></ol>",
    )
    reply = reply_to_thread(user=ward.cast.lee, thread=thread, body="<ol><li>Pair it.</li></ol>")
    accept_answer(user=ward.cast.ana, post=reply)
    opening = thread.posts.get(position=1)
    practice = ward.practice(source=opening)
    practice.sources.update(anchor="thread")

    found = pieces(practice)
    as_user(ward.cast.cora).post(promote_address(practice), as_proposed(practice, make="1"))

    assert [(piece.title, piece.is_used) for piece in found] == [("Pair it.", True), ("I wiped it.", False)]
    row = Provenance.objects.get()
    assert (row.post, row.quote, row.author) == (reply, "Pair it.", ward.cast.lee)


def test_marked_words_are_one_piece(ward: Ward, as_user: AsUser) -> None:
    block = re.search(r'<li id="(b\w{10})">Scan the label', Post.objects.get(pk=ward.answer.pk).body)
    assert block
    anchor = place_of_words(ward.answer, block[1], "You hear one long tone.")
    practice = ward.practice(source=ward.question)
    add_source(user=ward.cast.cora, practice=practice, source=ward.answer, anchor=anchor)
    source = practice.sources.get(anchor=anchor)
    practice.sources.filter(pk=source.pk).update(quote="You hear one long tone.")

    (piece,) = (piece for piece in pieces(practice) if piece.source_id == source.pk)
    as_user(ward.cast.cora).post(promote_address(practice), as_proposed(practice, make="1"))

    assert (piece.title, piece.role, piece.where) == ("You hear one long tone.", Role.STEP, "marked words")
    assert Provenance.objects.get(anchor=anchor).quote == "You hear one long tone."


# At once, and hostile


def test_late_curator_is_told_and_keeps_what_was_typed(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    sent = as_proposed(practice, title="My own title", purpose="My own words")
    as_user(ward.cast.cora).post(promote_address(practice), as_proposed(practice, make="1"))

    look = as_user(ward.cast.adam).post(promote_address(practice), sent | {"preview": "1"})
    late = as_user(ward.cast.adam).post(promote_address(practice), sent | {"make": "1"})

    for answer in (look, late):
        assert "This practice is promoted already" in answer.content.decode()
        assert 'value="My own title"' in answer.content.decode()
        assert "My own words" in answer.content.decode()
    assert JobAidPage.objects.count() == 1


@pytest.mark.parametrize("extra", [{}, {"part": "1"}, {"save": "1"}, {"make": "1"}])
def test_thousands_of_rows_and_foreign_pieces_do_no_harm(
    ward: Ward, hidden_ward: Ward, practice: Practice, as_user: AsUser, extra: dict[str, str]
) -> None:
    hidden = make_practice(
        user=ward.cast.adam, community=hidden_ward.community, title="Hidden practice", summary=""
    )
    add_source(user=ward.cast.adam, practice=hidden, source=hidden_ward.answer, anchor="")
    foreign = pieces(hidden)
    first = pieces(practice)[0]
    sent: dict[str, Any] = as_proposed(practice) | extra
    sent["piece"] = [*(piece.token for piece in foreign), *["1.1.b~1~0"] * 3000, "٣.٣.x~٣~٣", "9" * 5000]
    sent |= {f"use-{piece.id}": "1" for piece in foreign} | {"use-1.1.b": "1"}
    sent[f"cut-{first.id}"] = ["0", "-1", "999999999999999999999", "x", "٣"]

    answer = as_user(ward.cast.cora).post(promote_address(practice), sent)

    assert answer.status_code in {200, 302, 422}
    assert "Hidden" not in answer.content.decode()
    assert not Provenance.objects.filter(post=hidden_ward.answer).exists()


def test_cut_sentences_are_followed_when_the_source_gets_others(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    scan = next(piece for piece in pieces(practice) if piece.title.startswith("Scan the label"))
    sent = as_proposed(practice, preview="1") | {f"cut-{scan.id}": ["1"]}
    edit_post(
        user=ward.cast.eli,
        post=ward.answer,
        body=ward.answer.body.replace("Scan the label.", "Wipe it. Scan the label."),
    )

    seen = as_user(ward.cast.cora).post(promote_address(practice), sent).content.decode()

    sheet = seen.split('id="sheet"')[1]
    assert "You hear one long tone." not in sheet
    assert "Wipe it. Scan the label." in sheet
    assert "reads differently now" in seen


def test_change_of_what_was_cut_away_is_no_news(ward: Ward, practice: Practice, as_user: AsUser) -> None:
    scan = next(piece for piece in pieces(practice) if piece.title.startswith("Scan the label"))
    sent = as_proposed(practice, preview="1") | {f"cut-{scan.id}": ["1"]}
    edit_post(
        user=ward.cast.eli,
        post=ward.answer,
        body=ward.answer.body.replace("You hear one long tone.", ""),
    )

    seen = as_user(ward.cast.cora).post(promote_address(practice), sent).content.decode()

    assert "reads differently now" not in seen
