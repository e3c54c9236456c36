"""The sources of a practice: found, added, removed, ordered, quoted, and taken anew when they changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from communities.models import CommunityPage, Post
from communities.permissions import Verb
from communities.views.base import SignedInRequest, community_context
from core.policy import can, require
from core.rescue import keeps_text
from curation.actions import practices as practice_actions
from curation.actions import sources as actions
from curation.actions.practices import NotNow
from curation.forms.practices import ChooseForm, QuoteForm, RemoveForm, SourceForm, TakeForm
from curation.models import Practice, PracticeSource
from curation.models.place import Source
from curation.places.addresses import place_at
from curation.places.anchors import MAX_WORDS, WHOLE_THREAD, block_of
from curation.places.described import PlaceGone, place_of_words, with_sources
from curation.places.sentences import MOST_SENTENCES, sentences_of
from curation.places.words_now import same_words_inside
from curation.sources.changes import SourceChange, change_of
from curation.sources.choices import Choice, choices_of, chosen
from curation.sources.finder import find_sources
from curation.views.practices import found_practice, show_practice
from screencasts.models import Screencast

PART = "X-Part"  # sent by source-finder.js, which shows what was found where the words are typed
MOST_WORDS = 100
_STEPS = {"up": -1, "down": 1}


@keeps_text
@require_POST
def add(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Add the place at an address."""
    community, found = _curated(request, slug, pk)
    form = SourceForm(request.POST, auto_id="source_%s")
    if form.is_valid():
        try:
            source, anchor = place_at(form.cleaned_data["address"], community=community, user=request.user)
            return _add(request, found, source, anchor, form.cleaned_data["why"])
        except (PlaceGone, NotNow) as refused:
            form.add_error("address", str(refused))
    return show_practice(request, community, found, source_form=form)


