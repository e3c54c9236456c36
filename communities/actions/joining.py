"""Answering those who ask to join."""

from __future__ import annotations

from django.db import transaction

from communities.actions.community import add_member, end_membership, locked_membership
from communities.models import JoinAnswer, Membership
from communities.permissions import Verb
from communities.signals import join_answered
from communities.states import MembershipState
from core.policy import require
from people.models import User


@transaction.atomic
def approve_request(*, user: User, membership: Membership, reason: str = "") -> Membership:
    """Let somebody in who asked. Approving twice changes nothing."""
    require(user, Verb.MODERATE, membership.community)
    present = locked_membership(membership.community, pk=membership.pk)
    if present is None or present.state == MembershipState.ACTIVE:
        return present or membership
    member = add_member(user=present.user, community=present.community)
    _answer(user, present, approved=True, reason=reason)
    return member


@transaction.atomic
def decline_request(*, user: User, membership: Membership, reason: str = "") -> None:
    """Turn a request down and say why; the person may ask again. One that was approved meanwhile stays approved."""
    require(user, Verb.MODERATE, membership.community)
    present = locked_membership(membership.community, pk=membership.pk)
    if present is not None and present.state == MembershipState.REQUESTED:
        _answer(user, present, approved=False, reason=reason)
        end_membership(present)


def _answer(user: User, request: Membership, *, approved: bool, reason: str) -> None:
    answer = JoinAnswer.objects.create(
        community=request.community, user=request.user, approved=approved, reason=reason, answered_by=user
    )
    join_answered.send(sender=JoinAnswer, answer=answer)
