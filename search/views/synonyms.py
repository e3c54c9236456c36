"""Curators keep words that mean the same: for their communities, or for all."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities.models import CommunityPage
from communities.permissions import Verb
from communities.views.base import SignedInRequest, page_of
from core.policy import can, require
from core.rescue import keeps_text
from curation.desk.scope import Desk, desk_of
from curation.querysets import curated
from curation.views.desk_base import desk_context, desk_page
from search.actions import synonyms as actions
from search.forms import SynonymsForm
from search.models import CuratorChange, SynonymSet
from search.synonyms import is_curator_of_all, preview

A_PAGE = 50
CHANGES_SHOWN = 10


@require_safe
@desk_page
def synonyms(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """The sets that hold in the communities of this desk, those for all among them, and who changed what."""
    of_all = Q(community=None)
    rows = SynonymSet.objects.filter(
        of_all | Q(pk__in=desk.of(SynonymSet.objects.exclude(of_all)).values("pk"))
    )
    changes = CuratorChange.objects.filter(about=CuratorChange.About.SYNONYMS)
    changes = changes.filter(of_all | Q(pk__in=desk.of(changes.exclude(of_all)).values("pk")))
    context = desk_context(desk, "synonyms") | {
        "page": page_of(
            request,
            rows.select_related("community", "changed_by"),
            order=("-changed_at", "-pk"),
            size=A_PAGE,
        ),
        "for_all": is_curator_of_all(request.user),
        "changes": changes.select_related("user", "community").order_by("-pk")[:CHANGES_SHOWN],
    }
    return render(request, "search/synonyms.html", context)


@keeps_text
@desk_page
def new(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """Add a set; "See what it changes" shows that before it is kept."""
    form = SynonymsForm(
        request.POST or None,
        communities=CommunityPage.objects.filter(curated(request.user, "")).order_by("title"),
        for_all=is_curator_of_all(request.user),
        initial={
            "community": desk.chosen.slug if desk.chosen else "",
            "words": request.GET.get("words", "")[:200],
        },
    )
    if request.method == "POST" and form.is_valid():
        community, words = form.cleaned_data["community"], form.cleaned_data["words"]
        if "look" in request.POST:
            return _form(request, desk, form, preview=preview(request.user, community, words))
        kept = actions.add_synonyms(user=request.user, community=community, words=words)
        messages.success(request, f"{kept} find each other from now on.")
        return redirect("search:synonyms")
    return _form(request, desk, form)


@keeps_text
@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Other words for a set; where it holds stays."""
    kept = _found(request, pk)
    form = SynonymsForm(request.POST or None, initial={"words": kept.words})
    desk = desk_of(request.user)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if "look" in request.POST:
            found = preview(request.user, kept.community, words)
            return _form(request, desk, form, kept=kept, preview=found)
        try:
            kept = actions.change_synonyms(user=request.user, synonyms=kept, words=words)
        except SynonymSet.DoesNotExist:
            form.add_error(None, "Somebody took this set away meanwhile. Add it again, or leave it.")
            return _form(request, desk, form, kept=kept)
        messages.success(request, f"{kept} find each other from now on.")
        return redirect("search:synonyms")
    return _form(request, desk, form, kept=kept)


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let each word find only itself again."""
    kept = _found(request, pk)
    actions.remove_synonyms(user=request.user, synonyms=kept)
    messages.success(request, f"{kept} no longer find each other.")
    return redirect("search:synonyms")


def _found(request: SignedInRequest, pk: int) -> SynonymSet:
    """The set, if this person may change it: 404 when its community is hidden from them, else 403."""
    kept = get_object_or_404(SynonymSet.objects.select_related("community"), pk=pk)
    if kept.community is None:
        actions.require_keeper(request.user, None)
        return kept
    if not can(request.user, Verb.VIEW, kept.community):
        raise Http404
    require(request.user, Verb.CURATE, kept.community)
    return kept


def _form(request: HttpRequest, desk: Desk, form: SynonymsForm, **more: object) -> HttpResponse:
    context = desk_context(desk, "synonyms") | {"form": form} | more
    return render(request, "search/synonyms_form.html", context, status=422 if form.errors else 200)
