"""Inviting people, and coming in by an invitation."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from communities.actions import invitations as actions
from communities.forms.invitations import InviteByLinkForm, InviteByMailForm
from communities.models import CommunityPage, Invitation
from communities.permissions import Verb, standing
from communities.views.base import SignedInRequest, community_context, page_of, readable_community
from core.policy import require
from core.rescue import keeps_text
from people.adapter import AFTER_SIGN_IN
from people.addresses import addresses_of

A_PAGE_OF_INVITATIONS = 30
TOO_MANY = "Too many invitations are open. Take some back that nobody uses."
KEPT = "invitation"  # of the session: its primary key, while the person signs up


@keeps_text
@login_required
@never_cache
def invitations(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who was invited, and forms to invite by mail and by link. A link is shown once, when it is made."""
    community = _moderated(request, slug)
    by_link = request.POST.get("act") == "link"
    link_form = InviteByLinkForm(request.POST if by_link else None)
    mail_form = InviteByMailForm(request.POST if request.method == "POST" and not by_link else None)
    try:
        if link_form.is_bound and link_form.is_valid():
            _, token = actions.invite_by_link(
                user=request.user, community=community, **link_form.cleaned_data
            )
            link = request.build_absolute_uri(reverse("communities:invitation", args=[token]))
            return _show(request, community, InviteByMailForm(), InviteByLinkForm(), link=link)
        if mail_form.is_bound and mail_form.is_valid():
            made = actions.invite_by_mail(user=request.user, community=community, **mail_form.cleaned_data)
            messages.success(
                request, f"{len(made)} {'person is' if len(made) == 1 else 'people are'} invited."
            )
            return redirect("communities:invitations", community.slug)
    except actions.TooManyInvitations:
        (link_form if by_link else mail_form).add_error(None, TOO_MANY)
    return _show(request, community, mail_form, link_form)


def _show(
    request: SignedInRequest,
    community: CommunityPage,
    mail_form: InviteByMailForm,
    link_form: InviteByLinkForm,
    *,
    link: str = "",
) -> HttpResponse:
    rows = Invitation.objects.filter(community=community).select_related("invited_by")
    context = community_context(request, community, "members") | {
        "mail_form": mail_form,
        "link_form": link_form,
        "link": link,
        "page": page_of(request, rows, order=("-pk",), size=A_PAGE_OF_INVITATIONS),
        "crumbs": [("Members", reverse("communities:members", args=[community.slug]))],
    }
    status = 422 if mail_form.errors or link_form.errors else 200
    return render(request, "communities/community/invitations.html", context, status=status)


@require_POST
def revoke(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    community = _moderated(request, slug)
    rows = Invitation.objects.visible_to(request.user).filter(community=community)
    actions.revoke_invitation(user=request.user, invitation=get_object_or_404(rows, pk=pk))
    messages.success(request, "The invitation is taken back. Who came in by it stays.")
    return redirect("communities:invitations", community.slug)


def _moderated(request: HttpRequest, slug: str) -> CommunityPage:
    community = readable_community(request, slug)
    require(request.user, Verb.MODERATE, community)
    return community


# -- coming in ---------------------------------------------------------------------------------------------
@sensitive_variables("token")
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to, and the way in. Holding the token is what lets one know of the community."""
    found = Invitation.objects.with_token(token).select_related("community", "invited_by").first()
    return _enter(request, found)


@login_required
@never_cache
def kept_invitation(request: SignedInRequest) -> HttpResponse:
    """The invitation with which the person came to sign up, or one to an address of theirs."""
    found = Invitation.objects.filter(pk=request.session.get(KEPT, 0))
    return _enter(request, found.select_related("community", "invited_by").first())


@login_required
@never_cache
def my_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """One that was sent to an address of this person: nobody else finds it here."""
    mine = Invitation.objects.filter(email__in=addresses_of(request.user))
    return _enter(request, mine.filter(pk=pk).select_related("community", "invited_by").first())


def _enter(request: HttpRequest, found: Invitation | None) -> HttpResponse:
    if found is None or (not found.is_open and not _is_in(request, found)):
        return _over(request)
    if not request.user.is_authenticated:
        request.session[KEPT] = found.pk
        request.session[AFTER_SIGN_IN] = reverse("communities:invitation_kept")
    elif request.method == "POST":
        return _accept(cast(SignedInRequest, request), found)
    context = {
        "section": "communities",
        "invitation": found,
        "is_in": _is_in(request, found),
        "address": request.path,
    }
    return render(request, "communities/community/invitation.html", context)


def _accept(request: SignedInRequest, found: Invitation) -> HttpResponse:
    try:
        actions.accept_invitation(user=request.user, invitation=found)
    except actions.InvitationOver:
        return _over(request)
    except actions.ForAnotherAddress:
        context = {"section": "communities", "other_address": True}
        return render(request, "communities/community/invitation_over.html", context, status=403)
    request.session.pop(KEPT, None)
    messages.success(request, f"You are a member of {found.community.title}.")
    return redirect(found.community)


def _is_in(request: HttpRequest, found: Invitation) -> bool:
    return standing(request.user).membership_in(found.community) is not None


def _over(request: HttpRequest) -> HttpResponse:
    """One answer for what was used, taken back, too old or never there: it names no community."""
    return render(
        request, "communities/community/invitation_over.html", {"section": "communities"}, status=404
    )
