"""What the editor sends while somebody writes: the text as it stands, and that they are still there."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from communities.actions import drafts as actions
from communities.models import CommunityPage, WikiPage
from communities.permissions import Verb
from communities.views.base import readable_community
from core.policy import require
from core.sanitize import BodyTooLarge
from people.models import User

PLACE = r"^(new-)?[0-9]{1,9}(#b[a-z2-7]{10})?\Z"
MAX_BESIDE = 2000


class DraftForm(forms.Form):
    """`act`: keep a text, be seen, have left, or drop a text."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("keep", "seen", "left", "drop")])
    place = forms.RegexField(PLACE)
    tab = forms.RegexField(r"^[\w.-]{1,40}\Z")
    html = forms.CharField(required=False, strip=False)
    beside = forms.CharField(required=False)
    base = forms.IntegerField(required=False, min_value=0, max_value=999_999_999)

    def clean_beside(self) -> dict[str, str]:
        try:
            fields = json.loads(self.cleaned_data["beside"] or "{}")
        except ValueError:
            return {}
        if not isinstance(fields, dict):
            return {}
        return {str(name)[:40]: str(value)[:MAX_BESIDE] for name, value in list(fields.items())[:10]}


@require_POST
def drafts(request: HttpRequest, slug: str) -> Any:
    """Keep, or drop, one draft of this person; answers until when it is safe, and who else writes here."""
    user = request.user
    if not isinstance(user, User):  # before anything is looked up: the same answer whatever is there
        return JsonResponse({"error": "You were signed out."}, status=403)
    community = readable_community(request, slug)
    require(user, Verb.ADD, community)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": "This cannot be kept."}, status=400)
    sent = form.cleaned_data
    page = _page_of(community, sent["place"])
    if sent["act"] == "drop":
        actions.drop_drafts(user=user, place=sent["place"], tabs=[sent["tab"]])
        if (back := request.POST.get("next", "")).startswith("/communities/"):
            return redirect(back)
    kept_at: datetime | None = None
    if sent["html"].strip():
        text = {name: sent[name] for name in ("place", "tab", "html", "beside")}
        try:
            kept_at = actions.keep_draft(
                user=user, community=community, base=sent["base"] or 0, **text
            ).kept_at
        except BodyTooLarge as problem:
            return JsonResponse({"error": str(problem)}, status=422)
    others: list[User] = []
    if page is not None and sent["act"] == "left":
        actions.end_presence(user=user, page=page)
    elif page is not None:
        actions.tell_presence(user=user, page=page, lasts=actions.WITH_SCRIPT)
        others = actions.others_writing(user=user, page=page)
    return JsonResponse(
        {"kept_at": kept_at and kept_at.isoformat(), "others": [person.name for person in others]}
    )


def _page_of(community: CommunityPage, place: str) -> WikiPage | None:
    """The page that is written on; None for a new one. 404 when it is not in this community."""
    if place.startswith("new-"):
        return None
    pk = place.partition("#")[0]
    page = WikiPage.objects.in_community(community).live().defer("body", "sections").filter(pk=pk).first()
    if page is None:
        raise Http404("There is no such page")
    return page
