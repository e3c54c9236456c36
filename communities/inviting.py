"""The mail of an invitation: the only place where its token is written down."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from communities.models import Invitation
from communities.models.invitation import hash_of


@task()
def mail_invitation(invitation_id: int) -> None:
    """Make a token and send it, unless that was done or the invitation is over. A mail that fails is sent again."""
    token = secrets.token_urlsafe(32)
    claimed = Invitation.objects.open().filter(pk=invitation_id, sent_at=None)
    if not claimed.update(sent_at=timezone.now(), token_hash=hash_of(token)):
        return
    invitation = Invitation.objects.select_related("community", "invited_by").get(pk=invitation_id)
    try:
        _mail(invitation, token).send()
    except Exception:
        Invitation.objects.filter(pk=invitation_id).update(sent_at=None)
        raise


def _mail(invitation: Invitation, token: str) -> EmailMessage:
    words = {
        "invitation": invitation,
        "site": settings.SITE_NAME,
        "address": settings.WAGTAILADMIN_BASE_URL + reverse("communities:invitation", args=[token]),
    }
    body = render_to_string("communities/community/invitation.txt", words)
    subject = f"You are invited to {' '.join(invitation.community.title.split())[:90]}"
    return EmailMessage(subject=subject, body=body, to=[invitation.email])
