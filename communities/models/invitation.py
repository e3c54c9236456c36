from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from communities.models.community import CommunityPage
from communities.querysets import CommunityContentQuerySet
from communities.states import InvitationState


class InvitationQuerySet(CommunityContentQuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Not used up, not taken back, not over."""
        unused = models.Q(is_single=False) | models.Q(uses=0)
        return self.filter(unused, revoked_at=None, expires_at__gt=timezone.now())

    def with_token(self, token: str) -> InvitationQuerySet:
        return self.filter(token_hash=hash_of(token))


class Invitation(models.Model):
    """A way into a community for who holds its token: of one address, or a link that is passed on.

    Only a digest of the token is kept: who reads the database enters nowhere.
    """

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mail", blank=True, help_text="Empty: a link for whoever gets it.")
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - unique while it is there
    is_single = models.BooleanField("for one person", default=True)
    uses = models.PositiveIntegerField(default=0)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [
            models.Index(fields=["community", "-id"], name="communities_invitation_list"),
            models.Index(fields=["email"], condition=~models.Q(email=""), name="communities_invitation_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.email or 'a link'} into {self.community}"

    @property
    def state(self) -> InvitationState:
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        if self.is_single and self.uses:
            return InvitationState.USED
        return InvitationState.OPEN if self.expires_at > timezone.now() else InvitationState.EXPIRED

    @property
    def is_open(self) -> bool:
        return self.state == InvitationState.OPEN

    def lasts(self, days: int) -> None:
        self.expires_at = timezone.now() + timedelta(days=days)


class InvitationUse(models.Model):
    """Who came in by an invitation."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="used")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "user"], name="communities_invitation_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} by {self.invitation_id}"


def hash_of(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()
