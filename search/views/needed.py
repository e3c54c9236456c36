"""“I needed this”: ask for what a search did not find."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from communities.views.base import SignedInRequest
from core.rescue import keeps_text
from search.needed import best_first, like_job_aids, like_requests, need
from search.needed_form import NeededForm


@keeps_text
@login_required
def needed(request: SignedInRequest) -> HttpResponse:
    """Add one's voice to what others asked for, or ask; the likeliest community is chosen already."""
    asked = " ".join(request.GET.get("q", "").split())[:200]
    communities = best_first(request.user, asked, request.GET.get("from", ""))
    first = communities[0].pk if communities else None
    form = NeededForm(
        request.POST or None, communities=communities, initial={"title": asked, "community": first}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made, is_new = need(user=request.user, **form.cleaned_data)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            others = made.people_count - 1
            messages.success(request, _said(others, is_new=is_new))
            return redirect("curation:request", made.community.slug, made.pk)
    title = form["title"].value() or ""
    context = {
        "form": form,
        "asked": asked,
        "communities": communities,
        "likes": like_requests(request.user, communities, title) if communities else [],
        "aids": like_job_aids(request.user, title),
        "section": "home",
    }
    return render(request, "search/needed/needed.html", context, status=422 if form.errors else 200)


def _said(others: int, *, is_new: bool) -> str:
    if is_new or others < 1:
        return "The curators see what you need. You are told when there is a job aid."
    people = "one more person" if others == 1 else f"{others} more people"
    return f"Asked for already, by {people}: your voice is added. You are told when there is a job aid."
