"""Searches that somebody keeps, and looking again whether there is something new in them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q
from django.http import QueryDict
from django.utils import timezone

from people.models import User
from search.backends import fallback, search_backend
from search.backends.base import EngineDown, SearchQuery
from search.models import SavedSearch, SearchEntry
from search.question import Question, read_question
from search.signals import search_found_news

logger = logging.getLogger(__name__)
Tell = SavedSearch.Tell
MOST_KEPT = 50  # by one person
AT_ONCE = 200  # looked at in one go; the task goes on with the next
SETTLED = timedelta(minutes=1)  # an entry is written a little later than its time says
OFTEN = {
    Tell.AT_ONCE: timedelta(minutes=50),
    Tell.DAILY: timedelta(hours=23),
    Tell.NEVER: timedelta(hours=23),
}


class TooMany(ValueError):
    """The message is for the person."""


def address_of(question: Question) -> str:
    """What stands behind the ? of its page; the same question is the same text, typed or ticked."""
    return question.address(question.chosen).removeprefix("?")


def asked_again(address: str, user: Any) -> SearchQuery | None:
    """What an address asks for, bound to what this person may know of now; None when that is not the same any more,
    because a community or a person of its filters is not known to them."""
    question = read_question(user, QueryDict(address))
    same = address_of(question) == address and question.can_be_answered
    return question.query if same else None


# -- keeping -----------------------------------------------------------------------------------------------
@transaction.atomic
def keep_search(*, user: User, address: str, name: str, tell: str) -> tuple[SavedSearch, bool]:
    """Keep it; whether it is new. Kept already, it stays as it is. Raises TooMany."""
    User.objects.select_for_update().get(pk=user.pk)  # of two at once the second finds what the first kept
    mine = SavedSearch.objects.filter(user=user)
    if (kept := mine.filter(address=address).first()) is not None:
        return kept, False
    if mine.count() >= MOST_KEPT:
        raise TooMany(f"You keep {MOST_KEPT} searches, the most there can be. Remove one first.")
    now = timezone.now()
    row = SavedSearch(user=user, address=address, name=name, tell=tell, told_at=now, seen_at=now)
    row.save()
    return row, True


def change_search(*, saved: SavedSearch, name: str, tell: str) -> None:
    """Another name, or another wish to be told."""
    saved.name, saved.tell = name, tell
    saved.save(update_fields=["name", "tell"])


@transaction.atomic
def open_search(*, saved: SavedSearch) -> datetime:
    """It is looked at now; returns since when things in it are new."""
    row = SavedSearch.objects.select_for_update(of=("self",)).get(pk=saved.pk)
    since, row.seen_at, row.new_things = row.seen_at, timezone.now(), 0
    row.save(update_fields=["seen_at", "new_things"])
    return since


# -- looking again -----------------------------------------------------------------------------------------
def look_again(now: datetime | None = None) -> int:
    """Look for news in the searches whose time has come, the longest unseen first; returns how many were looked at.

    None is looked at while nothing was added since. Safe to run twice and at once: a row is claimed by its time.
    """
    until = (now or timezone.now()) - SETTLED
    newest = SearchEntry.objects.filter(added_at__lte=until).aggregate(newest=Max("added_at"))["newest"]
    if newest is None:
        return 0
    due = Q(pk__in=[])
    for tell, often in OFTEN.items():
        due |= Q(tell=tell, told_at__lte=until - often + SETTLED)
    rows = SavedSearch.objects.filter(due, told_at__lt=newest, user__is_active=True).select_related("user")
    looked = list(rows.order_by("told_at", "pk")[:AT_ONCE])
    for saved in looked:
        try:
            _look(saved, until)
        except Exception:  # of one search; the others are looked at
            logger.exception("The saved search %d could not be looked at", saved.pk)
            SavedSearch.objects.filter(pk=saved.pk).update(told_at=until)
    return len(looked)


@transaction.atomic
def _look(saved: SavedSearch, until: datetime) -> None:
    query = asked_again(saved.address, saved.user)
    things = new_things(query, since=saved.told_at, until=until) if query else 0
    claimed = SavedSearch.objects.filter(pk=saved.pk, told_at=saved.told_at)
    if not claimed.update(told_at=until, new_things=F("new_things") + things) or not things:
        return
    saved.refresh_from_db(fields=["new_things", "tell"])
    if saved.tell != Tell.NEVER:
        search_found_news.send(sender=SavedSearch, saved=saved, things=saved.new_things)


def new_things(query: SearchQuery, *, since: datetime, until: datetime) -> int:
    """How many things that this query finds have a place that was added after `since`."""
    places = _newest_places(query)
    rows = SearchEntry.objects.filter(pk__in=places, added_at__gt=since, added_at__lte=until)
    return rows.order_by().values("kind", "thing_id").distinct().count()


def _newest_places(query: SearchQuery) -> Iterable[int]:
    newest_first = replace(query, newest_first=True)
    try:
        ranking = search_backend().rank(newest_first, count=False)
    except EngineDown:
        ranking = fallback().rank(newest_first, count=False)
    return [place.entry_id for place in ranking.places]
