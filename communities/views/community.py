"""The directory, the home of a community, and coming and going."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from communities.actions import community as actions
from communities.actions.exploring import set_exploring
from communities.fit import fitting
from communities.forms.community import CommunityForm, JoinRequestForm, NewCommunityForm
from communities.home import home_sections
from communities.models import CommunityPage, JoinAnswer, Membership, StartItem, Thread
from communities.permissions import Verb, standing
from communities.starting import starts_of
from communities.states import Access, MembershipState
from communities.views.base import (
    SignedInRequest,
    community_context,
    known_community,
    page_of,
    readable_community,
)
from core.policy import can, require
from core.rescue import keeps_text
from people.activity import Scope, latest

A_PAGE_OF_COMMUNITIES = 30
LATEST = 10
PINNED = 4
PEOPLE_SHOWN = 8


def directory(request: HttpRequest) -> HttpResponse:
    """Every community that the person may know of: first one's own, then those that fit, each once."""
    mine = standing(request.user)
    fits = fitting(request.user) if request.user.is_authenticated else []
    shown_above = [*mine.community_ids, *(fit.community.pk for fit in fits)]
    others = CommunityPage.objects.visible_to(request.user).exclude(pk__in=shown_above)
    page = page_of(request, others, order=("title", "pk"), size=A_PAGE_OF_COMMUNITIES)
    context = {
        "section": "communities",
        "page": page,
        "joined": mine.memberships if page.previous is None else (),
        "fits": fits if page.previous is None else (),
        "may_create": mine.is_administrator,
    }
    return render(request, "communities/community/directory.html", context)


def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What is new and who is here; to those who may not read, what it is for and the way in."""
    community = known_community(request, slug)
    if not can(request.user, Verb.VIEW, community):
        return _closed(request, community, JoinRequestForm())
    with_roles = Membership.objects.active().with_a_role().filter(community=community).with_people()
    moderates = can(request.user, Verb.MODERATE, community)
    context = community_context(request, community, "home")
    membership = context["membership"]
    context |= {
        "starts": starts_of(request.user, community, StartItem.objects.filter(community=community)),
        "welcome": membership is not None and not membership.is_welcomed,
        "latest": latest(Scope(viewer=request.user, size=LATEST, community_ids=(community.pk,))),
        "pinned": Thread.objects.in_community(community).pinned()[:PINNED],
        "people": [(member.user, member.role_words) for member in with_roles[:PEOPLE_SHOWN]],
        "sections": home_sections(request.user, community),
        "may_join": can(request.user, Verb.JOIN, community),
        "may_edit": moderates,
        "requests": Membership.objects.requested().filter(community=community).count() if moderates else 0,
    }
    return render(request, "communities/community/home.html", context)


def _closed(
    request: HttpRequest, community: CommunityPage, form: JoinRequestForm, status: int = 200
) -> HttpResponse:
    answers = JoinAnswer.objects.filter(community=community, user_id=request.user.pk or 0).order_by("-pk")
    answer = answers.first()
    context = {
        "section": "communities",
        "closed": community,
        "form": form,
        "asked": standing(request.user).has_asked_to_join(community),
        "answer": answer if answer and not answer.approved else None,
    }
    return render(request, "communities/community/closed.html", context, status=status)


@keeps_text
@require_POST
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Become a member, or ask to."""
    community = known_community(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(community.get_absolute_url())
    form = JoinRequestForm(request.POST)
    if not form.is_valid():
        return _closed(request, community, form, status=422)
    membership = actions.join_community(
        user=request.user, community=community, note=form.cleaned_data["note"]
    )
    if membership.state == MembershipState.ACTIVE:
        messages.success(request, f"You are a member of {community.title}.")
    else:
        messages.success(request, "You asked to join. A facilitator decides, and you see it here.")
    return redirect(_back(request, community))


@login_required
def leave(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask once, then end the membership or the request."""
    community = known_community(request, slug)
    mine = standing(request.user)
    membership = mine.membership_in(community)
    if membership is None and not mine.has_asked_to_join(community):
        return redirect(community)
    if request.method != "POST":
        context = community_context(request, community, "members")
        return render(request, "communities/community/leave.html", context)
    try:
        actions.leave_community(user=request.user, community=community)
    except actions.LastFacilitator:
        messages.error(request, "You are its only facilitator. Name another one, then leave.")
        return redirect("communities:members", community.slug)
    if membership:
        messages.success(request, f"You left {community.title}. What you wrote stays.")
    else:
        messages.success(request, f"You no longer ask to join {community.title}.")
    return redirect("communities:directory")


def _back(request: HttpRequest, community: CommunityPage) -> str:
    """Where the person came from when that is a page of ours, else the home of the community."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else community.get_absolute_url()


@keeps_text
@login_required
def create(request: SignedInRequest) -> HttpResponse:
    """An administrator makes a community, and is its first facilitator."""
    if not standing(request.user).is_administrator:
        raise PermissionDenied("Only an administrator makes a community.")
    form = NewCommunityForm(
        request.POST or None, by_administrator=True, initial={"access": Access.OPEN, "is_public": False}
    )
    if request.method == "POST" and form.is_valid():
        community = actions.create_community(user=request.user, **form.cleaned_data)
        messages.success(request, f"{community.title} is there. You are its facilitator.")
        return redirect(community)
    context = {
        "section": "communities",
        "form": form,
        "back_url": reverse("communities:directory"),
        "back_label": "All communities",
    }
    return render(request, "communities/community/create.html", context, status=422 if form.errors else 200)


@keeps_text
@login_required
def edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """A facilitator changes what the community says of itself, and who may enter."""
    community = readable_community(request, slug)
    require(request.user, Verb.MODERATE, community)
    form = CommunityForm(
        request.POST or None,
        instance=community,
        by_administrator=standing(request.user).is_administrator,
    )
    if request.method == "POST" and form.is_valid():
        exploring = form.cleaned_data.pop("is_exploring")
        actions.edit_community(user=request.user, community=community, **form.cleaned_data)
        set_exploring(user=request.user, thing=known_community(request, slug), exploring=exploring)
        messages.success(request, "Saved.")
        return redirect(community)
    context = community_context(request, community, "home") | {
        "form": form,
        "back_url": community.get_absolute_url(),
        "back_label": community.title,
    }
    return render(request, "communities/community/edit.html", context, status=422 if form.errors else 200)