@require_safe
@vary_on_headers(PART)
def find(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What of this community has the words `?q=`; the part alone for the script on the practice's page."""
    community, found = _curated(request, slug, pk)
    words = request.GET.get("q", "")[:MOST_WORDS]
    context = {"practice": found, "q": words, "results": find_sources(request.user, community, words)}
    if PART in request.headers:
        return render(request, "curation/practices/found.html", context | {"community": community})
    return _page(request, community, "find", context)


@keeps_text
def choose(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Which place of the thing at `?address=` becomes a source."""
    community, found = _curated(request, slug, pk)
    try:
        source, anchor = place_at(request.GET.get("address", ""), community=community, user=request.user)
    except PlaceGone as gone:
        messages.error(request, str(gone))
        return redirect(reverse("curation:source_find", args=[slug, pk]))
    is_recording = isinstance(source, Screencast)
    choices = choices_of(source, anchor, request.user)
    proposed = Choice(source, anchor, "").value
    form = ChooseForm(request.POST or None, is_recording=is_recording, initial={"place": proposed})
    if request.method == "POST" and form.is_valid():
        try:
            source, anchor = _chosen(choices, form.cleaned_data)
            return _add(request, found, source, anchor, form.cleaned_data["why"])
        except (PlaceGone, NotNow) as refused:
            form.add_error(None, str(refused))
    title = source.thread.title if isinstance(source, Post) else source.title
    context = {"practice": found, "form": form, "choices": choices, "source_title": title}
    return _page(request, community, "choose", context, form=form)


@keeps_text
@require_POST
def remove(request: SignedInRequest, slug: str, pk: int, source_id: int) -> HttpResponse:
    """Take a source out of the practice."""
    _, found = _curated(request, slug, pk)
    source = _source(found, source_id)
    if source is None:
        return _gone(request, found)
    form = RemoveForm(request.POST)
    form.is_valid()
    practice_actions.remove_source(user=request.user, source=source, why=form.cleaned_data.get("why", ""))
    messages.success(request, f"“{source.label}” is no source of this practice any more.")
    return _to_sources(found)


@require_POST
def move(request: SignedInRequest, slug: str, pk: int, source_id: int) -> HttpResponse:
    """One place up or down."""
    _, found = _curated(request, slug, pk)
    source, by = _source(found, source_id), _STEPS.get(request.POST.get("to", ""))
    if source is None:
        return _gone(request, found)
    if by is None:
        raise Http404
    try:
        actions.move_source(user=request.user, source=source, by=by)
    except NotNow as refused:
        messages.error(request, str(refused))
    return _to_sources(found, source)


@keeps_text
def quote(request: SignedInRequest, slug: str, pk: int, source_id: int) -> HttpResponse:
    """From which sentence to which the source is shown."""
    community, found = _curated(request, slug, pk)
    source = _source(found, source_id)
    if source is None:
        return _gone(request, found)
    if _is_hidden(source):
        messages.error(request, "This post was removed, so its words are not shown.")
        return _to_sources(found, source)
    sent = _all_of(request.POST) if request.method == "POST" else None
    form = QuoteForm(sent, initial={"digest": source.digest})
    if sent is not None and form.is_valid():
        try:
            actions.quote_source(user=request.user, source=source, **form.cleaned_data)
        except NotNow as refused:
            form = QuoteForm(initial={"digest": source.digest, "why": form.cleaned_data["why"]})
            return _quote_page(request, community, found, source, form, refusal=str(refused))
        messages.success(request, "The practice shows these words of it.")
        return _to_sources(found, source)
    return _quote_page(request, community, found, source, form)


@require_safe
def changes(request: HttpRequest, slug: str, pk: int, source_id: int) -> HttpResponse:
    """What a source says now beside what was taken, word by word."""
    community, found = found_practice(request, slug, pk)
    source = _source(found, source_id)
    if source is None or _is_hidden(source) or not can(request.user, Verb.VIEW, source.source):
        raise Http404
    form = TakeForm(auto_id="take_%s") if can(request.user, Verb.CURATE, found) else None
    return _changes_page(request, community, found, source, form)


@keeps_text
@require_POST
def take(request: SignedInRequest, slug: str, pk: int, source_id: int) -> HttpResponse:
    """Take what the place says now."""
    community, found = _curated(request, slug, pk)
    source = _source(found, source_id)
    if source is None:
        return _gone(request, found)
    if _is_hidden(source) or not can(request.user, Verb.VIEW, source.source):
        raise Http404
    form = TakeForm(request.POST, auto_id="take_%s")
    if form.is_valid():
        try:
            actions.take_anew(user=request.user, source=source, **form.cleaned_data)
        except (PlaceGone, NotNow) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The practice has the new words.")
            return _to_sources(found, source)
    return _changes_page(request, community, found, source, form)


def _curated(request: HttpRequest, slug: str, pk: int) -> tuple[CommunityPage, Practice]:
    community, found = found_practice(request, slug, pk)
    require(request.user, Verb.CURATE, found)
    return community, found


def _source(practice: Practice, pk: int) -> PracticeSource | None:
    source = with_sources(practice.sources.all(), bodies=True).filter(pk=pk).first()
    if source is not None:
        source.practice = practice
    return source


def _is_hidden(source: PracticeSource) -> bool:
    return source.post is not None and source.post.is_removed


def _add(request: SignedInRequest, practice: Practice, source: Source, anchor: str, why: str) -> HttpResponse:
    before = set(practice.sources.values_list("pk", flat=True))
    added = practice_actions.add_source(
        user=request.user, practice=practice, source=source, anchor=anchor, why=why
    )
    if added.pk in before:
        messages.info(request, f"“{added.label}” is a source of this practice already.")
    else:
        messages.success(request, f"“{added.label}” is a source of this practice now.")
    return _to_sources(practice, added)


def _chosen(choices: list[Choice], sent: dict[str, Any]) -> tuple[Source, str]:
    """What the form names: a place that was offered, or words or a stretch of it."""
    source, anchor = chosen(choices, sent["place"])
    if stretch := sent.get("stretch"):
        return source, stretch
    if words := sent.get("words"):
        return source, _words_in(source, anchor, words)
    return source, anchor


def _words_in(source: Source, anchor: str, words: str) -> str:
    """The anchor of copied words in the block that was chosen; of a whole page or post, in the one that says them."""
    whole = anchor in {"", WHOLE_THREAD}
    block = block_of(same_words_inside(source, words) or "") if whole else anchor
    try:
        return place_of_words(source, block, words)
    except PlaceGone as gone:
        raise PlaceGone(
            f"No paragraph of it says these words in one piece, or they are more than {MAX_WORDS} characters."
            " Copy them again."
        ) from gone


def _all_of(sent: QueryDict) -> dict[str, str]:
    """The button "show all of it" sends `all`: from the first sentence to the last."""
    data = {name: str(value) for name, value in sent.items()}
    return data | {"first": "0", "last": data["all"]} if "all" in data else data


def _quote_page(
    request: HttpRequest,
    community: CommunityPage,
    practice: Practice,
    source: PracticeSource,
    form: Form,
    *,
    refusal: str = "",
) -> HttpResponse:
    found = sentences_of(source.quote)
    inside = [
        number
        for number, one in enumerate(found)
        if one.start >= (source.said_from or 0) and one.end <= (source.said_to or len(source.quote))
    ]
    context = {
        "practice": practice,
        "source": source,
        "form": form,
        "refusal": refusal,
        "sentences": found[:MOST_SENTENCES],
        "all": len(found) - 1,
        "is_longer": len(found) > MOST_SENTENCES,
        "first": inside[0] if inside else 0,
        "last": min(inside[-1] if inside else len(found) - 1, MOST_SENTENCES - 1),
    }
    return _page(request, community, "quote", context, form=form, is_refused=bool(refusal))


def _changes_page(
    request: HttpRequest,
    community: CommunityPage,
    practice: Practice,
    source: PracticeSource,
    form: Form | None,
) -> HttpResponse:
    change: SourceChange | None = change_of(source)
    context = {"practice": practice, "source": source, "change": change, "form": form}
    return _page(request, community, "changes", context, form=form)


def _page(
    request: HttpRequest,
    community: CommunityPage,
    name: str,
    context: dict[str, Any],
    *,
    form: Form | None = None,
    is_refused: bool = False,
) -> HttpResponse:
    status = 422 if is_refused or (form is not None and form.errors) else 200
    context |= community_context(request, community, "practices")
    return render(request, f"curation/practices/{name}.html", context, status=status)


def _gone(request: HttpRequest, practice: Practice) -> HttpResponse:
    messages.error(request, actions.GONE)
    return _to_sources(practice)


def _to_sources(practice: Practice, source: PracticeSource | None = None) -> HttpResponse:
    at = f"source-{source.pk}" if source is not None else "sources"
    return redirect(f"{practice.get_absolute_url()}#{at}")
