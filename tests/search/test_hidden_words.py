"""What hidden words could tell by their number alone: they take no place from what a person may find."""

from __future__ import annotations

import pytest

from communities.models import CommunityPage
from search.backends.base import SearchBackend
from search.expansion import expand
from search.vocabulary import learn
from tests.search.contract import asking, entry
from tests.search.test_expansion import found

pytestmark = pytest.mark.django_db


def written(backend: SearchBackend, community: CommunityPage, number: int, text: str) -> int:
    made = entry(backend, community, number, text=text)
    learn([made])
    return made.pk


@pytest.mark.parametrize(
    ("typed", "mine", "theirs"),
    [
        ("wunden", "wundenverband", "wundenaaa{}"),  # longer words
        ("zim", "zimtstern", "zima{}"),  # beginnings
        ("narkosse", "narkotse", "narkos{}e"),  # slips
    ],
)
def test_hidden_words_keep_nobody_from_a_word_that_they_may_find(
    backend: SearchBackend, here: CommunityPage, there: CommunityPage, typed: str, mine: str, theirs: str
) -> None:
    made = written(backend, here, 1, f"Take the {mine}.")
    before = expand(backend, asking(typed, here))
    assert found(backend, asking(typed, here)) == [made]

    hidden = " ".join(theirs.format(letter) for letter in "bcdfghj")
    written(backend, there, 2, hidden)

    assert found(backend, asking(typed, here)) == [made]
    assert expand(backend, asking(typed, here)).corrections == before.corrections
