"""One post: its address, its versions, and what is done to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from communities.actions import threads as actions
from communities.actions.exploring import set_exploring
from communities.forms.threads import PostForm
from communities.models import Post
from communities.permissions import Verb
from communities.states import ReactionKind
from communities.views.base import SignedInRequest, community_context
from communities.views.threads import editor, find_thread
from core.compare import compare_bodies
from core.policy import can, require
from core.rescue import keeps_text


def post(request: HttpRequest, slug: str, pk: int, words: str, post_id: int) -> HttpResponse:
    """The address of a post that never changes: on to its page and place."""
    return redirect(_post(request, slug, pk, post_id))


@keeps_text
def edit(request: SignedInRequest, slug: str, pk: int, words: str, post_id: int) -> HttpResponse:
    """Write a new version of one's own post."""
    found = _post(request, slug, pk, post_id)
    require(request.user, Verb.CHANGE, found)
    form = PostForm(request.POST or None, initial={"body": found.body, "is_exploring": found.is_exploring})
    key = editor(form, request, found.community, key=f"post-{found.pk}")
    form.fields["body"].widget.base_version = found.version
    if request.method == "POST" and form.is_valid():
        set_exploring(user=request.user, thing=found, exploring=form.cleaned_data["is_exploring"])
        actions.edit_post(user=request.user, post=found, body=form.cleaned_data["body"])
        messages.success(request, "The new version is saved.", extra_tags=key)
        return redirect(found)
    context = community_context(request, found.community, "threads") | {
        "thread": found.thread,
        "post": found,
        "form": form,
        "back_url": found.get_absolute_url(),
        "back_label": "Back to the thread",
    }
    return render(request, "communities/threads/edit_post.html", context, status=422 if form.errors else 200)


def version(request: HttpRequest, slug: str, pk: int, words: str, post_id: int, number: int) -> HttpResponse:
    """What a post said in one version, word for word, and what is different now."""
    found = _post(request, slug, pk, post_id)
    if found.is_removed and not can(request.user, Verb.MODERATE, found):
        raise Http404
    shown = get_object_or_404(found.versions.select_related("editor"), number=number)
    context = community_context(request, found.community, "threads") | {
        "thread": found.thread,
        "post": found,
        "shown": shown,
        "versions": found.versions.order_by("-number").values_list("number", "created_at"),
        "compared": compare_bodies(shown.body, found.body) if number != found.version else "",
        "crumbs": [
            (found.community.title, found.community.get_absolute_url()),
            (found.thread.title, found.get_absolute_url()),
        ],
    }
    return render(request, "communities/threads/version.html", context)


@require_POST
def accept(request: SignedInRequest, slug: str, pk: int, words: str, post_id: int) -> HttpResponse:
    """Choose the answer, or take the choice back."""
    found = _post(request, slug, pk, post_id)
    if request.POST.get("accept") == "0":
        actions.take_back_answer(user=request.user, thread=found.thread)
        messages.success(request, "The question has no accepted answer any more.")
        return redirect(found)
    try:
        actions.accept_answer(user=request.user, post=found)
    except actions.NotAnAnswer:
        messages.error(request, "This post cannot be the answer: it was removed, or the thread asks nothing.")
    return redirect(found)


@require_POST
def react(
    request: SignedInRequest, slug: str, pk: int, words: str, post_id: int, kind: ReactionKind
) -> HttpResponse:
    """Say "thanks" or "worked for me", or take it back."""
    found = _post(request, slug, pk, post_id)
    actions.react_to_post(user=request.user, post=found, kind=kind, on=request.POST.get(kind) != "0")
    return redirect(found)


@require_POST
def remove(request: SignedInRequest, slug: str, pk: int, words: str, post_id: int) -> HttpResponse:
    """A facilitator hides the words of a post, or shows them again."""
    found = _post(request, slug, pk, post_id)
    removed = request.POST.get("remove") != "0"
    actions.remove_post(user=request.user, post=found, removed=removed)
    if removed:
        messages.success(request, "Removed. Only facilitators still read it.")
    else:
        messages.success(request, "Everybody reads it again.")
    return redirect(found)


def _post(request: HttpRequest, slug: str, pk: int, post_id: int) -> Post:
    thread = find_thread(request, slug, pk)
    found = get_object_or_404(Post.objects.in_thread(thread).with_people(), pk=post_id)
    found.thread = thread
    return found
