"""Who is in a community, who asks to be, and what each is."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from communities.actions import community as actions
from communities.forms.community import LetInForm, RolesForm
from communities.models import CommunityPage, Membership
from communities.permissions import Verb, forget_standing
from communities.states import MembershipState
from communities.views.base import SignedInRequest, community_context, page_of, readable_community
from core.policy import can, require
from core.rescue import keeps_text

A_PAGE_OF_MEMBERS = 40
A_PAGE_OF_REQUESTS = 50


def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Those with a role first, then everybody, the newest first; to facilitators also who asks to join."""
    return _show(request, readable_community(request, slug), LetInForm())


@keeps_text
@require_POST
def add(request: SignedInRequest, slug: str) -> HttpResponse:
    """A facilitator lets somebody in by name."""
    community = readable_community(request, slug)
    require(request.user, Verb.MODERATE, community)
    form = LetInForm(request.POST)
    if not form.is_valid():
        return _show(request, community, form, status=422)
    person = form.cleaned_data["handle"]
    actions.let_in(user=request.user, person=person, community=community)
    messages.success(request, f"{person.name} is a member now.")
    return redirect("communities:members", community.slug)


def _show(
    request: HttpRequest, community: CommunityPage, form: LetInForm, *, status: int = 200
) -> HttpResponse:
    people = Membership.objects.filter(community=community).with_people()
    page = page_of(request, people.active().without_a_role(), order=("-pk",), size=A_PAGE_OF_MEMBERS)
    moderates = can(request.user, Verb.MODERATE, community)
    context = community_context(request, community, "members") | {
        "page": page,
        "with_roles": people.active().with_a_role() if page.previous is None else (),
        "requests": people.requested().with_earlier_answers().order_by("pk")[:A_PAGE_OF_REQUESTS]
        if moderates
        else (),
        "moderates": moderates,
        "form": form,
        "may_join": can(request.user, Verb.JOIN, community),
    }
    return render(request, "communities/community/members.html", context, status=status)


def member(request: SignedInRequest, slug: str, handle: str) -> HttpResponse:
    """A facilitator says what a member is, or ends the membership."""
    community, membership = membership_to_manage(request, slug, handle)
    if membership.state != MembershipState.ACTIVE:
        raise Http404("Who only asks to join has no role here")
    form = RolesForm(
        request.POST or None,
        instance=membership,
        names_curators=actions.may_name_curators(request.user, community),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_roles(user=request.user, membership=membership, **form.cleaned_data)
        except actions.LastFacilitator:
            form.add_error("is_facilitator", "Name another facilitator first: this is the only one.")
        except Membership.DoesNotExist as gone:
            raise Http404("The membership ended meanwhile") from gone
        else:
            forget_standing(request.user)
            messages.success(request, f"Saved what {membership.user.name} is here.")
            return redirect("communities:members", community.slug)
    context = community_context(request, community, "members") | {
        "form": form,
        "member": membership,
        "crumbs": [("Members", reverse("communities:members", args=[community.slug]))],
    }
    return render(request, "communities/community/member.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: SignedInRequest, slug: str, handle: str) -> HttpResponse:
    community, membership = membership_to_manage(request, slug, handle)
    try:
        actions.remove_member(user=request.user, membership=membership)
    except actions.LastFacilitator:
        messages.error(request, "Name another facilitator first: this is the only one.")
        return redirect("communities:member", community.slug, handle)
    messages.success(request, f"{membership.user.name} is no member any more. What they wrote stays.")
    return redirect("communities:members", community.slug)


def membership_to_manage(request: HttpRequest, slug: str, handle: str) -> tuple[CommunityPage, Membership]:
    """For those who moderate: a reader of the page is refused, whether the person asked to join or not."""
    community = readable_community(request, slug)
    require(request.user, Verb.MODERATE, community)
    rows = Membership.objects.filter(community=community).with_people()
    membership = get_object_or_404(rows, user__username=handle)
    membership.community = community
    return community, membership
