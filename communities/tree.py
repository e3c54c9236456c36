"""Wagtail's tree of pages: adding to it while others do the same, and showing the part around one page."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii
from wagtail.models import Page
from wagtail.query import PageQuerySet

from communities.models import WikiIndexPage, WikiPage
from communities.models.wiki import RESERVED_SLUGS

MAX_SLUG = 80
STEP = Page.steplen  # characters of a tree path for each level
WIKI_DEPTH = 5  # of the page that holds a community's wiki
SHOWN_BESIDE = 12  # on either side
SHOWN_BELOW = 30
TOP_PAGES = 60
SECOND_PAGES = 300

P = TypeVar("P", bound=Page)


def locked_page(pk: int) -> Page:
    """The page's row in the tree, read again and held until the end of the transaction.

    Whoever adds a child must hold its parent: a path is computed from the last child, so two adders
    without the lock would compute the same one. Raises Page.DoesNotExist when the page is gone meanwhile.
    """
    return Page.objects.select_for_update().get(pk=pk)


@transaction.atomic
def add_child_page(*, parent: Page, child: P) -> P:
    """Save `child` as the last child of `parent`. Raises Page.DoesNotExist when the parent is gone."""
    locked_page(parent.pk).add_child(instance=child)
    return child


def slug_for(title: str) -> str:
    """The part of an address that a title gives: "Übergabe am Bett" -> "ubergabe-am-bett"."""
    return slugify(string_to_ascii(title))[:MAX_SLUG].strip("-_") or "page"


def free_slug(*, parent: Page, wanted: str) -> str:
    """`wanted`, or wanted-2, wanted-3 … where a child of `parent` has it or the site's addresses need it."""
    taken = RESERVED_SLUGS | set(
        children_of(parent).filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def children_of(page: Page) -> PageQuerySet:
    """The pages right below, in the order of the tree. Uses the index communities_page_depth_path."""
    return Page.objects.filter(_children(page)).order_by("path")


def _children(page: Page) -> Q:
    return Q(depth=page.depth + 1, path__range=Page._get_children_path_interval(page.path))


class Leaf(NamedTuple):
    """One page in a tree that is shown."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The part of the tree around a page: those above it, some beside it, some below it."""

    above: tuple[Leaf, ...]
    before: tuple[Leaf, ...]
    after: tuple[Leaf, ...]
    below: tuple[Leaf, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A page at the top of a wiki, and pages right below it."""

    leaf: Leaf
    below: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Branches:
    """Some pages at the top of a wiki; `more` goes on after them, "" at the end."""

    items: tuple[Branch, ...]
    more: str


_COLUMNS = ("title", "url_path", "path")
_Row = tuple[str, str, str]


def neighbourhood(page: WikiPage) -> Neighbourhood:
    """What stands around a page: three queries of at most some 40 rows each, however large the wiki is."""
    pages = Page.objects.live().order_by("path").values_list(*_COLUMNS)
    lengths = range(STEP * (WIKI_DEPTH + 1), len(page.path), STEP)
    chain = Q(path__in=[page.path[:length] for length in lengths])
    lineage = list(pages.filter(chain | _children(page))[: len(lengths) + SHOWN_BELOW + 1])
    above = [row for row in lineage if len(row[2]) < len(page.path)]
    below = lineage[len(above) :]
    first, last = Page._get_children_path_interval(page.path[:-STEP])
    siblings = pages.filter(depth=page.depth)
    before = list(siblings.filter(path__gte=first, path__lt=page.path).reverse()[: SHOWN_BESIDE + 1])
    after = list(siblings.filter(path__gt=page.path, path__lte=last)[: SHOWN_BESIDE + 1])
    return Neighbourhood(
        above=_leaves(above),
        before=_leaves(before[:SHOWN_BESIDE])[::-1],
        after=_leaves(after[:SHOWN_BESIDE]),
        below=_leaves(below[:SHOWN_BELOW]),
        is_cut=len(before) > SHOWN_BESIDE or len(after) > SHOWN_BESIDE or len(below) > SHOWN_BELOW,
    )


def branches(wiki: WikiIndexPage, after: str) -> Branches:
    """Pages at the top of a wiki, from the one after the tree path `after` on, and those right below them.

    Two queries. A path that is none, or of another wiki, counts as the beginning.
    """
    pages = Page.objects.live().order_by("path").values_list(*_COLUMNS)
    top = pages.filter(_children(wiki))
    if re.fullmatch(rf"{wiki.path}[0-9A-Z]{{{STEP}}}", after):
        top = top.filter(path__gt=after)
    rows = list(top[: TOP_PAGES + 1])
    shown, more = rows[:TOP_PAGES], len(rows) > TOP_PAGES
    if not shown:
        return Branches((), "")
    second = pages.filter(depth=wiki.depth + 2, path__gt=shown[0][2], path__lt=f"{shown[-1][2]}Z")
    below: dict[str, list[_Row]] = defaultdict(list)
    for row in second[:SECOND_PAGES]:
        below[row[2][:-STEP]].append(row)
    items = tuple(Branch(_leaves([row])[0], _leaves(below[row[2]])) for row in shown)
    return Branches(items, shown[-1][2] if more else "")


def _leaves(rows: list[_Row]) -> tuple[Leaf, ...]:
    return tuple(Leaf(title, address_of(url_path)) for title, url_path, _ in rows)


def address_of(url_path: str) -> str:
    """The address of a page from its path in the tree, without a question or a look at the URL patterns."""
    return url_path.removeprefix("/home")
