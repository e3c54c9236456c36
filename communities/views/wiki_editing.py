"""Writing wiki pages: a new one, a new revision, and joining two texts that were written at once."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from communities.actions import drafts
from communities.actions import wiki as actions
from communities.actions.exploring import set_exploring
from communities.alike import similar_to
from communities.forms.wiki import MergeForm, WikiPageForm
from communities.merging import Joined, join_texts
from communities.models import WikiEdition, WikiIndexPage, WikiPage
from communities.permissions import Verb
from communities.views.base import (
    SignedInRequest,
    as_typed,
    community_context,
    looks_for_similar,
    readable_community,
    require_writer,
)
from communities.views.wiki import wiki_page
from core.blocks import place_html, replace_section
from core.policy import require
from core.rescue import Reason, View, keeps_text, rescued
from core.sanitize import BodyTooLarge
from core.submissions import submission_token

GONE = Reason(
    "There is no such page any more. Your text is here",
    "It was taken out, or moved, while you wrote. You can publish your text as a new page of the wiki.",
)


def offers_new_page(view: View) -> View:
    """A page that went while somebody wrote on it: the text can become a page of its own."""

    @wraps(view)
    def offering(request: SignedInRequest, slug: str, wiki_path: str = "") -> HttpResponse:
        try:
            return view(request, slug, wiki_path)
        except (Http404, actions.PageGone) as gone:
            if request.method != "POST":
                raise Http404 from gone
            community = readable_community(request, slug)
            require(request.user, Verb.ADD, community)
            address = reverse("communities:wiki_new", args=[slug])
            return rescued(request, GONE, status=404, action=address, button="Publish it as a new page")

    return offering


@keeps_text
@login_required
@offers_new_page
def new(request: SignedInRequest, slug: str, wiki_path: str = "") -> HttpResponse:
    """A new page at the top of the wiki, or below another page."""
    community = readable_community(request, slug)
    require_writer(request.user, Verb.ADD, community)
    parent: WikiPage | WikiIndexPage
    if wiki_path:
        parent = wiki_page(request, slug, wiki_path)
    else:
        parent = get_object_or_404(WikiIndexPage.objects.child_of(community))
    looks = looks_for_similar(request)
    form = WikiPageForm(
        None if looks else request.POST or None,
        community=community,
        user=request.user,
        place=f"new-{parent.pk}",
        initial=as_typed(request),
    )
    offered = _with_drafts(request, form, "")
    if request.method == "POST" and form.is_valid() and (page := _created(request, parent, form)) is not None:
        drafts.drop_drafts(user=request.user, place=form.place, tabs=request.POST.getlist("draft_tab"))
        messages.success(request, "Published. Everyone who may write here can improve it.", form.draft_key)
        return redirect(page)
    context = (
        community_context(request, community, "wiki")
        | offered
        | {
            "form": form,
            "parent": parent if wiki_path else None,
            "similar": similar_to(request.user, community, form["title"].value() or "") if looks else [],
            "back_url": parent.get_absolute_url(),
            "back_label": "Back to the page" if wiki_path else "Back to the wiki",
        }
    )
    return render(request, "communities/wiki/edit.html", context, status=422 if form.errors else 200)


def _created(
    request: SignedInRequest, parent: WikiPage | WikiIndexPage, form: WikiPageForm
) -> WikiPage | None:
    """The page; or None, and the form says why not."""
    sent = {name: form.cleaned_data[name] for name in ("title", "body", "is_exploring", "submission")}
    try:
        return actions.create_wiki_page(parent=parent, user=request.user, summary="New page", **sent)
    except actions.PageGone:
        raise
    except actions.TitleTaken as problem:
        form.taken = problem.page
        form.add_error("title", f"{problem}. Add to that page, or choose another title.")
    except actions.WikiProblem as problem:
        form.add_error("title", str(problem))
    except BodyTooLarge as problem:
        form.add_error("body", str(problem))
    return None


@keeps_text
@login_required
@offers_new_page
def edit(request: SignedInRequest, slug: str, wiki_path: str) -> HttpResponse:
    """A new revision of a page, or of one section of it: `?section=<id of its heading>`."""
    page = wiki_page(request, slug, wiki_path)
    require_writer(request.user, Verb.CHANGE, page)
    if request.method != "POST":
        drafts.tell_presence(user=request.user, page=page, lasts=drafts.WITHOUT_SCRIPT)
        return _editor(request, page, _form(request, page, **_section(request, page)))
    form = _form(request, page, request.POST)
    if not form.is_valid() or not _whole(page, form):
        return _editor(request, page, form)
    set_exploring(user=request.user, thing=page, exploring=form.cleaned_data["is_exploring"])
    return _save(request, page, form, form.cleaned_data["base"])


def _section(request: SignedInRequest, page: WikiPage) -> dict[str, str]:
    """What the form begins with when one section is asked for; nothing for the whole page."""
    anchor = request.GET.get("section", "")
    if not anchor:
        return {}
    if not any(section["anchor"] == anchor for section in page.sections):
        messages.info(request, "That section is not on the page any more. This is the whole page.")
        return {}
    return {"section": anchor, "body": place_html(page.body, anchor) or ""}


def _whole(page: WikiPage, form: WikiPageForm) -> bool:
    """Put a section back into the page that it was taken from; False, and the form says why, if it is not in it."""
    anchor = form.cleaned_data["section"]
    if not anchor:
        return True
    base = page.editions.filter(number=form.cleaned_data["base"]).select_related("revision").first()
    body = replace_section(base.body, anchor, form.cleaned_data["body"]) if base else None
    if body is None:
        form.add_error(
            None, "This section was not in that revision. Copy your text, and open the whole page."
        )
        return False
    form.cleaned_data["body"] = body
    return True


@require_POST
@keeps_text
@login_required
@offers_new_page
def merge(request: SignedInRequest, slug: str, wiki_path: str) -> HttpResponse:
    """Publish what was chosen where two people changed the same words, or open it in the editor."""
    page = wiki_page(request, slug, wiki_path)
    require(request.user, Verb.CHANGE, page)
    form = MergeForm(request.POST)
    theirs = form.is_valid() and page.editions.filter(number=form.cleaned_data["theirs"]).first()
    if not theirs:
        return _editor(request, page, _form(request, page, request.POST))
    joined = join_texts(page, form.cleaned_data["base"], form.cleaned_data["body"], theirs)
    in_editor = "edit" in request.POST
    undecided = {f"choice_{n}": MergeForm.BOTH for n in range(joined.places)} if in_editor else {}
    form = MergeForm(undecided | request.POST.dict(), places=joined.places)
    if not form.is_valid():
        return _merge_view(request, page, form, joined)
    body = joined.with_choices(form.choices())
    if in_editor:
        kept = {name: form.cleaned_data[name] for name in ("title", "summary", "is_minor")}
        return _editor(request, page, _form(request, page, body=body, base=theirs.number, **kept))
    form.cleaned_data["body"] = body
    return _save(request, page, form, theirs.number)


def _save(
    request: SignedInRequest, page: WikiPage, form: WikiPageForm | MergeForm, base_edition: int
) -> HttpResponse:
    """Save what a valid form brought, and say what came of it."""
    sent = {name: form.cleaned_data[name] for name in ("title", "body", "summary", "is_minor", "submission")}
    section = form.cleaned_data["section"]
    try:
        saved = actions.save_wiki_page(page=page, user=request.user, base_edition=base_edition, **sent)
    except actions.EditConflict as conflict:
        joined = join_texts(page, base_edition, conflict.mine, conflict.theirs)
        fields = {name: sent[name] for name in ("title", "summary", "is_minor")} | {"body": conflict.mine}
        fields |= {
            "section": section,
            "base": base_edition,
            "theirs": conflict.theirs.number,
            "submission": submission_token(),
        }
        return _merge_view(request, page, MergeForm(initial=fields, places=joined.places), joined)
    except (actions.PageLocked, BodyTooLarge) as problem:
        typed = request.POST.dict()
        if isinstance(form, MergeForm):  # which was of the whole page
            typed |= {"body": sent["body"], "section": ""}
        again = _form(request, page, typed)
        again.add_error("body" if isinstance(problem, BodyTooLarge) else None, str(problem))
        return _editor(request, page, again)
    draft_key = WikiPageForm.draft_key_of(place := WikiPageForm.place_of(page.pk, section), request.user)
    drafts.drop_drafts(user=request.user, place=place, tabs=request.POST.getlist("draft_tab"))
    drafts.end_presence(user=request.user, page=page)
    if saved.edition is None:
        messages.info(request, "Nothing was changed, so there is no new revision.", draft_key)
    elif saved.merged_with:
        messages.success(
            request, f"{_name(saved.merged_with)} published while you wrote. Both changes are in.", draft_key
        )
    else:
        messages.success(request, f"Published as revision {saved.edition.number}.", draft_key)
    return redirect(f"{saved.page.get_absolute_url()}{'#' if section else ''}{section}")


def _name(edition: WikiEdition) -> str:
    return edition.editor.name if edition.editor else "Someone"


def _form(request: SignedInRequest, page: WikiPage, data: Any = None, **initial: Any) -> WikiPageForm:
    as_it_is: dict[str, Any] = {
        "title": page.title,
        "body": page.body,
        "base": page.edition,
        "is_exploring": page.is_exploring,
    }
    return WikiPageForm(
        data, initial=as_it_is | initial, community=page.community, user=request.user, page=page
    )


def _editor(request: SignedInRequest, page: WikiPage, form: WikiPageForm) -> HttpResponse:
    offered = _with_drafts(request, form, form.initial["body"])
    context = (
        community_context(request, page.community, "wiki")
        | offered
        | {
            "form": form,
            "page": page,
            "others": drafts.others_writing(user=request.user, page=page),
            "part": _title_of(page, form["section"].value()),
            "action": page.address("wiki_edit"),
            "back_url": page.get_absolute_url(),
            "back_label": "Back to the page",
        }
    )
    return render(request, "communities/wiki/edit.html", context, status=422 if form.errors else 200)


def _with_drafts(request: SignedInRequest, form: WikiPageForm, body: str) -> dict[str, Any]:
    """The drafts of this text that the server has, to be offered; the one that `?draft=` names is in the form."""
    if request.method == "POST":
        return {"draft_tabs": request.POST.getlist("draft_tab")}
    offered = drafts.drafts_to_offer(user=request.user, place=form.place, body=body)
    used = next((draft for draft in offered if draft.tab == request.GET.get("draft")), None)
    if used is None:
        return {"drafts": offered}
    beside = {name: used.beside[name] for name in ("title", "summary") if name in used.beside}
    form.initial = {**form.initial, **beside, "body": used.html}
    if used.base:
        form.initial["base"] = used.base
    form.fields["body"].widget.is_draft = True
    return {"drafts": [draft for draft in offered if draft != used], "draft_tabs": [used.tab]}


def _title_of(page: WikiPage, anchor: str | None) -> str:
    titles = {section["anchor"]: section["title"] for section in page.sections if section["level"]}
    return titles.get(anchor, "Section") if anchor else ""


def _merge_view(request: SignedInRequest, page: WikiPage, form: MergeForm, joined: Joined) -> HttpResponse:
    context = community_context(request, page.community, "wiki") | {
        "form": form,
        "page": page,
        "joined": joined,
        "conflicts": joined.conflicts(form),
        "draft_tabs": request.POST.getlist("draft_tab"),
        "back_url": page.get_absolute_url(),
        "back_label": "Back to the page",
    }
    return render(request, "communities/wiki/merge.html", context, status=409)
