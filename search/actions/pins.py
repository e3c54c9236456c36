"""Curators pin things for a question, and take pins away."""

from __future__ import annotations

from django.db import transaction

from communities.models import CommunityPage
from communities.permissions import Verb
from core.policy import require
from people.models import User
from search.models import CuratorChange, Pin, SearchEntry

MOST_PINS = 3  # things of one community for one question


class TooManyPins(ValueError):
    """As many things of this community as can be are pinned for the question."""


@transaction.atomic
def pin_thing(*, user: User, entry: SearchEntry, question: str) -> Pin:
    """Let the thing of an entry stand first for a question (`search.pins.question_of`); again changes nothing.

    Locks the community, so that two curators at once cannot pin too many. Raises TooManyPins.
    """
    community = entry.community
    assert community is not None  # people stand in none; the view refuses them
    require(user, Verb.CURATE, community)
    CommunityPage.objects.select_for_update(of=("self",)).only("pk").get(pk=community.pk)
    there = Pin.objects.filter(question=question, community=community)
    if (found := there.filter(kind=entry.kind, thing_id=entry.thing_id).first()) is not None:
        return found
    if there.count() >= MOST_PINS:
        raise TooManyPins(
            f"{MOST_PINS} things of {community.title} are pinned for “{question}”. Take one away first."
        )
    pin, _ = Pin.objects.update_or_create(
        question=question,
        kind=entry.kind,
        thing_id=entry.thing_id,
        defaults={"community": community, "pinned_by": user},
    )
    _log(user, pin, after=f"“{question}”: {entry.title}")
    return pin


@transaction.atomic
def unpin_thing(*, user: User, pin: Pin, title: str = "") -> None:
    """Let it stand where its words put it."""
    require(user, Verb.CURATE, pin.community)
    if Pin.objects.filter(pk=pin.pk).delete()[0]:
        _log(user, pin, before=f"“{pin.question}”: {title or 'a thing that is gone'}")


def _log(user: User, pin: Pin, *, before: str = "", after: str = "") -> None:
    CuratorChange.objects.create(
        about=CuratorChange.About.PIN, community=pin.community, user=user, before=before, after=after
    )
