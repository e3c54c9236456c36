"""Lead times beside their targets, and the form that sets the targets of a community."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from communities.views.base import SignedInRequest, community_context, readable_community
from curation.actions.targets import may_set_targets, set_targets
from curation.desk.pace import lead_times
from curation.desk.picture import picture_of
from curation.desk.scope import Desk
from curation.forms.targets import TargetsForm
from curation.models import CurationSettings
from curation.views.desk_base import desk_context, desk_page

COMMUNITIES = 50


@desk_page
def pace(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """The medians of the last 90 days by community; of one community week by week, as a picture and a table."""
    times = lead_times(desk, COMMUNITIES)
    one = times[0] if len(times) == 1 else None
    context = desk_context(desk, "pace") | {
        "times": times,
        "one": one,
        "stages": [(stage, picture_of(stage)) for stage in one.stages] if one else [],
    }
    return render(request, "curation/desk/pace.html", context)


def targets(request: HttpRequest, slug: str) -> HttpResponse:
    """What the community expects of its curators: days, experts, months."""
    community = readable_community(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not may_set_targets(request.user, community):
        raise PermissionDenied
    form = TargetsForm(request.POST or None, instance=CurationSettings.of(community))
    if request.method == "POST" and form.is_valid():
        set_targets(user=request.user, community=community, **form.cleaned_data)
        messages.success(request, "Saved. The desk measures against these from now on.")
        return redirect("curation:targets", community.slug)
    context = community_context(request, community, "practices") | {
        "form": form,
        "crumbs": [
            (community.title, community.get_absolute_url()),
            ("Practices", reverse("curation:practices", args=[community.slug])),
        ],
    }
    return render(request, "curation/desk/targets.html", context, status=422 if form.errors else 200)
