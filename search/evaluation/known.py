"""Known items: people know that a thing is there, and look for it in one way or another: is it in the first three?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from search.backends import search_backend
from search.models import SearchEntry, SynonymSet
from search.results import Results

FIRST = 3


@dataclass(frozen=True)
class Item:
    """`way` is how it is asked: with a typo, a part of a word, a synonym; any of `titles` is what was meant."""

    where: str
    way: str
    typed: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Same:
    """Words that curators keep as the same."""

    where: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Renamed:
    """A thing that had another title."""

    where: str
    before: str
    now: str


def read_items(lines: Iterable[str]) -> tuple[list[Item], list[Same], list[Renamed]]:
    """`where | way | typed | title or title`; `where | @word = word`; `where | @title > title`; `#` is a remark."""
    items, same, renamed = [], [], []
    for line in lines:
        parts = [part.strip() for part in line.split("|")]
        if line.startswith("#") or len(parts) < 2:
            continue
        if len(parts) == 4:
            items.append(Item(parts[0], parts[1], parts[2], tuple(parts[3].split(" or "))))
        elif ">" in parts[1]:
            before, _, now = parts[1].removeprefix("@").partition(">")
            renamed.append(Renamed(parts[0], before.strip(), now.strip()))
        else:
            words = parts[1].removeprefix("@").split("=")
            same.append(Same(parts[0], tuple(word.strip() for word in words)))
    return items, same, renamed


def rank_of(item: Item, results: Results) -> int:
    """At which place what was meant stands; 0 when it is not on the first page."""
    titles = [hit.entry.title for hit in results.hits]
    return next((rank for rank, title in enumerate(titles, start=1) if title in item.titles), 0)


def missed(items: Sequence[Item], find: Callable[[str], Results]) -> list[tuple[Item, int, list[str]]]:
    """Items that are not among the first three: with their place, and what stands there instead."""
    found = []
    for item in items:
        results = find(item.typed)
        rank = rank_of(item, results)
        if not 0 < rank <= FIRST:
            found.append((item, rank, [hit.entry.title for hit in results.hits[:FIRST]]))
    return found


def titles_there() -> set[str]:
    return set(SearchEntry.objects.filter(place="").values_list("title", flat=True))


@contextmanager
def as_kept(same: Iterable[Same], renamed: Iterable[Renamed]) -> Iterator[None]:
    """With the words that curators would have kept, and the titles that things had before; taken back at the end."""
    with transaction.atomic():
        try:
            for each in same:
                SynonymSet.objects.create(words="\n".join(each.words))
            for title in renamed:
                _rename(title)
            yield
        finally:
            transaction.set_rollback(True)


def _rename(title: Renamed) -> None:
    entries = SearchEntry.objects.filter(title=title.now)
    entries.update(former=title.before)
    search_backend().wrote(entries)
