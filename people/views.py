"""The people of the site, for those who are signed in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.keyset import keyset_page
from core.rescue import keeps_text
from people.activity import Scope, latest
from people.forms import ProfileForm
from people.models import User
from people.profile import belongings

A_PAGE_OF_PEOPLE = 40
LATEST = 12
LONGEST_QUERY = 200


@login_required
def directory(request: HttpRequest) -> HttpResponse:
    """Everybody by name, or those whom `?q=` finds by name, role, workplace or what they may be asked."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    people = User.objects.here().known_for(words)
    try:
        page = keyset_page(
            people, order=("display_name", "pk"), after=request.GET.get("after"), size=A_PAGE_OF_PEOPLE
        )
    except ValueError as error:
        raise Http404(str(error)) from error
    return render(request, "people/directory.html", {"section": "people", "page": page, "words": words})


@login_required
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """What a person does, may be asked, and wrote lately, as far as the viewer may see."""
    found = get_object_or_404(User.objects.here(), username=handle)
    context = {
        "section": "people",
        "person": found,
        "belongings": belongings(request.user, found),
        "latest": latest(Scope(viewer=request.user, size=LATEST, author=found)),
        "is_me": found.pk == request.user.pk,
    }
    return render(request, "people/person.html", context)


@keeps_text
@login_required
def edit(request: HttpRequest) -> HttpResponse:
    """Change one's own profile."""
    # Read again: a form that was refused must not leave its words on the person shown in the frame.
    me = User.objects.get(pk=request.user.pk)  # type: ignore[misc]  # who is signed in has one
    form = ProfileForm(request.POST or None, instance=me)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your profile is saved.")
        return redirect(me)
    return render(
        request, "people/edit.html", {"section": "people", "form": form}, status=422 if form.errors else 200
    )


def sign_in_to_admin(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whom its admin does not let in: to sign in, or, signed in already, to a refusal.

    Sent to the sign-in page itself, a person who is signed in would come back at once, and so on without end.
    """
    if request.user.is_authenticated:
        raise PermissionDenied("The admin is for curators and administrators.")
    return redirect_to_login(request.GET.get("next", "/"))
