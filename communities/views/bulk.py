"""Many people join at once, by a list: first what each line would come to, then the act."""

from __future__ import annotations

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from communities.actions.bulk import Line, join_in_bulk, plan_bulk_join
from communities.actions.invitations import TooManyInvitations
from communities.forms.bulk import BulkForm
from communities.models import CommunityPage
from communities.permissions import Verb
from communities.states import BulkOutcome
from communities.views.base import SignedInRequest, community_context, readable_community
from core.policy import require
from core.rescue import keeps_text


@keeps_text
@login_required
def bulk_join(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show what the list comes to; with `act=join`, do it."""
    community = readable_community(request, slug)
    require(request.user, Verb.MODERATE, community)
    form = BulkForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, community, form, [], done=False)
    rows, act = form.cleaned_data["rows"], request.POST.get("act")
    try:
        if act == "join":
            lines = join_in_bulk(user=request.user, community=community, rows=rows)
            return _show(request, community, BulkForm(), lines, done=True)
        lines = plan_bulk_join(user=request.user, community=community, rows=rows)
    except TooManyInvitations:
        form.add_error(None, "Too many invitations would be open. Send a shorter list, or take some back.")
        return _show(request, community, form, [], done=False)
    again = BulkForm(initial={"people": form.cleaned_data["people"]})
    return _show(request, community, again, lines, done=False)


def _show(
    request: SignedInRequest, community: CommunityPage, form: BulkForm, lines: list[Line], *, done: bool
) -> HttpResponse:
    counts = Counter(line.outcome for line in lines)
    context = community_context(request, community, "members") | {
        "form": form,
        "lines": lines,
        "counts": [(outcome.label, counts[outcome]) for outcome in BulkOutcome if counts[outcome]],
        "does_something": counts[BulkOutcome.ADDED] + counts[BulkOutcome.INVITED],
        "done": done,
        "crumbs": [("Members", reverse("communities:members", args=[community.slug]))],
    }
    status = 422 if form.errors else 200
    return render(request, "communities/community/bulk.html", context, status=status)
