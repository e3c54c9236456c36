"""The list "start here": what can stand in it, and how a line of it is drawn.

The layers above register what they have (`register_startable`); this app knows its pages and threads. All kinds are
asked together in one query, so that a home costs the same with any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value

from communities.leaves import address_of
from communities.models import CommunityPage, StartItem, Thread, WikiPage

WORDS_READ = 6
Rows = Callable[[Any, CommunityPage], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Startable:
    """A kind of thing. `rows(viewer, community)` are those that the viewer may read there; `part` is the column that
    `address(community, pk, title, part)` needs beside the title."""

    kind: str
    word: str
    icon: str
    rows: Rows
    part: str
    address: Callable[[CommunityPage, int, str, str], str]


@dataclass(frozen=True, slots=True)
class Start:
    """A thing that stands in the list, or could."""

    kind: str
    pk: int
    title: str
    url: str
    word: str
    icon: str
    note: str = ""
    item: int = 0


_startables: dict[str, Startable] = {}


def register_startable(startable: Startable) -> None:
    """Let things of this kind stand in the list."""
    _startables[startable.kind] = startable


def starts_of(viewer: Any, community: CommunityPage, items: Iterable[StartItem]) -> list[Start]:
    """The lines of the list that the viewer may read, in order; one query for all kinds."""
    items = list(items)
    ids: dict[str, list[int]] = {}
    for item in items:
        ids.setdefault(item.kind, []).append(item.thing_id)
    narrowed = [
        _columns(startable, viewer, community, Q(pk__in=ids[kind]))
        for kind, startable in _startables.items()
        if kind in ids
    ]
    found = {(kind, pk): (title, part) for kind, pk, title, part in _together(narrowed)}
    return [
        _start(community, item.kind, item.thing_id, *found[item.key], note=item.note, item=item.pk)
        for item in items
        if item.key in found
    ]


def things_called(viewer: Any, community: CommunityPage, words: str, *, size: int) -> list[Start]:
    """Things of the community whose title has all these words."""
    condition = Q()
    for word in words.split()[:WORDS_READ]:
        condition &= Q(title__icontains=word)
    narrowed = [_columns(each, viewer, community, condition)[:size] for each in _startables.values()]
    rows = sorted((row for each in narrowed for row in each), key=lambda row: (len(row[2]), row[2]))
    return [_start(community, *row) for row in rows[:size]]


def is_startable(viewer: Any, community: CommunityPage, kind: str, pk: int) -> bool:
    """Whether the viewer may put this thing in the list: it is there, in this community, and readable."""
    startable = _startables.get(kind)
    return startable is not None and startable.rows(viewer, community).filter(pk=pk).exists()


def _columns(startable: Startable, viewer: Any, community: CommunityPage, condition: Q) -> QuerySet[Any]:
    rows = startable.rows(viewer, community).filter(condition).order_by()
    rows = rows.annotate(startable_kind=Value(startable.kind, CharField()), startable_part=F(startable.part))
    return rows.values_list("startable_kind", "pk", "title", "startable_part")


def _together(narrowed: list[QuerySet[Any]]) -> Iterable[Any]:
    if not narrowed:
        return ()
    first, *others = narrowed
    return first.union(*others, all=True)


def _start(
    community: CommunityPage, kind: str, pk: int, title: str, part: str, *, note: str = "", item: int = 0
) -> Start:
    startable = _startables[kind]
    url = startable.address(community, pk, title, part)
    return Start(kind, pk, title, url, startable.word, startable.icon, note, item)


def register() -> None:
    """Called when the app is ready."""
    register_startable(
        Startable(
            kind="wiki_page",
            word="Wiki page",
            icon="book-open",
            rows=lambda viewer, community: WikiPage.objects.visible_to(viewer).live().in_community(community),
            part="url_path",
            address=lambda community, pk, title, part: address_of(part),
        )
    )
    register_startable(
        Startable(
            kind="thread",
            word="Thread",
            icon="messages-square",
            rows=lambda viewer, community: Thread.objects.visible_to(viewer).in_community(community),
            part="title",
            address=lambda community, pk, title, part: Thread(
                pk=pk, title=title, community=community
            ).get_absolute_url(),
        )
    )
