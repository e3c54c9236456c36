"""What a promoted draft holds: its pictures, links, words, code and labels."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.threads import edit_post
from curation.actions.promotion import free_code, promote_practice
from curation.job_aids.blocks import cleaned
from curation.models import JobAidIndexPage, JobAidPage, Practice
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from curation.promotion.pieces import Role
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.promoting import as_proposed, pieces

pytestmark = pytest.mark.django_db

AsUser = Callable[[User], Client]


def test_picture_of_a_step_has_its_own_place(ward: Ward) -> None:
    edit_post(
        user=ward.cast.eli,
        post=ward.answer,
        body='<ol><li>Turn <img src="/files/b.png" alt="an arrow"> the cap.</li></ol>',
    )
    practice = ward.practice()

    draft = promote_practice(
        user=ward.cast.cora,
        practice=practice,
        title="Turn it",
        purpose="",
        chosen=[Chosen(piece, Role.STEP, is_used=True) for piece in pieces(practice)],
    )

    step = draft.steps[0].value
    assert (step["title"], step["text"].source) == ("Turn the cap.", "")
    assert (step["picture"]["address"], step["picture"]["alt"]) == ("/files/b.png", "an arrow")


def test_link_to_a_page_becomes_its_address(ward: Ward) -> None:
    kept = cleaned(
        f'<p><a linktype="page" id="{ward.page.pk}">scan</a> <a linktype="page" id="0">gone</a></p>'
    )

    assert f'{ward.page.get_absolute_url()}">scan</a>' in kept
    assert "linktype" not in kept


def test_markup_that_was_typed_as_words_stays_words(ward: Ward, as_user: AsUser) -> None:
    edit_post(
        user=ward.cast.eli,
        post=ward.answer,
        body="<ol><li>Type &lt;img src=x onerror=alert(1)&gt; there.</li></ol><p>And &lt;b&gt; too.</p>",
    )
    practice = ward.practice()
    browser = as_user(ward.cast.cora)

    shown = browser.get(f"{practice.get_absolute_url()}promote/").content.decode()
    browser.post(f"{practice.get_absolute_url()}promote/", as_proposed(practice, make="1"))

    assert "<img src=x" not in shown
    assert JobAidPage.objects.get().steps[0].value["title"] == "Type <img src=x onerror=alert(1)> there."


def test_second_job_aid_of_the_same_title_has_its_own_code_and_address(
    ward: Ward, practice: Practice
) -> None:
    other = ward.practice(source=ward.question, title="Another practice")

    drafts = [
        promote_practice(
            user=ward.cast.cora,
            practice=one,
            title="Scan an insulin pen",
            purpose="",
            chosen=[Chosen(piece, Role.STEP, is_used=True) for piece in pieces(one)],
        )
        for one in (practice, other)
    ]

    assert [draft.code for draft in drafts] == ["SCAN1", "SCAN2"]
    assert [draft.slug for draft in drafts] == ["scan-an-insulin-pen", "scan-an-insulin-pen-2"]
    assert JobAidIndexPage.objects.count() == 1


@pytest.mark.parametrize(
    ("title", "code"), [("Scan it", "SCAN1"), ("On a ward", "WARD1"), ("Überprüfen", "UBERP1")]
)
def test_code_is_a_word_of_the_title(db: None, title: str, code: str) -> None:
    assert free_code(title) == code


def test_code_without_a_word_is_drawn(db: None) -> None:
    assert len(free_code("日本")) == 7


def test_a_job_aid_made_without_an_expert_does_not_call_its_sources_endorsed(
    ward: Ward, as_user: AsUser
) -> None:
    practice = ward.practice()
    pieces = all_pieces(keyed_sources(practice))
    promote_practice(
        user=ward.cast.cora,
        practice=practice,
        title="Scan a pen",
        purpose="",
        chosen=[Chosen(piece, piece.role, piece.is_used) for piece in pieces],
    )

    page = as_user(ward.cast.ana).get(practice.get_absolute_url()).content.decode()
    source = as_user(ward.cast.ana).get(ward.answer.get_absolute_url()).content.decode()

    assert "trust--emerging" in page
    assert "trust--endorsed" not in page
    assert "trust--endorsed" not in source
