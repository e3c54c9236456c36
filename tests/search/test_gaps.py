"""What people looked for in vain: words and numbers for curators of the place, and never who."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from communities.models import CommunityPage
from curation.actions.requests import ask_for_job_aid
from people.models import User
from search.gaps import count_gaps
from search.models import Asked, Gap
from tests.curation.conftest import Ward
from tests.factories import MembershipFactory, UserFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db


def asked(
    words: str,
    *people: User | None,
    community: CommunityPage | None,
    things: int = 0,
    at: datetime | None = None,
    opened: bool = False,
) -> list[Asked]:
    """Searches as the log holds them, one of each person."""
    at = at or timezone.now() - timedelta(hours=1)
    return [
        Asked.objects.create(
            key=uuid.uuid4(),
            question=words,
            words=words,
            user=person,
            asker=f"{person.pk}:{words}"[:16] if person else "",
            community=community,
            at=at,
            things=things,
            clicked_at=at if opened else None,
        )
        for person in people
    ]


def page_of(user: User | None, **query: str) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get("/curation/gaps/", query).content.decode()


def rows(page: str) -> list[tuple[str, str, int]]:
    """Words, people and the number of each row, as they are read."""
    found = BeautifulSoup(page, "html.parser").select(".gaps tbody tr")
    return [
        (
            row.select(".gaps__words")[0].get_text(),
            " ".join(row.select("td")[0].get_text().split()),
            int(row.select("td.num")[0].get_text()),
        )
        for row in found
    ]


def test_words_that_several_people_looked_for_in_vain_are_shown_with_their_numbers(ward: Ward) -> None:
    cast = ward.cast
    asked("wristband jam", cast.ana, cast.lee, cast.ana, community=ward.community)
    asked("bed transfer", cast.ana, cast.eli, community=ward.community)
    asked("scan", cast.ana, cast.lee, community=ward.community, things=4, opened=True)
    count_gaps()

    page = page_of(cast.cora)

    assert rows(page) == [("wristband jam", "2 people", 3), ("bed transfer", "2 people", 2)]
    assert "7 searches" in page
    assert "5 found nothing" in page


def test_each_list_shows_what_belongs_there(ward: Ward) -> None:
    cast = ward.cast
    first = asked("handover", cast.ana, cast.lee, community=ward.community, things=3)
    again = asked("handover print", cast.ana, cast.lee, community=ward.community, things=2, opened=True)
    for before, after in zip(first, again, strict=True):
        Asked.objects.filter(pk=after.pk).update(follows=before)
    count_gaps()

    assert rows(page_of(cast.cora, show="nothing")) == []
    assert rows(page_of(cast.cora, show="unopened")) == [("handover", "2 people", 2)]
    assert rows(page_of(cast.cora, show="reworded")) == [("handover", "2 people", 2)]
    assert {words for words, *_ in rows(page_of(cast.cora, show="asked"))} == {"handover", "handover print"}
    assert rows(page_of(cast.cora, show="nonsense", days="x")) == []


def test_words_of_one_person_alone_are_counted_and_not_shown(ward: Ward) -> None:
    cast = ward.cast
    asked("my payslip", *[cast.ana] * 5, community=ward.community)
    asked("visitors word", None, None, None, community=ward.community)
    asked("", cast.ana, cast.lee, community=ward.community)
    count_gaps()

    page = page_of(cast.cora)

    assert rows(page) == []
    assert "payslip" not in page
    assert "visitors word" not in page
    assert "10 searches" in page
    assert "never shown" in page


def test_the_same_person_a_month_later_is_nobody_else(ward: Ward) -> None:
    """By then nobody knows who it was: the words have another asker, and still count as one person's."""
    now = timezone.now()
    asked("my payslip", ward.cast.ana, community=ward.community, at=now - timedelta(days=50))
    Asked.objects.update(asker="another", user=None)
    asked("my payslip", ward.cast.ana, community=ward.community, at=now - timedelta(days=5))
    count_gaps()

    assert rows(page_of(ward.cast.cora, days="90")) == []

    asked("my payslip", ward.cast.lee, community=ward.community, at=now - timedelta(days=40))
    count_gaps()
    assert rows(page_of(ward.cast.cora, days="90")) == [("my payslip", "2 people", 3)]


def test_the_last_30_and_90_days(ward: Ward) -> None:
    cast, now = ward.cast, timezone.now()
    asked("old words", cast.ana, cast.lee, community=ward.community, at=now - timedelta(days=40))
    asked("gone words", cast.ana, cast.lee, community=ward.community, at=now - timedelta(days=100))
    count_gaps()

    assert rows(page_of(cast.cora)) == []
    assert rows(page_of(cast.cora, days="90")) == [("old words", "2 people", 2)]
    with time_machine.travel(now + timedelta(days=60)):
        count_gaps()
    assert not Gap.objects.exists()


