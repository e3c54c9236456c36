"""Which things of a community a body links to: what is linked is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.urls import Resolver404, resolve

from communities.models import CommunityPage, WikiPage
from communities.models.link import Link, LinkTarget

# A body is clean: an address of ours begins with one slash, or names this host in full and stays a link outside.
_ADDRESS = re.compile(r'href="(/communities/[^"]+)"')
MOST_LINKS = 200  # of one body: a longer list links to everything, which says nothing


def links_inside(html: str) -> bool:
    """Whether it can be worth reading the links of this body."""
    return 'href="/communities/' in html


def targets_of(html: str, *, community: CommunityPage) -> set[tuple[str, int]]:
    """The things of this community that a clean body links to. One query for each wiki page among them."""
    found: set[tuple[str, int]] = set()
    for address in _addresses(html):
        if (target := _target(address, community)) is not None:
            found.add(target)
    return found


def links_to(page: WikiPage) -> QuerySet[Link]:
    """The links to a wiki page from what is shown in its community. Uses the index communities_link_to.

    Not from what was moved to another community since: not everybody who reads the page may know of that.
    """
    shown = Q(wiki_page__live=True, wiki_page__community=page.community_id)
    shown |= Q(post__is_removed=False, post__thread__community=page.community_id)
    rows = Link.objects.filter(shown, target=LinkTarget.WIKI_PAGE, target_id=page.pk)
    rows = rows.exclude(wiki_page=page.pk).select_related("wiki_page", "post__thread", "post__author")
    return rows.defer("wiki_page__body", "wiki_page__sections", "post__body")


def _addresses(html: str) -> list[str]:
    paths = (urlsplit(unescape(match.group(1))).path for match in _ADDRESS.finditer(html))
    return list(dict.fromkeys(paths))[:MOST_LINKS]


def _target(address: str, community: CommunityPage) -> tuple[str, int] | None:
    try:
        match = resolve(address)
    except Resolver404:
        return None
    if match.kwargs.get("slug") != community.slug:
        return None
    if match.view_name in {"communities:thread", "communities:post"}:
        return (LinkTarget.THREAD, match.kwargs["pk"])
    if match.view_name == "screencasts:watch":
        return (LinkTarget.SCREENCAST, match.kwargs["pk"])
    if match.view_name == "communities:wiki_page":
        return next(_wiki(community, match.kwargs["wiki_path"]), None)
    return None


def _wiki(community: CommunityPage, path: str) -> Iterator[tuple[str, int]]:
    for pk in WikiPage.objects.at(community, path).order_by().values_list("pk", flat=True)[:1]:
        yield (LinkTarget.WIKI_PAGE, pk)
