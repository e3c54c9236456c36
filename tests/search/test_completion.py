"""While somebody types a filter, the box offers its values: only those that this person may know of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.threads import open_thread
from people.models import User
from tests.curation.conftest import Ward
from tests.queries import queries
from tests.search.conftest import RunTasks

pytestmark = pytest.mark.django_db
Offered = Callable[[User | None, str], list[str]]


@pytest.fixture
def offered() -> Offered:
    def offered(user: User | None, typed: str) -> list[str]:
        client = Client()
        if user:
            client.force_login(user)
        completed = client.get("/search/suggest/", {"q": typed}).json()["filter"]
        return (
            [typed[: completed["begin"]] + each["text"] for each in completed["values"]] if completed else []
        )

    return offered


@pytest.fixture
def tagged(ward: Ward, hidden_ward: Ward, run_tasks: RunTasks) -> Ward:
    for place, tags in ((ward, ["insulin pens", "insects"]), (hidden_ward, ["inside"])):
        open_thread(
            user=ward.cast.ana,
            community=place.community,
            kind="note",
            title="A note",
            body="<p>Pen.</p>",
            tags=tags,
        )
    run_tasks()
    return ward


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("pen type:job", ["pen type:job-aid"]),
        ("type:wi", ["type:wiki"]),
        ("is:ans", ["is:answered"]),
        ("in:ward", ["in:ward-nursing"]),
        ("in:nurs", ["in:ward-nursing"]),
        ("tag:insu", ['tag:"insulin pens"']),
        ("tag:pens", ['tag:"insulin pens"']),
        ('tag:"insulin p', ['tag:"insulin pens"']),
        ("type:wiki,thr", ["type:wiki,thread"]),
        ("-type:thr", ["-type:thread"]),
        ("after:we", ["after:week"]),
        ("sort:n", ["sort:newest"]),
        ("🎉 type:wi", ["🎉 type:wiki"]),
        ("in:nowhere", []),
        ("before:", []),
    ],
)
def test_values_are_offered_as_they_will_stand_in_the_box(
    tagged: Ward, offered: Offered, typed: str, values: list[str]
) -> None:
    assert offered(tagged.cast.nia, typed) == values


@pytest.mark.parametrize("typed", ["pen", "type:wiki ", "http://ex", '"in:ward', "in", ""])
def test_words_are_no_filter_and_offer_titles(tagged: Ward, typed: str) -> None:
    client = Client()
    client.force_login(tagged.cast.ana)

    assert client.get("/search/suggest/", {"q": typed}).json()["filter"] is None


def test_titles_are_found_by_the_words_beside_filters(tagged: Ward) -> None:
    client = Client()
    client.force_login(tagged.cast.nia)

    found = client.get("/search/suggest/", {"q": "type:wiki scannin"}).json()["results"]

    assert [each["title"] for each in found] == ["Scanning at the bedside"]


def test_people_are_offered_by_handle_and_by_name_to_those_who_are_signed_in(
    tagged: Ward, offered: Offered
) -> None:
    eli = tagged.cast.eli

    assert offered(tagged.cast.nia, f"by:@{eli.username[:2]}") == [f"by:@{eli.username}"]
    assert f"by:@{eli.username}" in offered(tagged.cast.nia, "by:novak")
    assert offered(tagged.cast.nia, "by:m")[0] == "by:me"
    assert offered(None, f"by:@{eli.username[:2]}") == []


@pytest.mark.parametrize(
    "typed", ["in:", "in:hid", 'in:"hidden w', "tag:", "tag:ins", "tag:insid", "by:@", "role:", "system:"]
)
def test_nothing_hidden_is_offered(tagged: Ward, offered: Offered, typed: str) -> None:
    for user in (tagged.cast.nia, tagged.cast.cora, None):
        everything = " ".join(offered(user, typed))
        assert "hidden" not in everything.replace(typed, "")
        assert "inside" not in everything
    assert "tag:inside" in offered(tagged.cast.ana, "tag:ins")
    assert "in:hidden" in offered(tagged.cast.ana, "in:")


def test_a_completion_asks_the_same_few_queries(tagged: Ward) -> None:
    client = Client()
    client.force_login(tagged.cast.ana)
    for typed in ("in:wa", "tag:ins", "by:@e", "type:w"):
        with queries(at_most=6):
            client.get("/search/suggest/", {"q": typed})
