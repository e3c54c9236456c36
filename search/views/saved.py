"""The searches that a person keeps: theirs alone."""

from __future__ import annotations

from math import ceil

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from communities.views.base import SignedInRequest
from core.rescue import keeps_text
from search.models import SavedSearch
from search.question import read_question
from search.saved import TooMany, address_of, change_search, keep_search, open_search
from search.saved_form import SavedSearchForm


@require_safe
@login_required
def kept(request: SignedInRequest) -> HttpResponse:
    """All of them, those with something new first. No more than MOST_KEPT."""
    rows = SavedSearch.objects.filter(user=request.user).order_by("-new_things", "name", "pk")
    return render(request, "search/saved/list.html", {"rows": rows, "section": "home"})


@keeps_text
@login_required
def keep(request: SignedInRequest) -> HttpResponse:
    """Keep the search whose address stands behind the `?` of this page."""
    asked = read_question(request.user, request.GET)
    address = address_of(asked)
    if not asked.can_be_answered or len(address) > SavedSearch._meta.get_field("address").max_length:  # type: ignore[operator]
        raise Http404
    form = SavedSearchForm(request.POST or None, initial={"name": asked.text[:100]})
    if request.method == "POST" and form.is_valid():
        try:
            saved, is_new = keep_search(user=request.user, address=address, **form.cleaned_data)
        except TooMany as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, "Kept." if is_new else f"You keep this search already, as “{saved.name}”."
            )
            return redirect("search:kept")
    context = {"form": form, "question": asked, "back": f"{reverse('search:search')}?{address}"}
    return render(request, "search/saved/keep.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def open_kept(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it finds now, with what is new marked; thereby it is seen."""
    saved = _mine(request, pk)
    since = open_search(saved=saved)
    return redirect(f"{reverse('search:search')}?{saved.address}&since={ceil(since.timestamp() * 1000)}")


@keeps_text
@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another name, or another wish to be told."""
    saved = _mine(request, pk)
    form = SavedSearchForm(request.POST or None, instance=saved)
    if request.method == "POST" and form.is_valid():
        change_search(saved=saved, **form.cleaned_data)
        messages.success(request, "Changed.")
        return redirect("search:kept")
    context = {"form": form, "saved": saved}
    return render(request, "search/saved/change.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep it no longer."""
    saved = _mine(request, pk)
    saved.delete()
    messages.success(request, f"“{saved.name}” is removed.")
    return redirect("search:kept")


def _mine(request: HttpRequest, pk: int) -> SavedSearch:
    return get_object_or_404(SavedSearch, pk=pk, user=request.user)
