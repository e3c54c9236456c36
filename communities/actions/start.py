"""The list "start here": facilitators put things in, in order."""

from __future__ import annotations

from django.db import transaction

from communities.models import CommunityPage, StartItem
from communities.permissions import Verb
from communities.starting import is_startable
from core.policy import require
from people.models import User

MOST_ITEMS = 12


class NotHere(Exception):
    """The thing is not in this community, or the person may not read it."""


class ListIsFull(Exception):
    """A list that has everything helps nobody to begin."""


@transaction.atomic
def add_start_item(
    *, user: User, community: CommunityPage, kind: str, thing_id: int, note: str = ""
) -> StartItem:
    """Put a thing at the end of the list; one that stands there keeps its place and gets the new words.

    Raises NotHere, ListIsFull.
    """
    require(user, Verb.MODERATE, community)
    items = _locked_items(community)
    if not is_startable(user, community, kind, thing_id):
        raise NotHere
    present = next((item for item in items if item.key == (kind, thing_id)), None)
    if present is None and len(items) >= MOST_ITEMS:
        raise ListIsFull
    item = present or StartItem(community=community, kind=kind, thing_id=thing_id, position=len(items))
    item.note = note
    item.save()
    return item


@transaction.atomic
def move_start_item(*, user: User, item: StartItem, by: int) -> None:
    """Move a thing up (-1) or down (1); at an end it stays. Positions are written anew, without holes."""
    require(user, Verb.MODERATE, item.community)
    items = _locked_items(item.community)
    at = next((number for number, each in enumerate(items) if each.pk == item.pk), None)
    if at is None:
        return
    items.insert(max(at + by, 0), items.pop(at))
    _number(items)


@transaction.atomic
def remove_start_item(*, user: User, item: StartItem) -> None:
    """Take a thing off the list; the thing itself stays. Safe to run again."""
    require(user, Verb.MODERATE, item.community)
    items = _locked_items(item.community)
    StartItem.objects.filter(pk=item.pk).delete()
    _number([each for each in items if each.pk != item.pk])


def _locked_items(community: CommunityPage) -> list[StartItem]:
    """Of a locked community: two facilitators who move things at once do so one after the other."""
    CommunityPage.objects.select_for_update(of=("self",)).get(pk=community.pk)
    return list(StartItem.objects.filter(community=community))


def _number(items: list[StartItem]) -> None:
    for position, item in enumerate(items):
        item.position = position
    StartItem.objects.bulk_update(items, ["position"])
