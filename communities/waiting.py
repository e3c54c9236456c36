"""What waits for a person in this app: answers to choose, people to let in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.urls import reverse

from communities.home import Task, register_tasks
from communities.models import Membership, Thread
from communities.permissions import standing

QUESTIONS = 3


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


def people_to_let_in(user: Any) -> Iterable[Task]:
    """Requests to join where this person is a facilitator."""
    facilitated = {m.community_id: m.community for m in standing(user).memberships if m.is_facilitator}
    if not facilitated:
        return
    asking = Membership.objects.requested().filter(community__in=facilitated).order_by()
    for row in asking.values("community").annotate(people=Count("pk")):
        community, people = facilitated[row["community"]], row["people"]
        yield Task(
            icon="user-plus",
            title=f"{people} {'person asks' if people == 1 else 'people ask'} to join",
            url=reverse("communities:members", args=[community.slug]),
            why=community.title,
            act="Decide",
        )


def register() -> None:
    """Called when the app is ready."""
    register_tasks(answers_to_choose)
    register_tasks(people_to_let_in)
