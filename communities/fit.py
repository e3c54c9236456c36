"""Which communities fit a person, and why: where colleagues are, who does the same work, what it is about.

Who is a member is told, even as a number, only of communities that the person may read: of one on request only its
name and purpose count. Lists of people are cut, so that the cost does not grow with the site.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Lower

from communities.models import CommunityPage, Membership
from communities.permissions import standing
from people.models import User

SHOWN = 6
PEOPLE_LOOKED_AT = 300
WORDS_LOOKED_FOR = 12
SHORTEST_WORD = 4
_COMMON = frozenset(
    "about after also anything because before everything from have help here know more most other people "
    "something their them there these they this those what when where which with work working would your".split()
)


@dataclass(frozen=True, slots=True)
class Fit:
    """A community, how well it fits, and the reasons in words, the strongest first."""

    community: CommunityPage
    score: int
    reasons: tuple[str, ...]


def fitting(user: User) -> list[Fit]:
    """The communities that the person may know of, is not in and would feel at home in; at most five queries."""
    mine = standing(user)
    others = CommunityPage.objects.visible_to(user).exclude(pk__in=mine.community_ids)
    near, alike = _members_like(user)
    words = _words(user)
    about = Q(pk__in={*near, *alike})
    for word in words:
        about |= Q(title__icontains=word) | Q(purpose__icontains=word)
    if not about.children or not (near or alike or words):
        return []
    found = [
        _fit(user, community, near, alike, words)
        for community in others.filter(about).defer("charter", "norms")
    ]
    best = sorted((fit for fit in found if fit.score), key=lambda fit: (-fit.score, fit.community.title))
    return best[:SHOWN]


def _fit(
    user: User, community: CommunityPage, near: dict[int, int], alike: dict[int, int], words: list[str]
) -> Fit:
    said = f"{community.title} {community.purpose}".lower()
    shared = [word for word in words if word in said]
    colleagues, peers = near.get(community.pk, 0), alike.get(community.pk, 0)
    reasons = []
    if colleagues:
        who = "1 person" if colleagues == 1 else f"{colleagues} people"
        reasons.append(f"{who} from {user.workplace} {'is' if colleagues == 1 else 'are'} in it")
    if peers:
        who = "1 member does" if peers == 1 else f"{peers} members do"
        reasons.append(f"{who} what you do: {user.job_title}")
    if shared:
        reasons.append(f"about {' and '.join(shared[:2])}, as in your profile")
    score = 3 * min(colleagues, 5) + 2 * min(peers, 5) + 2 * len(shared)
    return Fit(community, score, tuple(reasons))


def _members_like(user: User) -> tuple[dict[int, int], dict[int, int]]:
    """By community that the person may read: how many members work where they do, and how many do the same."""
    colleagues, peers = _people_with(user, "workplace"), _people_with(user, "job_title")
    if not colleagues and not peers:
        return {}, {}
    rows = (
        Membership.objects.visible_to(user)
        .active()
        .filter(user__in={*colleagues, *peers})
        .order_by()
        .values("community")
        .annotate(
            near=Count("pk", filter=Q(user__in=colleagues)), alike=Count("pk", filter=Q(user__in=peers))
        )
    )
    near, alike = {}, {}
    for row in rows:
        near[row["community"]], alike[row["community"]] = row["near"], row["alike"]
    return near, alike


def _people_with(user: User, field: str) -> list[int]:
    """Others with the same workplace or job title. Uses the indexes people_workplace and people_job_title."""
    value = attrgetter(field)(user).strip().lower()
    if not value:
        return []
    rows = User.objects.here().alias(said=Lower(field)).filter(said=value).exclude(pk=user.pk)
    return list(rows.order_by().values_list("pk", flat=True)[:PEOPLE_LOOKED_AT])


def _words(user: Any) -> list[str]:
    """The telling words of what the person does and may be asked, in lower case, each once."""
    found = re.findall(r"[^\W\d_]+", f"{user.job_title} {user.about}".lower())
    telling = [word for word in found if len(word) >= SHORTEST_WORD and word not in _COMMON]
    return list(dict.fromkeys(telling))[:WORDS_LOOKED_FOR]
