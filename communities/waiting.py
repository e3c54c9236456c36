"""What waits for a person in this app: answers to choose, people to let in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import CharField, Count, Value
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse

from communities.home import Task, register_tasks
from communities.models import CommunityPage, Invitation, Membership, Thread
from communities.permissions import standing

QUESTIONS = 3
_INVITED, _ASKING = "invited", "asking"


def answers_to_choose(user: Any) -> Iterable[Task]:
    """One's own questions that have replies and no accepted answer, the latest talk first."""
    asked = (
        Thread.objects.visible_to(user).unanswered().filter(author=user, reply_count__gt=0, is_closed=False)
    )
    for thread in asked.select_related("community", "last_poster").latest_first()[:QUESTIONS]:
        count = thread.reply_count
        yield Task(
            icon="circle-check",
            title=f"Did {'the reply' if count == 1 else f'one of the {count} replies'} answer your question?",
            url=thread.get_absolute_url(),
            why=f"“{thread.title}” in {thread.community.title}",
            act="Choose an answer",
        )


def comings(user: Any) -> Iterable[Task]:
    """Invitations to an address of this person, and requests to join where they are a facilitator; in one query."""
    facilitated = {m.community_id: m.community for m in standing(user).memberships if m.is_facilitator}
    rows = list(_invitations(user).union(_requests(facilitated), all=True))
    yield from (_invited(pk, title, name) for kind, pk, _, title, name in rows if kind == _INVITED)
    for kind, pk, people, _, _ in rows:
        if kind == _ASKING:
            yield _asking(facilitated[pk], people)


def _requests(facilitated: Iterable[int]) -> Any:
    rows = Membership.objects.requested().filter(community__in=facilitated).order_by()
    counted = rows.values("community").annotate(
        what=Value(_ASKING, CharField()),
        people=Count("pk"),
        title=Value("", CharField()),
        name=Value("", CharField()),
    )
    return counted.values_list("what", "community", "people", "title", "name")


def _invitations(user: Any) -> Any:
    mine = EmailAddress.objects.filter(user=user, verified=True).values(address=Lower("email"))
    rows = (
        Invitation.objects.open().filter(email__in=mine).exclude(community__in=standing(user).community_ids)
    )
    return rows.order_by().values_list(
        Value(_INVITED, CharField()),
        "pk",
        Value(0),
        "community__title",
        Coalesce("invited_by__display_name", Value("")),
    )


def _invited(pk: int, title: str, name: str) -> Task:
    return Task(
        icon="user-plus",
        title=f"You are invited to {title}",
        url=reverse("communities:invitation_mine", args=[pk]),
        why=f"by {name}" if name else "by its facilitators",
        act="Look and join",
    )


def _asking(community: CommunityPage, people: int) -> Task:
    return Task(
        icon="user-plus",
        title=f"{people} {'person asks' if people == 1 else 'people ask'} to join",
        url=reverse("communities:members", args=[community.slug]),
        why=community.title,
        act="Decide",
    )


def register() -> None:
    """Called when the app is ready."""
    register_tasks(answers_to_choose)
    register_tasks(comings)
