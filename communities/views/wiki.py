"""Reading the wiki: its index, a page with what surrounds it, and pages to link to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from communities.alike import related_to
from communities.leaves import Leaf, address_of, branches, neighbourhood
from communities.models import Binned, CommunityPage, LinkTarget, WikiIndexPage, WikiPage
from communities.notes import Kind, Mark, Note, Surroundings, gathered, surroundings
from communities.permissions import Verb
from communities.views.base import community_context, page_of, readable_community, tell_of_reading
from core.policy import can

A_PAGE_OF_CHANGES = 15
PEOPLE_SHOWN = 6
FOUND_AT_MOST = 10
CONTENTS_AT_MOST = 30
BELOW = ' class="contents__below"'
LONGEST_ID = 10  # digits, that every database can hold
SHOWN_COLUMNS = (
    *("title", "path", "depth", "numchild", "url_path", "locked", "last_published_at"),
    *("community", "sections", "edition", "change_summary", "people_count", "is_exploring", "copied_from"),
    *("last_editor__display_name", "last_editor__username"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """One section as the reader sees it: the words, and beside them what others know."""

    anchor: str
    title: str
    level: int
    html: str
    notes: tuple[Note, ...]
    mark: Mark
    edit: SafeString  # the link that edits this section alone


def wiki_page(request: HttpRequest, slug: str, wiki_path: str, *, whole: bool = True) -> WikiPage:
    """The page at this address, with its community and its last editor; else 404.

    A form names the page that it is about: it was perhaps moved, and another one stands at its address, meanwhile.
    Not `whole`: without the columns that a reader sees nothing of.
    """
    community = readable_community(request, slug)  # who may read it may read every page in it
    pages = WikiPage.objects.live().only(*(() if whole else SHOWN_COLUMNS)).select_related("last_editor")
    named = request.POST.get("page", "")
    if named.isascii() and named.isdecimal() and len(named) < LONGEST_ID:
        page = pages.in_community(community).filter(pk=int(named)).order_by().first()
    else:
        page = pages.at(community, wiki_path).order_by().first()
    if page is None:
        raise Http404("There is no such wiki page")
    page.community = community
    return page


def wiki_context(request: HttpRequest, page: WikiPage) -> dict[str, Any]:
    """What every page about a wiki page shows: its community, the way to it, what stands around it."""
    around = neighbourhood(page)
    return community_context(request, page.community, "wiki") | {
        "page": page,
        "crumbs": crumbs(page.community, around.above),
        "tree": around,
        "rail_group": "communities/wiki/rail.html",
        "can_edit": can(request.user, Verb.CHANGE, page),
    }


def crumbs(community: CommunityPage, above: tuple[Leaf, ...] = ()) -> list[tuple[str, str]]:
    """The way down to a page: its community, the wiki, the pages above it."""
    home = community.get_absolute_url()
    return [(community.title, home), ("Wiki", f"{home}wiki/"), *((leaf.title, leaf.url) for leaf in above)]


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """All pages as a tree, opened one branch at a time, and what changed last."""
    community = readable_community(request, slug)
    top = WikiIndexPage.objects.child_of(community).first()
    if top is None:
        raise Http404("This community has no wiki")
    newest = WikiPage.objects.visible_to(request.user).live().in_community(community)
    context = community_context(request, community, "wiki") | {
        "crumbs": crumbs(community)[:1],
        "tree": branches(top, request.GET.get("from", "")),
        "changes": page_of(
            request,
            newest.select_related("last_editor").defer("body", "sections"),
            order=("-last_published_at", "-pk"),
            size=A_PAGE_OF_CHANGES,
        ),
        "may_join": can(request.user, Verb.JOIN, community),
    }
    return render(request, "communities/wiki/index.html", context)


@require_safe
def page(request: HttpRequest, slug: str, wiki_path: str) -> HttpResponse:
    """The page as it is now; with `?at=<edition>` that very revision, where a source was taken from."""
    try:
        found = wiki_page(request, slug, wiki_path, whole=False)
    except Http404:
        return _missing(request, slug, wiki_path)
    at = request.GET.get("at", "")
    if at.isascii() and at.isdecimal() and len(at) < 10 and int(at) != found.edition:
        return redirect(found.address("wiki_revision", int(at)))
    tell_of_reading(request, LinkTarget.WIKI_PAGE, found.pk)
    known = surroundings(Kind.WIKI_PAGE, [found], request.user)[found.pk]
    about = wiki_context(request, found)
    sections = _sections(found, known, may_edit=about["can_edit"] and not found.locked)
    writers = found.contributions.select_related("person").order_by("-editions", "pk")[:PEOPLE_SHOWN]
    context = about | {
        "known": known,
        "head": sections[0],
        "sections": sections[1:],
        "contents": contents_of(sections[1:]),
        "contributions": list(writers),
        "others": found.people_count - PEOPLE_SHOWN,
        "related": related_to(request.user, "wiki", found.pk),
        "may_join": can(request.user, Verb.JOIN, found.community),
    }
    return render(request, "communities/wiki/page.html", context)


def _missing(request: HttpRequest, slug: str, wiki_path: str) -> HttpResponse:
    """Nothing stands at this address of a wiki that the person may read: it is in the bin, or nobody wrote it yet."""
    community = readable_community(request, slug)
    path = WikiPage.url_path_of(community, wiki_path)
    waiting = Binned.objects.filter(community=community, url_path=path, purged_at=None, page__isnull=False)
    can_write = can(request.user, Verb.ADD, community)
    binned = waiting.select_related("binned_by").order_by("-pk").first() if can_write else None
    if not can_write:
        raise Http404("There is no such wiki page")
    words = wiki_path.rpartition("/")[2].replace("-", " ").strip()
    context = community_context(request, community, "wiki") | {
        "crumbs": crumbs(community),
        "binned": binned,
        "title": words[:1].upper() + words[1:],
    }
    return render(request, "communities/wiki/missing.html", context, status=404)


def _sections(page: WikiPage, known: Surroundings, *, may_edit: bool) -> list[Section]:
    """The sections with their notes; first, even if it is empty, what stands before the first heading."""
    stored = page.sections
    if not stored or stored[0]["level"]:
        stored = [{"anchor": "", "title": "", "level": 0, "html": "", "ids": []}, *stored]
    holds = {block: number for number, section in enumerate(stored) for block in section["ids"]}
    notes: list[list[Note]] = [[] for _ in stored]
    for note in known.notes:
        notes[holds.get(note.anchor, 0)].append(note)
    return [
        Section(
            section["anchor"],
            section["title"],
            section["level"],
            section["html"],
            gathered(notes[number]),
            known.mark_at(section["anchor"]),
            _edit_link(section) if may_edit and section["level"] else SafeString(),
        )
        for number, section in enumerate(stored)
    ]


def _edit_link(section: dict[str, Any]) -> SafeString:
    words = f'Edit<span class="visually-hidden"> the section {escape(section["title"])}</span>'
    return SafeString(f'<a class="section-edit" href="edit/?section={section["anchor"]}">{words}</a>')


def contents_of(sections: Sequence[Section]) -> SafeString:
    """The table of contents: every section, or of very many those of the highest level; "" when there is one.

    Joined here and not in a template: it stands twice on every page.
    """
    if len(sections) < 2:
        return SafeString()
    highest = min(section.level for section in sections)
    listed = [each for each in sections if len(sections) <= CONTENTS_AT_MOST or each.level == highest]
    lines = (
        f'<li{"" if each.level == highest else BELOW}><a href="#{each.anchor}">{escape(each.title)}</a></li>'
        for each in listed
    )
    return SafeString(f"<ol>{''.join(lines)}</ol>")


@require_safe
def link_finder(request: HttpRequest, slug: str) -> JsonResponse:
    """Pages of this community's wiki whose title has the words, for the editor's link dialog."""
    community = readable_community(request, slug)
    found = WikiPage.objects.visible_to(request.user).live().in_community(community)
    for word in request.GET.get("q", "").split()[:6]:
        found = found.filter(title__icontains=word)
    rows = found.order_by("-last_published_at").values_list("title", "url_path")[:FOUND_AT_MOST]
    place = community.title
    results = [
        {"title": title, "url": address_of(path), "kind": "Wiki page", "place": place} for title, path in rows
    ]
    return JsonResponse({"results": results})
