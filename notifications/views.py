"""What a person was told, and how they want to be told."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from communities.views.base import SignedInRequest, page_of
from notifications import actions
from notifications.forms import ChoicesForm
from notifications.models import Notice

A_PAGE_OF_NOTICES = 30


@require_safe
@login_required
def notices(request: SignedInRequest) -> HttpResponse:
    """The newest first; with `?show=unread` those that were not read yet."""
    mine = Notice.objects.visible_to(request.user).select_related("community")
    unread_only = request.GET.get("show") == "unread"
    page = page_of(
        request,
        mine.unread() if unread_only else mine,
        order=("-created_at", "-pk"),
        size=A_PAGE_OF_NOTICES,
    )
    actions.count_again(request.user)
    return render(request, "notifications/list.html", {"page": page, "unread_only": unread_only})


@require_safe
@login_required
def open_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go to what a notice is about; it is read thereby. Opening it again does no more."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.mark_read(user=request.user, notice=notice)
    inside = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if inside else reverse("notifications:list"))


@require_POST
@login_required
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark one as read, and stay on the list."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.mark_read(user=request.user, notice=notice)
    return redirect("notifications:list")


@require_POST
@login_required
def read_all(request: SignedInRequest) -> HttpResponse:
    """Mark all as read."""
    actions.mark_all_read(user=request.user)
    messages.success(request, "All of them are marked as read.")
    return redirect("notifications:list")


@login_required
def choices(request: SignedInRequest) -> HttpResponse:
    """Choose for each kind: in the site and by mail, in the site only, or not at all."""
    form = ChoicesForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.choose(user=request.user, choices=form.choices)
        messages.success(request, "Your choices are saved.")
        return redirect("notifications:choices")
    return render(request, "notifications/choices.html", {"form": form}, status=422 if form.errors else 200)
