"""What links to a wiki page, kept by what it leads to: moves and other addresses change nothing of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.linking import links_to
from communities.views.base import page_of
from communities.views.wiki import wiki_context, wiki_page

A_PAGE = 50


@require_safe
def links(request: HttpRequest, slug: str, wiki_path: str) -> HttpResponse:
    """Pages and posts of this community that link here, those that did so last first."""
    page = wiki_page(request, slug, wiki_path)
    context = wiki_context(request, page) | {
        "links": page_of(request, links_to(page), order=("-pk",), size=A_PAGE)
    }
    return render(request, "communities/wiki/links.html", context)
