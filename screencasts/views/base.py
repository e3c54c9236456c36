from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from communities.permissions import Verb
from communities.views.base import readable_community
from core.policy import require
from people.models import User
from screencasts.models import Screencast


def person(request: HttpRequest) -> User:
    """Who is signed in. For views that have asked the policy, which lets no visitor change a thing."""
    assert isinstance(request.user, User)
    return request.user


def readable_screencast(request: HttpRequest, slug: str, pk: int) -> Screencast:
    """The recording at this address if the person may know of it, with its author; else 404."""
    community = readable_community(request, slug)
    rows = Screencast.objects.visible_to(request.user).in_community(community).with_people()
    screencast = get_object_or_404(rows, pk=pk)
    screencast.community = community
    return screencast


def own_screencast(request: HttpRequest, slug: str, pk: int) -> Screencast:
    """A recording that this person may change; PermissionDenied for others who may read it."""
    screencast = readable_screencast(request, slug, pk)
    require(request.user, Verb.CHANGE, screencast)
    return screencast
