"""Lists of threads, a thread, and writing in it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from communities.actions import threads as actions
from communities.actions.exploring import set_exploring
from communities.alike import related_to, similar_to
from communities.forms.threads import ReplyForm, ThreadForm, TitleForm
from communities.models import CommunityPage, LinkTarget, Post, Thread
from communities.permissions import Verb, may_retitle
from communities.quoting import quotation
from communities.states import ThreadKind
from communities.thread_page import start_of_page, thread_page
from communities.views.base import (
    SignedInRequest,
    as_typed,
    community_context,
    looks_for_similar,
    page_of,
    readable_community,
    tell_of_reading,
)
from core.policy import can, require
from core.rescue import keeps_text

A_PAGE_OF_THREADS = 20
FILTERS = {
    "": "Latest",
    "unanswered": "Unanswered",
    "question": "Questions",
    "discussion": "Discussions",
    "article": "Articles",
    "note": "Notes",
    "story": "Stories",
}


def thread_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The threads of a community, the latest talk first; of all of them, the pinned ones before."""
    community = readable_community(request, slug)
    chosen, tag = request.GET.get("show", ""), request.GET.get("tag", "")
    if chosen not in FILTERS:
        raise Http404
    threads = Thread.objects.visible_to(request.user).in_community(community).with_people()
    pinned: list[Thread] = []
    if chosen == "unanswered":
        threads = threads.unanswered()
    elif chosen:
        threads = threads.filter(kind=chosen)
    elif not tag:
        # Apart, and few: one order over both would read every row before a late page of the list.
        pinned = [] if "after" in request.GET else list(threads.pinned())
        threads = threads.filter(is_pinned=False)
    if tag:
        threads = threads.filter(tags__slug=tag)
    page = page_of(request, threads, order=("-last_post_at", "-pk"), size=A_PAGE_OF_THREADS)
    shown = [*pinned, *page.items]
    for thread in shown:
        thread.community = community
    context = community_context(request, community, "threads") | {
        "page": page,
        "shown": shown,
        "filters": FILTERS.items(),
        "chosen": chosen,
        "tag": tag,
        "may_join": can(request.user, Verb.JOIN, community),
    }
    return render(request, "communities/threads/list.html", context)


