"""Moving a wiki page, giving it another address, and making a copy of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from communities.actions.wiki import WikiProblem
from communities.actions.wiki_copying import copy_wiki_page
from communities.actions.wiki_moving import AddressReserved, TitleTaken, move_wiki_page
from communities.forms.wiki import MAX_TITLE
from communities.forms.wiki_moving import TOP, CopyForm, MoveForm
from communities.models import WikiIndexPage, WikiPage
from communities.permissions import Verb
from communities.tree import STEP, WIKI_DEPTH
from communities.views.base import SignedInRequest, require_writer
from communities.views.wiki import wiki_context, wiki_page

PLACES_FOUND = 20
LONGEST_ID = 10


@login_required
def move(request: SignedInRequest, slug: str, wiki_path: str) -> HttpResponse:
    """Another place in the tree, another last part of the address, or both; the pages below come along."""
    page = wiki_page(request, slug, wiki_path)
    require_writer(request.user, Verb.CHANGE, page)
    wiki = WikiIndexPage.objects.child_of(page.community).get()
    now = WikiPage.objects.filter(path=page.path[:-STEP]).defer("body", "sections").first()
    form = MoveForm(
        request.POST or None,
        wiki=wiki,
        places=places_for(request, page, now),
        now=now,
        initial={"parent": str(now.pk) if now else TOP, "slug": page.slug},
    )
    if request.method == "POST" and form.is_valid() and (moved := _moved(request, page, form)) is not None:
        return moved
    context = wiki_context(request, page) | {"form": form, "q": request.GET.get("q", "")[:200]}
    return render(request, "communities/wiki/move.html", context, status=422 if form.errors else 200)


def _moved(request: SignedInRequest, page: WikiPage, form: MoveForm) -> HttpResponse | None:
    try:
        moved = move_wiki_page(
            page=page, user=request.user, parent=form.place, slug=form.cleaned_data["slug"]
        )
    except (TitleTaken, AddressReserved) as problem:
        form.add_error("slug", f"{problem}. Write another.")
    except WikiProblem as problem:
        form.add_error("parent", str(problem))
    else:
        if moved.url_path == page.url_path:
            messages.info(request, "It stands there already. Nothing was changed.")
        else:
            messages.success(request, "Moved. Its old address leads here.")
        return redirect(moved)
    return None


@login_required
def copy(request: SignedInRequest, slug: str, wiki_path: str) -> HttpResponse:
    """A page of its own with the same text, which says where it came from."""
    page = wiki_page(request, slug, wiki_path)
    require_writer(request.user, Verb.ADD, page)
    wiki = WikiIndexPage.objects.child_of(page.community).get()
    now = WikiPage.objects.filter(path=page.path[:-STEP]).defer("body", "sections").first()
    form = CopyForm(
        request.POST or None,
        wiki=wiki,
        places=places_for(request, page, now, itself=True),
        now=now,
        initial={"parent": str(now.pk) if now else TOP, "title": f"Copy of {page.title}"[:MAX_TITLE]},
    )
    if request.method == "POST" and form.is_valid() and (made := _copied(request, page, form)) is not None:
        messages.success(request, "Copied. Change what is different here.")
        return redirect(made.address("wiki_edit"))
    context = wiki_context(request, page) | {"form": form, "q": request.GET.get("q", "")[:200]}
    return render(request, "communities/wiki/copy.html", context, status=422 if form.errors else 200)


def _copied(request: SignedInRequest, page: WikiPage, form: CopyForm) -> WikiPage | None:
    sent = {name: form.cleaned_data[name] for name in ("title", "submission")}
    try:
        return copy_wiki_page(page=page, user=request.user, parent=form.place, **sent)
    except TitleTaken as problem:
        form.add_error("title", f"{problem}. Write another title.")
    except WikiProblem as problem:
        form.add_error("title", str(problem))
    return None


def places_for(
    request: HttpRequest, page: WikiPage, now: WikiPage | None, *, itself: bool = False
) -> list[WikiPage]:
    """Where a page can go: where it is now, below pages at the top or those whose title has the words of `?q=`.

    Not below the page, nor, unless `itself`, the page.
    """
    pages = WikiPage.objects.live().in_community(page.community).defer("body", "sections").order_by("path")
    if not itself:
        pages = pages.exclude(path__startswith=page.path)
    found = [now] if now else []
    sent = request.POST.get("parent", "")
    if sent.isascii() and sent.isdecimal() and len(sent) < LONGEST_ID:
        found += pages.filter(pk=int(sent))
    if words := request.GET.get("q", "").split()[:6]:
        for word in words:
            pages = pages.filter(title__icontains=word)
        found += pages[:PLACES_FOUND]
    elif not found or request.method != "POST":
        found += pages.filter(depth=WIKI_DEPTH + 1)[:PLACES_FOUND]
    return list({place.pk: place for place in found}.values())
