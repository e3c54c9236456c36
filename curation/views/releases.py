"""The systems of the communities that a person curates, their releases, and what is to be checked for one."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities.permissions import Verb
from communities.views.base import SignedInRequest, page_of
from core.policy import require
from core.rescue import keeps_text
from curation.actions.releases import ReleaseProblem, add_system, announce_release, withdraw_release
from curation.desk.scope import Desk, desk_of
from curation.forms.releases import ReleaseForm, SystemForm
from curation.models import Release, System, VerifiedOn
from curation.upkeep.releases import releases_with_numbers, to_check_for
from curation.upkeep.use import with_use
from curation.views.desk_base import desk_context, desk_page

A_PAGE = 20
MOST_USED_FIRST = ("-uses", "pk")
SYSTEMS = 100
IN_ORDER = ("community__title", "name", "pk")


@require_safe
@desk_page
def releases(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """Every system with its releases, and a place to announce the next."""
    return _show(request, desk)


@keeps_text
@require_POST
def new_system(request: SignedInRequest) -> HttpResponse:
    desk = desk_of(request.user)
    form = SystemForm(request.POST, communities=desk.communities, auto_id="system_%s")
    if not form.is_valid():
        return _show(request, desk, system_form=form)
    system = add_system(user=request.user, **form.cleaned_data)
    messages.success(request, f"{system.name} is kept. Editors choose it for their job aids.")
    return redirect("curation:desk_releases")


@keeps_text
@require_POST
def announce(request: SignedInRequest, pk: int) -> HttpResponse:
    """A release of one system: labels say so at once, and there is a list to check."""
    system = get_object_or_404(System.objects.visible_to(request.user).select_related("community"), pk=pk)
    require(request.user, Verb.CURATE, system)
    form = ReleaseForm(request.POST, system=system, auto_id=f"release_{pk}_%s")
    if form.is_valid():
        try:
            release = announce_release(user=request.user, system=system, **form.cleaned_data)
        except ReleaseProblem as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(
                request, f"{release} is announced. These job aids say so, and wait to be checked."
            )
            return redirect("curation:release", release.pk)
    return _show(request, desk_of(request.user), release_form=form)


@require_safe
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is to be checked for one release, the most used first, and who owns it."""
    found = _release(request, pk)
    rows = with_use(to_check_for(found)).select_related("community", "owner", "stand_in")
    context = desk_context(desk_of(request.user), "releases") | {
        "release": found,
        "page": page_of(request, rows.defer("steps"), order=MOST_USED_FIRST, size=A_PAGE),
        "is_used": VerifiedOn.objects.filter(release=found).exists(),
    }
    return render(request, "curation/upkeep/release.html", context)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back a release that was announced by mistake."""
    found = _release(request, pk)
    try:
        withdraw_release(user=request.user, release=found)
    except ReleaseProblem as problem:
        messages.error(request, str(problem))
        return redirect("curation:release", pk)
    messages.success(request, f"{found} is withdrawn. Labels say what they said before.")
    return redirect("curation:desk_releases")


def _release(request: HttpRequest, pk: int) -> Release:
    """A release in a community that the person may read, and must curate."""
    systems = System.objects.visible_to(request.user)
    rows = Release.objects.select_related("system__community", "announced_by")
    found = get_object_or_404(rows, pk=pk, system__in=systems)
    if not request.user.is_authenticated:
        raise Http404
    require(request.user, Verb.CURATE, found.system)
    return found


def _show(
    request: SignedInRequest,
    desk: Desk,
    *,
    system_form: SystemForm | None = None,
    release_form: ReleaseForm | None = None,
) -> HttpResponse:
    systems = list(desk.of(System.objects.select_related("community")).order_by(*IN_ORDER)[:SYSTEMS])
    by_system = defaultdict(list)
    for row in releases_with_numbers(systems):
        by_system[row.system_id].append(row)
    forms = {system.pk: ReleaseForm(system=system, auto_id=f"release_{system.pk}_%s") for system in systems}
    if release_form is not None:
        forms[release_form.system.pk] = release_form
    context = desk_context(desk, "releases") | {
        "systems": [(system, by_system[system.pk], forms[system.pk]) for system in systems],
        "system_form": system_form or SystemForm(communities=desk.communities, auto_id="system_%s"),
    }
    wrong = system_form is not None or release_form is not None
    return render(request, "curation/upkeep/releases.html", context, status=422 if wrong else 200)
