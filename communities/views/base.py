"""What every page of a community begins with: which community this is, and what the reader is in it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from communities.models import CommunityPage
from communities.permissions import Verb, standing
from communities.signals import was_read
from core.keyset import KeysetPage, keyset_page
from core.policy import can
from people.models import User

JOIN_FIRST = "You can read this page, but not write in it. Open {} and join: it takes one click."


class SignedInRequest(HttpRequest):
    """The request of a person: whoever is not signed in is refused by the view, or by the action it calls."""

    user: User


def known_community(request: HttpRequest, slug: str) -> CommunityPage:
    """The community at this address if the person may know of it; else 404. No query for a member."""
    mine = standing(request.user)
    joined = next((m.community for m in mine.memberships if m.community.slug == slug), None)
    return joined or get_object_or_404(CommunityPage.objects.visible_to(request.user), slug=slug)


def require_writer(user: Any, verb: str, thing: Any) -> None:
    """Raise PermissionDenied, which tells who may join that joining is the way to write."""
    if not can(user, verb, thing):
        may_join = can(user, Verb.JOIN, thing.community)
        raise PermissionDenied(JOIN_FIRST.format(thing.community.title) if may_join else "")


def readable_community(request: HttpRequest, slug: str) -> CommunityPage:
    """The community at this address if the person may read what stands in it; else 404."""
    community = known_community(request, slug)
    if not can(request.user, Verb.VIEW, community):
        raise Http404
    return community


def community_context(request: HttpRequest, community: CommunityPage, section: str) -> dict[str, Any]:
    """What `layouts/community.html` draws its rail and menus from."""
    mine = standing(request.user)
    return {
        "community": community,
        "section": section,
        "membership": mine.membership_in(community),
        "can_write": can(request.user, Verb.ADD, community),
        "standing": mine,
    }


def looks_for_similar(request: HttpRequest) -> bool:
    """Whether the person asks what is there already like the title: by the button of `components/similar.html`, or
    by an address that brings the title along."""
    return "look" in request.POST or (request.method != "POST" and "title" in request.GET)


def as_typed(request: HttpRequest) -> dict[str, str]:
    """What a form begins with: what was typed when the person only looked, or the title of the address."""
    return request.POST.dict() if "look" in request.POST else {"title": request.GET.get("title", "")[:200]}


def tell_of_reading(request: HttpRequest, kind: str, pk: int) -> None:
    """Say that this person reads a thing now; the apps above may count it. Visitors are not counted."""
    if request.user.is_authenticated:
        was_read.send(sender=None, kind=kind, pk=pk, user=request.user)


def page_of(
    request: HttpRequest, rows: QuerySet[Any], *, order: tuple[str, ...], size: int
) -> KeysetPage[Any]:
    """The page of a list that `?after=` names; an address that this list never gave out is 404."""
    try:
        return keyset_page(rows, order=order, after=request.GET.get("after"), size=size)
    except ValueError as error:
        raise Http404(str(error)) from error
