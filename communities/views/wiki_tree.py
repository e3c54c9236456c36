"""The tree of a wiki, one level at a time: what the small arrows and “more” beside a page lead to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from communities.leaves import level, neighbourhood
from communities.models import CommunityPage, WikiIndexPage, WikiPage
from communities.views.base import community_context, readable_community
from communities.views.wiki import crumbs

LONGEST_ID = 9  # digits: a number that every database can hold


@require_safe
def pages(request: HttpRequest, slug: str) -> HttpResponse:
    """The pages right below `?under=` (without it, at the top), from `after` on or up to `before`.

    With `part` only the items of the list, which the tree beside a page puts where they belong.
    """
    community = readable_community(request, slug)
    above = _named(community, request.GET.get("under", ""))
    found = level(above, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    if "part" in request.GET:
        return render(request, "communities/wiki/leaves.html", {"level": found, "community": community})
    way = crumbs(community)
    if isinstance(above, WikiPage):
        way += [(leaf.title, leaf.url) for leaf in neighbourhood(above).above]
        way.append((above.title, above.get_absolute_url()))
    context = community_context(request, community, "wiki") | {
        "above": above if isinstance(above, WikiPage) else None,
        "level": found,
        "crumbs": way,
    }
    return render(request, "communities/wiki/pages.html", context)


def _named(community: CommunityPage, under: str) -> Page:
    if not under:
        wiki = WikiIndexPage.objects.child_of(community).first()
        if wiki is None:
            raise Http404("This community has no wiki")
        return wiki
    if not (under.isascii() and under.isdecimal() and len(under) <= LONGEST_ID):
        raise Http404("There is no such wiki page")
    rows = WikiPage.objects.live().in_community(community).defer("body", "sections")
    return get_object_or_404(rows, pk=int(under))
