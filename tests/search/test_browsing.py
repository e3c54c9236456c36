"""A question of filters alone, and days: the contract of every backend, as in test_backends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.models import CommunityPage
from search.backends.base import Filters, Ranking, SearchBackend
from search.kinds import Kind
from tests.factories import UserFactory
from tests.search.contract import asking, counted, entry, ranked

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_filters_alone_list_what_there_is_newest_first_and_each_thing_once(
    backend: SearchBackend, here: CommunityPage, there: CommunityPage
) -> None:
    eli = UserFactory()
    page = entry(backend, here, 1, updated_at=NOW - timedelta(days=2))
    entry(backend, here, 1, place="b1", updated_at=NOW - timedelta(days=2))
    thread = {"kind": Kind.THREAD, "title": "A thread"}
    entry(backend, here, 2, **thread, updated_at=NOW - timedelta(days=3))
    reply = entry(backend, here, 2, **thread, place="post-2", author=eli, updated_at=NOW)
    undated = entry(backend, here, 3, updated_at=None)
    entry(backend, there, 4, updated_at=NOW)

    filters = Filters(community=(here.pk, there.pk))

    assert ranked(backend, asking("", here, filters=filters)) == [reply.pk, page.pk, undated.pk]
    assert backend.rank(asking("", here, filters=filters)).total == 3
    assert counted(backend, asking("", here, filters=filters), "kind") == {"wiki": 2, "thread": 1}
    assert ranked(backend, asking("", here, filters=Filters(author=(eli.pk,)))) == [reply.pk]
    assert backend.rank(asking("", here, there)) == Ranking()


def test_what_is_excluded_is_not_listed_either(backend: SearchBackend, here: CommunityPage) -> None:
    pen = entry(backend, here, 1, text="A pen.")
    entry(backend, here, 2, text="Some paper.")

    assert ranked(backend, asking("-paper", here, filters=Filters(kind=("wiki",)))) == [pen.pk]


def test_each_period_is_counted_whatever_days_are_chosen(backend: SearchBackend, here: CommunityPage) -> None:
    new = entry(backend, here, 1, title="Pen", updated_at=NOW)
    entry(backend, here, 2, title="Pen", updated_at=NOW - timedelta(days=20))
    entry(backend, here, 3, title="Pen", updated_at=NOW - timedelta(days=200))
    entry(backend, here, 4, title="Pen", updated_at=None)
    today = timezone.localdate()

    chosen = asking("pen", here, filters=Filters(after=today, before=today))

    assert ranked(backend, chosen) == [new.pk]
    assert counted(backend, chosen, "date") == {"week": 1, "month": 2, "year": 3}
    assert counted(backend, chosen, "kind") == {"wiki": 1}


def test_a_state_narrows_and_is_counted(backend: SearchBackend, here: CommunityPage) -> None:
    answered = entry(backend, here, 1, title="Pen", kind=Kind.THREAD, state="Answered")
    entry(backend, here, 2, title="Pen", kind=Kind.THREAD)

    assert ranked(backend, asking("pen", here, filters=Filters(state=("Answered",)))) == [answered.pk]
    assert counted(backend, asking("pen", here), "state") == {"Answered": 1}