@keeps_text
def thread_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a thread of the kind that `?kind=` names."""
    community = readable_community(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    require(request.user, Verb.ADD, community)
    kind = request.GET.get("kind", ThreadKind.QUESTION)
    if kind not in ThreadKind.values:
        raise Http404
    looks = looks_for_similar(request)
    form = ThreadForm(None if looks else request.POST or None, kind=kind, initial=as_typed(request))
    key = editor(form, request, community, key=f"thread-{kind}-{community.pk}")
    if request.method == "POST" and form.is_valid():
        thread = actions.open_thread(user=request.user, community=community, kind=kind, **form.cleaned_data)
        messages.success(request, f"Your {thread.get_kind_display().lower()} is posted.", extra_tags=key)
        return redirect(thread)
    context = community_context(request, community, "threads") | {
        "form": form,
        "kind": kind,
        "kinds": ThreadKind,
        "similar": similar_to(request.user, community, form["title"].value() or "") if looks else [],
        "back_url": reverse("communities:threads", args=[community.slug]),
        "back_label": "Threads",
    }
    return render(request, "communities/threads/new.html", context, status=422 if form.errors else 200)


def thread(request: SignedInRequest, slug: str, pk: int, words: str) -> HttpResponse:
    """Twenty posts of a thread; `?after=` is the position before them, `?quote=` a post to quote."""
    found = find_thread(request, slug, pk)
    if words != found.slug:
        query = request.META["QUERY_STRING"]
        return redirect(f"{found.get_absolute_url()}{'?' if query else ''}{query}")
    tell_of_reading(request, LinkTarget.THREAD, found.pk)
    form = ReplyForm(initial=_quoted(request, found))
    return show_thread(request, found, after=_number(request.GET.get("after")), form=form)


def show_thread(
    request: SignedInRequest, found: Thread, *, after: int, form: ReplyForm, status: int = 200
) -> HttpResponse:
    """Draw a page of a thread with this reply form."""
    page = thread_page(thread=found, user=request.user, after=after)
    community = found.community
    editor(form, request, community, key=f"reply-{found.pk}")
    context = community_context(request, community, "threads") | {
        "thread": found,
        "page": page,
        "accepted": found.accepted_post,
        "tags": list(found.tags.all()),
        "related": related_to(request.user, "thread", found.pk),
        "form": form,
        "may_join": can(request.user, Verb.JOIN, community),
        "may_retitle": may_retitle(request.user, found),
        "crumbs": [
            (community.title, community.get_absolute_url()),
            ("Threads", reverse("communities:threads", args=[community.slug])),
        ],
    }
    return render(request, "communities/threads/thread.html", context, status=status)


@keeps_text
@require_POST
def reply(request: SignedInRequest, slug: str, pk: int, words: str) -> HttpResponse:
    """Answer below a thread; whatever stands in the way, the words stay in the form."""
    found = find_thread(request, slug, pk)
    if not request.user.is_authenticated:
        return redirect_to_login(found.get_absolute_url())
    require(request.user, Verb.ADD, found)
    form = ReplyForm(request.POST)
    last = start_of_page(found.last_position)
    if not form.is_valid():
        return show_thread(request, found, after=last, form=form, status=422)
    try:
        post = actions.reply_to_thread(user=request.user, thread=found, **form.cleaned_data)
    except actions.ThreadIsClosed:
        form.add_error(
            None, "This thread was closed while you wrote. Copy your words, or start a new thread with them."
        )
        return show_thread(request, found, after=last, form=form, status=409)
    key = editor(form, request, found.community, key=f"reply-{found.pk}")
    messages.success(request, "Your reply is posted.", extra_tags=key)
    return redirect(post)


@keeps_text
def title(request: SignedInRequest, slug: str, pk: int, words: str) -> HttpResponse:
    """Change title and tags."""
    found = find_thread(request, slug, pk)
    if not may_retitle(request.user, found):
        raise PermissionDenied("Only its author or a facilitator changes the title of a thread.")
    as_it_is = {"title": found.title, "tags": found.tags.names(), "is_exploring": found.is_exploring}
    form = TitleForm(request.POST or None, kind=found.kind, initial=as_it_is)
    if request.method == "POST" and form.is_valid():
        set_exploring(user=request.user, thing=found, exploring=form.cleaned_data.pop("is_exploring"))
        return redirect(actions.retitle_thread(user=request.user, thread=found, **form.cleaned_data))
    context = community_context(request, found.community, "threads") | {
        "thread": found,
        "form": form,
        "back_url": found.get_absolute_url(),
        "back_label": "Back to the thread",
    }
    return render(request, "communities/threads/title.html", context, status=422 if form.errors else 200)


@require_POST
def moderate(request: SignedInRequest, slug: str, pk: int, words: str) -> HttpResponse:
    """A facilitator closes, opens, pins or unpins: the button says which."""
    found = find_thread(request, slug, pk)
    act = request.POST.get("act", "")
    if act in {"close", "open"}:
        actions.close_thread(user=request.user, thread=found, closed=act == "close")
        messages.success(
            request, "Closed: nobody can reply." if act == "close" else "Open for replies again."
        )
    elif act in {"pin", "unpin"}:
        try:
            actions.pin_thread(user=request.user, thread=found, pinned=act == "pin")
        except actions.TooManyPinned:
            messages.error(request, f"{actions.MOST_PINNED} threads are pinned. Unpin one of them first.")
        else:
            messages.success(request, "Pinned on top of the list." if act == "pin" else "No longer pinned.")
    else:
        require(request.user, Verb.MODERATE, found)
    return redirect(found)


# -- shared with the views of posts ------------------------------------------------------------------------
def find_thread(request: HttpRequest, slug: str, pk: int) -> Thread:
    """The thread at an address, with what its page names; 404 unless the person may read it."""
    community = readable_community(request, slug)
    threads = (
        Thread.objects.visible_to(request.user)
        .in_community(community)
        .select_related("author", "accepted_post__author", "accepted_by")
    )
    found = get_object_or_404(threads, pk=pk)
    found.community = community
    if found.accepted_post:
        found.accepted_post.thread = found
    return found


def editor(form: Form, request: HttpRequest, community: CommunityPage, *, key: str) -> str:
    """Tell the editor where pictures go and links are found, and what to call a text that is not posted yet.

    Returns that name: the message that says "posted" carries it, and the browser forgets its copy.
    """
    widget = form.fields["body"].widget
    widget.upload_url = reverse("communities:files", args=[community.slug])
    widget.link_finder_url = reverse("communities:link_finder", args=[community.slug])
    widget.draft_key = f"{key}-{request.user.pk}"
    return widget.draft_key


def _quoted(request: HttpRequest, found: Thread) -> dict[str, str]:
    post_id = _number(request.GET.get("quote"))
    post = (
        Post.objects.in_thread(found).with_people().filter(pk=post_id, is_removed=False).first()
        if post_id
        else None
    )
    if post is None:
        return {}
    post.thread = found
    return {"body": quotation(post)}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
