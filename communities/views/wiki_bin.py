"""The bin of a wiki: putting a page in, what waits there, bringing it back, and deleting it for good."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from communities.actions.wiki import PageGone, WikiProblem
from communities.actions.wiki_bin import KEPT, WITH_OTHERS, bin_wiki_page, purge_from_bin, restore_from_bin
from communities.linking import links_to
from communities.models import Binned, CommunityPage
from communities.permissions import Verb
from communities.views.base import (
    SignedInRequest,
    community_context,
    page_of,
    readable_community,
    require_writer,
)
from communities.views.wiki import crumbs, wiki_context, wiki_page
from core.policy import can, require

A_PAGE = 30


class BinForm(forms.Form):
    reason = forms.CharField(
        label="Why?",
        max_length=200,
        required=False,
        help_text="One line, for who looks for it",
        error_messages={"max_length": "Say it in at most 200 characters"},
    )


@login_required
def delete(request: SignedInRequest, slug: str, wiki_path: str) -> HttpResponse:
    """Ask once, then put the page in the bin, with all that stands below it."""
    page = wiki_page(request, slug, wiki_path)
    require_writer(request.user, Verb.CHANGE, page)
    below = Page.objects.live().filter(path__startswith=page.path).count() - 1
    form = BinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bin_wiki_page(page=page, user=request.user, reason=form.cleaned_data["reason"])
        except WikiProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"“{page.title}” is in the bin. It can come back for {KEPT.days} days.")
            return redirect("communities:bin", slug)
    context = wiki_context(request, page) | {
        "form": form,
        "below": below,
        "linked": links_to(page).count(),
        "may": not below or can(request.user, Verb.MODERATE, page),
        "with_others": WITH_OTHERS,
        "days": KEPT.days,
    }
    return render(request, "communities/wiki/delete.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def contents(request: SignedInRequest, slug: str) -> HttpResponse:
    """What waits in the bin, newest first; for those who moderate, what went for good too."""
    community = readable_community(request, slug)
    require_writer(request.user, Verb.CHANGE, community)
    moderates = can(request.user, Verb.MODERATE, community)
    gone = moderates and "gone" in request.GET
    rows = Binned.objects.filter(community=community).select_related("binned_by", "purged_by")
    rows = rows.filter(purged_at__isnull=False) if gone else rows.filter(purged_at=None, page__isnull=False)
    context = community_context(request, community, "wiki") | {
        "crumbs": crumbs(community),
        "bin": page_of(request, rows, order=("-binned_at", "-pk"), size=A_PAGE),
        "moderates": moderates,
        "gone": gone,
        "kept": KEPT,
        "days": KEPT.days,
    }
    return render(request, "communities/wiki/bin.html", context)


@require_POST
@login_required
def restore(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    community, binned = _waiting(request, slug, pk, Verb.CHANGE)
    try:
        page = restore_from_bin(binned=binned, user=request.user)
    except PageGone as problem:
        messages.info(request, str(problem))
        return redirect("communities:bin", community.slug)
    words = "Here again, with its history and links."
    if page.url_path != binned.url_path:
        words += " It stands at another address: its old place is gone, or taken."
    messages.success(request, words)
    return redirect(page)


@login_required
def purge(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then delete for good."""
    community, binned = _waiting(request, slug, pk, Verb.MODERATE)
    if request.method == "POST":
        try:
            purge_from_bin(binned=binned, user=request.user)
        except PageGone as problem:
            messages.info(request, str(problem))
        else:
            messages.success(request, f"“{binned.title}” is deleted for good.")
        return redirect("communities:bin", community.slug)
    context = community_context(request, community, "wiki") | {"crumbs": crumbs(community), "binned": binned}
    return render(request, "communities/wiki/purge.html", context)


def _waiting(request: HttpRequest, slug: str, pk: int, verb: str) -> tuple[CommunityPage, Binned]:
    community = readable_community(request, slug)
    require(request.user, verb, community)
    rows = Binned.objects.filter(community=community, purged_at=None, page__isnull=False)
    return community, get_object_or_404(rows.select_related("community"), pk=pk)
