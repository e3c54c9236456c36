"""News of coming into communities."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from communities.models import JoinAnswer, Membership
from communities.states import MembershipState
from notifications.news.base import News, Told, found, news, said, without
from notifications.states import Audience, Kind
from people.models import User


@news
def join_asked(membership_id: int) -> Iterable[Told]:
    """To who runs the community."""
    request = found(Membership.objects.select_related("user", "community"), membership_id)
    if request is None or request.state != MembershipState.REQUESTED:
        return
    community = request.community
    text = f"{request.user.name} asks to join {community.title}{said(request.request_note)}"
    facilitators = User.objects.here().filter(
        memberships__community=community, memberships__is_facilitator=True
    )
    yield (
        News(
            Kind.ASKS,
            text,
            reverse("communities:members", args=[community.slug]),
            community,
            f"join:{request.pk}",
            Audience.FACILITATORS,
        ),
        without(facilitators, request.user),
    )


@news
def join_answered(answer_id: int) -> Iterable[Told]:
    """To who asked, who may not read the community when the answer is no."""
    answer = found(JoinAnswer.objects.select_related("user", "community"), answer_id)
    if answer is None:
        return
    what = "You are a member of" if answer.approved else "You were not let into"
    text = f"{what} {answer.community.title}{said(answer.reason)}"
    url = answer.community.get_absolute_url()
    yield (
        News(Kind.JOIN, text, url, answer.community, f"answer:{answer.pk}", Audience.KNOWERS),
        [answer.user],
    )
