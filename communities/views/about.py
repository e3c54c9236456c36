"""What a community is for, how it works, and who runs it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from communities.models import Membership
from communities.permissions import Verb
from communities.views.base import community_context, readable_community
from core.policy import can


def about(request: HttpRequest, slug: str) -> HttpResponse:
    """The charter, and the people with a role here, facilitators first."""
    community = readable_community(request, slug)
    with_roles = Membership.objects.active().with_a_role().filter(community=community).with_people()
    members = list(with_roles)
    context = community_context(request, community, "home") | {
        "facilitators": [member for member in members if member.is_facilitator],
        "others": [member for member in members if not member.is_facilitator],
        "may_edit": can(request.user, Verb.MODERATE, community),
        "may_join": can(request.user, Verb.JOIN, community),
        "crumbs": [(community.title, reverse("communities:home", args=[community.slug]))],
    }
    return render(request, "communities/community/about.html", context)
