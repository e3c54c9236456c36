"""Inviting people into a community, by address or by link, and coming in."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from communities.actions.community import add_member
from communities.models import CommunityPage, Invitation, InvitationUse, Membership
from communities.models.invitation import hash_of
from communities.permissions import Verb
from communities.signals import invited_by_mail
from core.policy import require
from people.addresses import has_address
from people.models import User

MOST_OPEN = 3000


class TooManyInvitations(Exception):
    """So many are open that nobody knows any more who was invited."""


class InvitationOver(Exception):
    """It was used, taken back, or its time has passed."""


class ForAnotherAddress(Exception):
    """It was sent to an address that is not this person's."""


@transaction.atomic
def invite_by_link(
    *, user: User, community: CommunityPage, days: int, is_single: bool
) -> tuple[Invitation, str]:
    """Make a link. Its token is in the answer and nowhere else. Raises TooManyInvitations."""
    require(user, Verb.MODERATE, community)
    _keep_few(community, more=1)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        community=community, invited_by=user, is_single=is_single, token_hash=hash_of(token)
    )
    invitation.lasts(days)
    invitation.save()
    return invitation, token


@transaction.atomic
def invite_by_mail(
    *, user: User, community: CommunityPage, addresses: Iterable[str], days: int
) -> list[Invitation]:
    """Invite each address once; one that has an open invitation gets it again. Raises TooManyInvitations.

    The mails are sent by tasks, which make the tokens: none is ever kept, not even in the row of a task. Whether an
    address has an account here is not looked at, so that nobody learns it by inviting.
    """
    require(user, Verb.MODERATE, community)
    wanted = list(dict.fromkeys(address.strip().lower() for address in addresses))
    _keep_few(community, more=len(wanted))
    present = {
        invitation.email: invitation
        for invitation in Invitation.objects.open().filter(community=community, email__in=wanted)
    }
    made = []
    for address in wanted:
        invitation = present.get(address) or Invitation(
            community=community, email=address, invited_by=user, is_single=True
        )
        invitation.sent_at = None
        invitation.lasts(days)
        invitation.save()
        invited_by_mail.send(sender=Invitation, invitation=invitation)
        made.append(invitation)
    return made


@transaction.atomic
def revoke_invitation(*, user: User, invitation: Invitation) -> None:
    """Take it back; who came in by it stays. Safe to run again."""
    require(user, Verb.MODERATE, invitation.community)
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(
        revoked_at=timezone.now(), token_hash=None
    )


@transaction.atomic
def accept_invitation(*, user: User, invitation: Invitation) -> Membership:
    """Come in. Who is a member already uses nothing up. Raises InvitationOver, ForAnotherAddress.

    The row is locked, so that an invitation for one person lets in one, however many send it at once.
    """
    held = (
        Invitation.objects.select_for_update(of=("self",)).select_related("community").get(pk=invitation.pk)
    )
    member = Membership.objects.active().filter(user=user, community=held.community).first()
    if member is not None:
        return member
    if not held.is_open:
        raise InvitationOver
    if held.email and not has_address(user, held.email):
        raise ForAnotherAddress
    Invitation.objects.filter(pk=held.pk).update(uses=F("uses") + 1)
    InvitationUse.objects.get_or_create(invitation=held, user=user)
    return add_member(user=user, community=held.community)


def _keep_few(community: CommunityPage, *, more: int) -> None:
    if Invitation.objects.open().filter(community=community).count() + more > MOST_OPEN:
        raise TooManyInvitations
