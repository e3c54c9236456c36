"""Which places inside a thing the results show: those that say what was asked, not those that only bear its title."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from communities.actions.threads import open_thread, reply_to_thread
from tests.curation.conftest import Ward
from tests.search.conftest import Found, RunTasks

pytestmark = pytest.mark.django_db
Look = Callable[..., Found]


@pytest.fixture
def kettle(ward: Ward, run_tasks: RunTasks) -> Ward:
    """A thread whose title and third post say "kettle"."""
    thread = open_thread(
        user=ward.cast.ana,
        community=ward.community,
        kind="note",
        title="The kettle on 4B",
        body="<p>It stands by the sink and nobody knows whose it is.</p>",
    )
    for said in ("Mine.", "A kettle has to be tested every year.", "Then take it home.", "Done.", "Thanks."):
        reply_to_thread(user=ward.cast.lee, thread=thread, body=f"<p>{said}</p>")
    run_tasks()
    return ward


def test_what_has_the_words_in_its_title_shows_only_places_that_say_them(kettle: Ward, look: Look) -> None:
    found = look(kettle.cast.ana, "kettle")

    assert "Post 3 by Lee Tan: “A kettle has to be tested every year.”" in found.text
    assert not [said for said in ("Mine.", "Then take it home.", "more place") if said in found.text]


def test_what_has_the_words_in_its_title_alone_opens_at_its_beginning(kettle: Ward, look: Look) -> None:
    found = look(kettle.cast.ana, "4B")

    assert found.titles == [("Thread", "The kettle on 4B")]
    assert "nobody knows whose it is" in found.text
    assert len(found.links) == 1
    assert "#post-" not in found.links[0]


def test_places_that_were_found_by_their_own_words_are_counted(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    for n in range(6):
        reply_to_thread(user=ward.cast.lee, thread=ward.question.thread, body=f"<p>Zirconium {n}.</p>")
    run_tasks()

    found = look(ward.cast.ana, "zirconium")

    assert len([link for link in found.links if "#post-" in link]) == 4  # of the title too: the best of them
    assert "3 more places in this thread" in found.text
