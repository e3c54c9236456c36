"""The tree of a wiki as it is shown: the part around one page, the top, and one level from any page of it on.

Every question reads at most some 60 rows by the index communities_page_depth_path, however large the wiki is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from wagtail.models import Page

from communities.models import WikiIndexPage, WikiPage
from communities.tree import STEP, WIKI_DEPTH, right_below

SHOWN_BESIDE = 12  # on either side
SHOWN_BELOW = 30
TOP_PAGES = 60
SECOND_PAGES = 300
SHOWN_UNDER_TOP = 12
A_LEVEL = 50


class Leaf(NamedTuple):
    """One page in a tree that is shown; `open` asks for the level below it, "" where there is none."""

    title: str
    url: str
    open: str


@dataclass(frozen=True, slots=True)
class Level:
    """Some pages that stand right below one; `earlier` and `later` ask for those before and after, "" at an end."""

    leaves: tuple[Leaf, ...]
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The part of the tree around a page: those above it, some beside it, some below it."""

    above: tuple[Leaf, ...]
    before: tuple[Leaf, ...]
    after: tuple[Leaf, ...]
    below: tuple[Leaf, ...]
    earlier: str
    later: str
    deeper: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A page at the top of a wiki, and pages right below it."""

    leaf: Leaf
    below: Level


@dataclass(frozen=True, slots=True)
class Branches:
    """Some pages at the top of a wiki; `more` goes on after them, "" at the end."""

    items: tuple[Branch, ...]
    more: str


class _Row(NamedTuple):
    pk: int
    title: str
    url_path: str
    path: str
    numchild: int


def _rows(pages: QuerySet[Page], size: int) -> list[_Row]:
    return [_Row(*row) for row in pages.values_list(*_Row._fields)[:size]]


def neighbourhood(page: WikiPage) -> Neighbourhood:
    """What stands around a page: at most three queries."""
    pages = Page.objects.live().order_by("path")
    lengths = range(STEP * (WIKI_DEPTH + 1), len(page.path), STEP)
    chain = Q(path__in=[page.path[:length] for length in lengths])
    asked = bool(lengths) or page.numchild
    lineage = _rows(pages.filter(chain | right_below(page)), len(lengths) + SHOWN_BELOW + 1) if asked else []
    above = [row for row in lineage if len(row.path) < len(page.path)]
    below = lineage[len(above) :]
    first, last = Page._get_children_path_interval(page.path[:-STEP])
    siblings = pages.filter(depth=page.depth)
    before = _rows(siblings.filter(path__gte=first, path__lt=page.path).reverse(), SHOWN_BESIDE + 1)
    after = _rows(siblings.filter(path__gt=page.path, path__lte=last), SHOWN_BESIDE + 1)
    shown_before, shown_after, shown_below = (
        before[:SHOWN_BESIDE][::-1],
        after[:SHOWN_BESIDE],
        below[:SHOWN_BELOW],
    )
    under = above[-1].pk if above else None
    return Neighbourhood(
        above=_leaves(above),
        before=_leaves(shown_before),
        after=_leaves(shown_after),
        below=_leaves(shown_below),
        earlier=_asking(under, before=shown_before[0].path) if len(before) > SHOWN_BESIDE else "",
        later=_asking(under, after=shown_after[-1].path) if len(after) > SHOWN_BESIDE else "",
        deeper=_asking(page.pk, after=shown_below[-1].path) if len(below) > SHOWN_BELOW else "",
    )


def level(above: Page, *, after: str = "", before: str = "") -> Level:
    """The pages right below `above`, from a tree path on or up to it; one query.

    A path that is none, or of another place, counts as the beginning.
    """
    children = Page.objects.live().filter(right_below(above)).order_by("path")
    under = None if above.depth == WIKI_DEPTH else above.pk
    if _is_below(before, above):
        found = _rows(children.filter(path__lt=before).reverse(), A_LEVEL + 1)
        shown = found[:A_LEVEL][::-1]
        earlier, later = len(found) > A_LEVEL, True
    else:
        goes_on = _is_below(after, above)
        found = _rows(children.filter(path__gt=after) if goes_on else children, A_LEVEL + 1)
        shown = found[:A_LEVEL]
        earlier, later = goes_on, len(found) > A_LEVEL
    if not shown:
        return Level(())
    return Level(
        _leaves(shown),
        earlier=_asking(under, before=shown[0].path) if earlier else "",
        later=_asking(under, after=shown[-1].path) if later else "",
    )


def branches(wiki: WikiIndexPage, after: str) -> Branches:
    """Pages at the top of a wiki, from the one after the tree path `after` on, and some right below them.

    Two queries. A path that is none, or of another wiki, counts as the beginning.
    """
    pages = Page.objects.live().order_by("path")
    top = pages.filter(right_below(wiki))
    if _is_below(after, wiki):
        top = top.filter(path__gt=after)
    rows = _rows(top, TOP_PAGES + 1)
    shown, more = rows[:TOP_PAGES], len(rows) > TOP_PAGES
    if not shown:
        return Branches((), "")
    second = pages.filter(depth=wiki.depth + 2, path__gt=shown[0].path, path__lt=f"{shown[-1].path}Z")
    below: dict[str, list[_Row]] = defaultdict(list)
    for row in _rows(second, SECOND_PAGES):
        below[row.path[:-STEP]].append(row)
    items = tuple(Branch(_leaf(row), _some_below(row, below[row.path])) for row in shown)
    return Branches(items, shown[-1].path if more else "")


def _some_below(row: _Row, below: list[_Row]) -> Level:
    shown = below[:SHOWN_UNDER_TOP]
    if row.numchild <= len(shown):
        return Level(_leaves(shown))
    return Level(_leaves(shown), later=_asking(row.pk, after=shown[-1].path if shown else ""))


def _is_below(path: str, above: Page) -> bool:
    return re.fullmatch(rf"{above.path}[0-9A-Z]{{{STEP}}}", path) is not None


def _asking(under: int | None, **place: str) -> str:
    asked = {"under": under} if under else {}
    return f"?{urlencode(asked | {name: path for name, path in place.items() if path})}"


def _leaves(rows: list[_Row]) -> tuple[Leaf, ...]:
    return tuple(_leaf(row) for row in rows)


def _leaf(row: _Row) -> Leaf:
    return Leaf(row.title, address_of(row.url_path), _asking(row.pk) if row.numchild else "")


def address_of(url_path: str) -> str:
    """The address of a page from its path in the tree, without a question or a look at the URL patterns."""
    return url_path.removeprefix("/home")
