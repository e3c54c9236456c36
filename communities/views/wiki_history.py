"""What a page was: its revisions, one of them, two side by side, and putting one back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities.actions import wiki as actions
from communities.models import WikiEdition, WikiPage
from communities.permissions import Verb
from communities.views.base import SignedInRequest, page_of
from communities.views.wiki import wiki_context, wiki_page
from core.compare import compare_bodies
from core.policy import require

A_PAGE_OF_REVISIONS = 30


@require_safe
def history(request: HttpRequest, slug: str, wiki_path: str) -> HttpResponse:
    """The revisions, newest first: who saved them, when and why."""
    page = wiki_page(request, slug, wiki_path)
    editions = page_of(
        request, WikiEdition.objects.of(page).with_people(), order=("-number",), size=A_PAGE_OF_REVISIONS
    )
    context = wiki_context(request, page) | {"editions": editions}
    return render(request, "communities/wiki/history.html", context)


@require_safe
def compare_chosen(request: HttpRequest, slug: str, wiki_path: str) -> HttpResponse:
    """Where the form of the history leads: the address of the comparison that was chosen in it."""
    page = wiki_page(request, slug, wiki_path)
    numbers = [request.GET.get(name, "") for name in ("old", "new")]
    if not all(number.isdecimal() and len(number) < 10 for number in numbers):
        messages.warning(request, "Choose two revisions to compare.")
        return redirect(page.address("wiki_history"))
    return redirect(page.address("wiki_compare", *sorted(map(int, numbers))))


@require_safe
def compare(request: HttpRequest, slug: str, wiki_path: str, old: int, new: int) -> HttpResponse:
    """Two revisions as one text, the words that went and came marked."""
    page = wiki_page(request, slug, wiki_path)
    rows = WikiEdition.objects.of(page).with_people().select_related("revision", "editor")
    found = {edition.number: edition for edition in rows.filter(number__in=[old, new])}
    if old not in found or new not in found:
        raise Http404("This page has no such revision")
    before, after = found[old], found[new]
    about = wiki_context(request, page)
    context = about | {
        "takes_back": about["can_edit"] and not page.locked and new == old + 1,
        "old": before,
        "new": after,
        "comparison": compare_bodies(before.body, after.body),
        "same": before.body == after.body and before.title == after.title,
    }
    return render(request, "communities/wiki/compare.html", context)


@require_safe
def revision(request: HttpRequest, slug: str, wiki_path: str, number: int) -> HttpResponse:
    """One revision exactly as it was, each block with its id, so that a source can be pointed at."""
    page = wiki_page(request, slug, wiki_path)
    rows = WikiEdition.objects.of(page).with_people().select_related("revision", "editor")
    context = wiki_context(request, page) | {"edition": get_object_or_404(rows, number=number)}
    return render(request, "communities/wiki/revision.html", context)


@require_safe
def at_revision(request: HttpRequest, revision_id: int) -> HttpResponse:
    """The permanent address of a revision, which outlives a move: leads to where the page is now."""
    pages = WikiPage.objects.visible_to(request.user).live()
    edition = get_object_or_404(
        WikiEdition.objects.filter(page__in=pages).select_related("page"), revision_id=revision_id
    )
    page = edition.page
    if edition.number == page.edition:
        return redirect(page)
    return redirect(page.address("wiki_revision", edition.number))


@require_POST
@login_required
def restore(request: SignedInRequest, slug: str, wiki_path: str, number: int) -> HttpResponse:
    """Publish an old revision again, as a new one."""
    page = wiki_page(request, slug, wiki_path)
    require(request.user, Verb.CHANGE, page)
    try:
        saved = actions.restore_wiki_page(page=page, user=request.user, number=number)
    except WikiEdition.DoesNotExist as missing:
        raise Http404("This page has no such revision") from missing
    except actions.EditConflict as conflict:
        messages.warning(
            request, f"Not restored: {conflict.theirs} came in between. Look at it, then restore."
        )
        return redirect(page.address("wiki_history"))
    except actions.WikiProblem as problem:
        messages.error(request, f"Not restored. {problem}")
        return redirect(page.address("wiki_history"))
    if saved.edition is None:
        messages.info(request, f"The page reads like revision {number} already.")
    else:
        messages.success(request, f"Revision {number} is the page again, as revision {saved.edition.number}.")
    return redirect(page)


@require_POST
@login_required
def undo(request: SignedInRequest, slug: str, wiki_path: str, number: int) -> HttpResponse:
    """Take back one old change, where nobody has changed the same words since."""
    page = wiki_page(request, slug, wiki_path)
    require(request.user, Verb.CHANGE, page)
    try:
        saved = actions.undo_wiki_change(page=page, user=request.user, number=number)
    except WikiEdition.DoesNotExist as missing:
        raise Http404("This page has no such revision") from missing
    except actions.EditConflict:
        messages.warning(
            request, "Not taken back: the same words were changed again since then. Edit the page instead."
        )
        return redirect(page.address("wiki_compare", number - 1, number))
    except actions.WikiProblem as problem:
        messages.error(request, f"Not taken back. {problem}")
        return redirect(page.address("wiki_history"))
    if saved.edition is None:
        messages.info(request, "Nothing of that change is in the page any more.")
    else:
        messages.success(request, f"Taken back, as revision {saved.edition.number}. What came since stays.")
    return redirect(page)
