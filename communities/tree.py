"""Wagtail's tree of pages: adding to it while others do the same. `leaves.py` shows it."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii
from wagtail.models import Page
from wagtail.query import PageQuerySet

from communities.models.wiki import RESERVED_SLUGS

MAX_SLUG = 80
STEP = Page.steplen  # characters of a tree path for each level
WIKI_DEPTH = 5  # of the page that holds a community's wiki

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
    return Page.objects.filter(right_below(page)).order_by("path")


def right_below(page: Page) -> Q:
    """The condition that a page stands right below this one."""
    return Q(depth=page.depth + 1, path__range=Page._get_children_path_interval(page.path))
