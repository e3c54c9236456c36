"""Answering those who ask to join."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from communities.actions.joining import approve_request, decline_request
from communities.forms.joining import DeclineForm
from communities.states import MembershipState
from communities.views.base import SignedInRequest, community_context
from communities.views.members import membership_to_manage
from core.rescue import keeps_text


@require_POST
def approve(request: SignedInRequest, slug: str, handle: str) -> HttpResponse:
    community, membership = membership_to_manage(request, slug, handle)
    approve_request(user=request.user, membership=membership)
    messages.success(request, f"{membership.user.name} is a member now.")
    return redirect("communities:members", community.slug)


@keeps_text
def decline(request: SignedInRequest, slug: str, handle: str) -> HttpResponse:
    """Ask for the reason, then turn the request down and tell the person."""
    community, membership = membership_to_manage(request, slug, handle)
    if membership.state != MembershipState.REQUESTED:
        raise Http404("Who is a member is not declined")
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decline_request(user=request.user, membership=membership, reason=form.cleaned_data["reason"])
        messages.success(request, f"{membership.user.name} was not let in, reads why, and may ask again.")
        return redirect("communities:members", community.slug)
    context = community_context(request, community, "members") | {
        "form": form,
        "member": membership,
        "crumbs": [("Members", reverse("communities:members", args=[community.slug]))],
    }
    status = 422 if form.errors or request.method == "POST" else 200
    return render(request, "communities/community/decline.html", context, status=status)
