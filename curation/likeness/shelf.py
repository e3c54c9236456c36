"""Texts that are compared with each other: put one there, and be told which are like it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from django.db import connection

from curation.likeness.scale import Scale
from curation.likeness.words import Words
from curation.models import LikeKey, LikeShelf, LikeText

FULL = 50  # texts under one key: a pair of words that so many have tells nothing more
MOST_COMPARED = 50  # texts that one is compared with, those with most keys in common
ENOUGH = 8  # like texts: what so many say is found through them, and needs no keys of its own
_ROWS = 400  # values in one query
# Keys are written and read by hand: as objects they took two thirds of the time of a search.
_KEYS = LikeKey._meta.db_table

Match = tuple[int, float]  # id of a LikeText, and how like it is


@dataclass(frozen=True, slots=True)
class Found:
    """What is like one text, most like first."""

    text: LikeText
    matches: list[Match]


class Shelf:
    """One shelf, held against others until the end of the transaction. Call `close` when it was changed."""

    def __init__(self, row: LikeShelf) -> None:
        self.row = row
        self.scale = Scale(row.texts, row.counts)

    @classmethod
    def hold(cls, kind: LikeShelf.Kind, community_id: int | None) -> Self:
        """Open it, and let nobody else until the transaction ends."""
        row, _ = LikeShelf.objects.get_or_create(kind=kind, community_id=community_id)
        return cls(LikeShelf.objects.select_for_update().get(pk=row.pk))

    def close(self) -> None:
        LikeShelf.objects.filter(pk=self.row.pk).update(texts=self.scale.texts, counts=self.scale.packed())

    def put(self, texts: Sequence[LikeText], *, least: float) -> list[Found]:
        """Put new texts there; returns what is at least so like each: of those there, and of those before it.

        Reads a few rows by the index curation_like_key for each text, however many are on the shelf.
        """
        for text in texts:
            text.shelf = self.row
            self.scale.add(text.words)
        LikeText.objects.bulk_create(texts)
        keys = {text.pk: self.scale.keys(text.words, self.row.pk) for text in texts}
        under = self._texts_under({key for of_one in keys.values() for key in of_one})
        words = self._words_of({pk for of_one in keys.values() for pk in _nearest(of_one, under)}) | {
            text.pk: text.words for text in texts
        }
        found, added = [], []
        for text in texts:
            near = [pk for pk in _nearest(keys[text.pk], under) if pk in words]
            found.append(Found(text, self._alike(text.words, [(pk, words[pk]) for pk in near], least)))
            if len(found[-1].matches) < ENOUGH:
                for key in keys[text.pk]:
                    if len(under[key]) < FULL:
                        under[key].append(text.pk)
                        added.append((key, text.pk))
        _add_keys(added)
        return found

    def take_off(self, texts: Iterable[LikeText]) -> None:
        for text in texts:
            self.scale.take_away(text.words)
            text.delete()

    def _alike(self, words: Words, near: Iterable[tuple[int, Words]], least: float) -> list[Match]:
        likenesses = ((pk, self.scale.likeness(words, other)) for pk, other in near)
        return sorted((match for match in likenesses if match[1] >= least), key=lambda match: -match[1])

    @staticmethod
    def _texts_under(keys: set[int]) -> defaultdict[int, list[int]]:
        under: defaultdict[int, list[int]] = defaultdict(list)
        with connection.cursor() as cursor:
            for some in _parts(sorted(keys)):
                marks = ", ".join(["%s"] * len(some))
                cursor.execute(f"SELECT key, text_id FROM {_KEYS} WHERE key IN ({marks})", some)  # noqa: S608
                for key, text in cursor.fetchall():
                    under[key].append(text)
        return under

    @staticmethod
    def _words_of(pks: set[int]) -> dict[int, Words]:
        words: dict[int, Words] = {}
        for some in _parts(sorted(pks)):
            words.update(LikeText.objects.filter(pk__in=some).values_list("pk", "words"))
        return words


def _nearest(keys: Iterable[int], under: defaultdict[int, list[int]]) -> list[int]:
    """The texts that have most of these keys."""
    shared = Counter(text for key in keys for text in under[key])
    return [text for text, _ in shared.most_common(MOST_COMPARED)]


def _add_keys(rows: Sequence[tuple[int, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_KEYS} (key, text_id) VALUES (%s, %s)", rows)  # noqa: S608


def _parts(values: Sequence[int]) -> Iterator[Sequence[int]]:
    return (values[at : at + _ROWS] for at in range(0, len(values), _ROWS))