def test_curators_see_what_was_asked_where_they_curate_and_nowhere_else(
    ward: Ward, hidden_ward: Ward
) -> None:
    cast = ward.cast
    own = UserFactory()
    MembershipFactory(user=own, community=hidden_ward.community, is_curator=True)
    asked("open words", cast.ana, cast.lee, community=ward.community)
    asked("hidden words", cast.ana, cast.lee, community=hidden_ward.community)
    asked("words of nowhere", cast.ana, cast.lee, community=None)
    count_gaps()

    def seen(user: User) -> set[str]:
        return {words for words, *_ in rows(page_of(user))}

    assert seen(cast.cora) == {"open words", "words of nowhere"}
    assert seen(own) == {"hidden words"}
    assert seen(cast.adam) == {"open words", "hidden words", "words of nowhere"}
    assert rows(page_of(cast.adam, community="hidden"))[0][0] == "hidden words"
    assert len(rows(page_of(cast.adam, community="hidden"))) == 1

    client = Client()
    for user, query, status in (
        (cast.cora, {"community": "hidden"}, 404),
        (own, {"community": "ward-nursing"}, 404),
        (cast.ana, {}, 403),
        (cast.stranger, {}, 403),
    ):
        client.force_login(user)
        assert client.get("/curation/gaps/", query).status_code == status
    assert Client().get("/curation/gaps/")["Location"].startswith("/accounts/login/")


def test_the_page_never_says_who_searched(ward: Ward) -> None:
    asked("wristband jam", ward.cast.ana, ward.cast.lee, community=ward.community)
    count_gaps()

    page = page_of(ward.cast.cora, show="asked")

    assert "wristband jam" in page
    assert "Ana Silva" not in page
    assert "Lee Tan" not in page


def test_each_row_leads_to_what_a_curator_can_do(ward: Ward) -> None:
    asked("wristband jam", ward.cast.ana, ward.cast.lee, community=ward.community)
    asked("nowhere jam", ward.cast.ana, ward.cast.lee, community=None)
    count_gaps()

    page = page_of(ward.cast.cora)

    assert f"{ward.address('requests/new/')}?title=wristband%20jam" in page
    assert "/requests/new/?title=nowhere%20jam" in page
    assert "/curation/synonyms/new/?words=wristband%20jam&amp;community=ward-nursing" in page
    assert "/search/?q=wristband%20jam" in page


def test_what_is_asked_for_already_says_so(ward: Ward) -> None:
    request = ask_for_job_aid(user=ward.cast.ana, community=ward.community, title="Clear a wristband jam")
    asked("wristband jam", ward.cast.ana, ward.cast.lee, community=ward.community)
    count_gaps()

    page = page_of(ward.cast.cora)

    assert f"/curation/requests/{request.pk}/" in page
    assert "Asked for by 1" in page


def test_what_is_found_since_says_so_and_waits_no_more(ward: Ward) -> None:
    cast, now = ward.cast, timezone.now()
    asked("wristband jam", cast.ana, cast.lee, community=ward.community, at=now - timedelta(days=3))
    count_gaps()
    assert "found since" not in page_of(cast.cora)
    asked("wristband jam", cast.ana, community=ward.community, things=2)
    count_gaps()

    assert "found since" in page_of(cast.cora)


def test_a_curator_finds_the_page_on_the_desk_and_an_empty_one_says_what_will_stand_there(ward: Ward) -> None:
    page = page_of(ward.cast.cora)

    assert "Nobody searched yet" in page
    client = Client()
    client.force_login(ward.cast.cora)
    assert 'href="/curation/gaps/"' in client.get("/curation/").content.decode()


def test_the_page_costs_the_same_however_much_was_asked(ward: Ward) -> None:
    cast = ward.cast
    asked("wristband jam", cast.ana, cast.lee, community=ward.community)
    count_gaps()
    client = Client()
    client.force_login(cast.cora)
    client.get("/curation/gaps/")

    with queries(at_most=12) as few:
        client.get("/curation/gaps/")
    for n in range(40):
        asked(f"word {n}", cast.ana, cast.lee, cast.eli, community=ward.community)
        asking = MembershipFactory(community=ward.community).user
        ask_for_job_aid(user=asking, community=ward.community, title=f"Do the thing {n}")
    count_gaps()
    with queries(at_most=12) as many:
        client.get("/curation/gaps/")

    assert len(few) == len(many)
    assert len(rows(page_of(cast.cora))) == 20
