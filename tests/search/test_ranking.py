"""What stands before what: the words, then trust, what worked, use, freshness, and what is close to the reader."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.permissions import forget_standing
from search.backends.base import Ranked
from search.models import SearchEntry
from search.ranking import NOBODY, Near, explain, near_to, order
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=3650)


def an_entry(**columns: Any) -> SearchEntry:
    number = SearchEntry.objects.count() + 1
    about = {
        "kind": "wiki",
        "thing_id": number,
        "title": f"Page {number}",
        "url": "/",
        "updated_at": LONG_AGO,
    }
    return SearchEntry.objects.create(**about | columns)


def ordered(*entries: SearchEntry, near: Near = NOBODY, scores: tuple[float, ...] = ()) -> list[int]:
    given = scores or (1.0,) * len(entries)
    places = [
        Ranked(entry.pk, entry.kind, entry.thing_id, score)
        for entry, score in zip(entries, given, strict=True)
    ]
    return [place.entry_id for place in order(places, near)]


@pytest.mark.parametrize(
    "better",
    [{"worked": 3}, {"uses": 40}, {"updated_at": timezone.now()}],
    ids=["worked for people", "read by many", "changed today"],
)
def test_of_two_that_the_words_hold_equal_the_one_that_more_speaks_for_comes_first(
    better: dict[str, Any],
) -> None:
    plain, best = an_entry(), an_entry(**better)

    assert ordered(plain, best) == [best.pk, plain.pk]


def test_what_is_much_better_by_its_words_stays_first_whatever_else_speaks_for_another() -> None:
    says_it = an_entry()
    popular = an_entry(worked=500, uses=5000, updated_at=timezone.now())

    assert ordered(says_it, popular, scores=(3.0, 1.0)) == [says_it.pk, popular.pk]


def test_trust_counts_once_as_the_engine_counted_it() -> None:
    """The engine's score holds trust; were it counted here too, the verified one would come first."""
    raw, verified = an_entry(), an_entry(trust="verified")

    assert ordered(raw, verified, scores=(1.1, 1.0)) == [raw.pk, verified.pk]


def test_things_of_my_communities_and_for_my_job_come_first() -> None:
    nurse = UserFactory(job_title="Staff nurse")
    own = CommunityFactory()
    MembershipFactory(user=nurse, community=own)
    far, mine = an_entry(community=CommunityFactory()), an_entry(community=own)
    my_job = an_entry(community=own, labels=[["role", "Nurses"]])
    forget_standing(nurse)

    found = ordered(far, mine, my_job, near=near_to(nurse))

    assert found == [my_job.pk, mine.pk, far.pk]


def test_freshness_halves_with_every_half_life(settings: Settings) -> None:
    settings.SEARCH_WEIGHTS = {"fresh": 1.0}
    settings.SEARCH_HALF_LIFE_DAYS = 100
    now = timezone.now()
    factors = [
        explain(an_entry(updated_at=now - timedelta(days=days)), 1.0, NOBODY, now=now)[5].factor
        for days in (0, 100, 200)
    ]

    assert factors == [2.0, 1.5, 1.25]


def test_the_explanation_multiplies_to_the_score_that_the_order_gave() -> None:
    entry = an_entry(trust="verified", worked=5, uses=10, updated_at=timezone.now())
    now = timezone.now()
    (placed,) = order([Ranked(entry.pk, entry.kind, entry.thing_id, 3.0)], now=now)

    lines = explain(entry, placed.score, NOBODY, now=now)

    product = 1.0
    for line in lines[1:]:
        product *= line.factor
    assert lines[0].product == pytest.approx(2.0), "the words alone: 3.0 without the 1.5 of trust"
    assert lines[0].product * product == pytest.approx(placed.score) == pytest.approx(lines[-1].product)


def test_three_hundred_places_are_ordered_by_one_query() -> None:
    entries = [an_entry() for _ in range(300)]
    places = [Ranked(entry.pk, "wiki", entry.thing_id, 1.0) for entry in entries]

    with queries(at_most=1):
        order(places)


def test_nothing_found_asks_nothing() -> None:
    with queries(at_most=0):
        assert order([]) == []


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SEARCH_WEIGHTS", {"worked": 0.3, "luck": 1}, "E022"),
        ("SEARCH_TRUST_WEIGHTS", {"holy": 2.0}, "E022"),
        ("SEARCH_KIND_WEIGHTS", {"job_aid": 0}, "E023"),
        ("SEARCH_WEIGHTS", {"fresh": -1}, "E023"),
        ("SEARCH_HALF_LIFE_DAYS", 0, "E023"),
    ],
)
def test_weights_that_make_no_sense_stop_the_start(
    settings: Settings, name: str, value: Any, problem: str
) -> None:
    setattr(settings, name, value)

    assert f"commonplace.{problem}" in {found.id for found in run_checks()}
